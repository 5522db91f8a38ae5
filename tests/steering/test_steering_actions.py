"""What the steering group does: milestones, risks, reviews and the plans of teams; and what it is refused."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.challenges import actions as challenges
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from livewell.steering import actions, queries
from livewell.steering.forms.teams import PriorityTyped
from livewell.steering.rules.plan import Likely, Matters
from livewell.steering.rules.review import Level
from livewell.steering.rules.teams import PlanState
from tests.factories.challenges import a_challenge, a_decision, a_voice
from tests.factories.places import an_area
from tests.factories.staff import a_member
from tests.factories.steering import (
    a_milestone,
    a_plan_for,
    a_priority,
    a_review,
    a_risk,
    a_team_plan,
    a_worry,
    answers,
    in_days,
    version_of,
)


async def test_a_milestone_moves_with_its_reason_and_is_reached(manager):
    milestone = await a_milestone(manager)
    await actions.move_milestone(milestone, to=in_days(90), why="The roof leaks.", version=1, by=manager)
    seen = await queries.milestone(milestone)
    assert (seen.due_on, seen.moves, seen.is_late) == (in_days(90), 1, False)
    moved = (await queries.moves_of(milestone))[0]
    assert (moved.from_on, moved.to_on, moved.why) == (in_days(60), in_days(90), "The roof leaks.")
    assert moved.moved_by == manager.name
    with pytest.raises(Stale):
        await actions.reach_milestone(milestone, came_of_it="It is open.", version=1, by=manager)
    with clock.at(clock.now() + timedelta(days=91)):
        assert (await queries.milestone(milestone)).label == ("Late", "red")
    await actions.change_milestone(milestone, a_plan_for("The café is open"), version=2, by=manager)
    await actions.reach_milestone(milestone, came_of_it="It is open.", version=3, by=manager)
    seen = await queries.milestone(milestone)
    assert (seen.is_open, seen.done_on, seen.why) == (False, clock.today(), "It is open.")
    for verb in (
        actions.drop_milestone(milestone, why="x", version=4, by=manager),
        actions.move_milestone(milestone, to=in_days(1), why="x", version=4, by=manager),
        actions.change_milestone(milestone, a_plan_for(), version=4, by=manager),
    ):
        with pytest.raises(RuleBroken):
            await verb


async def test_a_milestone_is_dropped_for_a_reason(manager):
    milestone = await a_milestone(manager)
    with pytest.raises(RuleBroken, match="why"):
        await actions.drop_milestone(milestone, why=" ", version=1, by=manager)
    await actions.drop_milestone(milestone, why="Another group does it.", version=1, by=manager)
    assert (await queries.milestone(milestone)).why == "Another group does it."
    with pytest.raises(NotFound):
        await actions.drop_milestone(uuid4(), why="x", version=1, by=manager)


async def test_what_could_go_wrong_is_looked_at_until_it_is_past(manager):
    risk = await a_risk(manager)
    small = await a_risk(manager, "A chair breaks", likely=Likely.LIKELY, matters=Matters.LITTLE)
    assert [one.id for one in await queries.risks(past=False)] == [risk, small]
    with clock.at(clock.now() + timedelta(days=90)):
        assert (await queries.risk(risk)).is_due
        await actions.look_at_risk(risk, by=manager)
        assert not (await queries.risk(risk)).is_due
    await actions.watch_risk(risk, by=manager)
    assert (await queries.risk(risk)).is_watched
    await actions.watch_risk(risk, by=manager)
    assert not (await queries.risk(risk)).is_watched
    version = (await queries.risk(risk)).version
    await actions.change_risk(risk, a_worry(likely=Likely.LIKELY), version=version, by=manager)
    with pytest.raises(Stale):
        await actions.change_risk(risk, a_worry(), version=version, by=manager)
    with pytest.raises(RuleBroken, match="why it is past"):
        await actions.close_risk(risk, why="", by=manager)
    await actions.close_risk(risk, why="The parish bought it.", by=manager)
    assert [one.closed_why for one in await queries.risks(past=True)] == ["The parish bought it."]
    for verb in (
        actions.look_at_risk(risk, by=manager),
        actions.watch_risk(risk, by=manager),
        actions.close_risk(risk, why="Again", by=manager),
    ):
        with pytest.raises(RuleBroken):
            await verb


async def test_the_same_form_twice_is_one(manager, voice):
    form = uuid4()
    first = await actions.add_milestone(a_plan_for(), submission=form, by=manager)
    assert await actions.add_milestone(a_plan_for(), submission=form, by=manager) == first
    form = uuid4()
    one = await actions.note_risk(a_worry(), submission=form, by=manager)
    assert await actions.note_risk(a_worry(), submission=form, by=manager) == one
    form = uuid4()
    year = await actions.keep_review(2026, answers(), submission=form, by=manager)
    assert await actions.keep_review(2026, answers(), submission=form, by=manager) == year
    plan, form = await a_team_plan(manager), uuid4()
    typed = PriorityTyped("Signs", True, manager.id, voice, in_days(9))
    for _ in range(2):
        await actions.add_priority(plan, typed, submission=form, by=manager)
    assert (await queries.plan(plan)).counted == 1


async def test_a_year_is_reviewed_once_and_stands_beside_the_one_before(manager):
    await a_review(manager, 2025, 2, Level.DESCRIPTIVE)
    this = await a_review(manager, 2026, 3)
    seen = await queries.review(this)
    assert (seen.before_year, seen.before_level) == (2025, Level.DESCRIPTIVE)
    assert {one.change for one in seen.lines} == {"Further than before"}
    assert (len(seen.lines), len(seen.chart.rows), len(seen.before_chart.rows)) == (10, 10, 10)
    with pytest.raises(RuleBroken, match="2026 has its review"):
        await a_review(manager, 2026)
    await actions.change_review(this, answers(4, Level.TRANSFORMATIVE), version=1, by=manager)
    with pytest.raises(Stale):
        await actions.change_review(this, answers(1), version=1, by=manager)
    assert [year for _, year, _ in await queries.reviews()] == [2026, 2025]
    first = await queries.review((await queries.reviews())[1][0])
    assert (first.before_year, first.before_chart) == (None, None)


async def test_a_plan_is_put_in_force_with_three_to_five_priorities(manager, voice):
    area = await an_area()
    plan = await a_team_plan(manager, area=area)
    for number in range(2):
        await a_priority(plan, voice, by=manager, title=f"First {number}")
    with pytest.raises(RuleBroken, match="This one has 2"):
        await actions.put_in_force(plan, by=manager)
    for number in range(3):
        await a_priority(plan, voice, by=manager, title=f"More {number}", quick_win=False)
    with pytest.raises(RuleBroken, match="at most 5"):
        await a_priority(plan, voice, by=manager)
    await actions.put_in_force(plan, by=manager)
    seen = await queries.plan(plan)
    assert (seen.state, seen.in_force_on, seen.counted, seen.hint) == (PlanState.OPEN, clock.today(), 5, "")
    one = seen.priorities[0]
    assert (one.staff_lead, one.member_lead) == (manager.name, "Bilal")
    with pytest.raises(RuleBroken, match="what came of it"):
        await actions.settle_priority(plan, one.id, done=True, came_of_it=" ", version=1, by=manager)
    await actions.settle_priority(plan, one.id, done=True, came_of_it="Signs are up.", version=1, by=manager)
    with pytest.raises(RuleBroken, match="stays so"):
        await actions.settle_priority(plan, one.id, done=False, came_of_it="x", version=2, by=manager)
    with pytest.raises(NotFound):
        await actions.settle_priority(plan, uuid4(), done=True, came_of_it="x", version=1, by=manager)
    following = await a_team_plan(manager, area=area)
    assert (await queries.plan(following)).assets_words == "Two of us play the fiddle."
    for number in range(3):
        await a_priority(following, voice, by=manager, title=f"Next {number}")
    await actions.put_in_force(following, by=manager)
    assert (await queries.plan(plan)).is_past
    assert [one.id for one in await queries.plans_before(area, following)] == [plan]
    for verb in (
        actions.write_assets(plan, "x", version=9, by=manager),
        actions.rate(plan, (), version=9, by=manager),
        a_priority(plan, voice, by=manager),
        actions.put_in_force(plan, by=manager),
    ):
        with pytest.raises(RuleBroken):
            await verb


async def test_two_lead_a_priority_together(manager, voice):
    plan = await a_team_plan(manager)
    typed = PriorityTyped("Signs", True, manager.id, voice, in_days(9))
    with pytest.raises(RuleBroken, match="member of the forum"):
        await actions.add_priority(plan, replace(typed, member_lead=uuid4()), submission=uuid4(), by=manager)
    gone = await a_member(Role.LINK_WORKER, active=False)
    with pytest.raises(RuleBroken, match="staff"):
        await actions.add_priority(plan, replace(typed, staff_lead=gone.id), submission=uuid4(), by=manager)


async def test_one_plan_is_written_at_a_time_and_two_writers_lose_nothing(manager):
    area = await an_area()
    plan = await a_team_plan(manager, area=area)
    with pytest.raises(RuleBroken, match="being written already"):
        await a_team_plan(manager, area=area)
    with pytest.raises(NotFound):
        await a_team_plan(manager, area=uuid4())
    with pytest.raises(Stale):
        await actions.write_assets(plan, "Others", version=1, by=manager)
    with pytest.raises(Stale):
        await actions.rate(plan, (), version=1, by=manager)
    with pytest.raises(RuleBroken):
        await actions.close_plan(plan, by=manager)
    assert await version_of(plan) == 3


async def test_what_is_due_is_on_the_list(manager, voice):
    plan = await a_team_plan(manager, review_on=in_days(20))
    late = await a_priority(plan, voice, by=manager, title="Late", due_on=in_days(5))
    await a_priority(plan, voice, by=manager, title="Soon", due_on=in_days(25))
    await a_priority(plan, voice, by=manager, title="Later", due_on=in_days(80))
    assert await queries.due_priorities() == []
    await actions.put_in_force(plan, by=manager)
    with clock.at(clock.now() + timedelta(days=10)):
        found = await queries.due_priorities()
        assert [(one.title, one.due[0]) for one in found] == [("Late", "Overdue"), ("Soon", "Due soon")]
        assert found[0].id == late
        assert (await queries.plans())[0].due == ("Due soon", "yellow")
    await actions.close_plan(plan, by=manager)
    assert await queries.plans() == []


async def test_a_hundred_at_once_leave_five_priorities(committed_db):
    manager = await a_member(Role.MANAGER)
    voice, plan = await a_voice(manager), await a_team_plan(manager)
    typed = PriorityTyped("Signs", True, manager.id, voice, in_days(9))
    found = await asyncio.gather(
        *(actions.add_priority(plan, typed, submission=uuid4(), by=manager) for _ in range(100)), return_exceptions=True
    )
    assert sum(not isinstance(one, Exception) for one in found) == 5
    assert {str(one) for one in found if isinstance(one, Exception)} == {
        "A plan has at most 5 priorities: finish or drop one first."
    }
    assert await value("SELECT count(*) FROM team_priority") == 5


async def test_the_board_shows_the_work_of_the_forum(manager, voice):
    challenge = await a_challenge(manager, owner=voice)
    item = await challenges.put_on_next_agenda(challenge, words="?", submission=uuid4(), by=manager)
    await a_decision(item, by=manager, words="We try lifts.")
    board = await queries.board()
    assert board.by_state[0] == (("Discussed", "grey"), 1)
    assert [one.title for one in board.challenges] == ["Getting home after dark"]
    assert [one.words for one in board.decisions] == ["We try lifts."]
    assert board.figures[0][:2] == (1, "members of the forum")
