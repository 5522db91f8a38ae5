"""Two people are never brought together: written down by the team, held everywhere, and what goes on ends at once."""

from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.placements.actions.freeing import locked
from livewell.placements.actions.placing import end_locked
from livewell.placements.tables import DoNotMatch
from livewell.staff.rules import Member

_APART = "volunteer.kept_apart"
ENDED_BY_TEAM = "The team ended it."
"""All that coordinators are ever told."""


async def keep_apart(journey_id: UUID, *, volunteer: UUID, why: str, submission: UUID, by: Member) -> None:
    """
    A volunteer and the person of a journey are never matched from now on; what goes on between them ends at once.

    The reason is read by the safety team alone. NotFound when the journey is not theirs to see, or there is no such
    volunteer; RuleBroken without a reason.
    """
    if not why.strip():
        raise RuleBroken("Say why, for the safety team. Nobody else reads it.")
    async with transaction():
        if await once.already_done(submission, _APART) is not None:
            return
        facts = await journeys.journey(journey_id, by)
        # Whoever suggests or begins something holds the same row: nothing slips in between.
        if await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer) is None:
            raise NotFound
        same = (DoNotMatch.volunteer == volunteer) & (DoNotMatch.person == facts.person)
        kept: DoNotMatch | None = await DoNotMatch.objects().where(same).lock_rows("UPDATE").first()
        if kept is None:
            kept = DoNotMatch(id=uuid4(), volunteer=volunteer, person=facts.person, why="", noted_by=by.id)
        kept.why = "\n\n".join(filter(None, [kept.why, why.strip()]))
        kept.noted_at = clock.now()
        kept.noted_by = by.id
        kept.ended_at = None
        await kept.save()
        await news.tell(_APART, subject=kept.id, by=by, journey=journey_id, person=facts.person)
        await _end_between(by=by, volunteer=volunteer)
        await once.remember(submission, _APART, str(kept.id))


async def end_apart(apart_id: UUID, *, journey: UUID, by: Member) -> None:
    """It holds no more: the safety team decided so. What was ended stays ended."""
    async with transaction():
        facts = await journeys.journey(journey, by)
        kept = await DoNotMatch.objects().where(DoNotMatch.id == apart_id).lock_rows("UPDATE").first()
        records = {one["id"] for one in await rows("SELECT records_of_person($1) AS id", facts.person)}
        if kept is None or kept.person not in records:
            raise NotFound
        if kept.ended_at:
            return
        kept.ended_at = clock.now()
        await kept.save()
        await news.tell("volunteer.kept_apart_no_more", subject=kept.id, by=by, journey=journey, person=facts.person)


async def end_when_joined(heard: Heard) -> None:
    """Two records turned out to be one person: what is held for one of them holds for both, from this moment on."""
    if heard.person is None:
        return
    async with transaction():
        await _end_between(by=SYSTEM, person=heard.person)


async def _end_between(*, by: Actor, volunteer: UUID | None = None, person: UUID | None = None) -> None:
    """End whatever stands between people who are kept apart, of one volunteer or of one person."""
    found = await rows(
        """
        SELECT p.id FROM placement p
        JOIN befriender_asked a ON a.id = p.asked JOIN journey j ON j.id = a.journey
        WHERE p.state IN ('proposed', 'active', 'stopped')
          AND ($1::uuid IS NULL OR p.volunteer = $1)
          AND ($2::uuid IS NULL OR j.person IN (SELECT records_of_person($2)))
          AND kept_apart(p.volunteer, j.person)
        ORDER BY p.id
        """,
        volunteer,
        person,
    )
    for one in found:
        await end_locked(await locked(one["id"]), why=ENDED_BY_TEAM, look_again=True, by=by)
