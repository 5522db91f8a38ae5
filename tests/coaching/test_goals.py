"""Goals: drafted, agreed, changed, set aside and rated; what each does, refuses, and leaves when it fails."""

from uuid import uuid4

import pytest

from livewell.coaching import actions, queries
from livewell.coaching.actions import GoalRated, StepWords
from livewell.coaching.rules import GoalStatus, Occasion, Rater
from livewell.coaching.tables import GoalRating
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.factories.coaching import a_draft_goal, an_agreed_goal, goal_words, the_goal
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey
from tests.factories.staff import a_member


async def test_a_draft_is_kept_as_written_and_once():
    coach, journey = await a_coach_and_a_journey()
    once = uuid4()
    words = goal_words(may_share=True, level_hoped="Twice a week")
    steps = [StepWords("First"), StepWords("Second")]
    goal = await actions.draft_goal(journey, words=words, steps=steps, submission=once, by=coach)
    assert await actions.draft_goal(journey, words=words, steps=steps, submission=once, by=coach) == goal
    found = await queries.goals(journey)
    assert [one.id for one in found] == [goal]
    assert [step.what for step in found[0].steps] == ["First", "Second"]
    assert (found[0].levels[0], found[0].may_share, found[0].status) == ("Twice a week", True, GoalStatus.DRAFT)


async def test_goals_keep_their_order():
    coach, journey = await a_coach_and_a_journey()
    first = await a_draft_goal(journey, coach)
    second = await a_draft_goal(journey, coach)
    assert [(one.id, one.position) for one in await queries.goals(journey)] == [(first, 1), (second, 2)]


async def test_a_draft_is_edited_and_steps_already_done_stay_done():
    coach, journey = await a_coach_and_a_journey()
    goal = await actions.draft_goal(journey, words=goal_words(), steps=[StepWords("Keep"), StepWords("Drop")], by=coach)
    await actions.tick_step((await queries.goal(goal, coach)).steps[0].id, done=True, by=coach)
    await actions.edit_goal(
        goal,
        words=goal_words(in_words="I want to dance"),
        steps=[StepWords("New"), StepWords("Keep")],
        version=1,
        by=coach,
    )
    found = await queries.goal(goal, coach)
    assert found.in_words == "I want to dance"
    assert [(step.what, step.done_at is not None) for step in found.steps] == [("New", False), ("Keep", True)]


async def test_editing_what_somebody_else_edited_shows_both():
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    await actions.edit_goal(goal, words=goal_words(in_words="Theirs"), version=1, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.edit_goal(goal, words=goal_words(in_words="Mine"), version=1, by=coach)
    assert (stale.value.theirs["The goal"], stale.value.yours["The goal"]) == ("Theirs", "Mine")


async def test_agreeing_freezes_five_levels_and_the_weight_and_keeps_the_start():
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach, importance=9, level_hoped="Twice a week")
    await actions.agree_goal(goal, baseline=-2, version=1, by=coach)
    agreed = await queries.goal(goal, coach)
    assert agreed.is_agreed
    assert agreed.weight == 9
    assert agreed.levels[0] == "Twice a week"
    assert agreed.levels[2] == "Much more than hoped for"
    assert all(agreed.levels.values())
    assert (agreed.baseline, agreed.latest) == (-2, None)
    with pytest.raises(RuleBroken, match="new version"):
        await actions.edit_goal(goal, words=goal_words(in_words="Something else"), version=2, by=coach)
    with pytest.raises(RuleBroken):
        await actions.agree_goal(goal, baseline=-1, version=2, by=coach)


@pytest.mark.parametrize("baseline", [-3, 0, 1, 2])
async def test_a_start_is_some_of_it_or_nothing_yet(baseline):
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    with pytest.raises(RuleBroken, match="today"):
        await actions.agree_goal(goal, baseline=baseline, version=1, by=coach)


async def test_agreeing_words_that_changed_meanwhile_is_refused():
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    await actions.edit_goal(goal, words=goal_words(in_words="Other words"), version=1, by=coach)
    with pytest.raises(Stale):
        await actions.agree_goal(goal, baseline=-1, version=1, by=coach)


async def test_a_change_is_a_new_version_and_the_old_stands_until_it_is_agreed():
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, coach)
    newer = await actions.change_goal(goal, words=goal_words(in_words="I want to run"), submission=uuid4(), by=coach)
    assert (await the_goal(goal)).status == "agreed"
    assert (await queries.goal(goal, coach)).replaced_by == newer
    with pytest.raises(RuleBroken, match="already"):
        await actions.change_goal(goal, words=goal_words(), by=coach)
    await actions.agree_goal(newer, baseline=-1, version=1, by=coach)
    old, new = await the_goal(goal), await the_goal(newer)
    assert (old.status, new.status, new.replaces, new.position) == ("replaced", "agreed", goal, old.position)
    assert old.in_words == goal_words().in_words


async def test_only_an_agreed_goal_gets_a_new_version():
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(RuleBroken, match="agreed"):
        await actions.change_goal(await a_draft_goal(journey, coach), words=goal_words(), by=coach)


async def test_setting_aside_needs_a_reason():
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, coach)
    with pytest.raises(RuleBroken, match="why"):
        await actions.set_aside_goal(goal, why="  ", by=coach)
    await actions.set_aside_goal(goal, why="Her sister came to stay", by=coach)
    assert (await the_goal(goal)).status == "set_aside"
    assert (await the_goal(goal)).set_aside_why == "Her sister came to stay"
    assert (await queries.attainment(journey)).set_aside == 1
    with pytest.raises(RuleBroken):
        await actions.set_aside_goal(goal, why="Again", by=coach)


async def test_ticking_a_step():
    coach, journey = await a_coach_and_a_journey()
    goal = await a_draft_goal(journey, coach)
    step = (await queries.goal(goal, coach)).steps[0].id
    assert await actions.tick_step(step, done=True, by=coach) == journey
    assert (await queries.goal(goal, coach)).steps[0].done_at is not None
    await actions.tick_step(step, done=False, by=coach)
    assert (await queries.goal(goal, coach)).steps[0].done_at is None
    with pytest.raises(NotFound):
        await actions.tick_step(uuid4(), done=True, by=coach)


async def test_attainment_from_two_goals_up_with_the_persons_word_first():
    coach, journey = await a_coach_and_a_journey()
    first = await an_agreed_goal(journey, coach, baseline=-1, importance=5)
    assert (await queries.attainment(journey)).words == "Not looked back at since they were agreed."
    await actions.rate_goals(
        journey, occasion=Occasion.REVIEW, ratings=[GoalRated(first, person=0, worker=2)], by=coach
    )
    one = await queries.attainment(journey)
    assert (one.baseline_t, one.latest_t, one.reached, one.total) == (None, None, 1, 1)
    second = await an_agreed_goal(journey, coach, baseline=-1, importance=5)
    await actions.rate_goals(journey, occasion=Occasion.ENDING, ratings=[GoalRated(second, worker=-1)], by=coach)
    both = await queries.attainment(journey)
    assert both.baseline_t == pytest.approx(37.60, abs=0.005)
    assert both.latest_t == pytest.approx(50 - 6.2017, abs=0.005)
    assert both.words == "Reached 1 of 2 goals."
    assert (await queries.goal(first, coach)).latest == 0


async def test_ratings_are_added_and_the_latest_counts():
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, coach)
    for level in (-1, 1):
        await actions.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal, person=level)], by=coach)
    found = await queries.goal(goal, coach)
    assert found.latest == 1
    assert [(one.rater, one.level) for one in found.ratings] == [
        (Rater.PERSON, -1),
        (Rater.PERSON, -1),
        (Rater.PERSON, 1),
    ]


async def test_a_rating_is_of_an_agreed_goal_of_this_journey():
    coach, journey = await a_coach_and_a_journey()
    draft = await a_draft_goal(journey, coach)
    elsewhere = await an_agreed_goal(await an_open_journey(coach, stage=Stage.COACHING), coach)
    for goal in (draft, elsewhere, uuid4()):
        with pytest.raises(NotFound):
            await actions.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal, person=0)], by=coach)
    goal = await an_agreed_goal(journey, coach)
    for level in (-3, 3):
        with pytest.raises(RuleBroken):
            await actions.rate_goals(
                journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal, person=level)], by=coach
            )
    before = await value("SELECT count(*) FROM event WHERE journey = $1", journey)
    await actions.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal)], by=coach)
    assert await value("SELECT count(*) FROM event WHERE journey = $1", journey) == before


@pytest.mark.parametrize("verb", ["draft", "edit", "agree", "change", "set_aside", "tick", "rate"])
async def test_what_cannot_be_told_does_not_stay(verb, mute):
    coach, journey = await a_coach_and_a_journey()
    draft, agreed = await a_draft_goal(journey, coach), await an_agreed_goal(journey, coach)
    step = (await queries.goal(draft, coach)).steps[0].id
    work = {
        "draft": lambda: actions.draft_goal(journey, words=goal_words(), by=coach),
        "edit": lambda: actions.edit_goal(draft, words=goal_words(in_words="No"), steps=[], version=1, by=coach),
        "agree": lambda: actions.agree_goal(draft, baseline=-1, version=1, by=coach),
        "change": lambda: actions.change_goal(agreed, words=goal_words(), by=coach),
        "set_aside": lambda: actions.set_aside_goal(agreed, why="No", by=coach),
        "tick": lambda: actions.tick_step(step, done=True, by=coach),
        "rate": lambda: actions.rate_goals(
            journey, occasion=Occasion.REVIEW, ratings=[GoalRated(agreed, person=1)], by=coach
        ),
    }
    before = await queries.goals(journey)
    mute()
    with pytest.raises(RuntimeError):
        await work[verb]()
    assert await queries.goals(journey) == before


async def test_a_goal_of_an_ended_journey_stays_as_it_was():
    coach, journey = await a_coach_and_a_journey()
    draft, agreed = await a_draft_goal(journey, coach), await an_agreed_goal(journey, coach)
    await journeys.close(journey, reason=EndReason.GOALS_MET, planned=True, why="", by=coach)
    for attempt in (
        actions.draft_goal(journey, words=goal_words(), by=coach),
        actions.agree_goal(draft, baseline=-1, version=1, by=coach),
        actions.change_goal(agreed, words=goal_words(), by=coach),
        actions.set_aside_goal(agreed, why="Late", by=coach),
        actions.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[GoalRated(agreed, person=1)], by=coach),
    ):
        with pytest.raises(RuleBroken, match="ended"):
            await attempt
    assert await GoalRating.count().where(GoalRating.goal == agreed) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_a_goal_that_is_not_theirs_is_not_there(role):
    coach, journey = await a_coach_and_a_journey()
    goal = await an_agreed_goal(journey, coach)
    step = (await queries.goal(goal, coach)).steps[0].id
    stranger = await a_member(role)
    for attempt in (
        actions.draft_goal(journey, words=goal_words(), by=stranger),
        actions.change_goal(goal, words=goal_words(), by=stranger),
        actions.set_aside_goal(goal, why="No", by=stranger),
        actions.tick_step(step, done=True, by=stranger),
        actions.rate_goals(journey, occasion=Occasion.REVIEW, ratings=[], by=stranger),
        queries.goal(goal, stranger),
        queries.panel(journey, stranger),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_the_same_set_of_goals_costs_three_queries(request):
    from livewell.kit.db import count_queries

    coach, journey = await a_coach_and_a_journey()
    for _ in range(6):
        await an_agreed_goal(journey, coach)
    with count_queries() as ran:
        assert len(await queries.goals(journey)) == 6
    assert ran.count == 3
    assert len(await rows("SELECT 1 FROM goal WHERE journey = $1", journey)) == 6
