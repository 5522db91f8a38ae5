"""The project plan: milestones that are reached, moved or dropped, and risks to the project, never to a person."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken

LOOKED_AT_EVERY = timedelta(days=90)
"""How often somebody looks at a risk to the project again."""


class MilestoneState(StrEnum):
    """Where a milestone stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


MILESTONE_MOVES: dict[MilestoneState, frozenset[MilestoneState]] = {
    MilestoneState.OPEN: frozenset({MilestoneState.DONE, MilestoneState.DROPPED}),
    MilestoneState.DONE: frozenset(),
    MilestoneState.DROPPED: frozenset(),
}

MILESTONE_LABELS: dict[MilestoneState, tuple[str, str]] = {
    MilestoneState.OPEN: ("On the way", "blue"),
    MilestoneState.DONE: ("Reached", "green"),
    MilestoneState.DROPPED: ("Dropped", "grey"),
}


class RiskState(StrEnum):
    """Where a risk to the project stands."""

    OPEN = "open"
    WATCHED = "watched"
    CLOSED = "closed"


RISK_MOVES: dict[RiskState, frozenset[RiskState]] = {
    RiskState.OPEN: frozenset({RiskState.WATCHED, RiskState.CLOSED}),
    RiskState.WATCHED: frozenset({RiskState.OPEN, RiskState.CLOSED}),
    RiskState.CLOSED: frozenset(),
}

RISK_LABELS: dict[RiskState, tuple[str, str]] = {
    RiskState.OPEN: ("Something is done about it", "orange"),
    RiskState.WATCHED: ("Watched", "blue"),
    RiskState.CLOSED: ("Past", "grey"),
}


class Likely(StrEnum):
    """How likely it is, in words."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"


class Matters(StrEnum):
    """How much it would matter, in words."""

    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


LIKELY_LABELS: dict[Likely, str] = {
    Likely.UNLIKELY: "Unlikely",
    Likely.POSSIBLE: "Possible",
    Likely.LIKELY: "Likely",
}

MATTERS_LABELS: dict[Matters, str] = {
    Matters.LITTLE: "It would matter little",
    Matters.SOME: "It would matter",
    Matters.MUCH: "It would matter much",
}


def check_milestone(now: MilestoneState, to: MilestoneState) -> None:
    """Raise RuleBroken when a milestone cannot go from `now` to `to`."""
    if to not in MILESTONE_MOVES[now]:
        raise RuleBroken(f"This milestone is {MILESTONE_LABELS[now][0].lower()}, and stays so.")


def check_moved(now: MilestoneState, before: date, to: date, why: str) -> None:
    """Raise RuleBroken unless an open milestone moves to another day for a reason."""
    if now is not MilestoneState.OPEN:
        raise RuleBroken(f"This milestone is {MILESTONE_LABELS[now][0].lower()}, so its day stays.")
    if before == to:
        raise RuleBroken("It is due on that day already.")
    if not why.strip():
        raise RuleBroken("Say why it moves.")


def check_risk(now: RiskState, to: RiskState, why: str) -> None:
    """Raise RuleBroken when a risk cannot go from `now` to `to`, or is closed without saying why."""
    if to not in RISK_MOVES[now]:
        raise RuleBroken(f"This stands already: {RISK_LABELS[now][0].lower()}.")
    if to is RiskState.CLOSED and not why.strip():
        raise RuleBroken("Say why it is past.")


def is_to_be_looked_at(state: RiskState, noted_on: date, looked_at_on: date | None, today: date) -> bool:
    """Whether nobody has looked at it for as long as somebody should have."""
    return state is not RiskState.CLOSED and today - (looked_at_on or noted_on) >= LOOKED_AT_EVERY
