"""What somebody counts or measures on the way to a goal."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.coaching import actions, queries
from livewell.coaching.forms import IndicatorWords
from livewell.kit import clock
from livewell.kit.actor import resident
from livewell.kit.db import count_queries, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import a_coach_and_a_journey

HBA1C = IndicatorWords("HbA1c", "mmol/mol", Decimal(48), lower_is_better=True)


async def a_goal():
    coach, journey = await a_coach_and_a_journey()
    return coach, journey, await an_agreed_goal(journey, by=coach)


async def the_one(goal):
    return (await queries.indicators([goal]))[goal][0]


async def test_from_sixty_three_to_forty_four_in_a_year():
    coach, _, goal = await a_goal()
    hba1c = await actions.begin_indicator(goal, HBA1C, by=coach)
    assert (await the_one(goal)).words == "Nothing noted yet. Hoped for: 48 mmol/mol."
    today = clock.today()
    for days, reading in ((365, 63), (180, 52), (0, 44)):
        await actions.read_indicator(hba1c, reading=Decimal(reading), on=today - timedelta(days=days), by=coach)
    found = await the_one(goal)
    assert found.words == "From 63 to 44 mmol/mol. Hoped for: 48 mmol/mol."
    assert [row[1] for row in found.chart.rows] == ["63", "52", "44"]


async def test_a_slip_is_struck_and_stays_to_be_seen():
    coach, _, goal = await a_goal()
    steps = await actions.begin_indicator(goal, IndicatorWords("Steps"), by=coach)
    for reading in (3000, 30, 3500):
        await actions.read_indicator(steps, reading=Decimal(reading), on=clock.today(), by=coach)
    slip = next(one for one in (await the_one(goal)).readings if one.value == 30)
    await actions.strike_reading(slip.id, by=coach)
    await actions.strike_reading(slip.id, by=coach)
    found = await the_one(goal)
    assert (len(found.readings), len(found.standing)) == (3, 2)
    assert await value("SELECT count(*) FROM event WHERE what = 'goal.reading_struck'") == 1


async def test_the_person_notes_their_own_and_nobody_elses():
    coach, journey, goal = await a_goal()
    person = resident(await value("SELECT person FROM journey WHERE id = $1", journey), uuid4())
    walks = await actions.begin_indicator(goal, IndicatorWords("Walks", "a week"), by=person)
    await actions.read_indicator(walks, reading=Decimal(2), on=clock.today(), by=person)
    assert (await the_one(goal)).readings[0].by_person
    other = resident(uuid4(), uuid4())
    for refused in (
        actions.read_indicator(walks, reading=Decimal(9), on=clock.today(), by=other),
        actions.end_indicator(walks, by=other),
        actions.begin_indicator(goal, HBA1C, by=other),
        actions.strike_reading((await the_one(goal)).readings[0].id, by=other),
        actions.read_indicator(uuid4(), reading=Decimal(9), on=clock.today(), by=coach),
    ):
        with pytest.raises(NotFound):
            await refused
    told = await rows("SELECT details::text AS details FROM event WHERE what LIKE 'goal.indicator%'")
    assert told
    assert not any("Walks" in one["details"] for one in told)


async def test_what_is_refused():
    coach, _, goal = await a_goal()
    weight = await actions.begin_indicator(goal, IndicatorWords("Weight"), by=coach)
    with pytest.raises(RuleBroken, match="still to come"):
        await actions.read_indicator(weight, reading=Decimal(1), on=clock.today() + timedelta(days=1), by=coach)
    await actions.end_indicator(weight, by=coach)
    await actions.end_indicator(weight, by=coach)
    with pytest.raises(RuleBroken, match="not counted any more"):
        await actions.read_indicator(weight, reading=Decimal(1), on=clock.today(), by=coach)
    for number in range(6):
        await actions.begin_indicator(goal, IndicatorWords(f"Thing {number}"), by=coach)
    with pytest.raises(RuleBroken, match="enough for one goal"):
        await actions.begin_indicator(goal, IndicatorWords("One more"), by=coach)
    await actions.set_aside_goal(goal, why="Life changed", by=coach)
    with pytest.raises(RuleBroken, match="set aside"):
        await actions.begin_indicator(goal, HBA1C, by=coach)


async def test_twice_is_once():
    coach, _, goal = await a_goal()
    form, again = uuid4(), uuid4()
    first = await actions.begin_indicator(goal, HBA1C, submission=form, by=coach)
    assert await actions.begin_indicator(goal, HBA1C, submission=form, by=coach) == first
    for _ in range(2):
        await actions.read_indicator(first, reading=Decimal(60), on=clock.today(), submission=again, by=coach)
    assert len((await the_one(goal)).readings) == 1


async def test_on_the_pages(client_for):
    coach, journey, goal = await a_goal()
    client = await client_for(coach)
    new = f"/goals/{goal}/indicators/new"
    wrong = await post(client, new, {"name": "", "unit": "a week", "wanted": "lots"})
    assert wrong.status_code == 422
    assert "lots" in wrong.text
    answer = await post(client, new, {"name": "Walks", "unit": "a week", "wanted": "3"})
    page = answer.headers["location"]
    for bad in (
        {"value": "", "on-day": "1"},
        {"value": "1e400"},
        {"value": "2", "on-year": "2999"},
        {"value": "2", "on-month": "13"},
    ):
        assert (await post(client, page, bad)).status_code == 422, bad
    for good in ("1", "2.5"):
        assert (await post(client, page, {"value": good})).status_code == 303
    with count_queries() as counted:
        shown = await client.get(page)
    assert counted.count <= 12
    assert "From 1 to 2.5 a week. Hoped for: 3 a week." in shown.text
    assert "From 1 to 2.5 a week." in (await client.get(f"/goals/{goal}")).text
    stranger = await client_for(Role.LINK_WORKER)
    for url in (new, page):
        assert (await stranger.get(url)).status_code == 404
    other = await an_agreed_goal(journey, by=coach)
    assert (await client.get(page.replace(str(goal), str(other)))).status_code == 404


async def test_what_matters_most_comes_first():
    coach, journey = await a_coach_and_a_journey()
    first, second, third = [await an_agreed_goal(journey, by=coach) for _ in range(3)]
    await actions.put_first(third, by=coach)
    assert [goal.id for goal in await queries.goals(journey)] == [third, first, second]
    await actions.set_aside_goal(first, why="Later", by=coach)
    with pytest.raises(RuleBroken):
        await actions.put_first(first, by=coach)
    with pytest.raises(NotFound):
        await actions.put_first(second, by=resident(uuid4(), uuid4()))
