"""Roles and volunteers for tests: made by the same actions the product uses."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, cookies
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import transaction
from livewell.staff.rules import Member, Role
from livewell.volunteers import actions, queries
from livewell.volunteers.door import VOLUNTEER
from livewell.volunteers.forms.applying import Application, Details, Referee
from livewell.volunteers.forms.desk import CheckSeen, Cohort, Done, Talked
from livewell.volunteers.forms.desk import Role as Written
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.gate import CheckLevel
from tests.factories.staff import a_member
from tests.signed_in import Client

_number = count(1)


async def a_coordinator(**changes: Any) -> Member:
    """Somebody who runs the volunteering."""
    return await a_member(Role.VOLUNTEER_COORDINATOR, **changes)


def a_written_role(**changes: Any) -> Written:
    """A befriender: a standard check, one reference, and a training."""
    usual: dict[str, Any] = {
        "title": f"Fictional befriender {next(_number)}",
        "family": "befriender",
        "about": "An hour of company once a week.",
        "not_part_of_it": "No money, no medicines.",
        "organisation_name": "Fictional Friends",
        "postcode": "",
        "times": ("mon_morning",),
        "times_words": "Monday mornings",
        "check_level": CheckLevel.STANDARD,
        "trainings": ("listening",),
        "references_wanted": 1,
        "most_people": 2,
        "contact_name": "Owen Merryweather",
        "contact_phone": "01632 960500",
        "contact_email": "owen@volunteering.example",
        "places": None,
        "open": True,
    }
    return Written(**(usual | changes))


async def a_role(by: Member | None = None, *, asset: UUID | None = None, **changes: Any) -> UUID:
    """A role that volunteers are looked for."""
    return await actions.add_role(
        a_written_role(**changes), asset=asset, submission=uuid4(), by=by or await a_coordinator()
    )


def details(**changes: Any) -> Details:
    """What somebody says of themself."""
    number = next(_number)
    usual: dict[str, Any] = {
        "name": f"Ada Fictional {number}",
        "email": f"ada{number}@people.example",
        "phone": "07700 900123",
        "languages": ("en",),
        "times": ("mon_morning",),
    }
    return Details(**(usual | changes))


async def a_volunteer(*roles: UUID, by: Actor = PUBLIC_VISITOR, referees: int = 0, **changes: Any) -> UUID:
    """Somebody who applied for these roles."""
    named = tuple(Referee(f"Bob {n}", f"bob{n}.{next(_number)}@people.example", "Neighbours") for n in range(referees))
    application = Application(details(**changes), tuple(roles), named, "friend")
    return await actions.apply(application, submission=uuid4(), by=by)


async def talked(volunteer: UUID, by: Member, *, suits: bool = True, held_on: date | None = None) -> None:
    """A conversation was held."""
    said = Talked(held_on or clock.today(), "Owen, Ruth", lived_experience=True, answers={}, agreed="", suits=suits)
    await actions.note_talk(volunteer, said, submission=uuid4(), by=by)


async def spoken_for(volunteer: UUID, by: Member, *, suits: bool = True) -> UUID:
    """Somebody was named, asked on the telephone, and read."""
    referee = Referee("Bob Fictional", f"bob{next(_number)}@people.example", "Neighbours")
    reference = await actions.add_referee(volunteer, referee, submission=uuid4(), by=by)
    await actions.write_down_reference(reference, {"rely": "Always."}, version=None, by=by)
    await actions.judge_reference(reference, suits=suits, version=None, by=by)
    return reference


async def checked(
    volunteer: UUID,
    by: Member,
    *,
    level: CheckLevel = CheckLevel.ENHANCED,
    certificate_on: date | None = None,
    disclosed: bool = False,
    update_service: bool = False,
) -> UUID:
    """A certificate was shown."""
    seen = CheckSeen(level, certificate_on or clock.today(), "0123", update_service, None, disclosed)
    return await actions.note_check(volunteer, seen, submission=uuid4(), by=by)


async def trained(volunteer: UUID, by: Member, *topics: str, done_on: date | None = None) -> None:
    """Topics were completed."""
    for topic in topics or ("listening",):
        await actions.note_training(volunteer, Done(topic, done_on or clock.today()), submission=uuid4(), by=by)


async def a_ready_volunteer(
    by: Member, *roles: UUID, certificate_on: date | None = None, done_on: date | None = None, **changes: Any
) -> UUID:
    """Somebody recruited, checked and trained for these roles (or one of their own), and said to be ready."""
    wanted = roles or (await a_role(by),)
    volunteer = await a_volunteer(*wanted, **changes)
    await actions.take_on(volunteer, coordinator=by.id, by=by)
    for one in (await queries.needs_of(wanted)).values():
        for _ in range(one.references):
            await spoken_for(volunteer, by)
        await trained(volunteer, by, *one.trainings, done_on=done_on)
    await talked(volunteer, by, held_on=done_on)
    await checked(volunteer, by, level=CheckLevel.ENHANCED_BARRED, certificate_on=certificate_on)
    await moved(volunteer, by, Stage.CONVERSATION, Stage.READY)
    return volunteer


async def moved(volunteer: UUID, by: Member, *stages: Stage) -> None:
    """These steps, one after the other, with words wherever a way ends."""
    for stage in stages:
        await actions.move(
            volunteer, stage, why="As agreed.", feedback="You did well.", onward="Try the café.", version=None, by=by
        )


async def a_cohort(by: Member, **changes: Any) -> UUID:
    """A cohort that begins today."""
    today = clock.today()
    usual: dict[str, Any] = {
        "name": f"Cohort {next(_number)}",
        "topics": ("listening", "boundaries"),
        "begins_on": today,
        "ends_on": today + timedelta(days=14),
        "place": "Fictional Hall",
        "times_words": "Tuesdays at 10",
        "trainer": "Ruth",
        "places": 12,
    }
    return await actions.plan_cohort(Cohort(**(usual | changes)), submission=uuid4(), by=by)


async def at_own_pages(client: Client, volunteer: UUID) -> Client:
    """The same client, in which this volunteer is at their own pages."""
    async with transaction():
        link = await VOLUNTEER.make_link(volunteer, holder="ada@people.example")
    client.cookies.set(cookies.cookie_name(cookies.VOLUNTEER, secure=False), await VOLUNTEER.come_in(link))
    return client
