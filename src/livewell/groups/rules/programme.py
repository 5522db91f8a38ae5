"""What happens at a café or a group on a day: its kinds, and what an entry of the programme may be."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class EntryKind(StrEnum):
    """What kind of thing it is."""

    DROP_IN = "drop_in"
    LEARNING = "learning"
    TALK = "talk"
    PEER = "peer"
    ACTIVITY = "activity"
    ADVICE = "advice"


ENTRY_LABELS: dict[EntryKind, tuple[str, str]] = {
    EntryKind.DROP_IN: ("Drop in", "blue"),
    EntryKind.LEARNING: ("Learn something", "purple"),
    EntryKind.TALK: ("A talk", "purple"),
    EntryKind.PEER: ("Meet others in the same boat", "green"),
    EntryKind.ACTIVITY: ("Do something", "yellow"),
    EntryKind.ADVICE: ("Advice", "aqua-green"),
}

AHEAD = timedelta(weeks=26)
"""How far ahead a programme is shown."""
LONGEST_TITLE, LONGEST_LINE, LONGEST_WORDS = 160, 160, 1000
_A_DAY = 24 * 60
_FURTHEST = timedelta(days=731)


def check_entry(*, title: str, on: date, starts: int, ends: int, today: date) -> None:
    """Raise RuleBroken for an entry without a title, times that cannot be, or a day that is over or too far away."""
    if not title.strip():
        raise RuleBroken("Say what happens.")
    if not (0 <= starts < ends <= _A_DAY):
        raise RuleBroken("It ends after it starts, on the same day.")
    if on < today:
        raise RuleBroken("That day is over.")
    if on > today + _FURTHEST:
        raise RuleBroken("That day is too far away.")
