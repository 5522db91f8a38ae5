import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.journeys import actions as journeys
from livewell.journeys import queries as journey_queries
from livewell.journeys.rules import EndReason, Stage
from livewell.journeys.tables import StageChange
from livewell.kit import clock, db
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Event
from livewell.linkwork import actions, queries
from livewell.linkwork.rules import How
from livewell.linkwork.tables import Introduction
from livewell.staff.rules import Role
from tests.factories.coaching import a_draft_goal, an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.linkwork import SUMMARY, an_introduction, the_introduction
from tests.factories.places import an_area
from tests.factories.sessions import a_session
from tests.factories.staff import a_member

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area())


@pytest.fixture
async def link_worker(coach):
    return await a_member(Role.LINK_WORKER, area=coach.area)


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING)


async def told(what: str) -> list[dict]:
    return await Event.select().where(Event.what == what)


async def test_the_journey_waits_for_the_link_worker(coach, link_worker, journey):
    made = await the_introduction(await an_introduction(journey, coach, link_worker))
    assert (made.status, made.summary, made.asked_by) == ("asked", SUMMARY, coach.id)
    stands = await the_journey(journey)
    assert (stands.stage, stands.link_worker) == (Stage.INTRODUCED, None)
    [event] = await told("linkwork.introduced")
    assert event["journey"] == journey
    assert SUMMARY not in str(event)


async def test_an_agreed_goal_with_a_step_needs_no_reason(coach, link_worker, journey):
    await an_agreed_goal(journey, coach)
    made = await the_introduction(await an_introduction(journey, coach, link_worker, no_goal_why=""))
    assert made.no_goal_why == ""


async def test_without_an_agreed_goal_a_reason_is_asked(coach, link_worker, journey):
    await a_draft_goal(journey, coach)
    with pytest.raises(RuleBroken, match="say why there is none"):
        await an_introduction(journey, coach, link_worker, no_goal_why=" ")
    assert (await the_journey(journey)).stage == Stage.COACHING


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"person_agrees": False}, "when they agree to it"),
        ({"how": How.JOINT_MEETING}, "when you will all meet"),
        ({"reasons": ()}, "what the link worker could help with"),
        ({"summary": " "}, "what the link worker should know"),
    ],
)
async def test_what_an_introduction_must_have(coach, link_worker, journey, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        await an_introduction(journey, coach, link_worker, **change)
    assert not await Introduction.exists()


async def test_only_a_coach_who_sees_the_journey_introduces(coach, link_worker, journey):
    manager = await a_member(Role.MANAGER)
    with pytest.raises(RuleBroken, match="A health coach makes"):
        await an_introduction(journey, manager, link_worker)
    with pytest.raises(NotFound):
        await an_introduction(journey, await a_member(Role.HEALTH_COACH), link_worker)
    with pytest.raises(NotFound):
        await an_introduction(journey, coach, coach)


async def test_a_journey_not_with_the_coach_cannot_be_introduced(coach, link_worker, journey):
    await an_introduction(journey, coach, link_worker)
    with pytest.raises(RuleBroken, match="waiting for a link worker"):
        await an_introduction(journey, coach, link_worker)
    contacting = await an_open_journey(coach)
    with pytest.raises(RuleBroken, match="making contact"):
        await an_introduction(contacting, coach, link_worker)


async def test_a_link_worker_of_another_area_asks_for_a_reason_and_can_then_take_on(coach, journey):
    elsewhere = await a_member(Role.LINK_WORKER)
    with pytest.raises(RuleBroken, match="another area"):
        await an_introduction(journey, coach, elsewhere)
    made = await an_introduction(journey, coach, elsewhere, elsewhere_why="Speaks Punjabi.")
    assert await actions.take_on(made, by=elsewhere) == journey
    assert (await the_journey(journey)).link_worker == elsewhere.id


async def test_the_same_form_sent_twice_is_one_introduction(coach, link_worker, journey):
    submission = uuid4()
    first = await an_introduction(journey, coach, link_worker, submission=submission)
    assert await an_introduction(journey, coach, link_worker, submission=submission) == first
    assert await Introduction.count() == 1
    assert len(await told("linkwork.introduced")) == 1


async def test_nothing_is_left_behind_when_the_news_cannot_be_told(coach, link_worker, journey, monkeypatch):
    async def broken(*_args, **_codes):
        raise OSError

    waiting = await an_introduction(await an_open_journey(coach, stage=Stage.COACHING), coach, link_worker)
    with monkeypatch.context() as patch:
        patch.setattr("livewell.linkwork.actions.news.tell", broken)
        with pytest.raises(OSError):
            await an_introduction(journey, coach, link_worker)
        with pytest.raises(OSError):
            await actions.take_on(waiting, by=link_worker)
        with pytest.raises(OSError):
            await actions.hand_back(waiting, why="Full.", by=coach)
    assert (await the_journey(journey)).stage == Stage.COACHING
    assert await Introduction.count() == 1
    kept = await the_introduction(waiting)
    assert (kept.status, kept.answered_at) == ("asked", None)
    assert (await the_journey(kept.journey)).stage == Stage.INTRODUCED


async def test_before_taking_on_the_introduction_is_open_and_the_record_is_not(coach, link_worker, journey):
    goal = "I want to walk to the library and back"
    await an_agreed_goal(journey, coach, in_words=goal)
    made = await an_introduction(journey, coach, link_worker)
    shown = await queries.introduction(made, seen_by=link_worker)
    assert (shown.summary, shown.waits) == (SUMMARY, True)
    assert [one.in_words for one in await queries.agreed_goals(journey)] == [goal]
    with pytest.raises(NotFound):
        await journey_queries.journey(journey, link_worker)
    assert not await queries.sees_record(journey, link_worker)
    with pytest.raises(NotFound):
        await queries.introduction(made, seen_by=await a_member(Role.LINK_WORKER, area=coach.area))
    with pytest.raises(NotFound):
        await queries.introduction(made, seen_by=await a_member(Role.HEALTH_COACH))


async def test_taking_on_opens_the_record(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    assert await actions.take_on(made, by=link_worker) == journey
    assert await actions.take_on(made, by=link_worker) == journey
    stands = await the_journey(journey)
    assert (stands.stage, stands.link_worker) == (Stage.LINK_WORK, link_worker.id)
    assert (await journey_queries.journey(journey, link_worker)).link_worker_name == link_worker.name
    changes = await StageChange.select().where(StageChange.to_stage == "link_work")
    assert [change["changed_by"] for change in changes] == [link_worker.id]
    assert len(await told("linkwork.taken_on")) == 1
    assert await queries.waiting(seen_by=link_worker) == ()


async def test_nobody_else_takes_somebody_on(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    for other in (coach, await a_member(Role.LINK_WORKER, area=coach.area), await a_member(Role.MANAGER)):
        with pytest.raises(NotFound):
            await actions.take_on(made, by=other)
    with pytest.raises(NotFound):
        await actions.take_on(uuid4(), by=link_worker)


async def test_handing_back_before_taking_on(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.hand_back(made, why=" ", by=link_worker)
    await actions.hand_back(made, why="They would rather wait until spring.", by=link_worker)
    stands = await the_journey(journey)
    assert (stands.stage, stands.link_worker) == (Stage.COACHING, None)
    kept = await queries.introduction(made, seen_by=coach)
    assert (kept.status, kept.answered_by, kept.answer_why) == (
        "handed_back",
        link_worker.name,
        "They would rather wait until spring.",
    )
    with pytest.raises(NotFound):
        await queries.introduction(made, seen_by=link_worker)


async def test_handing_back_after_taking_on_closes_the_record_again(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    await actions.take_on(made, by=link_worker)
    await actions.hand_back(made, why="Needs the coach first.", by=link_worker)
    stands = await the_journey(journey)
    assert (stands.stage, stands.link_worker) == (Stage.COACHING, None)
    with pytest.raises(NotFound):
        await journey_queries.journey(journey, link_worker)
    with pytest.raises(RuleBroken, match="already handed back"):
        await actions.hand_back(made, why="Again.", by=coach)


async def test_a_second_introduction_puts_the_unanswered_one_away(coach, link_worker, journey):
    first = await an_introduction(journey, coach, link_worker)
    await journeys.move(journey, to=Stage.COACHING, why="Too soon.", by=coach)
    assert await queries.waiting(seen_by=link_worker) == ()
    with pytest.raises(NotFound):
        await queries.introduction(first, seen_by=link_worker)
    other = await a_member(Role.LINK_WORKER, area=coach.area)
    second = await an_introduction(journey, coach, other)
    assert (await the_introduction(first)).status == "handed_back"
    assert [one.introduction.id for one in await queries.waiting(seen_by=other)] == [second]
    assert await queries.waiting(seen_by=link_worker) == ()
    with pytest.raises(NotFound):
        await actions.take_on(first, by=link_worker)


async def test_an_ended_journey_no_longer_waits(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    await journeys.close(journey, reason=EndReason.PERSON_CHOSE, planned=False, why="", by=coach)
    assert await queries.waiting(seen_by=link_worker) == ()
    assert (await queries.introduction(made, seen_by=coach)).label == ("No longer asked", "grey")
    with pytest.raises((RuleBroken, NotFound)):
        await actions.take_on(made, by=link_worker)


async def test_an_answer_is_late_after_the_working_days_of_the_setting(coach, link_worker, journey):
    with clock.at(FRIDAY):
        await an_introduction(journey, coach, link_worker)
    for day, late in ((25, False), (26, True)):
        with clock.at(datetime(2026, 11, day, 12, tzinfo=UTC)):
            [one] = await queries.waiting(seen_by=link_worker)
            assert (one.is_late, one.answer_by.day) == (late, 25)


async def test_what_each_link_worker_carries(coach, link_worker, journey):
    with clock.at(FRIDAY):
        busy = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=link_worker)
        await a_session(busy, link_worker, FRIDAY + timedelta(days=2))
        await a_session(busy, link_worker, FRIDAY + timedelta(days=3))
        await an_introduction(journey, coach, link_worker)
        await a_member(Role.LINK_WORKER, area=coach.area, active=False)
        elsewhere = await a_member(Role.LINK_WORKER)
        [mine] = await queries.link_workers(seen_by=coach)
        assert (mine.id, mine.open_people, mine.sessions_this_week, mine.waiting) == (link_worker.id, 1, 1, 1)
        assert mine.warning == ""
        everybody = await queries.link_workers(seen_by=await a_member(Role.MANAGER))
        assert {one.id for one in everybody} >= {link_worker.id, elsewhere.id}
        near = await queries.link_workers_near(coach.area)
        assert near[0].id == link_worker.id


async def test_a_full_caseload_warns_and_never_blocks(coach, link_worker, journey):
    await db.execute(
        "INSERT INTO service_setting (key, value, changed_at) VALUES ('caseload_guide', '1', $1)", clock.now()
    )
    await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=link_worker)
    [mine] = await queries.link_workers(seen_by=coach)
    assert "Works with 1 person now" in mine.warning
    assert await an_introduction(journey, coach, link_worker)


async def test_the_panel_keeps_every_introduction(coach, link_worker, journey):
    made = await an_introduction(journey, coach, link_worker)
    await actions.take_on(made, by=link_worker)
    await actions.hand_back(made, why="Needs the coach first.", by=link_worker)
    panel = await queries.panel(journey, seen_by=coach)
    assert [one.id for one in panel.introductions] == [made]
    with pytest.raises(NotFound):
        await queries.panel(journey, seen_by=link_worker)


async def test_taking_on_and_handing_back_at_the_same_moment_never_wait_in_a_circle(committed_db):
    coach = await a_member(Role.HEALTH_COACH, area=await an_area())
    helper = await a_member(Role.LINK_WORKER, area=coach.area)
    made = await an_introduction(await an_open_journey(coach, stage=Stage.COACHING), coach, helper)
    found = await asyncio.gather(
        actions.take_on(made, by=helper),
        actions.hand_back(made, why="Too soon.", by=coach),
        actions.take_on(made, by=helper),
        return_exceptions=True,
    )
    assert all(isinstance(one, RuleBroken | NotFound) for one in found if isinstance(one, BaseException))
    kept = await the_introduction(made)
    assert (kept.status, (await the_journey(kept.journey)).stage) == ("handed_back", Stage.COACHING)


async def test_two_coaches_at_the_same_moment_make_one_introduction(committed_db):
    coach = await a_member(Role.HEALTH_COACH, area=await an_area())
    helper = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    found = await asyncio.gather(*(an_introduction(journey, coach, helper) for _ in range(4)), return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in found) == 1
    assert all(isinstance(one, RuleBroken) for one in found if isinstance(one, BaseException))
    assert await Introduction.count() == 1
