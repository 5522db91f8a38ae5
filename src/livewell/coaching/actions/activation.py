"""Scores on a journey that one may see: patient activation written down while it is open, and answers scored again."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound
from livewell.measures import actions as measures
from livewell.measures import pam
from livewell.measures.rules.taking import How, NotDone


async def record_pam(
    journey_id: UUID,
    *,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    taken_at: datetime | None = None,
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """Write down a score or why there is none. NotFound, RuleBroken: as `measures.actions.record`, or an ended journey."""
    async with transaction():
        journey = await journeys.journey_for(journey_id, _at_work(by), alone=True)
        taken = await measures.record(
            person=journey.person,
            journey=journey_id,
            instrument=pam.INSTRUMENT,
            score=score,
            not_done=not_done,
            why=why,
            how=how,
            taken_at=taken_at,
            submission=submission,
            by=by,
        )
    return taken.id


async def correct_pam(
    journey_id: UUID,
    score_id: UUID,
    *,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    by: Actor,
) -> UUID:
    """Put a score right, also after the journey has ended. NotFound, RuleBroken: as `measures.actions.correct`."""
    async with transaction():
        await journeys.journey_for(journey_id, _at_work(by), open_only=False)
        right = await measures.correct(
            score_id, journey=journey_id, score=score, not_done=not_done, why=why, how=how, by=by
        )
    return right.id


async def rescore(journey_id: UUID, score_id: UUID, *, by: Actor) -> UUID:
    """
    Score the answers of an old row again, also after the journey has ended; gives the id of the new row.

    NotFound, RuleBroken: as `measures.actions.rescore`, or when `by` does not work with this person.
    """
    async with transaction():
        await journeys.journey_for(journey_id, _at_work(by), open_only=False)
        again = await measures.rescore(score_id, journey=journey_id, by=by)
    return again.id


def _at_work(by: Actor) -> Actor:
    """Whoever acts, unless it is the person themself: a score from its licensed source is for those who work here."""
    if by.kind == "resident":
        raise NotFound
    return by
