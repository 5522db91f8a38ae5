"""The plan of a team: begun, filled together, put in force with three to five priorities, and past."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.steering.forms.teams import PriorityTyped
from livewell.steering.rules.teams import (
    Benchmark,
    PlanState,
    PriorityState,
    check_in_force,
    check_plan,
    check_priority,
    check_room_for_one_more,
)
from livewell.steering.tables import TeamPlan, TeamPriority

_BEGIN = "steering.team_plan"
_PRIORITY = "steering.priority"


async def begin_plan(*, area: UUID, begins_on: date, review_on: date, submission: UUID, by: Actor) -> UUID:
    """
    Begin the next plan of an area; gives its id. What is there is copied from the one before, to be gone through again.

    NotFound when there is no such area; RuleBroken when another is being written.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        if await value("SELECT id FROM area WHERE id = $1 FOR UPDATE", area) is None:
            raise NotFound
        if await value("SELECT true FROM team_plan WHERE area = $1 AND state = 'draft'", area):
            raise RuleBroken("A plan of this area is being written already. Finish that one first.")
        earlier = await row(
            "SELECT assets_words FROM team_plan WHERE area = $1 ORDER BY begins_on DESC, id LIMIT 1", area
        )
        made = TeamPlan(
            id=uuid4(),
            area=area,
            begins_on=begins_on,
            review_on=review_on,
            assets_words=earlier["assets_words"] if earlier else "",
        )
        await made.save()
        await news.tell("team_plan.begun", subject=made.id, by=by, area=area)
        await once.remember(submission, _BEGIN, str(made.id))
    return UUID(str(made.id))


async def write_assets(plan_id: UUID, words: str, *, version: int | None, by: Actor) -> None:
    """Write down what is there: talents, contacts, networks. NotFound, Stale, RuleBroken once the plan is past."""
    async with transaction():
        found = await _not_past(plan_id)
        if found["version"] != version:
            raise Stale({"What is there": found["assets_words"]}, {"What is there": words})
        await execute("UPDATE team_plan SET assets_words = $2, version = version + 1 WHERE id = $1", plan_id, words)
        await news.tell("team_plan.changed", subject=plan_id, by=by)


async def rate(plan_id: UUID, benchmarks: Sequence[Benchmark], *, version: int | None, by: Actor) -> None:
    """Keep the team's own statements as they were rated together. NotFound, Stale, RuleBroken once the plan is past."""
    async with transaction():
        found = await _not_past(plan_id)
        if found["version"] != version:
            theirs = "\n".join(one["statement"] for one in json.loads(found["benchmarks"]))
            raise Stale({"Statements": theirs}, {"Statements": "\n".join(one.statement for one in benchmarks)})
        await execute(
            "UPDATE team_plan SET benchmarks = $2::jsonb, version = version + 1 WHERE id = $1",
            plan_id,
            json.dumps([asdict(one) for one in benchmarks]),
        )
        await news.tell("team_plan.changed", subject=plan_id, by=by)


async def add_priority(plan_id: UUID, typed: PriorityTyped, *, submission: UUID, by: Actor) -> UUID:
    """Put a priority into a plan; gives its id. NotFound; RuleBroken when there are five, or who leads may not."""
    async with transaction():
        before = await once.already_done(submission, _PRIORITY)
        if before is not None:
            return UUID(before)
        found = await _held(plan_id)
        check_room_for_one_more(PlanState(found["state"]), await _priorities(plan_id))
        if not await value("SELECT true FROM staff_user WHERE id = $1 AND active", typed.staff_lead):
            raise RuleBroken("Choose somebody of the staff who works here.")
        if not await value("SELECT true FROM forum_member WHERE id = $1 AND state = 'member'", typed.member_lead):
            raise RuleBroken("Choose somebody who is a member of the forum.")
        made = TeamPriority(
            id=uuid4(),
            plan=plan_id,
            title=typed.title,
            quick_win=typed.quick_win,
            staff_lead=typed.staff_lead,
            member_lead=typed.member_lead,
            due_on=typed.due_on,
            noted_at=clock.now(),
        )
        await made.save()
        await news.tell("team_plan.priority_added", subject=plan_id, by=by, priority=made.id)
        await once.remember(submission, _PRIORITY, str(made.id))
    return UUID(str(made.id))


async def settle_priority(
    plan_id: UUID, priority_id: UUID, *, done: bool, came_of_it: str, version: int | None, by: Actor
) -> None:
    """A priority is done, or dropped, and what came of it. NotFound, Stale, RuleBroken as the rules say."""
    to = PriorityState.DONE if done else PriorityState.DROPPED
    async with transaction():
        await _not_past(plan_id)
        found = await row("SELECT * FROM team_priority WHERE id = $1 AND plan = $2 FOR UPDATE", priority_id, plan_id)
        if found is None:
            raise NotFound
        check_priority(PriorityState(found["state"]), to, came_of_it)
        if found["version"] != version:
            raise Stale({"What came of it": found["came_of_it"]}, {"What came of it": came_of_it})
        await execute(
            "UPDATE team_priority SET state = $2, came_of_it = $3, version = version + 1 WHERE id = $1",
            priority_id,
            to.value,
            came_of_it,
        )
        await news.tell("team_plan.priority_settled", subject=plan_id, by=by, priority=priority_id, to=to)


async def put_in_force(plan_id: UUID, *, by: Actor) -> None:
    """
    Put a plan in force, and the one before it past. NotFound; RuleBroken unless it is whole, with three to five
    priorities.
    """
    async with transaction():
        area = await value("SELECT area FROM team_plan WHERE id = $1", plan_id)
        await value("SELECT id FROM area WHERE id = $1 FOR UPDATE", area)
        found = await _held(plan_id)
        check_plan(PlanState(found["state"]), PlanState.OPEN)
        benchmarks = [Benchmark(**one) for one in json.loads(found["benchmarks"])]
        check_in_force(priorities=await _priorities(plan_id), assets=found["assets_words"], benchmarks=benchmarks)
        await execute(
            "UPDATE team_plan SET state = 'closed', version = version + 1 WHERE area = $1 AND state = 'open'",
            found["area"],
        )
        await execute(
            "UPDATE team_plan SET state = 'open', in_force_on = $2, version = version + 1 WHERE id = $1",
            plan_id,
            clock.today(),
        )
        await news.tell("team_plan.in_force", subject=plan_id, by=by, area=found["area"])


async def close_plan(plan_id: UUID, *, by: Actor) -> None:
    """Put a plan past: it stays to be read. NotFound, RuleBroken when it is not in force."""
    async with transaction():
        found = await _held(plan_id)
        check_plan(PlanState(found["state"]), PlanState.CLOSED)
        await execute("UPDATE team_plan SET state = 'closed', version = version + 1 WHERE id = $1", plan_id)
        await news.tell("team_plan.closed", subject=plan_id, by=by)


async def _held(plan_id: UUID) -> dict[str, Any]:
    found = await row("SELECT * FROM team_plan WHERE id = $1 FOR UPDATE", plan_id)
    if found is None:
        raise NotFound
    return found


async def _not_past(plan_id: UUID) -> dict[str, Any]:
    found = await _held(plan_id)
    if found["state"] == PlanState.CLOSED:
        raise RuleBroken("This plan is past: it stays as it was.")
    return found


async def _priorities(plan_id: UUID) -> int:
    """How many priorities a plan has, without those that were dropped."""
    return int(await value("SELECT count(*) FROM team_priority WHERE plan = $1 AND state <> 'dropped'", plan_id))
