"""Tries at making contact, giving a journey to somebody, and how the person is reached: as pages."""

import pytest

from livewell.journeys.rules import Stage
from livewell.kit.db import count_queries, rows, value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.staff import a_member

MOST_QUERIES = 12


async def test_noting_a_try(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    url = f"/journeys/{journey}/attempts/new"
    wrong = await post(client, url, {"note": "After the news"})
    assert wrong.status_code == 422
    assert "After the news" in wrong.text
    for _ in range(3):
        assert (await post(client, url, {"method": "phone", "outcome": "no_answer"})).status_code == 303
    stage = await client.get(f"/journeys/{journey}/about/stage")
    assert "we could not reach them" in stage.text
    assert f"/journeys/{journey}/ending" in stage.text
    answer = await post(client, url, {"method": "phone", "outcome": "reached"})
    assert answer.headers["location"] == f"/journeys/{journey}"
    assert (await the_journey(journey)).stage == Stage.COACHING


async def test_never_contact_is_said_and_they_may_come_to_us(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, never_contact=True)
    client = await client_for(coach)
    page = await client.get(f"/journeys/{journey}/attempts/new")
    assert "Never contact this person" in page.text
    assert "01632 960002" not in page.text
    met = f"/journeys/{journey}/met"
    assert (await post(client, met)).status_code == 422
    assert (await post(client, met, {"why": "Came to the café"})).status_code == 303
    assert (await the_journey(journey)).stage == Stage.COACHING


async def test_giving_a_journey_to_a_colleague(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    other = await a_member(Role.HEALTH_COACH, area=coach.area)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    url = f"/journeys/{journey}/assign"
    assert (await post(client, url, {"health_coach": ""})).status_code == 422
    assert (await post(client, url, {"health_coach": str(other.id)})).status_code == 303
    assert (await the_journey(journey)).health_coach == other.id


async def test_changing_how_a_person_is_reached(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    url = f"/journeys/{journey}/person"
    wrong = await post(client, url, {"email": "not an address", "preferred_name": "Molly"})
    assert wrong.status_code == 422
    assert "Molly" in wrong.text
    stale = form_to(await client.get(url), url)
    assert (await post(client, url, {"preferred_name": "Molly"})).status_code == 303
    person = (await the_journey(journey)).person
    assert await value("SELECT preferred_name FROM person WHERE id = $1", person) == "Molly"
    late = await client.post(url, data={**stale.data, "preferred_name": "Polly"})
    assert late.status_code == 409
    assert "Molly" in late.text
    assert "Polly" in late.text


async def test_somebody_changes_their_mind_about_sharing(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    person = (await the_journey(journey)).person
    client = await client_for(coach)
    url = f"/journeys/{journey}/sharing"
    unsaid = await post(client, url, {"tell_referrer": "no"})
    assert unsaid.status_code == 422
    assert "Choose how they said so" in unsaid.text

    async def kept():
        found = await rows("SELECT kind, given, how FROM consent WHERE person = $1 ORDER BY said_at, kind", person)
        return [(one["kind"], one["given"], one["how"]) for one in found]

    before = await kept()
    for answer in ("yes", "no", "no"):
        sent = await post(client, url, {"tell_referrer": answer, "how": "spoken"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"/journeys/{journey}")
    assert await kept() == [*before, ("tell_referrer", True, "spoken"), ("tell_referrer", False, "spoken")]
    shown = await client.get(url)
    assert shown.text.count("checked") == 1


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_them(client_for, role):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(role)
    expected = {Role.MANAGER: 200, Role.HEALTH_COACH: 404, Role.LINK_WORKER: 404}.get(role, 403)
    for page in ("attempts/new", "met", "person", "sharing"):
        assert (await client.get(f"/journeys/{journey}/{page}")).status_code == expected, page
    may_give = {Role.MANAGER: 200, Role.HEALTH_COACH: 404}.get(role, 403)
    assert (await client.get(f"/journeys/{journey}/assign")).status_code == may_give


async def test_pages_cost_at_most_twelve_queries(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    for page in ("attempts/new", "met", "person", "sharing", "assign", "about/stage"):
        with count_queries() as ran:
            assert (await client.get(f"/journeys/{journey}/{page}")).status_code == 200, page
        assert ran.count <= MOST_QUERIES, (page, ran.statements)
