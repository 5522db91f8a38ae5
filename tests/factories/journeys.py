"""Journeys for tests: opened by the same actions the product uses."""

from typing import Any
from uuid import UUID

from livewell.journeys import actions
from livewell.journeys.rules import ContactOutcome, Stage
from livewell.journeys.tables import Journey
from livewell.people.rules import ContactMethod
from livewell.staff.rules import Member, Role
from tests.factories.people import a_person
from tests.factories.staff import a_member


async def an_open_journey(
    coach: Member, *, stage: Stage = Stage.CONTACTING, link_worker: Member | None = None, **person: Any
) -> UUID:
    """A journey in the coach's area, at the stage asked for; `person` goes to `a_person`. Gives its id."""
    assert coach.area is not None
    opened = await actions.open_or_join(
        person=await a_person(**person), area=coach.area, practice=None, health_coach=coach.id, by=coach
    )
    journey = opened.journey_id
    if stage is Stage.CLOSED:
        raise ValueError("Close it in the test, where its reason can be read.")
    if stage is not Stage.CONTACTING:
        await actions.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=coach)
    if stage in {Stage.INTRODUCED, Stage.LINK_WORK}:
        await actions.move(journey, to=Stage.INTRODUCED, why="", by=coach)
    if stage is Stage.LINK_WORK:
        helper = link_worker or await a_member(Role.LINK_WORKER, area=coach.area)
        await actions.assign(journey, link_worker=helper.id, by=coach)
        await actions.move(journey, to=Stage.LINK_WORK, why="", by=coach)
    return journey


async def a_coach_and_a_journey(stage: Stage = Stage.COACHING) -> tuple[Member, UUID]:
    """A health coach and an open journey of theirs; gives the member and the journey's id."""
    coach = await a_member(Role.HEALTH_COACH)
    return coach, await an_open_journey(coach, stage=stage)


async def the_journey(journey_id: UUID) -> Journey:
    """The row as it stands now."""
    found = await Journey.objects().where(Journey.id == journey_id).first()
    assert found is not None
    return found
