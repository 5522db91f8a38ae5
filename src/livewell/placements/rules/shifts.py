"""The rota: the states of a shift, who may take it, and the week it stands in."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from livewell.kit.clock import LONDON
from livewell.kit.errors import RuleBroken


class ShiftState(StrEnum):
    """Where a shift stands."""

    OPEN = "open"
    TAKEN = "taken"
    SWAP = "swap"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


S = ShiftState

MOVES: dict[ShiftState, frozenset[ShiftState]] = {
    S.OPEN: frozenset({S.TAKEN, S.CANCELLED}),
    S.TAKEN: frozenset({S.OPEN, S.SWAP, S.DONE, S.MISSED, S.CANCELLED}),
    S.SWAP: frozenset({S.TAKEN, S.OPEN, S.DONE, S.MISSED, S.CANCELLED}),
    S.DONE: frozenset(),
    S.MISSED: frozenset({S.DONE}),
    S.CANCELLED: frozenset(),
}

LABELS: dict[ShiftState, tuple[str, str]] = {
    S.OPEN: ("Somebody needed", "yellow"),
    S.TAKEN: ("Taken", "blue"),
    S.SWAP: ("Asks to swap", "orange"),
    S.DONE: ("Done", "green"),
    S.MISSED: ("Could not come", "grey"),
    S.CANCELLED: ("Called off", "grey"),
}

HELD: frozenset[ShiftState] = frozenset({S.TAKEN, S.SWAP})
"""Somebody has said that they come."""

LONGEST = timedelta(hours=12)
MOST_WEEKS = 26
"""Weeks that one form repeats a shift for: half a year, then somebody looks again."""
MOST_AT_ONCE = 12
"""Volunteers that one form asks for at the same time."""
_WEEK = timedelta(days=7)

GONE = "Somebody else has just taken this. Thank you for wanting to."


def check_move(now: ShiftState, to: ShiftState) -> None:
    """Raise RuleBroken when a shift cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This shift cannot be changed so any more: {LABELS[now][0].lower()}.")


def monday_of(day: date) -> date:
    """The Monday of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def weeks_from(starts_at: datetime, weeks: int) -> tuple[datetime, ...]:
    """The same London time in each of so many weeks, as instants: 2pm stays 2pm when the clocks change."""
    first = starts_at.astimezone(LONDON)
    wall = first.replace(tzinfo=None)
    return tuple((wall + _WEEK * week).replace(tzinfo=LONDON) for week in range(weeks))


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Raise RuleBroken for a shift that ends before it starts, or is longer than anybody should help at a stretch."""
    if ends_at <= starts_at:
        raise RuleBroken("A shift ends after it starts.")
    if ends_at - starts_at > LONGEST:
        raise RuleBroken("A shift is at most twelve hours long.")


def overlaps(starts_at: datetime, ends_at: datetime, others: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether the time from `starts_at` to `ends_at` lies across one of the others. Touching is not."""
    return any(starts_at < end and start < ends_at for start, end in others)


def midnight(day: date) -> datetime:
    """The instant a London day begins."""
    return datetime.combine(day, time(), LONDON)
