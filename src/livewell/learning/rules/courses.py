"""Where a course and a run of it stand, and when a run can be booked."""

from datetime import date, datetime
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class CourseState(StrEnum):
    """Whether a course is in the catalogue."""

    DRAFT = "draft"
    OPEN = "open"
    ENDED = "ended"


MOVES: dict[CourseState, frozenset[CourseState]] = {
    CourseState.DRAFT: frozenset({CourseState.OPEN, CourseState.ENDED}),
    CourseState.OPEN: frozenset({CourseState.DRAFT, CourseState.ENDED}),
    CourseState.ENDED: frozenset({CourseState.OPEN}),
}

LABELS: dict[CourseState, tuple[str, str]] = {
    CourseState.DRAFT: ("Being prepared", "grey"),
    CourseState.OPEN: ("In the catalogue", "green"),
    CourseState.ENDED: ("No longer offered", "grey"),
}


def check_move(now: CourseState, to: CourseState) -> None:
    """Raise RuleBroken when a course cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This course is “{LABELS[now][0].lower()}”, so that step is not open.")


class RunState(StrEnum):
    """Where one run of a course stands."""

    OPEN = "open"
    CLOSED = "closed"
    DONE = "done"
    CANCELLED = "cancelled"


RUN_MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.OPEN: frozenset({RunState.CLOSED, RunState.DONE, RunState.CANCELLED}),
    RunState.CLOSED: frozenset({RunState.OPEN, RunState.DONE, RunState.CANCELLED}),
    RunState.DONE: frozenset({RunState.OPEN}),
    RunState.CANCELLED: frozenset(),
}

RUN_LABELS: dict[RunState, tuple[str, str]] = {
    RunState.OPEN: ("Can be booked", "green"),
    RunState.CLOSED: ("Booking is closed", "yellow"),
    RunState.DONE: ("Done", "grey"),
    RunState.CANCELLED: ("Called off", "red"),
}


def check_run_move(now: RunState, to: RunState) -> None:
    """Raise RuleBroken when a run cannot go from `now` to `to`."""
    if to not in RUN_MOVES[now]:
        raise RuleBroken(f"This run is “{RUN_LABELS[now][0].lower()}”, so that step is not open.")


def why_not_bookable(
    *,
    course: CourseState,
    run: RunState,
    opens_on: date | None,
    closes_on: date | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by_team: bool,
    now: datetime,
    today: date,
) -> str | None:
    """
    The sentence that says why nobody can book a run now, or None when they can.

    `starts_at` is its first session, `ends_at` the end of its last. The team may book somebody in until the last one ends.
    """
    said: str | None = None
    if course is not CourseState.OPEN:
        said = "This course is not in the catalogue now."
    elif run is RunState.CANCELLED:
        said = "It was called off."
    elif run is not RunState.OPEN:
        said = "Booking is closed."
    elif starts_at is None or ends_at is None:
        said = "Its days are not fixed yet."
    elif ends_at <= now:
        said = "It is over."
    elif not by_team and starts_at <= now:
        said = "It has begun. Ask us whether you can still join."
    elif not by_team and opens_on is not None and today < opens_on:
        said = "Booking has not opened yet."
    elif not by_team and closes_on is not None and today > closes_on:
        said = "Booking is closed."
    return said
