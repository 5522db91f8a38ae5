"""What may be done with learning: courses and runs, places, registers, wishes, plans, and who is told."""

from livewell.learning.actions.answering import decline, forget_addresses, hide, open_wish
from livewell.learning.actions.booking import Placed, book, cancel, pass_on, placed, take, told_by_phone
from livewell.learning.actions.courses import change_course, hold_principle, move_course, plan_course
from livewell.learning.actions.nominations import from_forum, nominate, raise_as_gap, take_to_forum, vote
from livewell.learning.actions.plans import in_words as plan_in_words
from livewell.learning.actions.plans import say_what_came, write_plan
from livewell.learning.actions.register import note_attendance
from livewell.learning.actions.runs import add_session, call_off, change_run, move_run, move_session, plan_run
from livewell.learning.actions.telling import (
    PLACE_KEY,
    forget_names,
    remind,
    tell_booked,
    tell_gone,
    tell_moved,
    tell_offered,
    tell_reminder,
    tell_run_off,
    tell_session_off,
    tell_wish,
)

__all__ = [
    "PLACE_KEY",
    "Placed",
    "add_session",
    "book",
    "call_off",
    "cancel",
    "change_course",
    "change_run",
    "decline",
    "forget_addresses",
    "forget_names",
    "from_forum",
    "hide",
    "hold_principle",
    "move_course",
    "move_run",
    "move_session",
    "nominate",
    "note_attendance",
    "open_wish",
    "pass_on",
    "placed",
    "plan_course",
    "plan_in_words",
    "plan_run",
    "raise_as_gap",
    "remind",
    "say_what_came",
    "take",
    "take_to_forum",
    "tell_booked",
    "tell_gone",
    "tell_moved",
    "tell_offered",
    "tell_reminder",
    "tell_run_off",
    "tell_session_off",
    "tell_wish",
    "told_by_phone",
    "vote",
    "write_plan",
]
