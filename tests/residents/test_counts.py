"""What somebody counts on the way to a goal, on their own pages."""

from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.coaching import actions, queries
from livewell.coaching.forms import IndicatorWords
from livewell.kit.db import count_queries, value
from tests.browsing import post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import a_coach_and_a_journey


async def somebody_who_counts():
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, by=coach)
    walks = await actions.begin_indicator(goal, IndicatorWords("Walks", "a week", Decimal(3)), by=coach)
    return coach, journey, goal, walks, await value("SELECT person FROM journey WHERE id = $1", journey)


async def test_they_note_a_value_and_their_worker_sees_it(home_client_for):
    _, _, goal, walks, person = await somebody_who_counts()
    client = await home_client_for(person)
    assert "Nothing noted yet. Hoped for: 3 a week." in (await client.get("/my/goals")).text
    url = f"/my/goals/{goal}/counts/{walks}"
    for bad in ({"value": "", "on-day": "1"}, {"value": "lots"}, {"value": "2", "on-year": "2999"}):
        answer = await post(client, url, bad)
        assert answer.status_code == 422, bad
        assert bad["value"] in answer.text
    for good in ("1", "2.5"):
        assert (await post(client, url, {"value": good})).status_code == 303
    with count_queries() as counted:
        page = await client.get(url)
    assert counted.count <= 10
    assert "From 1 to 2.5 a week. Hoped for: 3 a week." in page.text
    assert all(one.by_person for one in (await queries.indicators([goal]))[goal][0].readings)


@pytest.mark.parametrize("mine", [True, False])
async def test_only_their_own_and_only_where_it_belongs(home_client_for, mine):
    coach, journey, goal, walks, person = await somebody_who_counts()
    _, _, _, _, somebody_else = await somebody_who_counts()
    other = await an_agreed_goal(journey, by=coach)
    client = await home_client_for(person if mine else somebody_else)
    url = f"/my/goals/{other if mine else goal}/counts/{walks}"
    assert (await client.get(url)).status_code == 404
    good = f"/my/goals/{goal}/counts/{uuid4()}"
    assert (await client.get(good)).status_code == 404
