"""Goals, attainment, the assessment's headings, and when the coach's stage may end."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import mark


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
    """What a goal is about."""

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


ATTAINMENT_LABELS: dict[int, str] = {
    -2: mark("Much less than hoped for"),
    -1: mark("Less than hoped for"),
    0: mark("What we hoped for"),
    1: mark("More than hoped for"),
    2: mark("Much more than hoped for"),
}


def check_move(now: GoalStatus, to: GoalStatus) -> None:
    """Raise RuleBroken when a goal cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This goal is already {LABELS[now][0].lower()}.")


SIMPLE_SCALE: dict[int, str] = ATTAINMENT_LABELS
"""Where somebody does not want to write five sentences, a level left empty takes these words when the goal is agreed."""

BASELINES: dict[int, str] = {
    -1: mark("Some of it is there already"),
    -2: mark("Nothing of it is there yet"),
}
"""Where the person stands when a goal is agreed: -1 with some ability, -2 with none (GAS-Light, Turner-Stokes 2009)."""


class GoalWithSteps(Protocol):
    """As much of a goal as this rule needs."""

    @property
    def is_agreed(self) -> bool:
        """Whether the person has agreed it and it stands."""

    @property
    def steps(self) -> Sequence[object]:
        """The steps towards it."""


def may_end_coaching(goals: Iterable[GoalWithSteps], reason: str) -> None:
    """Raise RuleBroken unless there is an agreed goal with a step towards it, or a reason why not."""
    if reason.strip() or any(goal.is_agreed and goal.steps for goal in goals):
        return
    raise RuleBroken("Agree a goal with at least one step first, or say why there is none.")


class Condition(StrEnum):
    """Long-term conditions that are counted; what matters to the person stands before any of them."""

    COPD = "copd"
    ASTHMA = "asthma"
    DIABETES = "diabetes"
    HEART = "heart"
    BLOOD_PRESSURE = "blood_pressure"
    STROKE = "stroke"
    CANCER = "cancer"
    KIDNEY = "kidney"
    PAIN = "pain"
    ARTHRITIS = "arthritis"
    NEUROLOGICAL = "neurological"
    WEIGHT = "weight"
    ANXIETY_LOW_MOOD = "anxiety_low_mood"
    SMI = "smi"
    ALCOHOL_DRUGS = "alcohol_drugs"
    MEMORY = "memory"
    LEARNING_DISABILITY = "learning_disability"
    AUTISM = "autism"
    SIGHT_HEARING = "sight_hearing"
    OTHER = "other"


CONDITION_LABELS: dict[Condition, str] = {
    Condition.COPD: "COPD (chronic obstructive pulmonary disease)",
    Condition.ASTHMA: "Asthma",
    Condition.DIABETES: "Diabetes",
    Condition.HEART: "Heart condition",
    Condition.BLOOD_PRESSURE: "High blood pressure",
    Condition.STROKE: "Stroke",
    Condition.CANCER: "Cancer",
    Condition.KIDNEY: "Kidney condition",
    Condition.PAIN: "Long-lasting pain",
    Condition.ARTHRITIS: "Arthritis or another condition of joints and bones",
    Condition.NEUROLOGICAL: "Condition of the brain or nerves",
    Condition.WEIGHT: "Weight that affects health",
    Condition.ANXIETY_LOW_MOOD: "Anxiety or low mood",
    Condition.SMI: "Severe mental illness (such as psychosis or bipolar disorder)",
    Condition.ALCOHOL_DRUGS: "Alcohol or drugs",
    Condition.MEMORY: "Dementia or memory",
    Condition.LEARNING_DISABILITY: "Learning disability",
    Condition.AUTISM: "Autism",
    Condition.SIGHT_HEARING: "Sight or hearing loss",
    Condition.OTHER: "Another long-term condition",
}


def three_or_more(conditions: Collection[str]) -> bool:
    """Whether somebody lives with three long-term conditions or more."""
    return len(set(conditions)) >= 3


SECTIONS: dict[str, tuple[str, str]] = {
    "strengths": ("Strengths", "What are you good at? What would a friend say of you? What has carried you so far?"),
    "what_matters": ("What matters to me", "What makes a day a good one? What would you not want to be without?"),
    "story": ("What has happened", "The story so far, in their words. Not “what is wrong?” but “what has happened?”"),
    "hopes": ("Hopes", "If things went well, what would be different? What would you be doing?"),
    "people_around": ("People around me", "Who is close, who helps, who would they like to see more of?"),
    "conditions": ("Health conditions", "What they live with, and how they manage it."),
    "needs": ("What would help", "Practical, social, work, money, housing, health."),
    "adjustments": ("Adjustments", "What makes it easier to take part: times, places, company, how we write."),
    "expectations": ("What they expect of Live Well", "In their words: it is looked at again at the end."),
    "safety": ("Staying safe", "What helps them feel safe, and anything we should know."),
}
"""The assessment in its order: (heading, questions that may open it). Strengths, story and hopes first, conditions after."""


class Intensity(StrEnum):
    """How closely the coach means to work with somebody."""

    LIGHT = "light"
    STEADY = "steady"
    CLOSE = "close"


INTENSITY_LABELS: dict[Intensity, str] = {
    Intensity.LIGHT: "Light touch",
    Intensity.STEADY: "Steady",
    Intensity.CLOSE: "Close",
}

INTENSITY_BY_LEVEL: dict[int, tuple[Intensity, str]] = {
    1: (Intensity.CLOSE, "Short steps, one thing at a time, and closer contact with the health coach first."),
    2: (Intensity.CLOSE, "Knowledge and confidence: small experiments and a word every week."),
    3: (Intensity.STEADY, "Skills and goals: a good moment for a link worker and a group."),
    4: (Intensity.LIGHT, "Keeping it going when life gets hard: early signs and plans in the Green Book."),
}
"""What a level of patient activation suggests. The coach and the person choose; nobody is turned away by a level."""


SUPPORT_BY_LEVEL: dict[int, tuple[str, ...]] = {
    1: (
        "One topic at a time, the one that matters most to them.",
        "Steps so small that the next meeting can begin with something that worked.",
        "A call or a visit in between, and the health coach for a while before anybody else.",
        "Somebody they trust may come along.",
    ),
    2: (
        "What they would like to know, in words and on paper that suit them.",
        "Small experiments: try it for a week, then look together at what happened.",
        "A short word every week.",
        "Say what they already do that helps.",
    ),
    3: (
        "A goal in their own words, with the five levels written down.",
        "Practise the skills they would like to have.",
        "A link worker, and a group that fits.",
        "Plan together for a week that goes badly.",
    ),
    4: (
        "Early signs, and what helps then, on pages of their Green Book.",
        "Company of others who live with the same, or a part in running something.",
        "Fewer meetings, with a way back when they want one.",
    ),
}
"""A way of supporting somebody for each level, to choose from and to change together."""


def check_intensity(level: int | None, chosen: Intensity | None, why: str) -> None:
    """Raise RuleBroken when the coach chooses other than the level suggests and does not say why."""
    if level is None or chosen is None or INTENSITY_BY_LEVEL[level][0] is chosen or why.strip():
        return
    raise RuleBroken("Say why you choose another way of working than the level suggests.")
