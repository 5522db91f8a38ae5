"""He swims every week and drives there alone; he says first how far he has come, gives his story, and may take it back (U9)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets.rules import Way
from livewell.coaching import actions as coaching
from livewell.coaching.actions import GoalRated
from livewell.coaching.rules import Domain, Occasion
from livewell.connections.rules import ForMe
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.residents import actions as residents
from livewell.residents import queries as own
from livewell.staff.rules import Role
from livewell.stories import actions as stories
from livewell.stories import queries as told
from livewell.stories.forms import StoryTyped
from livewell.stories.rules import Reach
from tests.at_home import as_themself
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member

FRIDAY = datetime(2026, 9, 4, 9, tzinfo=UTC)
SWIM = "I want to swim each Friday and drive there by myself"
WORDS = "The car park frightened me more than the water. Now I wave other people in."


def week(number: int):
    return clock.at(FRIDAY + timedelta(weeks=number))


@pytest.fixture
async def story():
    """Somebody who swims, and whoever works with him."""
    coach = await a_member(Role.HEALTH_COACH)
    with week(0):
        journey = await an_open_journey(coach, stage=Stage.COACHING, first_name="Leonard", family_name="Pickersgill")
        goal = await an_agreed_goal(
            journey, coach, in_words=SWIM, way=Way.BE_ACTIVE, domain=Domain.EXERCISE, baseline=-2
        )
        pool = await a_connection(journey, coach, asset=await an_asset(name="The village pool"), goal=goal)
    return coach, journey, goal, pool, as_themself(await value("SELECT person FROM journey WHERE id = $1", journey))


async def test_he_says_first_how_far_he_has_come_and_what_is_next(story):
    coach, journey, goal, pool, him = story
    await when_he_notes_every_friday_himself(pool, him)
    await when_he_rates_his_goal_before_anybody(goal, journey, coach, him)
    await then_his_view_and_the_coachs_stand_side_by_side(goal, him)
    await when_the_next_step_is_to_welcome_others(journey, coach, him)


async def test_his_story_goes_as_far_as_he_says_and_no_further(story):
    coach, _journey, _goal, _pool, him = story
    given = await when_he_gives_his_story_to_the_team(him)
    await then_the_team_reads_it_and_nobody_else(given)
    await when_somebody_of_the_team_has_read_it(given, coach)
    await when_he_lets_it_go_further_it_waits_to_be_read_again(given, him)
    await then_another_person_neither_reads_nor_changes_it(given)
    await when_he_takes_it_back_its_words_are_gone(given, him)


async def when_he_notes_every_friday_himself(pool, him):
    for number in range(1, 6):
        with week(number):
            await residents.went(pool, went_on=clock.today(), for_me=None, submission=uuid4(), by=him)
    with week(5):
        with pytest.raises(RuleBroken):  # One Friday is one Friday.
            await residents.went(pool, went_on=clock.today(), for_me=None, submission=uuid4(), by=him)
        await residents.say_how_it_was(pool, for_me=ForMe.YES, by=him)
        place, _going = await own.own_place(pool, him)
        assert [visit.went_on for visit in place.visits] == [
            (FRIDAY + timedelta(weeks=number)).date() for number in (5, 4, 3, 2, 1)
        ]
        assert await value("SELECT bool_and(noted_by IS NULL AND NOT accompanied) FROM visit")


async def when_he_rates_his_goal_before_anybody(goal, journey, coach, him):
    with week(6):
        await residents.say_how_far(goal, level=2, submission=uuid4(), by=him)
    with week(7):
        with pytest.raises(RuleBroken):  # How the coach sees it is not for him to say.
            await coaching.rate_goals(
                journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal, person=2, worker=2)], by=him
            )
        await coaching.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal, worker=1)], by=coach)


async def then_his_view_and_the_coachs_stand_side_by_side(goal, him):
    kept = await rows(
        "SELECT rater, level FROM goal_rating WHERE goal = $1 AND occasion = 'review' ORDER BY rated_at", goal
    )
    assert [(one["rater"], one["level"]) for one in kept] == [("person", 2), ("worker", 1)]
    (seen,) = await own.goals_of(him)
    assert next((one.level, one.words) for one in seen.ratings) == (2, "Much more than hoped for")


async def when_the_next_step_is_to_welcome_others(journey, coach, him):
    with week(8):
        goal = await an_agreed_goal(
            journey,
            coach,
            in_words="I want to welcome people who come to the pool for the first time",
            way=Way.GIVE,
            domain=Domain.OTHER,
        )
        second = (await own.goals_of(him))[1]
        assert (second.id, second.way) == (goal, "give")
        (step,) = second.steps
        await residents.tick_step(step.id, done=True, by=him)


async def when_he_gives_his_story_to_the_team(him):
    with week(9):
        twice = uuid4()
        typed = StoryTyped("The car park", WORDS, Reach.TEAM, "Leonard, who swims")
        given = {await stories.give(typed, submission=twice, by=him) for _ in range(2)}
        assert len(given) == 1
    return given.pop()


async def then_the_team_reads_it_and_nobody_else(given):
    assert [one.id for one in await told.for_the_team()] == [given]
    assert await told.for_reports() == await told.for_everybody() == []


async def when_somebody_of_the_team_has_read_it(given, coach):
    with week(9):
        seen = await told.one_story(given)
        assert seen.waits
        await stories.mark_read(given, version=seen.version, by=coach)
        assert not (await told.one_story(given)).waits


async def when_he_lets_it_go_further_it_waits_to_be_read_again(given, him):
    with week(10):
        mine = await told.own_story(given, him)
        further = StoryTyped(mine.title, WORDS, Reach.PUBLIC, "A swimmer")
        with pytest.raises(Stale):
            await stories.change(given, further, version=mine.version - 1, by=him)
        await stories.change(given, further, version=mine.version, by=him)
        assert (await told.one_story(given)).waits
        assert await told.for_everybody() == []


async def then_another_person_neither_reads_nor_changes_it(given):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    stranger = as_themself(await value("SELECT person FROM journey WHERE id = $1", journey))
    with pytest.raises(NotFound):
        await told.own_story(given, stranger)
    with pytest.raises(NotFound):
        await stories.take_back(given, by=stranger)


async def when_he_takes_it_back_its_words_are_gone(given, him):
    with week(11):
        await stories.take_back(given, by=him)
    assert await told.for_the_team() == []
    assert WORDS not in str(await rows("SELECT * FROM story"))
