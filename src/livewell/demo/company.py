"""Befrienders of Rushcliffe: two who come, one who is suggested and waits for an answer, one who is looked for, one not back yet."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from livewell.demo.missing import COTGRAVE, RUDDINGTON, TRENT_BRIDGE
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.placements import actions as placements
from livewell.placements.forms.asking import Said
from livewell.placements.forms.caring import Spoken
from livewell.residents.queries import doors
from livewell.staff.rules import Member

WITH_SOMEBODY = 2
"""How many of those who asked have a befriender; one more is looked for."""


async def keep_company(here: Neighbourhood, role: UUID, ready: list[UUID], by: Member) -> None:
    """All of it, through the actions of those who asked, who come, and who coordinate."""
    able = [one for one in ready if await value("SELECT volunteer_ready($1, $2, $3)", one, role, clock.today())]
    suggested = await _of_a_door()
    asked_for = [one for one in await _with_a_link_worker() if one["id"] != suggested["id"]][: WITH_SOMEBODY + 1]
    for number, journey in enumerate(asked_for):
        wish = await _ask(here, journey, (RUDDINGTON, COTGRAVE, TRENT_BRIDGE)[number], 60 - 12 * number)
        if number < min(WITH_SOMEBODY, len(able)):
            begun = await _come(here, wish, journey, able[number], number, by)
            if number == 0:
                await _not_back(here, begun, by)
    wish = await _ask(here, suggested, TRENT_BRIDGE, 6)
    for one in able[WITH_SOMEBODY:][:1]:
        with clock.at(ago(4, 11)):
            waits = await placements.propose(wish, volunteer=one, submission=here.new_id(), by=by)
        with clock.at(ago(2, 12)):
            await placements.agree(waits, side="volunteer", by=by)


async def _with_a_link_worker() -> list[dict[str, Any]]:
    return await rows(
        """
        SELECT j.id, j.person, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, j.link_worker FROM journey j
          JOIN person p ON p.id = j.person
         WHERE j.closed_at IS NULL AND j.link_worker IS NOT NULL AND NOT p.never_contact AND NOT p.protected_address
         ORDER BY j.opened_at, j.id
        """
    )


async def _of_a_door() -> dict[str, Any]:
    """The journey of whoever has a door at /demo, so that the suggestion is found at /my/befriender."""
    found = {one["person"]: one for one in await _with_a_link_worker()}
    return next(found[one.person] for one in await doors() if one.person in found)


async def _worker(here: Neighbourhood, journey: dict[str, Any]) -> Member:
    team = [await here.link_worker(number) for number in range(sum(map(len, here.hand.cast.link_workers.values())))]
    return next(one for one in team if one.id == journey["link_worker"])


async def _ask(here: Neighbourhood, journey: dict[str, Any], ward: str, days: int) -> UUID:
    said = Said(
        journey["called"], ward, ("tue_afternoon", "thu_afternoon"), ("en",), ("walking",), (),
        "Likes birds, cards and somebody who is on time.", agreed=True,
    )  # fmt: skip
    with clock.at(ago(days, 10)):
        return await placements.ask(journey["id"], said, submission=here.new_id(), by=await _worker(here, journey))


async def _come(
    here: Neighbourhood, wish: UUID, journey: dict[str, Any], volunteer: UUID, number: int, by: Member
) -> UUID:
    """They met, and go on; supervision is held, the first one's is overdue again."""
    with clock.at(ago(55 - 12 * number, 10)):
        placement = await placements.propose(wish, volunteer=volunteer, submission=here.new_id(), by=by)
    with clock.at(ago(52 - 12 * number, 10)):
        await placements.agree(placement, side="volunteer", by=by)
        await placements.agree(placement, side="person", by=await _worker(here, journey))
        await placements.start(placement, by=by)
    with clock.at(ago(20 - 12 * number, 15)):
        spoken = Spoken(
            clock.today(),
            "They laugh a lot.",
            "The first ten minutes are quiet.",
            "Sleeping well again.",
            "A walk instead of cards next time.",
        )
        await placements.note_supervision(volunteer, spoken, version=None, submission=here.new_id(), by=by)
    for week in range(3):
        day = clock.today() - timedelta(days=7 * week + 3)
        with clock.at(datetime.combine(day, time(18), tzinfo=clock.LONDON)):
            await placements.add_hours(
                volunteer, given_on=day, minutes=75, what="A visit", submission=here.new_id(), by=by
            )
    return placement


async def _not_back(here: Neighbourhood, placement: UUID, by: Member) -> None:
    """A visit that should be over: they checked in and nobody has heard since. Somebody rings them."""
    now = clock.now()
    with clock.at(now - timedelta(hours=3)):
        visit = await placements.plan_visit(
            placement, starts_at=now - timedelta(minutes=110), minutes=75, place="", submission=here.new_id(), by=by
        )
    with clock.at(now - timedelta(minutes=112)):
        await placements.check_in(visit, by=by)
    await placements.look_out()
