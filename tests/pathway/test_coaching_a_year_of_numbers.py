"""Newly told of diabetes and not ready for tablets: a year of small changes, counted on the goal they are for (U2)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.assets.rules import Way
from livewell.coaching import actions
from livewell.coaching import queries as coaching
from livewell.coaching.forms import IndicatorWords
from livewell.coaching.rules import Domain
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures.queries import panel_for
from livewell.questionnaires import actions as questionnaires
from livewell.questionnaires.rules import How
from livewell.residents import actions as residents
from livewell.residents import queries as own
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member

FOOD = "I want to cook on weekdays and leave the pub at one pint"
MOVE = "I want to walk the dog round the lake every day"
READ = ((date(2026, 1, 14), 63), (date(2026, 4, 20), 55), (date(2026, 8, 3), 48), (date(2027, 1, 11), 44))


def on(day: date):
    return clock.at(datetime(day.year, day.month, day.day, 11, tzinfo=UTC))


@pytest.fixture
async def story():
    """A coach, and somebody with a goal agreed in January and another one in March."""
    coach = await a_member(Role.HEALTH_COACH)
    with on(READ[0][0]):
        journey = await an_open_journey(
            coach, stage=Stage.COACHING, first_name="Desmond", family_name="Hartopp", born_on=date(1971, 6, 2)
        )
        food = await an_agreed_goal(journey, coach, in_words=FOOD, way=Way.BE_ACTIVE, domain=Domain.DIET)
    with on(date(2026, 3, 2)):
        await an_agreed_goal(journey, coach, in_words=MOVE, way=Way.BE_ACTIVE, domain=Domain.EXERCISE)
    person = await value("SELECT person FROM journey WHERE id = $1", journey)
    return coach, journey, food, as_themself(person)


async def test_a_number_from_the_practice_is_followed_for_a_year_beside_the_goal(story, client_for):
    coach, _journey, food, him = story
    indicator = await when_they_decide_what_to_watch(food, coach)
    await when_the_practice_tells_the_number_four_times(indicator, coach)
    await when_a_slip_of_the_pen_is_struck(indicator, coach)
    await then_the_goal_says_from_where_to_where(food)
    await then_a_double_press_and_a_day_to_come_change_nothing(indicator, food, coach)
    await then_whoever_does_not_work_with_him_reads_and_writes_none_of_it(indicator, food, client_for)
    await then_the_page_of_the_goal_shows_it_as_words_and_as_a_line(food, coach, client_for)
    await then_he_says_himself_how_far_he_is(food, him)


async def test_activation_is_written_down_from_its_licensed_source_and_spoken_of_carefully(story):
    coach, journey, _food, him = story
    await when_the_score_is_asked_for_and_noted_in(date(2026, 1, 14), "47.4", journey, coach)
    await then_one_score_alone_says_nothing_of_a_change(journey, coach)
    await when_the_score_is_asked_for_and_noted_in(date(2026, 4, 20), "50.1", journey, coach)
    await then_a_small_difference_can_be_chance(journey, coach)
    await when_the_score_is_asked_for_and_noted_in(date(2026, 8, 3), "68.5", journey, coach)
    await then_a_large_one_is_more_than_that(journey, coach)
    with pytest.raises(NotFound):  # A licensed score is written down by those who work here.
        await actions.record_pam(journey, score=Decimal(99), by=him)


async def test_goals_are_set_over_months_and_the_story_of_each_is_kept(story):
    coach, journey, _food, him = story
    for day in (date(2026, 1, 21), date(2026, 2, 18), date(2026, 4, 1), date(2026, 5, 13)):
        with on(day):
            await a_held_session(journey, coach, shared_note="We looked at the week.")
    with on(date(2026, 5, 14)):
        (first, second) = await own.goals_of(him)
        assert [first.in_words, second.in_words] == [FOOD, MOVE]
        for step in (*first.steps, *second.steps):
            await residents.tick_step(step.id, done=True, by=him)
        assert (await own.home_of(him)).steps == ()
        assert len((await own.sessions_of(him)).past) == 4


async def when_they_decide_what_to_watch(food, coach):
    with on(READ[0][0]):
        return await actions.begin_indicator(
            food, IndicatorWords("HbA1c", "mmol/mol", Decimal(48), lower_is_better=True), submission=uuid4(), by=coach
        )


async def when_the_practice_tells_the_number_four_times(indicator, coach):
    for day, number in READ:
        with on(day):
            await actions.read_indicator(indicator, reading=Decimal(number), on=day, submission=uuid4(), by=coach)


async def when_a_slip_of_the_pen_is_struck(indicator, coach):
    with on(date(2027, 1, 12)):
        await actions.read_indicator(indicator, reading=Decimal(440), on=date(2027, 1, 12), by=coach)
        await actions.strike_reading(await value("SELECT id FROM reading WHERE value = 440"), by=coach)


async def then_the_goal_says_from_where_to_where(food):
    (found,) = (await coaching.indicators([food]))[food]
    assert found.words == "From 63 to 44 mmol/mol. Hoped for: 48 mmol/mol."
    assert [one.struck for one in found.readings] == [False, False, False, False, True]
    assert found.chart is not None


async def then_a_double_press_and_a_day_to_come_change_nothing(indicator, food, coach):
    with on(date(2027, 2, 1)):
        twice = uuid4()
        for _ in range(2):
            await actions.read_indicator(indicator, reading=Decimal(44), on=clock.today(), submission=twice, by=coach)
        with pytest.raises(RuleBroken):
            await actions.read_indicator(indicator, reading=Decimal(40), on=date(2027, 2, 2), by=coach)
        (found,) = (await coaching.indicators([food]))[food]
        assert len(found.standing) == 5


async def then_whoever_does_not_work_with_him_reads_and_writes_none_of_it(indicator, food, client_for):
    elsewhere = await a_member(Role.HEALTH_COACH)
    with pytest.raises(NotFound):
        await actions.read_indicator(indicator, reading=Decimal(1), on=READ[0][0], by=elsewhere)
    assert (await (await client_for(elsewhere)).get(f"/goals/{food}")).status_code == 404


async def then_the_page_of_the_goal_shows_it_as_words_and_as_a_line(food, coach, client_for):
    page = (await (await client_for(coach)).get(f"/goals/{food}")).text
    assert "From 63 to 44 mmol/mol" in page
    assert "HbA1c" in page


async def then_he_says_himself_how_far_he_is(food, him):
    with on(date(2027, 2, 1)):
        await residents.say_how_far(food, level=2, submission=uuid4(), by=him)
        (first, _second) = await own.goals_of(him)
        assert (first.level, first.ratings[0].words) == (2, "Much more than hoped for")
        assert await value("SELECT count(*) FROM goal_rating WHERE rater = 'worker' AND occasion = 'review'") == 0


async def when_the_score_is_asked_for_and_noted_in(day, score, journey, coach):
    with on(day):
        asking = await questionnaires.ask(journey, instrument="pam", how=How.SCORE, by=coach)
        twice = uuid4()
        for _ in range(2):
            await questionnaires.enter_score(asking, journey=journey, score=Decimal(score), submission=twice, by=coach)


async def then_one_score_alone_says_nothing_of_a_change(journey, coach):
    assert (await panel_for(journey, coach, "pam")).change == ""


async def then_a_small_difference_can_be_chance(journey, coach):
    change = (await panel_for(journey, coach, "pam")).change
    assert change.startswith("2.7 points higher")
    assert "can be chance" in change


async def then_a_large_one_is_more_than_that(journey, coach):
    found = await panel_for(journey, coach, "pam")
    assert "more than measurement error" in found.change
    assert [one.score for one in found.standing] == [Decimal("47.4"), Decimal("50.1"), Decimal("68.5")]
