"""Saving the assessment as it grows, and finishing it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.coaching import rules
from livewell.coaching.rules import SECTIONS, Condition, Intensity
from livewell.coaching.tables import Assessment
from livewell.journeys import queries as journeys
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import RuleBroken, Stale
from livewell.measures import pam
from livewell.measures import queries as measures


@dataclass(frozen=True)
class Answers:
    """The assessment as it stands on the page."""

    strengths: str = ""
    what_matters: str = ""
    story: str = ""
    hopes: str = ""
    people_around: str = ""
    conditions: tuple[Condition, ...] = ()
    conditions_detail: str = ""
    needs: str = ""
    adjustments: str = ""
    groups: int | None = None
    expectations: str = ""
    safety: str = ""
    skipped: tuple[str, ...] = ()
    """Sections left out on purpose, by their code in SECTIONS."""
    intensity: Intensity | None = None
    intensity_why: str = ""

    def is_empty(self, section: str) -> bool:
        """Whether nothing was written in a section."""
        if section == "conditions":
            return not self.conditions and not self.conditions_detail
        return not getattr(self, section)


TEXTS: dict[str, str] = {
    **{code: heading for code, (heading, _) in SECTIONS.items() if code != "conditions"},
    "conditions_detail": SECTIONS["conditions"][0],
    "intensity_why": "Why this way of working",
}
"""Column -> the heading it is shown under, for two people's versions side by side."""


async def save_assessment(journey_id: UUID, *, answers: Answers, version: int, finish: bool = False, by: Actor) -> UUID:
    """
    Keep the assessment as it stands; `finish` marks it complete, and what is empty then counts as left out.

    `version` is the one the page was read with, 0 when there was none. Gives the assessment's id. NotFound when `by`
    may not see the journey; RuleBroken when it has ended or the intensity needs a reason; Stale when somebody else
    saved meanwhile.
    """
    if by.id is None:
        raise RuleBroken("An assessment is written by somebody who is signed in.")
    async with transaction():
        journey = await journeys.journey_for(journey_id, by, alone=True)
        latest = measures.panel_of(
            journey_id, await measures.scores(journey_id, pam.INSTRUMENT), began_at=None, can_record=False
        ).latest
        rules.check_intensity(latest.level if latest else None, answers.intensity, answers.intensity_why)
        found = await Assessment.objects().where(Assessment.journey == journey_id).lock_rows("UPDATE").first()
        if found is not None and found.version != version:
            _raise_stale(found, answers)
        started = found is None
        assessment = found or Assessment(journey=journey_id, started_at=clock.now(), started_by=by.id, version=0)
        for name in TEXTS:
            setattr(assessment, name, getattr(answers, name))
        assessment.conditions = [condition.value for condition in answers.conditions]
        assessment.groups = answers.groups
        assessment.intensity = answers.intensity or ""
        assessment.skipped = [
            code for code in SECTIONS if answers.is_empty(code) and (finish or code in answers.skipped)
        ]
        if finish and not assessment.completed_at:
            assessment.completed_at = clock.now()
        assessment.version += 1
        await assessment.save()
        verb = "completed" if finish else "started" if started else "saved"
        await news.tell(
            f"assessment.{verb}",
            subject=assessment.id,
            by=by,
            journey=journey_id,
            person=journey.person,
            skipped=assessment.skipped,
        )
    return assessment.id


def _raise_stale(found: Assessment, answers: Answers) -> None:
    theirs, yours = {}, {}
    for name, heading in TEXTS.items():
        if getattr(found, name) != getattr(answers, name):
            theirs[heading], yours[heading] = getattr(found, name), getattr(answers, name)
    ticked = [condition.value for condition in answers.conditions]
    if list(found.conditions) != ticked:
        theirs["Conditions"] = ", ".join(rules.CONDITION_LABELS[Condition(code)] for code in found.conditions)
        yours["Conditions"] = ", ".join(rules.CONDITION_LABELS[condition] for condition in answers.conditions)
    raise Stale(theirs, yours)
