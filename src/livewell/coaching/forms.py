"""What comes in about the assessment, goals and patient activation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from livewell.assets.rules import WAY_LABELS, Way
from livewell.coaching.queries import AssessmentFacts, GoalFacts
from livewell.coaching.rules import (
    ATTAINMENT_LABELS,
    BASELINES,
    CONDITION_LABELS,
    DOMAIN_LABELS,
    INTENSITY_LABELS,
    SECTIONS,
    Condition,
    Domain,
    Intensity,
)
from livewell.kit import clock
from livewell.kit.clock import LONDON
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.measures.pam import HIGHEST, LOWEST
from livewell.measures.queries import ScoreSeen
from livewell.measures.rules.instruments import Band, band_of
from livewell.measures.rules.taking import HOW_LABELS, NOT_DONE_LABELS, How, NotDone

WAYS = [(way.value, label) for way, label in WAY_LABELS.items()]
DOMAINS = [(domain.value, label) for domain, label in DOMAIN_LABELS.items()]
CONDITIONS = [(condition.value, label) for condition, label in CONDITION_LABELS.items()]
INTENSITIES = [(intensity.value, label) for intensity, label in INTENSITY_LABELS.items()]
HOWS = [(how.value, label) for how, label in HOW_LABELS.items()]
NOT_DONE = [(reason.value, label) for reason, label in NOT_DONE_LABELS.items()]
BASELINE_CHOICES = [(str(level), label) for level, label in BASELINES.items()]
ATTAINMENT_CHOICES = [(str(level), label) for level, label in sorted(ATTAINMENT_LABELS.items(), reverse=True)]
LEVELS = [
    ("level_much_more", "Much more than hoped for", 2),
    ("level_more", "More than hoped for", 1),
    ("level_hoped", "What I hope for", 0),
    ("level_less", "Less than hoped for", -1),
    ("level_much_less", "Much less than hoped for", -2),
]
"""Field, label and level of the five sentences, the best first."""
STEP_ROWS = (1, 2, 3, 4, 5)
LONGEST_SECTION = 8000
LONGEST_GOAL = 500
LONGEST_LEVEL = 300
MOST_GROUPS = 50


@dataclass(frozen=True)
class AssessmentTyped:
    """The assessment as it stands on the page."""

    texts: dict[str, str]
    conditions: tuple[Condition, ...]
    groups: int | None
    skipped: tuple[str, ...]
    intensity: Intensity | None
    intensity_why: str


def read_assessment(form: Form) -> AssessmentTyped | None:
    """The assessment, or None when the form has errors. Nothing in it is required."""
    texts = {
        ("conditions_detail" if code == "conditions" else code): form.text(
            "conditions_detail" if code == "conditions" else code, heading, longest=LONGEST_SECTION
        )
        for code, (heading, _) in SECTIONS.items()
    }
    conditions = form.many("conditions", CONDITIONS)
    groups = form.whole_number("groups", "Groups and activities", lowest=0, highest=MOST_GROUPS)
    skipped = form.many("skipped", list(SECTIONS))
    intensity = form.one_of("intensity", INTENSITIES)
    why = form.text("intensity_why", "Why this way of working", longest=1000)
    if not form.ok:
        return None
    return AssessmentTyped(
        texts=texts,
        conditions=tuple(Condition(code) for code in conditions),
        groups=groups,
        skipped=tuple(skipped),
        intensity=Intensity(intensity) if intensity else None,
        intensity_why=why,
    )


def assessment_as_form(found: AssessmentFacts | None) -> Form:
    """The form as the assessment stands."""
    if found is None:
        return Form.blank()
    names = [("conditions_detail" if code == "conditions" else code) for code in SECTIONS]
    return Form.blank(
        {
            **{name: found.values[name] for name in names},
            "conditions": found.conditions,
            "groups": "" if found.groups is None else found.groups,
            "skipped": [section.code for section in found.sections if section.skipped],
            "intensity": found.intensity,
            "intensity_why": found.intensity_why,
        }
    )


@dataclass(frozen=True)
class StepTyped:
    """One small step."""

    what: str
    due_on: date | None


@dataclass(frozen=True)
class GoalTyped:
    """A goal as it is written on the page."""

    in_words: str
    way: Way
    domain: Domain
    importance: int
    confidence: int
    levels: dict[str, str]
    may_share: bool
    steps: tuple[StepTyped, ...]


def read_goal(form: Form) -> GoalTyped | None:
    """A goal, or None when the form has errors."""
    in_words = form.text(
        "in_words", "The goal", required="Write the goal in the person’s own words", longest=LONGEST_GOAL
    )
    way = form.one_of("way", WAYS, required="Choose a Way to Wellbeing")
    domain = form.one_of("domain", DOMAINS, required="Choose what it is about")
    importance = form.whole_number(
        "importance", "How important it is", lowest=1, highest=10, required="Say how important it is, 1 to 10"
    )
    confidence = form.whole_number(
        "confidence", "How confident they are", lowest=1, highest=10, required="Say how confident they are, 1 to 10"
    )
    steps = tuple(step for row in STEP_ROWS if (step := _step(form, row)) is not None)
    levels = {field: form.text(field, label, longest=LONGEST_LEVEL) for field, label, _ in LEVELS}
    may_share = form.yes("may_share")
    if not form.ok or way is None or domain is None or importance is None or confidence is None:
        return None
    return GoalTyped(in_words, Way(way), Domain(domain), importance, confidence, levels, may_share, steps)


def _step(form: Form, row: int) -> StepTyped | None:
    what = form.text(f"step_{row}", "The step", longest=200)
    due_on = form.day(f"step_{row}_due", "The day")
    if not what:
        if due_on is not None:
            form.error(f"step_{row}", "Say what the step for that day is")
        return None
    return StepTyped(what, due_on)


def goal_as_form(goal: GoalFacts) -> Form:
    """The form as the goal stands."""
    values: dict[str, object] = {
        "in_words": goal.in_words,
        "way": goal.way.value,
        "domain": goal.domain.value,
        "importance": goal.importance,
        "confidence": goal.confidence,
        "may_share": goal.may_share,
        **{field: goal.levels[level] for field, _, level in LEVELS},
    }
    for row, step in zip(STEP_ROWS, goal.steps, strict=False):
        values[f"step_{row}"] = step.what
        if step.due_on is not None:
            values[f"step_{row}_due"] = step.due_on
    return Form.blank(values)


def read_baseline(form: Form) -> int | None:
    """Where the person stands as they agree a goal, -2 or -1; None when the form has errors."""
    chosen = form.one_of("baseline", BASELINE_CHOICES, required="Say where they stand today")
    return int(chosen) if form.ok and chosen is not None else None


@dataclass(frozen=True)
class RatingTyped:
    """How far a goal was reached, -2 to +2."""

    person: int | None
    worker: int | None


def read_rating(form: Form) -> RatingTyped | None:
    """How far a goal was reached as the person and the worker see it, or None when the form has errors."""
    person = form.one_of("person", ATTAINMENT_CHOICES)
    worker = form.one_of("worker", ATTAINMENT_CHOICES)
    if form.ok and person is None and worker is None:
        form.error("person", "Choose how far the goal was reached")
    if not form.ok:
        return None
    return RatingTyped(None if person is None else int(person), None if worker is None else int(worker))


def read_why(form: Form) -> str:
    """Why a goal is set aside; look at `form.ok`."""
    return form.text("why", "Why", required="Say why the goal is set aside", longest=500)


@dataclass(frozen=True)
class PamTyped:
    """A patient activation score, or why there is none."""

    score: Decimal | None
    not_done: NotDone | None
    why: str
    how: How
    taken_at: datetime | None


def read_pam(form: Form, bands: Sequence[Band] = ()) -> PamTyped | None:
    """
    A score or a reason, or None when the form has errors.

    With `bands`, those that a score is read with here, a level that somebody copied from the source is compared.
    """
    score = form.number("score", "The score", lowest=LOWEST, highest=HIGHEST, places=1)
    not_done = form.one_of("not_done", NOT_DONE)
    why = form.text("why", "More about it", longest=300)
    how = form.one_of("how", HOWS)
    taken_on = form.day("taken", "The day", not_after=clock.today())
    if form.ok and (score is None) == (not_done is None):
        said = "Enter the score, or choose why there is none"
        form.error(
            "score", said if score is None else "Either there is a score, or a reason why there is none, not both"
        )
    level = form.whole_number("level", "The level", lowest=1, highest=4)
    band = band_of(score, bands) if score is not None else None
    if level is not None and band is not None and band.level != level:
        form.error(
            "level",
            f"With the cut-points in use here this score is level {band.level}. Check both; when the source uses other "
            "cut-points, its licence pack has to be loaded first",
        )
    if not form.ok:
        return None
    return PamTyped(
        score=score,
        not_done=NotDone(not_done) if not_done else None,
        why=why,
        how=How(how) if how else How.SCORE_ONLY,
        taken_at=_moment(taken_on),
    )


def _moment(day: date | None) -> datetime | None:
    """Noon in London of a day gone by; None for today, which is now."""
    if day is None or day == clock.today():
        return None
    return datetime.combine(day, time(12), LONDON).astimezone(UTC)


def pam_as_form(score: ScoreSeen) -> Form:
    """The form as a score was written down, to put it right."""
    return Form.blank(
        {
            "score": "" if score.score is None else score.score,
            "not_done": score.not_done,
            "why": score.why,
            "how": score.how,
        }
    )


def find_score(scores: Sequence[ScoreSeen], score_id: UUID) -> ScoreSeen | None:
    """The score of this id among those of the journey."""
    return next((score for score in scores if score.id == score_id), None)


_MOST = Decimal(1_000_000)


@dataclass(frozen=True)
class IndicatorWords:
    """What is counted, in which unit, and where they would like to get to."""

    name: str
    unit: str = ""
    wanted: Decimal | None = None
    lower_is_better: bool = False


def read_indicator(form: Form) -> IndicatorWords | None:
    """Something to count or measure, or None when the form has errors."""
    name = form.text("name", "What is counted", required="Say what you count or measure", longest=120)
    unit = form.text("unit", "The unit", longest=40)
    wanted = form.number("wanted", "Where they would like to get to", lowest=-_MOST, highest=_MOST, places=2)
    if not form.ok:
        return None
    return IndicatorWords(name, unit, wanted, form.yes("lower_is_better"))


def read_reading(form: Form) -> tuple[Decimal, date] | None:
    """A value and its day, or None when the form has errors."""
    value = form.number("value", _("The value"), lowest=-_MOST, highest=_MOST, places=2, required=_("Write the value"))
    on = form.day("on", _("The day"), required=_("Say of which day it is"), not_after=clock.today())
    if not form.ok or value is None or on is None:
        return None
    return value, on
