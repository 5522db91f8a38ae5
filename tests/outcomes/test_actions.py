import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.coaching import queries as goals
from livewell.coaching.actions import GoalRated
from livewell.coaching.rules import Occasion, Rater
from livewell.coaching.tables import GoalRating
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.measures import queries as measures
from livewell.measures.rules.taking import How, NotDone
from livewell.measures.tables import Score
from livewell.outcomes import actions, queries
from livewell.outcomes.forms import EndingCommand, Pam, Reviewed
from livewell.outcomes.rules import Expectation, WhatNext
from livewell.outcomes.tables import Ending, Reopening, Review
from livewell.staff.rules import Role
from tests.factories.coaching import a_draft_goal, an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.outcomes import a_command, an_ending
from tests.factories.places import an_area
from tests.factories.sessions import a_session, the_session
from tests.factories.staff import a_member

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WORDS = "I have people to talk to now."
UNREACHED = EndingCommand(EndReason.UNABLE_TO_CONTACT, planned=False)


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING)


async def told(what: str) -> list[dict]:
    return await Event.select().where(Event.what == what)


async def test_an_ending_keeps_everything_and_closes_the_journey(coach, journey):
    goal = await an_agreed_goal(journey, coach)
    await an_ending(
        journey, coach, ratings=(GoalRated(goal, person=1, worker=0),), ask_of_practice="A medication review."
    )
    stands = await the_journey(journey)
    assert (stands.stage, stands.end_reason, stands.end_planned) == (Stage.CLOSED, "goals_met", True)
    kept = await queries.ending(journey)
    assert kept is not None
    assert (kept.what_next, kept.expectation, kept.persons_words) == ((WhatNext.GROUP,), Expectation.MET, WORDS)
    assert (kept.groups_before, kept.groups_now, kept.ask_of_practice) == (0, 2, "A medication review.")
    assert kept.may_share_words is False
    [rated] = await goals.goals(journey)
    ratings = {(one.occasion, one.rater, one.level) for one in rated.ratings if not one.is_baseline}
    assert ratings == {(Occasion.ENDING, Rater.PERSON, 1), (Occasion.ENDING, Rater.WORKER, 0)}
    [score] = await measures.scores(journey, "pam")
    assert score.score == Decimal("67.8")
    [event] = await told("journey.ended")
    assert event["subject"] == event["journey"] == journey
    assert WORDS not in str(event)
    assert len(await told("journey.closed")) == 1


async def test_somebody_we_could_not_reach_needs_nothing_more(coach):
    journey = await an_open_journey(coach)
    await actions.end(journey, UNREACHED, submission=uuid4(), by=coach)
    kept = await queries.ending(journey)
    assert kept is not None
    assert (kept.reason, kept.planned, kept.expectation) == (
        EndReason.UNABLE_TO_CONTACT,
        False,
        Expectation.NOT_ASKED,
    )
    assert not await Score.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"pam": None}, "give the patient activation score"),
        ({"what_next": ()}, "say what comes next"),
        ({"expectation": None}, "whether it was what they expected"),
        ({"summary": " "}, "write the summary"),
        ({"planned": False}, "always planned"),
        ({"reason": EndReason.DIED}, "cannot have been planned"),
        ({"may_contact_about_volunteering": True}, "would like to volunteer"),
    ],
)
async def test_what_a_planned_ending_must_have(coach, journey, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        await an_ending(journey, coach, **change)
    assert (await the_journey(journey)).stage == Stage.COACHING
    assert not await Ending.exists()


async def test_every_agreed_goal_is_rated_and_drafts_are_not(coach, journey):
    first = await an_agreed_goal(journey, coach)
    second = await an_agreed_goal(journey, coach)
    await a_draft_goal(journey, coach)
    with pytest.raises(RuleBroken, match="rate every agreed goal"):
        await an_ending(journey, coach, ratings=(GoalRated(first, person=0),))
    await an_ending(journey, coach, ratings=(GoalRated(first, person=0), GoalRated(second, worker=-1)))


async def test_not_asked_is_an_answer_and_a_fresh_score_is_enough(coach, journey):
    await an_ending(journey, coach, expectation=Expectation.NOT_ASKED, pam=None, pam_is_fresh=True)
    assert (await queries.ending(journey)).expectation is Expectation.NOT_ASKED


async def test_no_score_with_a_reason_is_as_good(coach, journey):
    await an_ending(journey, coach, pam=Pam(None, NotDone.DECLINED, "Enough forms.", How.TOGETHER))
    [score] = await measures.scores(journey, "pam")
    assert (score.score, score.not_done) == (None, "declined")


async def test_booked_sessions_are_named_and_then_cancelled_when_asked(coach, journey):
    with clock.at(NOON):
        session = await a_session(journey, coach, NOON + timedelta(days=3))
        with pytest.raises(RuleBroken, match="23 November 2026 at midday"):
            await an_ending(journey, coach)
        assert (await the_session(session)).status == "booked"
        await an_ending(journey, coach, cancel_sessions=True)
    kept = await the_session(session)
    assert (kept.status, kept.cancelled_by) == ("cancelled", "worker")


async def test_the_same_form_sent_twice_is_one_ending_and_a_second_one_is_refused(coach, journey):
    submission = uuid4()
    first = await actions.end(journey, a_command(), submission=submission, by=coach)
    assert await actions.end(journey, a_command(), submission=submission, by=coach) == first
    with pytest.raises(RuleBroken, match="ended"):
        await an_ending(journey, coach)
    assert await Ending.count() == 1
    assert len(await told("journey.ended")) == 1


async def test_nothing_is_left_behind_when_the_news_cannot_be_told(coach, journey, monkeypatch):
    async def broken(*_args, **_codes):
        raise OSError

    goal = await an_agreed_goal(journey, coach)
    ratings = (GoalRated(goal, person=1),)
    baseline = await GoalRating.count()
    with monkeypatch.context() as patch:
        patch.setattr("livewell.outcomes.actions.news.tell", broken)
        with pytest.raises(OSError):
            await an_ending(journey, coach, ratings=ratings)
        with pytest.raises(OSError):
            await actions.review(journey, Reviewed(ratings, None, 1, WORDS, ""), submission=uuid4(), by=coach)
    assert (await the_journey(journey)).stage == Stage.COACHING
    assert not await Ending.exists()
    assert not await Review.exists()
    assert not await Score.exists()
    assert await GoalRating.count() == baseline


async def test_nobody_else_ends_or_reviews(coach, journey):
    for other in (await a_member(Role.HEALTH_COACH), await a_member(Role.LINK_WORKER, area=coach.area)):
        with pytest.raises(NotFound):
            await an_ending(journey, other)
        with pytest.raises(NotFound):
            await actions.review(journey, Reviewed((), None, None, WORDS, ""), submission=uuid4(), by=other)
        with pytest.raises(NotFound):
            await queries.panel(journey, seen_by=other)


async def test_a_review_keeps_ratings_score_and_words(coach, journey):
    goal, submission = await an_agreed_goal(journey, coach), uuid4()
    command = Reviewed(
        (GoalRated(goal, person=0, worker=1),), Pam(Decimal("55.6"), None, "", How.SELF), 1, WORDS, "Try the choir."
    )
    for _ in range(2):
        await actions.review(journey, command, submission=submission, by=coach)
    [kept] = await queries.reviews(journey)
    assert (kept.persons_words, kept.agreed, kept.groups_now, kept.by_name) == (WORDS, "Try the choir.", 1, coach.name)
    [rated] = await goals.goals(journey)
    assert [one.occasion for one in rated.ratings if not one.is_baseline] == [Occasion.REVIEW, Occasion.REVIEW]
    assert len(await told("outcomes.reviewed")) == 1


async def test_a_review_comes_after_meeting_and_before_the_ending(coach, journey):
    command = Reviewed((), None, None, WORDS, "")
    with pytest.raises(RuleBroken, match="once you have met"):
        await actions.review(await an_open_journey(coach), command, submission=uuid4(), by=coach)
    await an_ending(journey, coach)
    with pytest.raises(RuleBroken, match="ended"):
        await actions.review(journey, command, submission=uuid4(), by=coach)


async def test_opening_again_is_a_new_journey_that_names_the_old(coach, journey):
    await an_ending(journey, coach)
    submission = uuid4()
    new = await actions.reopen(journey, why="Her sister has died.", submission=submission, by=coach)
    assert await actions.reopen(journey, why="Her sister has died.", submission=submission, by=coach) == new
    stands, old = await the_journey(new), await the_journey(journey)
    assert (stands.previous, stands.stage, stands.health_coach) == (journey, Stage.CONTACTING, coach.id)
    assert (old.stage, stands.person, stands.area) == (Stage.CLOSED, old.person, old.area)
    assert (await queries.panel(new, seen_by=coach)).reopened_why == "Her sister has died."
    assert len(await told("outcomes.reopened")) == 1
    assert await Reopening.count() == 1


async def test_a_manager_gives_it_back_to_the_coach_who_had_it(coach, journey):
    await an_ending(journey, coach)
    new = await actions.reopen(journey, why="Asked for us.", submission=uuid4(), by=await a_member(Role.MANAGER))
    assert (await the_journey(new)).health_coach == coach.id


async def test_what_opening_again_refuses(coach, journey):
    with pytest.raises(RuleBroken, match="has not ended"):
        await actions.reopen(journey, why="Why not.", submission=uuid4(), by=coach)
    link_worker = await a_member(Role.LINK_WORKER, area=coach.area)
    theirs = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=link_worker)
    await an_ending(theirs, link_worker)
    with pytest.raises(RuleBroken, match="health coach decides"):
        await actions.reopen(theirs, why="Asked.", submission=uuid4(), by=link_worker)
    await an_ending(journey, coach)
    with pytest.raises(RuleBroken, match="why they are coming back"):
        await actions.reopen(journey, why=" ", submission=uuid4(), by=coach)
    with pytest.raises(NotFound):
        await actions.reopen(journey, why="Asked.", submission=uuid4(), by=await a_member(Role.HEALTH_COACH))
    await actions.reopen(journey, why="Asked.", submission=uuid4(), by=coach)
    with pytest.raises(RuleBroken, match="an open journey already"):
        await actions.reopen(journey, why="Asked again.", submission=uuid4(), by=coach)


async def test_two_endings_at_the_same_moment_are_one(committed_db):
    coach = await a_member(Role.HEALTH_COACH, area=await an_area())
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    found = await asyncio.gather(*(an_ending(journey, coach) for _ in range(3)), return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in found) == 1
    assert all(isinstance(one, RuleBroken) for one in found if isinstance(one, BaseException))
    assert await Ending.count() == 1
    assert await Score.count() == 1
