"""What rooms do is told on the person's page: in their words, newest first, and what was put right is struck through."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from livewell.coaching import actions as coaching
from livewell.coaching.actions import GoalRated
from livewell.coaching.rules import Occasion
from livewell.greenbook import actions as books
from livewell.greenbook.rules import GivenHow
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.measures.rules.taking import How, NotDone
from livewell.record import queries
from livewell.sessions import actions as sessions
from livewell.sessions.rules import CancelledBy
from livewell.staff.rules import Role
from tests.factories.coaching import an_agreed_goal, goal_words
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.measures import a_pam
from tests.factories.sessions import a_held_session, a_note, a_session
from tests.factories.staff import a_member


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH)


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING)


@pytest.fixture
def told(coach, journey):
    async def entries(kind=""):
        person = (await the_journey(journey)).person
        shown = (await queries.timeline(journey, person, seen_by=coach)).entries
        return [entry for entry in shown if entry.kind == (kind or entry.kind)]

    return entries


async def test_moves_tries_and_the_ending(coach, journey, told):
    await journeys.close(journey, reason=EndReason.GOALS_MET, planned=True, why="They walk every day", by=coach)
    entries = await told()
    titles = [entry.title for entry in entries]
    assert "The journey began" in titles
    assert "Phone call: we spoke" in titles
    [ended] = [entry for entry in entries if entry.title == "The journey ended: reached what they set out to do"]
    assert (ended.text, ended.by) == ("They walk every day", coach.name)
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)


async def test_scores_that_were_put_right_are_struck_through(coach, journey, told):
    wrong = await a_pam(journey, coach, "25.9")
    right = await coaching.correct_pam(journey, wrong, score=Decimal("52.9"), how=How.TOGETHER, by=coach)
    await coaching.correct_pam(journey, right, not_done=NotDone.NOT_DONE, by=coach)
    entries = await told("score")
    assert [bool(entry.struck) for entry in entries].count(True) == 2
    assert {entry.title for entry in entries if entry.struck} == {
        "Patient activation 25.9",
        "Patient activation 52.9",
    }


async def test_a_goal_with_a_newer_version_is_struck_through(coach, journey, told):
    goal = await an_agreed_goal(journey, coach)
    newer = await coaching.change_goal(goal, words=goal_words(in_words="I want to run"), by=coach)
    await coaching.agree_goal(newer, baseline=-1, version=1, by=coach)
    entries = await told("goal")
    assert {entry.text: entry.struck for entry in entries} == {
        goal_words().in_words: "Replaced by a newer version of this goal.",
        "I want to run": "",
    }


async def test_a_goal_set_aside_says_why(coach, journey, told):
    goal = await an_agreed_goal(journey, coach)
    await coaching.set_aside_goal(goal, why="Her sister came to stay", by=coach)
    [entry] = await told("goal")
    assert entry.struck == "Set aside. Her sister came to stay"


async def test_each_look_at_the_goals_is_one_entry(coach, journey, told):
    goal = await an_agreed_goal(journey, coach)
    for level in (-1, 1):
        rated = [GoalRated(goal, person=level, worker=-2)]
        await coaching.rate_goals(journey, occasion=Occasion.REVIEW, ratings=rated, by=coach)
    assert sorted(entry.title for entry in await told("goals")) == [
        "Goals looked at together: 0 of 1 reached",
        "Goals looked at together: 1 of 1 reached",
    ]


async def test_missing_a_session_is_said_kindly(coach, journey, told):
    session = await a_session(journey, coach, clock.now() - timedelta(hours=1))
    await sessions.miss(session, by=coach)
    [missed] = [entry for entry in await told("session") if entry.tag]
    assert (missed.title, missed.tag) == ("Health coach session", ("Could not make it", "yellow"))


async def test_cancelling_says_whose_doing_it_was_and_why(coach, journey, told):
    session = await a_session(journey, coach)
    await sessions.cancel(session, cancelled_by=CancelledBy.PERSON, why="A hospital letter came", by=coach)
    [cancelled] = [entry for entry in await told("session") if entry.tag]
    assert cancelled.title.startswith("Health coach session cancelled by: ")
    assert cancelled.text == "A hospital letter came"


async def test_a_note_put_right_keeps_what_it_said(coach, journey, told):
    session = await a_held_session(journey, coach, notes="Talked about the alotment.")
    await sessions.correct(session, note=a_note(notes="Talked about the allotment."), version=2, by=coach)
    texts = {entry.text: bool(entry.struck) for entry in await told("session") if entry.text}
    assert texts["Talked about the allotment."] is False
    assert [struck for text, struck in texts.items() if "alotment" in text] == [True]


async def test_the_book_is_made_ready_and_given(coach, journey, told):
    book = await books.issue(person=(await the_journey(journey)).person, by=coach)
    await books.mark_given(book, how=GivenHow.POSTED, by=coach)
    assert len(await told("greenbook")) == 2


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "28 March 2027 at 12:30am"),
        (datetime(2027, 3, 28, 9, 0, tzinfo=UTC), "28 March 2027 at 10am"),
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), "25 October 2026 at 9am"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026 at 12:30am"),
    ],
)
async def test_times_are_london_times_on_both_sides_of_the_change(coach, journey, told, utc, said):
    await a_session(journey, coach, utc)
    [booked] = await told("session")
    assert booked.title == f"Health coach session booked for {said}"
