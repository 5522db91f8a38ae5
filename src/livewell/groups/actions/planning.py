"""What the case for a group says that it will cost, take and reach."""

from uuid import UUID

from livewell.groups.queries.held import held
from livewell.groups.queries.planning import plan_of
from livewell.groups.rules.planning import Plan, check_plan
from livewell.kit import news
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, transaction
from livewell.kit.errors import Stale


async def plan_group(group_id: UUID, plan: Plan, *, version: int | None, by: Actor) -> None:
    """Write down, or put right, what was planned. `NotFound`, `Stale` with both, RuleBroken as `rules.planning` says."""
    async with transaction():
        found = await held(group_id)
        if version is not None and found.version != version:
            raise Stale(theirs=_in_words(await plan_of(group_id)), yours=_in_words(plan))
        check_plan(plan, begun_on=found.begun_on)
        await execute(
            """
            UPDATE community_group SET planned_pence = $2, planned_minutes = $3, planned_people = $4, planned_until = $5,
                   planned_words = $6, version = version + 1
            WHERE id = $1
            """,
            group_id,
            plan.pence,
            plan.minutes,
            plan.people,
            plan.until,
            plan.words.strip(),
        )
        await news.tell("group.planned", subject=group_id, by=by)


def _in_words(plan: Plan | None) -> dict[str, str]:
    if plan is None:
        return {"The plan": "There is none."}
    return {
        "Pence": "" if plan.pence is None else str(plan.pence),
        "Minutes": "" if plan.minutes is None else str(plan.minutes),
        "People": "" if plan.people is None else str(plan.people),
        "Until": say_day(plan.until),
        "On what it rests": plan.words,
    }
