"""Writing and approving a pathway, walking it, and agreeing a safety plan: what each does, refuses and leaves behind."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.crisis.actions import pathways as actions
from livewell.crisis.actions import plans, walks
from livewell.crisis.actions.pathways import PathwayWords
from livewell.crisis.queries import pathways as queries
from livewell.crisis.queries import plans as plan_queries
from livewell.crisis.queries import walks as walk_queries
from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.crisis.rules.pathways import StepDone
from livewell.crisis.tables import PathwayWalk, SafetyPlan
from livewell.journeys import actions as journeys
from livewell.journeys.rules import EndReason, Stage
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.safety import queries as safety
from livewell.safety.rules import RaisedFrom, SafetyKind
from livewell.safety.tables import SafetyMatter
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.crisis import PLAN, SUICIDAL_THOUGHTS, a_plan, a_walk, an_approved_pathway, supplied
from tests.factories.journeys import a_coach_and_a_journey, an_open_journey, the_journey
from tests.factories.staff import a_member


async def news_of(subject) -> list[str]:
    return [one["what"] for one in await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", subject)]


# ── writing and approving ──


async def test_a_new_house_has_headings_that_nobody_approved():
    found = await queries.guides()
    assert {one.content.title for one in found} == {one.title for one in FIRST_PATHWAYS}
    for one in found:
        assert not one.is_ready
        assert one.content.steps == ()
        assert one.content.contacts


async def test_a_pathway_is_not_ready_until_every_step_is_supplied_and_somebody_answers_for_it():
    manager = await a_member(Role.MANAGER)
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    with pytest.raises(RuleBroken, match="to be supplied and approved"):
        await actions.approve_pathway(SUICIDAL_THOUGHTS, approved_as="Dr Lee, lead", version=found.version, by=manager)
    await supplied(SUICIDAL_THOUGHTS, manager)
    with pytest.raises(RuleBroken, match="by name and role"):
        await actions.approve_pathway(SUICIDAL_THOUGHTS, approved_as="", version=found.version + 1, by=manager)
    assert not (await queries.guide(SUICIDAL_THOUGHTS)).is_ready
    number = await actions.approve_pathway(
        SUICIDAL_THOUGHTS, approved_as="Dr Lee, clinical safety lead", version=found.version + 1, by=manager
    )
    guide = await queries.guide(SUICIDAL_THOUGHTS)
    assert (guide.is_ready, guide.number, number) == (True, 1, 1)
    assert guide.approved_as == "Dr Lee, clinical safety lead"
    assert all(not step.to_supply for step in guide.content.steps)
    assert await news_of(SUICIDAL_THOUGHTS) == ["pathway.written", "pathway.approved"]


async def test_staff_follow_what_was_approved_while_a_newer_text_is_written():
    manager = await a_member(Role.MANAGER)
    await an_approved_pathway(manager)
    before = await queries.guide(SUICIDAL_THOUGHTS)
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    newer = PathwayWords(replace(found.content, title="Another title"), found.owner, found.review_on)
    await actions.change_pathway(SUICIDAL_THOUGHTS, newer, version=found.version, by=manager)
    assert await queries.guide(SUICIDAL_THOUGHTS) == before
    written = await queries.pathway(SUICIDAL_THOUGHTS)
    assert (written.follows_older, written.content.title) == (True, "Another title")
    await actions.approve_pathway(SUICIDAL_THOUGHTS, approved_as="Dr Lee, lead", version=written.version, by=manager)
    assert (await queries.guide(SUICIDAL_THOUGHTS)).content.title == "Another title"
    assert [one.number for one in await queries.versions(SUICIDAL_THOUGHTS)] == [2, 1]


async def test_what_is_withdrawn_is_gone_at_once_and_comes_back_as_a_draft():
    manager = await a_member(Role.MANAGER)
    await an_approved_pathway(manager)
    for _ in range(2):
        await actions.withdraw_pathway(SUICIDAL_THOUGHTS, by=manager)
    with pytest.raises(NotFound):
        await queries.guide(SUICIDAL_THOUGHTS)
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    with pytest.raises(RuleBroken, match="withdrawn"):
        await actions.change_pathway(
            SUICIDAL_THOUGHTS, PathwayWords(found.content, None, None), version=found.version, by=manager
        )
    await actions.take_up_pathway(SUICIDAL_THOUGHTS, by=manager)
    assert not (await queries.guide(SUICIDAL_THOUGHTS)).is_ready
    told = await news_of(SUICIDAL_THOUGHTS)
    assert told[-2:] == ["pathway.withdrawn", "pathway.taken_up"]


async def test_two_people_write_at_once_and_both_keep_their_words():
    manager = await a_member(Role.MANAGER)
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    mine = PathwayWords(replace(found.content, title="Mine"), None, None)
    await actions.change_pathway(SUICIDAL_THOUGHTS, mine, version=found.version, by=manager)
    yours = PathwayWords(replace(found.content, title="Yours"), None, None)
    with pytest.raises(Stale) as stale:
        await actions.change_pathway(SUICIDAL_THOUGHTS, yours, version=found.version, by=manager)
    assert (stale.value.theirs["Title"], stale.value.yours["Title"]) == ("Mine", "Yours")
    with pytest.raises(Stale):
        await actions.approve_pathway(SUICIDAL_THOUGHTS, approved_as="Dr Lee, lead", version=found.version, by=manager)


async def test_a_pathway_for_another_situation_is_added_once():
    manager, key = await a_member(Role.MANAGER), uuid4()
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    words = PathwayWords(replace(found.content, title="A dog bites"), manager.id, None)
    first = await actions.add_pathway(words, submission=key, by=manager)
    assert await actions.add_pathway(words, submission=key, by=manager) == first
    again = await actions.add_pathway(words, submission=uuid4(), by=manager)
    assert (await queries.pathway(first)).key == "a_dog_bites" != (await queries.pathway(again)).key


@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.LINK_WORKER, Role.ADMINISTRATOR])
async def test_only_those_who_look_after_pathways_change_them(role):
    member = await a_member(role)
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    words = PathwayWords(found.content, None, None)
    for act in (
        lambda: actions.add_pathway(words, submission=uuid4(), by=member),
        lambda: actions.change_pathway(SUICIDAL_THOUGHTS, words, version=1, by=member),
        lambda: actions.approve_pathway(SUICIDAL_THOUGHTS, approved_as="x", version=1, by=member),
        lambda: actions.withdraw_pathway(SUICIDAL_THOUGHTS, by=member),
        lambda: actions.take_up_pathway(SUICIDAL_THOUGHTS, by=member),
    ):
        with pytest.raises(NotFound):
            await act()


# ── walking ──


async def test_a_walk_opens_a_safety_matter_in_the_same_moment():
    coach, journey = await a_coach_and_a_journey()
    pathway, key = await an_approved_pathway(), uuid4()
    begin = {"words": "Said it twice.", "raised_from": RaisedFrom.SESSION, "submission": key, "by": coach}
    walk = await walks.begin_walk(journey, pathway, **begin)
    assert await walks.begin_walk(journey, pathway, **begin) == walk
    [matter] = await SafetyMatter.select()
    assert (matter["journey"], matter["kind"], matter["urgent"]) == (journey, SafetyKind.SUICIDAL_THOUGHTS, True)
    assert matter["what"] == ("The pathway “Somebody expresses suicidal thoughts” was begun.\n\nSaid it twice.")
    seen = await walk_queries.walk(walk, seen_by=coach)
    assert (seen.matter, seen.next_number, seen.is_open) == (matter["id"], 1, True)
    assert await news_of(walk) == ["pathway.begun"]
    assert await news_of(matter["id"]) == ["safety.raised"]


async def test_a_walk_that_cannot_be_told_leaves_neither_itself_nor_a_matter(mute):
    coach, journey = await a_coach_and_a_journey()
    pathway = await an_approved_pathway()
    mute()
    with pytest.raises(RuntimeError):
        await a_walk(journey, coach, pathway_id=pathway)
    assert not await PathwayWalk.exists()
    assert not await SafetyMatter.exists()


async def test_what_is_not_approved_cannot_be_followed():
    coach, journey = await a_coach_and_a_journey()
    with pytest.raises(RuleBroken, match="Nobody has approved this pathway yet"):
        await a_walk(journey, coach, pathway_id=SUICIDAL_THOUGHTS)
    assert not await SafetyMatter.exists()


async def test_steps_are_added_one_by_one_and_never_changed():
    coach, journey = await a_coach_and_a_journey()
    walk, key = await a_walk(journey, coach), uuid4()
    for _ in range(2):
        await walks.write_step(walk, 1, what=StepDone.DONE, words="", submission=key, by=coach)
    await walks.write_step(walk, 2, what=StepDone.COULD_NOT, words="No signal.", submission=uuid4(), by=coach)
    await walks.write_step(walk, 2, what=StepDone.DONE, words="Now I could.", submission=uuid4(), by=coach)
    seen = await walk_queries.walk(walk, seen_by=coach)
    assert [(one.what.value, one.words, one.by) for one in seen.steps[1].done] == [
        ("could_not", "No signal.", coach.name),
        ("done", "Now I could.", coach.name),
    ]
    assert len(seen.steps[0].done) == 1
    assert seen.next_number == 3
    with pytest.raises(RuleBroken, match="Say why"):
        await walks.write_step(walk, 3, what=StepDone.NOT_NEEDED, words="", submission=uuid4(), by=coach)
    with pytest.raises(RuleBroken, match="no such step"):
        await walks.write_step(walk, 99, what=StepDone.DONE, words="", submission=uuid4(), by=coach)


async def test_a_walk_ends_with_an_outcome_and_then_stays_as_it_is():
    coach, journey = await a_coach_and_a_journey()
    walk, key = await a_walk(journey, coach), uuid4()
    with pytest.raises(RuleBroken, match="Say what came of it"):
        await walks.end_walk(walk, outcome=" ", submission=uuid4(), by=coach)
    for _ in range(2):
        await walks.end_walk(walk, outcome="Her sister is with her.", submission=key, by=coach)
    seen = await walk_queries.walk(walk, seen_by=coach)
    assert (seen.is_open, seen.outcome, seen.ended_by) == (False, "Her sister is with her.", coach.name)
    for act in (
        lambda: walks.write_step(walk, 1, what=StepDone.DONE, words="", submission=uuid4(), by=coach),
        lambda: walks.end_walk(walk, outcome="Again", submission=uuid4(), by=coach),
    ):
        with pytest.raises(RuleBroken, match="has ended"):
            await act()
    # The matter is for whoever answers for it, and stays open.
    assert len(await safety.open_matters(seen_by=coach)) == 1


async def test_what_was_begun_is_finished_as_it_was_begun():
    """A newer version, or none, changes nothing for those who are in the middle of it."""
    manager = await a_member(Role.MANAGER)
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach, pathway_id=await an_approved_pathway(manager))
    before = (await walk_queries.walk(walk, seen_by=coach)).content
    await actions.withdraw_pathway(SUICIDAL_THOUGHTS, by=manager)
    await walks.write_step(walk, 1, what=StepDone.DONE, words="", submission=uuid4(), by=coach)
    assert (await walk_queries.walk(walk, seen_by=coach)).content == before


async def test_another_persons_walk_is_not_there():
    coach, journey = await a_coach_and_a_journey()
    walk = await a_walk(journey, coach)
    for stranger in (await a_member(Role.HEALTH_COACH), await a_member(Role.LINK_WORKER, area=coach.area)):
        with pytest.raises(NotFound):
            await walk_queries.walk(walk, seen_by=stranger)
        with pytest.raises(NotFound):
            await a_walk(journey, stranger, pathway_id=SUICIDAL_THOUGHTS)
        with pytest.raises(NotFound):
            await walks.write_step(walk, 1, what=StepDone.DONE, words="", submission=uuid4(), by=stranger)
        with pytest.raises(NotFound):
            await walks.end_walk(walk, outcome="x", submission=uuid4(), by=stranger)
    with pytest.raises(NotFound):
        await walks.end_walk(uuid4(), outcome="x", submission=uuid4(), by=coach)


async def test_a_pathway_can_be_walked_after_the_journey_has_ended():
    coach, journey = await a_coach_and_a_journey()
    await journeys.close(journey, reason=EndReason.PERSON_CHOSE, planned=False, why="", by=coach)
    assert await a_walk(journey, coach)


async def test_the_matter_shows_what_was_done_and_leads_there_only_who_may_go():
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker)
    walk = await a_walk(journey, worker)
    await walks.write_step(walk, 1, what=StepDone.DONE, words="Stayed with her.", submission=uuid4(), by=worker)
    matter = (await walk_queries.walk(walk, seen_by=worker)).matter
    [beside] = await walk_queries.beside_matter(matter, worker)
    assert beside.href == f"/pathway-walks/{walk}"
    assert "Stayed with her." in beside.lines[0]
    other = await a_member(Role.LINK_WORKER, area=coach.area)
    await journeys.assign(journey, link_worker=other.id, by=coach)
    [beside] = await walk_queries.beside_matter(matter, worker)
    assert beside.href == ""


# ── the safety plan ──


async def test_a_plan_is_kept_as_agreed_and_the_one_before_stays():
    coach, journey = await a_coach_and_a_journey()
    person = (await the_journey(journey)).person
    assert await plan_queries.plan(person) is None
    await a_plan(journey, coach)
    second = await a_plan(journey, coach, version=1, triggers="Loud rooms.")
    newest, first = await plan_queries.plans(person)
    assert (newest.id, newest.number, newest.parts["triggers"]) == (second, 2, "Loud rooms.")
    assert (first.number, first.parts) == (1, PLAN)
    assert await news_of(second) == ["safety_plan.agreed"]


async def test_two_people_write_a_plan_at_once_and_no_word_is_lost():
    coach, journey = await a_coach_and_a_journey()
    await a_plan(journey, coach)
    with pytest.raises(Stale) as stale:
        await a_plan(journey, coach, version=0, triggers="Loud rooms.")
    assert stale.value.theirs == {"What can set things off": PLAN["triggers"]}
    assert stale.value.yours == {"What can set things off": "Loud rooms."}


async def test_a_plan_made_without_the_person_is_none(mute):
    coach, journey = await a_coach_and_a_journey()
    today = clock.today()
    days = {"agreed_on": today, "review_on": today + timedelta(9), "with_whom": "", "version": 0}
    with pytest.raises(RuleBroken, match="agreed with the person"):
        await plans.agree_plan(journey, words=PLAN, together=False, by=coach, **days)
    with pytest.raises(NotFound):
        await a_plan(journey, await a_member(Role.HEALTH_COACH))
    mute()
    with pytest.raises(RuntimeError):
        await a_plan(journey, coach)
    assert not await SafetyPlan.exists()


async def test_the_person_says_something_about_their_own_plan_once():
    coach, journey = await a_coach_and_a_journey()
    person = (await the_journey(journey)).person
    plan, me, key = await a_plan(journey, coach), as_themself(person), uuid4()
    for _ in range(2):
        await plans.say_about_plan(words="Joan has moved.", submission=key, by=me)
    [said] = await plan_queries.words_about(person)
    assert (said.words, said.number) == ("Joan has moved.", 1)
    assert await news_of(plan) == ["safety_plan.agreed", "safety_plan.spoken_of"]
    with pytest.raises(RuleBroken):
        await plans.say_about_plan(words=" ", submission=uuid4(), by=me)
    with pytest.raises(NotFound):
        await plans.say_about_plan(words="Hm", submission=uuid4(), by=as_themself(uuid4()))


async def test_two_workers_begin_at_the_same_moment(committed_db):
    """Each gets a walk and a matter of its own; one form sent twice at once stays one."""
    coach, journey = await a_coach_and_a_journey()
    pathway, key = await an_approved_pathway(), uuid4()

    async def begin(submission):
        return await walks.begin_walk(
            journey, pathway, words="", raised_from=RaisedFrom.RECORD, submission=submission, by=coach
        )

    found = await asyncio.gather(begin(key), begin(key), begin(uuid4()))
    assert found[0] == found[1] != found[2]
    assert await SafetyMatter.count() == await PathwayWalk.count() == 2
