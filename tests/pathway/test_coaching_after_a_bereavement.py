"""Referred by his GP, newly alone and with diabetes: tablets sorted, a Green Book begun, and a walk that is for him (U1)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.assets.rules import Way
from livewell.coaching.rules import Domain
from livewell.connections import queries as connections
from livewell.connections.rules import ForMe
from livewell.greenbook import actions as greenbook
from livewell.greenbook import queries as books
from livewell.greenbook.rules.pages import Sharing
from livewell.journeys import actions as journeys
from livewell.journeys.rules import ContactOutcome
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound
from livewell.linkwork import actions as linkwork
from livewell.messages import actions as messages
from livewell.messages import queries as conversations
from livewell.people.rules import ContactMethod
from livewell.questionnaires import actions as questionnaires
from livewell.questionnaires import queries as asked
from livewell.questionnaires.rules import How
from livewell.referrals.actions import triage
from livewell.residents import actions as residents
from livewell.residents import queries as own
from livewell.sessions.actions import ActionWords
from livewell.sessions.rules import Place, Purpose
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection
from tests.factories.linkwork import an_introduction
from tests.factories.people import a_person
from tests.factories.places import an_area
from tests.factories.referrals import a_referral
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member

SEPTEMBER = datetime(2026, 9, 7, 10, tzinfo=UTC)
GOAL = "I want to walk by the river with company"
TRAY = "Ask the pharmacy for a weekly tray, brought to the house"
HIS_OWN = "Fill the pill box every Sunday after lunch"
NOBODY_ELSES = "I set two cups out again this morning."


def day(number: int):
    return clock.at(SEPTEMBER + timedelta(days=number))


@pytest.fixture
async def team(app):
    """A coach and a link worker of one area; everybody listens who listens."""
    area = await an_area(name="Central")
    return await a_member(Role.HEALTH_COACH, area=area), await a_member(Role.LINK_WORKER, area=area)


async def test_from_an_empty_house_to_thursdays_by_the_river(team):
    coach, link_worker = team
    person = await a_person(first_name="Walter", email="walter@home.example")
    him = as_themself(person)

    journey = await when_the_gps_referral_is_accepted(person, coach)
    await then_he_has_a_book_of_his_own_and_a_first_page(him)

    await when_they_solve_what_is_in_the_way(journey, coach)
    await then_he_ticks_his_part_and_cannot_tick_the_workers(him, journey)

    goal = await when_they_agree_what_he_wants(journey, coach)
    await when_he_ticks_the_first_step(him, goal)
    page = await when_he_writes_a_page_for_nobody_else(him)
    await when_the_link_worker_takes_him_on(journey, coach, link_worker)

    place = await when_a_walk_is_suggested(journey, goal, link_worker)
    await when_he_goes_alone_and_says_how_it_was(him, place)
    await then_his_link_worker_reads_it_and_knows_who_said_it(place, link_worker)
    await when_he_writes_to_her_and_she_answers(him, journey, link_worker)
    await then_nobody_of_the_team_ever_reads_his_own_page(page, journey, coach, link_worker)


async def when_the_gps_referral_is_accepted(person, coach):
    with day(0):
        referral = await a_referral(
            person=person,
            area=coach.area,
            needs=["lonely", "long_term_condition"],
            reason="Type 2 diabetes. Since his wife died he misses his tablets and stays in.",
        )
    with day(1):
        journey = await triage.accept(referral, override_why="", by=coach)
        await deliver_all()
    return journey


async def then_he_has_a_book_of_his_own_and_a_first_page(him):
    with day(1):
        home = await own.home_of(him)
        assert home.journey.is_beginning
        assert home.has_book
        book = await books.own_book(him)
        assert book is not None
        assert {page.sharing for page in book.pages} == {Sharing.ME}


async def when_they_solve_what_is_in_the_way(journey, coach):
    with day(3):
        await journeys.note_attempt(journey, method=ContactMethod.PHONE, outcome=ContactOutcome.REACHED, by=coach)
        await a_held_session(
            journey,
            coach,
            purposes=[Purpose.GETTING_TO_KNOW, Purpose.PROBLEM_SOLVING],
            place=Place.HOME,
            shared_note="We found a way with the tablets.",
            actions=[ActionWords(TRAY, by_person=False), ActionWords(HIS_OWN)],
        )


async def then_he_ticks_his_part_and_cannot_tick_the_workers(him, journey):
    with day(6):
        ((action, what, _due),) = (await own.home_of(him)).to_do
        assert what == HIS_OWN
        theirs = await value("SELECT id FROM session_action WHERE NOT by_person")
        with pytest.raises(NotFound):
            await residents.tick_agreed(theirs, done=True, by=him)
        await residents.tick_agreed(action, done=True, by=him)
        assert (await own.home_of(him)).to_do == ()
        with pytest.raises(NotFound):  # Nobody else ticks it, and nobody else learns that it is there.
            await residents.tick_agreed(action, done=False, by=as_themself(await a_person()))


async def when_they_agree_what_he_wants(journey, coach):
    with day(10):
        asking = await questionnaires.ask(journey, instrument="pam", how=How.SCORE, by=coach)
        await questionnaires.enter_score(asking, journey=journey, score=Decimal("45.2"), submission=uuid4(), by=coach)
        assert await asked.open_for(await _person_of(journey)) == []
        return await an_agreed_goal(
            journey, coach, in_words=GOAL, way=Way.CONNECT, domain=Domain.GROUPS, confidence=4, baseline=-2
        )


async def when_he_ticks_the_first_step(him, goal):
    with day(12):
        (step,) = (await own.home_of(him)).steps
        await residents.tick_step(step.id, done=True, by=him)
        (seen,) = await own.goals_of(him)
        assert (seen.id, seen.in_words, seen.done, seen.level) == (goal, GOAL, 1, -2)


async def when_he_writes_a_page_for_nobody_else(him):
    with day(12):
        page = await greenbook.add_note(title="For Joan", submission=uuid4(), by=him)
        _book, seen = await books.own_page(page, him)
        await greenbook.write(
            page,
            words={"words": NOBODY_ELSES},
            title="For Joan",
            version=seen.version,
            submission=uuid4(),
            by=him,
        )
    return page


async def when_the_link_worker_takes_him_on(journey, coach, link_worker):
    with day(20):
        introduction = await an_introduction(journey, coach, link_worker, no_goal_why="")
    with day(21):
        await linkwork.take_on(introduction, by=link_worker)


async def when_a_walk_is_suggested(journey, goal, link_worker):
    with day(24):
        walk = await an_asset(name="Thursday riverside walkers", what="A gentle walk, then tea.")
        return await a_connection(journey, link_worker, asset=walk, goal=goal, why_this="Flat, and they wait for you.")


async def when_he_goes_alone_and_says_how_it_was(him, place):
    with day(31):
        twice = uuid4()
        for _ in range(2):  # A double press is one visit.
            await residents.went(place, went_on=clock.today(), for_me=None, submission=twice, by=him)
        await residents.say_how_it_was(place, for_me=ForMe.YES, by=him)
        seen, _going = await own.own_place(place, him)
        assert len(seen.visits) == 1
        assert seen.why_this == "Flat, and they wait for you."


async def then_his_link_worker_reads_it_and_knows_who_said_it(place, link_worker):
    with day(32):
        seen = await connections.connection(place, seen_by=link_worker)
        assert (seen.status, seen.visits, seen.goal_words) == ("attended", 1, GOAL)
        assert await value("SELECT noted_by IS NULL AND for_me = 'yes' AND NOT accompanied FROM visit")


async def when_he_writes_to_her_and_she_answers(him, journey, link_worker):
    with day(32):
        await messages.send(journey, words="I went on my own. Anne saved me a seat.", submission=uuid4(), by=him)
        assert (await conversations.panel(journey, link_worker)).messages[-1].from_person
        await messages.send(
            journey, words="What a Thursday! Shall I ring on Monday?", submission=uuid4(), by=link_worker
        )
        assert await conversations.unread_for(him.person) == 1
        await messages.mark_own_read(him)
        assert await conversations.unread_for(him.person) == 0


async def then_nobody_of_the_team_ever_reads_his_own_page(page, journey, coach, link_worker):
    for member in (coach, link_worker):
        assert await books.shared_pages(journey, member) == []
        with pytest.raises(NotFound):
            await books.shared_page(journey, page, member)


async def _person_of(journey):
    return await value("SELECT person FROM journey WHERE id = $1", journey)
