"""A placement: a volunteer in a role, with one person or with a group; its states, its reviews, and why one stops."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.volunteers.rules.gate import Part


class PlacementState(StrEnum):
    """Where a placement stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    STOPPED = "stopped"
    ENDED = "ended"
    DECLINED = "declined"


S = PlacementState

MOVES: dict[PlacementState, frozenset[PlacementState]] = {
    S.PROPOSED: frozenset({S.ACTIVE, S.DECLINED, S.ENDED}),
    S.ACTIVE: frozenset({S.STOPPED, S.ENDED}),
    S.STOPPED: frozenset({S.ACTIVE, S.ENDED}),
    S.ENDED: frozenset(),
    S.DECLINED: frozenset(),
}

LABELS: dict[PlacementState, tuple[str, str]] = {
    S.PROPOSED: ("Suggested", "yellow"),
    S.ACTIVE: ("Going on", "green"),
    S.STOPPED: ("Stopped for now", "orange"),
    S.ENDED: ("Came to an end", "grey"),
    S.DECLINED: ("Not this time", "grey"),
}


class Stopped(StrEnum):
    """Why a placement stopped for now."""

    CHECK = "check"
    TRAINING = "training"
    CONCERN = "concern"
    PAUSED = "paused"
    ASKED = "asked"


STOPPED_LABELS: dict[Stopped, str] = {
    Stopped.CHECK: "A check has ended",
    Stopped.TRAINING: "A training has ended",
    Stopped.CONCERN: "Something is being looked into",
    Stopped.PAUSED: "The volunteer is taking a break",
    Stopped.ASKED: "One of them asked",
}

STOPPED_TOLD: dict[Stopped, str] = {
    Stopped.CHECK: "A check needs to be done again before you go on",
    Stopped.TRAINING: "A training needs to be done again before you go on",
    Stopped.CONCERN: "We would like to talk with you first",
    Stopped.PAUSED: "You are taking a break",
    Stopped.ASKED: "It was asked for",
}
"""The same as the volunteer reads it."""

FIRST_REVIEW = timedelta(weeks=6)
NEXT_REVIEW = timedelta(weeks=12)
"""How long until the two of them are asked how it goes: sooner at the beginning. Our own policy."""


def check_move(now: PlacementState, to: PlacementState) -> None:
    """Raise RuleBroken when a placement cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This cannot be changed so any more: {LABELS[now][0].lower()}.")


def check_agreed(*, with_a_person: bool, volunteer: bool, person: bool) -> None:
    """Raise RuleBroken when somebody has not said yes yet. A group is asked by nobody."""
    if not volunteer:
        raise RuleBroken("The volunteer has not said yes yet.")
    if with_a_person and not person:
        raise RuleBroken("The person has not said yes yet. Their worker writes it down.")


def first_review_on(begins_on: date) -> date:
    """The day of the first look at how it goes."""
    return begins_on + FIRST_REVIEW


def next_review_on(reviewed_on: date) -> date:
    """The day of the next look at how it goes."""
    return reviewed_on + NEXT_REVIEW


def why_not_ready(parts: Collection[Part]) -> Stopped:
    """Why a placement stops when somebody is no longer ready: what is gravest is said."""
    if Part.HERE in parts:
        return Stopped.PAUSED
    return Stopped.TRAINING if parts and set(parts) <= {Part.TRAINED} else Stopped.CHECK
