"""Goals for tests: drafted and agreed by the same actions the product uses."""

from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching import actions
from livewell.coaching.actions import GoalWords, StepWords
from livewell.coaching.rules import Domain
from livewell.coaching.tables import Goal
from livewell.staff.rules import Member


def goal_words(**changes: object) -> GoalWords:
    """A goal in somebody's own words."""
    return GoalWords(
        **(  # type: ignore[arg-type]
            {
                "in_words": "I want to walk to the library and back",
                "way": Way.BE_ACTIVE,
                "domain": Domain.EXERCISE,
                "importance": 8,
                "confidence": 5,
            }
            | changes
        )
    )


async def a_draft_goal(journey: UUID, by: Member, **changes: object) -> UUID:
    """A goal being worked out, with one step."""
    return await actions.draft_goal(
        journey, words=goal_words(**changes), steps=[StepWords("Walk to the corner on Monday")], by=by
    )


async def an_agreed_goal(journey: UUID, by: Member, *, baseline: int = -1, **changes: object) -> UUID:
    """A goal the person has agreed."""
    goal = await a_draft_goal(journey, by, **changes)
    await actions.agree_goal(goal, baseline=baseline, version=1, by=by)
    return goal


async def the_goal(goal_id: UUID) -> Goal:
    """The row as it stands now."""
    found = await Goal.objects().where(Goal.id == goal_id).first()
    assert found is not None
    return found
