"""One score of a journey whole: what was answered, what it came to, and what it was made with."""

from dataclasses import dataclass
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.errors import NotFound
from livewell.measures import queries as measures
from livewell.measures.queries import ScoreSeen
from livewell.measures.rules.instruments import Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Answered:
    """One question with its answer in words, as far as we may show them."""

    question: str
    answer: str


@dataclass(frozen=True)
class ScoreWhole:
    """A score and everything about it."""

    journey: UUID
    person: UUID
    person_name: str
    nhs_number: str | None
    score: ScoreSeen
    plain: Instrument
    """Without the wording of any licence pack."""
    answers: list[Answered]
    can_rescore: bool
    """Whether scoring the same answers again would be something else, and this member may do it."""


async def score(journey_id: UUID, score_id: UUID, *, seen_by: Member) -> ScoreWhole:
    """One score. NotFound when the journey is not for `seen_by`, or has no such score."""
    journey = await journeys.journey(journey_id, seen_by)
    found = next((one for one in await measures.all_scores(journey_id) if one.id == score_id), None)
    if found is None:
        raise NotFound
    used = await measures.usable(found.instrument)
    differs = found.answers is not None and not found.struck and found.made_with != used.made_with
    return ScoreWhole(
        journey=journey_id,
        person=journey.person,
        person_name=journey.person_name,
        nhs_number=await db.value("SELECT nhs_number FROM person WHERE id = $1", journey.person),
        score=found,
        plain=INSTRUMENTS[found.instrument],
        answers=answered(used.instrument, found.answers or {}),
        can_rescore=differs and Permission.WORK_WITH_PEOPLE in seen_by.can,
    )


def answered(instrument: Instrument, answers: dict[str, int]) -> list[Answered]:
    """Answers in the order of the questions; by number where there is no wording to show."""
    found = []
    for number, item in enumerate(instrument.items, start=1):
        if item.id in answers:
            option = item.scale.option(answers[item.id])
            words = option.words if option and option.words else str(answers[item.id])
            found.append(Answered(item.words or f"Question {number}", words))
    return found
