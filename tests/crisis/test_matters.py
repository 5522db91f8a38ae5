from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit import db
from livewell.safety.tables import SafetyMatter
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member

TYPED = {
    "urgent": "yes",
    "kind": "suicidal_thoughts",
    "raised_from": "session",
    "what": "Said twice that there is no point in going on.",
    "done_so_far": "Stayed until her sister came.",
}


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING)


async def test_whom_to_call_comes_before_the_form(client_for, coach, journey):
    text = (await (await client_for(coach)).get(f"/journeys/{journey}/safety/new")).text
    order = [text.index(words) for words in ("999", "111", "Samaritans", "<textarea")]
    assert order == sorted(order)
    assert "To be supplied and approved by the site" in text


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_raise_one(client_for, coach, journey, role):
    area = {"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}
    answer = await (await client_for(role, **area)).get(f"/journeys/{journey}/safety/new")
    raises = {Role.HEALTH_COACH: 200, Role.MANAGER: 200, Role.LINK_WORKER: 404}
    assert answer.status_code == raises.get(role, 403)


async def test_a_coach_of_another_area_finds_nothing(client_for, journey):
    client = await client_for(Role.HEALTH_COACH)
    assert (await client.get(f"/journeys/{journey}/safety/new")).status_code == 404
    assert (await client.get(f"/journeys/{uuid4()}/safety/new")).status_code == 404


async def test_raising_one_goes_to_the_team_of_the_journey(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/safety/new"
    answer = await post(client, page, TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/journeys/{journey}")
    [matter] = await SafetyMatter.select()
    assert (matter["journey"], matter["area"], matter["raised_by"]) == (journey, coach.area, coach.id)
    assert (matter["what"], matter["urgent"], matter["kind"]) == (TYPED["what"], True, "suicidal_thoughts")


async def test_the_same_page_sent_twice_is_one_matter(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/safety/new"
    data = form_to(await client.get(page), page).data | TYPED
    for _ in range(2):
        assert (await client.post(page, data=data)).status_code == 303
    assert await SafetyMatter.count() == 1


async def test_every_word_is_kept_when_something_is_missing(client_for, coach, journey):
    client, page = await client_for(coach), f"/journeys/{journey}/safety/new"
    answer = await post(client, page, TYPED | {"kind": [], "urgent": []})
    assert answer.status_code == 422
    assert TYPED["what"] in answer.text
    assert TYPED["done_so_far"] in answer.text
    assert "Choose what it is about" in answer.text
    assert "Say whether somebody must answer within half an hour" in answer.text
    assert not await SafetyMatter.exists()


async def test_where_it_came_up_can_be_said_by_the_link(client_for, coach, journey):
    client = await client_for(coach)
    chosen = 'value="session" checked'
    assert chosen in (await client.get(f"/journeys/{journey}/safety/new?came_from=session")).text
    assert " checked" not in (await client.get(f"/journeys/{journey}/safety/new?came_from=<script>")).text


async def test_a_matter_can_be_raised_after_the_journey_has_ended(client_for, coach):
    from livewell.journeys import actions
    from livewell.journeys.rules import EndReason

    journey = await an_open_journey(coach)
    await actions.close(journey, reason=EndReason.PERSON_CHOSE, planned=False, why="", by=coach)
    answer = await post(await client_for(coach), f"/journeys/{journey}/safety/new", TYPED)
    assert answer.status_code == 303
    assert await SafetyMatter.count() == 1


async def test_the_page_stays_within_twelve_queries(client_for, coach, journey):
    client = await client_for(coach)
    with db.count_queries() as ran:
        assert (await client.get(f"/journeys/{journey}/safety/new")).status_code == 200
    assert ran.count <= 12, ran.statements
