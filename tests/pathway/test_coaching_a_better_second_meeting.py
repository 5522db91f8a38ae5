"""The first meeting goes badly; a colleague who lived through loss joins the second; they plan the next ones together (U6)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.greenbook import actions as greenbook
from livewell.greenbook import queries as books
from livewell.greenbook.rules.pages import Sharing, WrittenHow
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, Stale
from livewell.kit.news import Event
from livewell.reflections import actions as reflections
from livewell.reflections import queries as looked_back
from livewell.reflections.rules import Answer
from livewell.residents import queries as own
from livewell.sessions.rules import Purpose
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
RUSHED = "I filled every silence. She looked at the clock, and so did I."
SHARED_LOSS = "Told her of my own brother. She asked what the first winter was like."
NOT_WANTED = "Did not want to come again."
PLAN = "Meeting me: what helps"
WAYS = "Sit by the window. Tea first. Ask about the garden before the feelings."
HER_OWN = "I still lay his side of the bed."


def day(number: int):
    return clock.at(MONDAY + timedelta(days=number))


@pytest.fixture
async def story():
    """A coach with a supervising manager, a colleague who works beside her, and somebody who lost her husband."""
    area = await an_area(name="Central")
    coach = await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach")
    peer = await a_member(Role.LINK_WORKER, area=area, name="Noor Peer")
    manager = await a_member(Role.MANAGER)
    with day(-3):
        journey = await an_open_journey(
            coach, stage=Stage.LINK_WORK, link_worker=peer, first_name="Gwendoline", family_name="Ashdown"
        )
    her = as_themself(await value("SELECT person FROM journey WHERE id = $1", journey))
    with day(-3):
        await greenbook.issue(person=her.person, by=coach)
    return coach, peer, manager, journey, her


async def test_from_a_meeting_that_went_badly_to_one_they_planned(story, client_for):
    coach, peer, manager, journey, her = story
    first = await when_the_first_meeting_goes_badly(journey, coach)
    look = await when_the_coach_looks_back_at_it_alone(first, coach)
    await then_nobody_else_knows_of_it(first, look, journey, peer, manager, client_for)

    second = await when_a_colleague_shares_her_own_loss(journey, peer)
    await when_the_coach_shows_her_reflection_and_takes_it_back(look, coach, manager)

    page = await when_they_plan_the_next_meetings_together(journey, coach)
    await when_she_changes_a_word_at_home_while_the_coach_writes(page, journey, coach, her)
    await then_both_read_the_same_and_she_sees_who_opened_it(page, journey, coach, peer, her)
    await when_she_writes_one_for_herself_and_takes_the_other_back(page, journey, coach, peer, her)
    await then_no_news_holds_a_word_of_any_of_it()
    assert {one.id for one in (await own.sessions_of(her)).past} == {first, second}


async def when_the_first_meeting_goes_badly(journey, coach):
    with day(0):
        return await a_held_session(
            journey,
            coach,
            purposes=[Purpose.GETTING_TO_KNOW],
            notes=NOT_WANTED,
            shared_note="We met for the first time.",
        )


async def when_the_coach_looks_back_at_it_alone(first, coach):
    with day(0):
        return await reflections.keep_reflection(
            first,
            themes={"listening": Answer.NEXT_TIME, "hope": Answer.NOT_THIS_TIME},
            words=RUSHED,
            version=0,
            submission=uuid4(),
            by=coach,
        )


async def then_nobody_else_knows_of_it(first, look, journey, peer, manager, client_for):
    for member in (peer, manager):
        with pytest.raises(NotFound):
            await looked_back.reflection(look, seen_by=member)
        assert await looked_back.shown_to(member) == []
    with pytest.raises(NotFound):  # Nor is a session of a colleague's looked back at in her place.
        await reflections.keep_reflection(first, themes={}, words="x", version=0, submission=uuid4(), by=peer)
    pages = [
        (await (await client_for(member)).get(path)).text
        for member in (peer, manager)
        for path in (f"/journeys/{journey}", f"/journeys/{journey}/about/sessions")
    ]
    assert not [page for page in pages if RUSHED in page]


async def when_a_colleague_shares_her_own_loss(journey, peer):
    with day(7):
        held = await a_held_session(journey, peer, purposes=[Purpose.SOCIALISING], notes="An hour, and then another.")
        await reflections.keep_reflection(
            held, themes={"hope": Answer.YES}, words=SHARED_LOSS, version=0, submission=uuid4(), by=peer
        )
        assert [one.words for one in await looked_back.mine(peer)] == [SHARED_LOSS]
    return held


async def when_the_coach_shows_her_reflection_and_takes_it_back(look, coach, manager):
    with day(8):
        ((reader, _name), *_) = [one for one in await looked_back.supervisors(coach) if one[0] == str(manager.id)]
        assert reader == str(manager.id)
        await reflections.share_reflection(look, reader=manager.id, by=coach)
        assert (await looked_back.reflection(look, seen_by=manager)).words == RUSHED
        await reflections.take_back_reflection(look, by=coach)
        with pytest.raises(NotFound):
            await looked_back.reflection(look, seen_by=manager)


async def when_they_plan_the_next_meetings_together(journey, coach):
    with day(14):
        page = await greenbook.begin_together(journey, leaf="", title=PLAN, submission=uuid4(), by=coach)
        _book, seen = await books.shared_page(journey, page, coach)
        await greenbook.write_together(
            page,
            journey=journey,
            words={"words": WAYS},
            title=PLAN,
            how=WrittenHow.TOGETHER,
            version=seen.version,
            submission=uuid4(),
            by=coach,
        )
    return page


async def when_she_changes_a_word_at_home_while_the_coach_writes(page, journey, coach, her):
    with day(15):
        _book, open_at_work = await books.shared_page(journey, page, coach)
        _book, at_home = await books.own_page(page, her)
        await greenbook.write(
            page,
            words={"words": WAYS + " No advice."},
            title=PLAN,
            version=at_home.version,
            submission=uuid4(),
            by=her,
        )
        with pytest.raises(Stale) as stale:
            await greenbook.write_together(
                page,
                journey=journey,
                words={"words": WAYS + " An hour at most."},
                title=PLAN,
                how=WrittenHow.TOGETHER,
                version=open_at_work.version,
                submission=uuid4(),
                by=coach,
            )
        assert WAYS + " No advice." in stale.value.theirs.values()
        assert WAYS + " An hour at most." in stale.value.yours.values()


async def then_both_read_the_same_and_she_sees_who_opened_it(page, journey, coach, peer, her):
    with day(16):
        await greenbook.note_opened([page], by=coach)
        for member in (coach, peer):
            _book, seen = await books.shared_page(journey, page, member)
            assert seen.words == {"words": WAYS + " No advice."}
        _book, mine = await books.own_page(page, her)
        with_it = await books.of_page(mine)
        assert [one.name for one in with_it.read_by] == ["Ruth Coach"]
        assert [one.answers for one in with_it.earlier] == [[("", WAYS)]]


async def when_she_writes_one_for_herself_and_takes_the_other_back(page, journey, coach, peer, her):
    with day(20):
        alone = await greenbook.add_note(title="Winter", submission=uuid4(), by=her)
        _book, seen = await books.own_page(alone, her)
        await greenbook.write(
            alone, words={"words": HER_OWN}, title="Winter", version=seen.version, submission=uuid4(), by=her
        )
        assert [one.id for one in await books.shared_pages(journey, coach)] == [page]
        await greenbook.share(page, sharing=Sharing.ME, by=her)
        for member in (coach, peer):
            for one in (alone, page):
                with pytest.raises(NotFound):
                    await books.shared_page(journey, one, member)


async def then_no_news_holds_a_word_of_any_of_it():
    told = str(await Event.select())
    for words in (RUSHED, SHARED_LOSS, NOT_WANTED, PLAN, WAYS, HER_OWN, "Winter", "Gwendoline"):
        assert words not in told
