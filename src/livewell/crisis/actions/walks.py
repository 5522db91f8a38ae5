"""Walking a pathway: it opens a safety matter at once, each step is written as it is done, and it ends with an outcome."""

import json
from uuid import UUID, uuid4

from livewell.crisis.queries.pathways import guide
from livewell.crisis.rules.pathways import StepDone, check_step
from livewell.crisis.tables import PathwayDone, PathwayWalk
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.safety import actions as safety
from livewell.safety.rules import RaisedFrom
from livewell.staff.rules import Member

_BEGIN, _STEP, _END = "pathway.begin", "pathway.step", "pathway.end"


async def begin_walk(
    journey_id: UUID, pathway_id: UUID, *, words: str, raised_from: RaisedFrom, submission: UUID, by: Member
) -> UUID:
    """
    Begin to follow a pathway for somebody, and raise the safety matter that goes with it, in one transaction.

    Gives the walk's id; the same form sent twice is one walk and one matter. A journey that has ended does not matter.
    NotFound when the journey or the pathway is not there for `by`; RuleBroken while the pathway is not approved.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        journey = await journeys.journey_for(journey_id, by, open_only=False)
        chosen = await guide(pathway_id)
        if chosen.number is None:
            raise RuleBroken(
                "Nobody has approved this pathway yet, so it cannot be followed. Call for help if it is needed, "
                "and raise a safety matter."
            )
        begun = f"The pathway “{chosen.content.title}” was begun."
        matter = await safety.raise_matter(
            person=journey.person,
            journey=journey.id,
            area=journey.area,
            kind=chosen.content.kind,
            urgent=chosen.content.urgent,
            what=f"{begun}\n\n{words.strip()}".strip(),
            raised_from=raised_from,
            submission=submission,
            by=by,
        )
        walk = PathwayWalk(
            id=uuid4(),
            pathway=chosen.id,
            pathway_number=chosen.number,
            content=chosen.content.as_json(),
            journey=journey.id,
            matter=matter,
            begun_at=clock.now(),
            begun_by=by.id,
        )
        await walk.save()
        await news.tell(
            "pathway.begun", subject=walk.id, by=by, journey=journey.id, person=journey.person, matter=matter
        )
        await once.remember(submission, _BEGIN, str(walk.id))
    return UUID(str(walk.id))


async def write_step(walk_id: UUID, number: int, *, what: StepDone, words: str, submission: UUID, by: Member) -> None:
    """
    Write what was done at a step; more can be added to it, nothing is changed.

    RuleBroken for a step there is none of, one that was not done without a word why, or a walk that has ended.
    """
    async with transaction():
        if await once.already_done(submission, _STEP) is not None:
            return
        walk, person = await _mine(walk_id, by)
        check_step(number, len(json.loads(walk.content)["steps"]), what, words)
        await PathwayDone(
            id=uuid4(),
            walk=walk.id,
            step=number,
            what=what.value,
            words=words.strip(),
            done_at=clock.now(),
            done_by=by.id,
        ).save()
        await news.tell(
            "pathway.step_written",
            subject=walk.id,
            by=by,
            journey=walk.journey,
            person=person,
            step=number,
            outcome=what.value,
        )
        await once.remember(submission, _STEP, str(walk.id))


async def end_walk(walk_id: UUID, *, outcome: str, submission: UUID, by: Member) -> None:
    """End a walk, saying what came of it. The safety matter stays open for whoever answers for it."""
    async with transaction():
        if await once.already_done(submission, _END) is not None:
            return
        walk, person = await _mine(walk_id, by)
        if not outcome.strip():
            raise RuleBroken("Say what came of it, so that the next reader knows.")
        walk.ended_at, walk.ended_by, walk.outcome = clock.now(), by.id, outcome.strip()
        walk.version += 1
        await walk.save()
        await news.tell("pathway.ended", subject=walk.id, by=by, journey=walk.journey, person=person)
        await once.remember(submission, _END, str(walk.id))


async def _mine(walk_id: UUID, by: Member) -> tuple[PathwayWalk, UUID]:
    """A walk that goes on, held after its journey, and its person. NotFound when its journey is not for `by`."""
    journey_id = await value("SELECT journey FROM pathway_walk WHERE id = $1", walk_id)
    if journey_id is None:
        raise NotFound
    journey = await journeys.journey_for(journey_id, by, open_only=False)
    walk = await PathwayWalk.objects().where(PathwayWalk.id == walk_id).lock_rows("UPDATE").first()
    assert walk is not None  # Walks are never deleted.
    if walk.ended_at:
        raise RuleBroken("This has ended. What is new is written on the safety matter, or begins anew.")
    return walk, journey.person
