"""A widower whose time with us ends and who would like company: asked, matched, visited for a year, and thanked."""

from datetime import timedelta
from uuid import uuid4

from livewell.kit import clock, deliveries
from livewell.kit.db import value
from livewell.placements import actions, queries
from livewell.record import queries as record
from livewell.record.rules import Filter
from livewell.worker import prepare
from tests.browsing import post
from tests.factories.placements import a_pair, as_guest
from tests.factories.volunteers import at_own_pages


async def test_company_for_a_year(client_for, visitor):
    prepare()
    pair = await a_pair(said={"first_name": "Alf", "words": "I miss the crossword."}, first_name="Alfred")
    coach, coordinator = await client_for(pair.coach), await client_for(pair.coordinator)
    panel = f"/journeys/{pair.journey}/about/befriender"
    assert "Looking for somebody" in (await coach.get(panel)).text

    request = f"/volunteers/matching/{pair.asked}"
    assert "Both free on Monday mornings" in (await coordinator.get(request)).text
    assert (await post(coordinator, f"{request}/{pair.volunteer}", page=request)).status_code == 303
    placement = await value("SELECT id FROM placement")

    own = await at_own_pages(visitor, pair.volunteer)
    page = f"/volunteer/me/people/{placement}"
    assert "I miss the crossword." in (await own.get(page)).text
    await post(own, f"{page}/answer/yes", page=page)
    await post(coach, f"/journeys/{pair.journey}/befriender/{placement}/yes", page=panel)
    page = f"/volunteers/placements/{placement}"
    await post(coordinator, f"{page}/start", page=page)
    await deliveries.deliver_all()

    me, began = as_guest(pair.volunteer), clock.now()
    for week in range(1, 5):
        at = began + timedelta(weeks=week)
        with clock.at(at - timedelta(days=1)):
            visit = await actions.plan_visit(
                placement, starts_at=at, minutes=60, place="Fictional Library", submission=uuid4(), by=me
            )
        with clock.at(at):
            await actions.check_in(visit, by=me)
        with clock.at(at + timedelta(minutes=55)):
            assert await actions.look_out() == 0
            await actions.check_out(visit, by=me)

    with clock.at(began + timedelta(days=400)):
        assert (await queries.hours(volunteer=pair.volunteer)).said == "3 hours 40 minutes"
        (served,) = await queries.long_service()
        assert (served.volunteer, served.years) == (pair.volunteer, 1)
        await actions.end(
            placement,
            why="Alf joined the crossword club.",
            thanks="Alf says: best Mondays in years.",
            submission=uuid4(),
            by=pair.coordinator,
        )
        assert (await queries.asked(pair.asked)).is_over
        person = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
        happened = await record.timeline(pair.journey, person, seen_by=pair.coach, only=Filter.CONNECTIONS)
        codes = [entry.code for entry in happened.entries]
    assert codes == ["befriender.ended", "befriender.began", "befriender.asked"]
    assert [one.words for one in await queries.thanks_to(pair.volunteer)] == ["Alf says: best Mondays in years."]
