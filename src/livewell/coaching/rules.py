"""Goals, attainment, the assessment's headings, and when the coach's stage may end."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class GoalStatus(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"
    SET_ASIDE = "set_aside"


S = GoalStatus

MOVES: dict[GoalStatus, frozenset[GoalStatus]] = {
    S.DRAFT: frozenset({S.AGREED, S.SET_ASIDE}),
    S.AGREED: frozenset({S.REPLACED, S.SET_ASIDE}),
    S.REPLACED: frozenset(),
    S.SET_ASIDE: frozenset(),
}

LABELS: dict[GoalStatus, tuple[str, str]] = {
    S.DRAFT: ("Being worked out", "blue"),
    S.AGREED: ("Agreed", "green"),
    S.REPLACED: ("Replaced by a newer version", "grey"),
    S.SET_ASIDE: ("Set aside", "grey"),
}


class Domain(StrEnum):
    """What a goal is about (seeds G4)."""

    GROUPS = "groups"
    DIET = "diet"
    DAILY_ROUTINE = "daily_routine"
    EXERCISE = "exercise"
    SOCIALISING = "socialising"
    EMPLOYMENT = "employment"
    CONDITION = "condition"
    OTHER = "other"


DOMAIN_LABELS: dict[Domain, str] = {
    Domain.GROUPS: "Groups and activities",
    Domain.DIET: "Food and diet",
    Domain.DAILY_ROUTINE: "Daily routine",
    Domain.EXERCISE: "Being active",
    Domain.SOCIALISING: "Meeting people",
    Domain.EMPLOYMENT: "Work and training",
    Domain.CONDITION: "Managing my condition",
    Domain.OTHER: "Something else",
}


class Rater(StrEnum):
    PERSON = "person"
    WORKER = "worker"


class Occasion(StrEnum):
    BASELINE = "baseline"
    REVIEW = "review"
    ENDING = "ending"


OCCASION_LABELS: dict[Occasion, str] = {
    Occasion.BASELINE: "At the start",
    Occasion.REVIEW: "At a review",
    Occasion.ENDING: "At the ending",
}

ATTAINMENT_LABELS: dict[int, str] = {
    -2: "Much less than hoped for",
    -1: "Less than hoped for",
    0: "What we hoped for",
    1: "More than hoped for",
    2: "Much more than hoped for",
}


def check_move(now: GoalStatus, to: GoalStatus) -> None:
    """Raise RuleBroken when a goal cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This goal is already {LABELS[now][0].lower()}.")
