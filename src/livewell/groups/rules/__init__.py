"""The life of a group: its stages, the list from the idea until it stands by itself, and what each needs."""

from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.dates import say_day
from livewell.kit.errors import RuleBroken


class Kind(StrEnum):
    GROUP = "group"
    CAFE = "cafe"


KIND_LABELS: dict[Kind, str] = {Kind.GROUP: "Group", Kind.CAFE: "Community café"}


class Stage(StrEnum):
    """Where a group is in its life."""

    IDEA = "idea"
    FORMING = "forming"
    SUPPORTED = "supported"
    INDEPENDENT = "independent"
    PAUSED = "paused"
    CLOSED = "closed"


S = Stage

MOVES: dict[Stage, frozenset[Stage]] = {
    S.IDEA: frozenset({S.FORMING, S.PAUSED, S.CLOSED}),
    S.FORMING: frozenset({S.SUPPORTED, S.PAUSED, S.CLOSED}),
    S.SUPPORTED: frozenset({S.INDEPENDENT, S.PAUSED, S.CLOSED}),
    S.INDEPENDENT: frozenset({S.SUPPORTED, S.PAUSED, S.CLOSED}),
    S.PAUSED: frozenset({S.FORMING, S.SUPPORTED, S.CLOSED}),
    S.CLOSED: frozenset({S.FORMING}),
}
"""A stage -> those that may follow it."""

LABELS: dict[Stage, tuple[str, str]] = {
    S.IDEA: ("Idea", "grey"),
    S.FORMING: ("Forming", "yellow"),
    S.SUPPORTED: ("Running, with our support", "blue"),
    S.INDEPENDENT: ("Running by itself", "green"),
    S.PAUSED: ("Paused", "orange"),
    S.CLOSED: ("Closed", "grey"),
}

DO_LABELS: dict[Stage, str] = {
    S.FORMING: "It is forming",
    S.SUPPORTED: "It runs, with our support",
    S.INDEPENDENT: "It runs by itself",
    S.PAUSED: "It takes a break",
    S.CLOSED: "It has closed",
}
"""A move as somebody chooses it."""

RUNNING = frozenset({S.SUPPORTED, S.INDEPENDENT})
"""It meets, so its figures are watched."""

AT_WORK = (S.IDEA, S.FORMING, S.SUPPORTED, S.INDEPENDENT)
"""The way of a group in its order."""


class Step(StrEnum):
    """A line of the set-up list."""

    IDEA = "idea"
    PEOPLE = "people"
    PLACE = "place"
    FLYER = "flyer"
    LISTING = "listing"
    FIRST_SESSION = "first_session"
    SUPPORTED = "supported"
    INDEPENDENT = "independent"


STEP_LABELS: dict[Step, str] = {
    Step.IDEA: "The idea",
    Step.PEOPLE: "People who want it",
    Step.PLACE: "A place and a time",
    Step.FLYER: "A flyer, printed and handed out",
    Step.LISTING: "In the directory",
    Step.FIRST_SESSION: "The first time it met",
    Step.SUPPORTED: "It runs, with our support",
    Step.INDEPENDENT: "It runs by itself",
}

STEP_HINTS: dict[Step, str] = {
    Step.IDEA: "Whose idea, and where it came up.",
    Step.PEOPLE: "Who was met, how often, and who will do what.",
    Step.PLACE: "Where, when, and who holds the key.",
    Step.FLYER: "Made from the listing, printed, and where it went.",
    Step.LISTING: "What the public reads of it.",
    Step.FIRST_SESSION: "The day it met for the first time.",
    Step.SUPPORTED: "It meets, and somebody of the team is there for it.",
    Step.INDEPENDENT: "Somebody of the community leads it, and the team gives no time.",
}

STAGE_OF: dict[Step, Stage] = {Step.SUPPORTED: S.SUPPORTED, Step.INDEPENDENT: S.INDEPENDENT}
"""These lines are written by the change of stage, and by nothing else."""

NEEDS_WHY = frozenset({S.PAUSED, S.CLOSED})
FIRST_REVIEW_AFTER = timedelta(weeks=12)
"""How long after it began to run its lasting is first looked at."""
NEXT_REVIEW_AFTER = timedelta(weeks=26)
"""How long after a review the next one is offered."""
LONGEST_NAME, LONGEST_WORDS, LONGEST_LINE = 120, 2000, 160
OLDEST = date(1990, 1, 1)
"""An earlier day is a slip of the keys."""


def check_move(now: Stage, to: Stage) -> None:
    """Raise RuleBroken when a group cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"From “{LABELS[now][0].lower()}” a group does not go to “{LABELS[to][0].lower()}”.")


def check_why(now: Stage, to: Stage, why: str) -> None:
    """Raise RuleBroken when nobody says why a group goes from `now` to `to`, where that is needed."""
    if needs_why(now, to) and not why.strip():
        raise RuleBroken("Say why, so that whoever reads it in a year understands it.")


def needs_why(now: Stage, to: Stage) -> bool:
    """Whether a move is explained: a break, an end, a new beginning, and help that is needed again."""
    return to in NEEDS_WHY or now in NEEDS_WHY or (now, to) == (S.INDEPENDENT, S.SUPPORTED)


def check_day(on: date, *, today: date, not_before: date | None = None) -> None:
    """Raise RuleBroken for a day that has not come, or one before what it follows."""
    if on > today:
        raise RuleBroken("That day has not come yet.")
    if on < OLDEST:
        raise RuleBroken("That day is too long ago.")
    if not_before is not None and on < not_before:
        raise RuleBroken(f"That is before {say_day(not_before)}, when what it follows happened.")


def next_step(done: frozenset[Step]) -> Step | None:
    """The first line of the list that is not done; None when all are."""
    return next((step for step in Step if step not in done), None)


def choices_from(now: Stage) -> tuple[Stage, ...]:
    """Where a group may go from here, in the order of its life."""
    return tuple(stage for stage in Stage if stage in MOVES[now])
