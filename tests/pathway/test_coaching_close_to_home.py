"""Crowds and buses make her ill with worry: a small class near home, company at first, and her own word on it (U5)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets.rules import Way
from livewell.coaching.rules import Domain
from livewell.connections import actions as connections
from livewell.connections import queries as seen
from livewell.connections.rules import ForMe
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.messages import queries as conversations
from livewell.residents import actions as residents
from livewell.residents import queries as own
from livewell.sessions.rules import Place, Purpose
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member

TUESDAY = datetime(2026, 10, 6, 13, tzinfo=UTC)
GOAL = "I want to make things with my hands, near home, with few people"


def week(number: int):
    return clock.at(TUESDAY + timedelta(weeks=number))


@pytest.fixture
async def story():
    """A link worker, and somebody who would like to paint near her own front door."""
    area = await an_area(name="South")
    coach, link_worker = await a_member(Role.HEALTH_COACH, area=area), await a_member(Role.LINK_WORKER, area=area)
    with week(0):
        journey = await an_open_journey(
            coach, stage=Stage.LINK_WORK, link_worker=link_worker, first_name="Philippa", family_name="Underhay"
        )
        goal = await an_agreed_goal(
            journey, coach, in_words=GOAL, way=Way.LEARN, domain=Domain.GROUPS, confidence=2, baseline=-2
        )
    return link_worker, journey, goal, as_themself(await value("SELECT person FROM journey WHERE id = $1", journey))


async def test_a_large_class_is_not_for_her_and_a_small_one_is(story):
    link_worker, journey, goal, her = story
    large = await when_a_large_class_in_town_is_suggested(journey, goal, link_worker)
    await when_she_goes_and_says_it_was_not_for_her(her, large)
    await then_it_ends_kindly_and_nobody_asks_her_why(her, large, link_worker)
    await when_she_asks_for_something_else(her, journey, large, link_worker)

    small = await when_a_taster_at_the_library_is_found(journey, goal, link_worker)
    await when_her_link_worker_goes_along_the_first_three_times(journey, small, link_worker)
    await when_she_goes_alone_and_says_that_it_is_for_her(her, small)
    await then_both_see_who_went_with_whom(her, small, link_worker)
    await when_she_has_friends_there(her, small, goal, link_worker)


async def test_what_she_says_of_a_place_is_hers_alone_to_say(story):
    link_worker, journey, goal, her = story
    with week(1):
        place = await a_connection(journey, link_worker, goal=goal)
        stranger = as_themself(await _somebody_else())
        for act in (
            residents.went(place, went_on=clock.today(), for_me=None, submission=uuid4(), by=stranger),
            residents.say_how_it_was(place, for_me=ForMe.NO, by=stranger),
            own.own_place(place, stranger),
        ):
            with pytest.raises(NotFound):
                await act
        with pytest.raises(RuleBroken):  # She cannot have been there tomorrow.
            await residents.went(
                place, went_on=clock.today() + timedelta(days=1), for_me=ForMe.YES, submission=uuid4(), by=her
            )
        assert await value("SELECT count(*) FROM visit") == 0


async def when_a_large_class_in_town_is_suggested(journey, goal, link_worker):
    with week(1):
        hall = await an_asset(name="Art for All in the big hall", what="Sixty people and a microphone.")
        return await a_connection(journey, link_worker, asset=hall, goal=goal)


async def when_she_goes_and_says_it_was_not_for_her(her, large):
    with week(2):
        await residents.went(large, went_on=clock.today(), for_me=ForMe.NO, submission=uuid4(), by=her)


async def then_it_ends_kindly_and_nobody_asks_her_why(her, large, link_worker):
    shown = await seen.connection(large, seen_by=link_worker)
    assert (shown.status, shown.end_reason, shown.end_note) == ("ended", "not_for_me", "")
    place, _going = await own.own_place(large, her)
    assert place.is_over
    assert (await own.home_of(her)).places == ()


async def when_she_asks_for_something_else(her, journey, large, link_worker):
    with week(2):
        await residents.ask_to_look_again(large, submission=uuid4(), by=her)
        (message,) = (await conversations.panel(journey, link_worker)).messages
        assert message.from_person
        assert "Art for All in the big hall was not for me" in message.words
        assert (await conversations.panel(journey, link_worker)).unread == 1


async def when_a_taster_at_the_library_is_found(journey, goal, link_worker):
    with week(3):
        library = await an_asset(name="Six at a table: a taster at the library", what="Six people, two streets away.")
        place = await a_connection(
            journey, link_worker, asset=library, goal=goal, why_this="Six people at most, and no bus."
        )
        await connections.introduce(
            place,
            introduced_to="Maureen",
            note_for_group="Likes to sit by the door.",
            note_agreed=True,
            by=link_worker,
        )
    return place


async def when_her_link_worker_goes_along_the_first_three_times(journey, small, link_worker):
    for number in (4, 5, 6):
        with week(number):
            await a_held_session(journey, link_worker, purposes=[Purpose.ACCOMPANIED], place=Place.COMMUNITY)
            await connections.attended(
                small, went_on=clock.today(), accompanied=True, submission=uuid4(), by=link_worker
            )


async def when_she_goes_alone_and_says_that_it_is_for_her(her, small):
    with week(7):
        await residents.went(small, went_on=clock.today(), for_me=ForMe.YES, submission=uuid4(), by=her)


async def then_both_see_who_went_with_whom(her, small, link_worker):
    shown = await seen.connection(small, seen_by=link_worker)
    assert [one.accompanied for one in shown.visited] == [False, True, True, True]
    place, _going = await own.own_place(small, her)
    assert (place.introduced_to, place.told, place.why_this) == (
        "Maureen",
        "Likes to sit by the door.",
        "Six people at most, and no bus.",
    )
    assert [bool(one.said) for one in place.visits] == [True, False, False, False]
    by_whom = await rows("SELECT noted_by FROM visit WHERE connection = $1 ORDER BY went_on", small)
    assert [one["noted_by"] for one in by_whom] == [link_worker.id] * 3 + [None]


async def when_she_has_friends_there(her, small, goal, link_worker):
    with week(10):
        await connections.settle(small, by=link_worker)
        place, _going = await own.own_place(small, her)
        assert place.is_settled
        await residents.say_how_far(goal, level=1, submission=uuid4(), by=her)
        assert (await own.goals_of(her))[0].level == 1


async def _somebody_else():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    return await value("SELECT person FROM journey WHERE id = $1", journey)
