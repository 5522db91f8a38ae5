"""What keeps the directory true: go and see, make sure, take a report, count use, and make two listings one."""

from livewell.upkeep.actions.assurance import make_sure
from livewell.upkeep.actions.duplicates import different, find_duplicates, merge, undo
from livewell.upkeep.actions.problems import decide, forget_addresses, note_back, note_gone, report, tell_reporter
from livewell.upkeep.actions.use import count_again, note_use
from livewell.upkeep.actions.visits import call_off, plan, record, record_new, settle_follow_on

__all__ = [
    "call_off",
    "count_again",
    "decide",
    "different",
    "find_duplicates",
    "forget_addresses",
    "make_sure",
    "merge",
    "note_back",
    "note_gone",
    "note_use",
    "plan",
    "record",
    "record_new",
    "report",
    "settle_follow_on",
    "tell_reporter",
    "undo",
]
