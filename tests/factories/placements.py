"""Volunteers at work for tests: asked for, matched and put on the rota by the same actions the product uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.guests import Guest
from livewell.placements import actions
from livewell.placements.forms.asking import Said
from livewell.placements.forms.rota import Needed
from livewell.placements.tables import BefrienderAsked, Placement, Shift
from livewell.staff.rules import Member, Role
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_ready_volunteer, a_role


def what_is_said(**changes: Any) -> Said:
    """What somebody agreed to say: free on Monday mornings."""
    usual: dict[str, Any] = {
        "first_name": "Wanda",
        "ward": "",
        "times": ("mon_morning",),
        "languages": ("en",),
        "interests": (),
        "access": (),
        "words": "I like birds, and a cup of tea.",
        "agreed": True,
    }
    return Said(**(usual | changes))


async def an_ask(journey: UUID, worker: Member, **changes: Any) -> UUID:
    """A request for a befriender."""
    return await actions.ask(journey, what_is_said(**changes), submission=uuid4(), by=worker)


@dataclass(frozen=True)
class Pair:
    """Somebody with a request, a volunteer who is ready for it, and the two who look after them."""

    coach: Member
    coordinator: Member
    journey: UUID
    asked: UUID
    role: UUID
    volunteer: UUID


async def a_pair(*, volunteer: dict[str, Any] | None = None, said: dict[str, Any] | None = None, **person: Any) -> Pair:
    """Somebody who asked, and one volunteer who fits, and has been ready for a week: a visit some hours ago may be yesterday's."""
    coach, coordinator = await a_member(Role.HEALTH_COACH), await a_coordinator()
    journey = await an_open_journey(coach, stage=Stage.COACHING, **person)
    asked = await an_ask(journey, coach, **(said or {}))
    role = await a_role(coordinator)
    shown = clock.today() - timedelta(days=7)
    who = await a_ready_volunteer(coordinator, role, **{"done_on": shown, "certificate_on": shown, **(volunteer or {})})
    return Pair(coach, coordinator, journey, asked, role, who)


def as_guest(volunteer: UUID) -> Guest:
    """The volunteer at their own pages, as actions know them."""
    return Guest(id=None, name="Ada", kind="public", record=volunteer, holder="ada@people.example")


async def proposed(pair: Pair) -> UUID:
    """The volunteer is suggested to the person."""
    return await actions.propose(pair.asked, volunteer=pair.volunteer, submission=uuid4(), by=pair.coordinator)


async def begun(pair: Pair) -> UUID:
    """Both said yes, and it goes on."""
    placement = await proposed(pair)
    await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
    await actions.agree(placement, side="person", by=pair.coach)
    await actions.start(placement, by=pair.coordinator)
    return placement


async def a_visit(pair: Pair, placement: UUID, starts_at: datetime | None = None, minutes: int = 60) -> UUID:
    """A lone visit on the volunteer's rota, tomorrow unless said otherwise."""
    at = starts_at or clock.now() + timedelta(days=1)
    return await actions.plan_visit(
        placement, starts_at=at, minutes=minutes, place="", submission=uuid4(), by=as_guest(pair.volunteer)
    )


async def a_shift(role: UUID, by: Member, **changes: Any) -> UUID:
    """Somebody is needed tomorrow for two hours."""
    usual: dict[str, Any] = {
        "role": role,
        "asset": None,
        "what": "Host at the Thursday café",
        "place": "Fictional Village Hall",
        "starts_at": clock.now() + timedelta(days=1),
        "minutes": 120,
        "people": 1,
        "weeks": 1,
        "alone": False,
    }
    return (await actions.put_up(Needed(**(usual | changes)), submission=uuid4(), by=by))[0]


async def the_placement(placement_id: UUID) -> Placement:
    """The row as it stands now."""
    found = await Placement.objects().where(Placement.id == placement_id).first()
    assert found is not None
    return found


async def the_request(asked_id: UUID) -> BefrienderAsked:
    """The row as it stands now."""
    found = await BefrienderAsked.objects().where(BefrienderAsked.id == asked_id).first()
    assert found is not None
    return found


async def the_shift(shift_id: UUID) -> Shift:
    """The row as it stands now."""
    found = await Shift.objects().where(Shift.id == shift_id).first()
    assert found is not None
    return found
