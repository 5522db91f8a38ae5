"""A team's plan for a year: what it has, what it finds, and three to five priorities that two people lead together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken

FEWEST, MOST = 3, 5
"""How many priorities a plan in force has."""
SOON = timedelta(days=30)
"""How long before its day something is said to be due soon."""


class PlanState(StrEnum):
    """Where a plan stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.OPEN}),
    PlanState.OPEN: frozenset({PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}

PLAN_LABELS: dict[PlanState, tuple[str, str]] = {
    PlanState.DRAFT: ("Being written", "blue"),
    PlanState.OPEN: ("In force", "green"),
    PlanState.CLOSED: ("Past", "grey"),
}


class PriorityState(StrEnum):
    """Where a priority stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


PRIORITY_MOVES: dict[PriorityState, frozenset[PriorityState]] = {
    PriorityState.OPEN: frozenset({PriorityState.DONE, PriorityState.DROPPED}),
    PriorityState.DONE: frozenset(),
    PriorityState.DROPPED: frozenset(),
}

PRIORITY_LABELS: dict[PriorityState, tuple[str, str]] = {
    PriorityState.OPEN: ("On the way", "blue"),
    PriorityState.DONE: ("Done", "green"),
    PriorityState.DROPPED: ("Dropped", "grey"),
}

RATINGS: dict[int, str] = {1: "Not yet", 2: "A little", 3: "Mostly", 4: "Fully"}


@dataclass(frozen=True)
class Benchmark:
    """A statement of the team's own, how far it is true (1 to 4), and what is behind that."""

    statement: str
    rating: int
    words: str


def check_plan(now: PlanState, to: PlanState) -> None:
    """Raise RuleBroken when a plan cannot go from `now` to `to`."""
    if to not in PLAN_MOVES[now]:
        raise RuleBroken(f"This plan is {PLAN_LABELS[now][0].lower()}, so that cannot be done with it.")


def check_in_force(*, priorities: int, assets: str, benchmarks: Sequence[Benchmark]) -> None:
    """Raise RuleBroken when a plan is not whole: what the team has, what it finds, and three to five priorities."""
    if not assets.strip():
        raise RuleBroken("Write down first what is there: talents, contacts and networks.")
    if not benchmarks:
        raise RuleBroken("Rate at least one statement of your own together first.")
    if not FEWEST <= priorities <= MOST:
        raise RuleBroken(f"A plan has {FEWEST} to {MOST} priorities. This one has {priorities}.")


def check_room_for_one_more(now: PlanState, priorities: int) -> None:
    """Raise RuleBroken when the plan is past, or has as many priorities as it may have."""
    if now is PlanState.CLOSED:
        raise RuleBroken("This plan is past. Put the priority into the next one.")
    if priorities >= MOST:
        raise RuleBroken(f"A plan has at most {MOST} priorities: finish or drop one first.")


def check_priority(now: PriorityState, to: PriorityState, words: str) -> None:
    """Raise RuleBroken when a priority cannot go from `now` to `to`, or nobody says what came of it."""
    if to not in PRIORITY_MOVES[now]:
        raise RuleBroken(f"This priority is {PRIORITY_LABELS[now][0].lower()}, and stays so.")
    if not words.strip():
        raise RuleBroken("Say what came of it, or why it is dropped.")


def mix(quick: Sequence[bool]) -> str:
    """A hint when all priorities are quick wins, or none is; "" for a mixture. `quick` says for each whether it is one."""
    if not quick or (any(quick) and not all(quick)):
        return ""
    if all(quick):
        return "All of these are quick wins. Is there a longer project that matters more?"
    return "All of these are longer projects. A quick win would show soon that something happens."


def due(day: date, today: date) -> tuple[str, str] | None:
    """How a day that comes is said, with its colour: late, soon, or None while there is time."""
    if day < today:
        return "Overdue", "red"
    return ("Due soon", "yellow") if day - today <= SOON else None
