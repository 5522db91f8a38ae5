"""What a person does in their own plan: ticks, says how far they are, goes somewhere, puts places in."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from livewell.coaching import actions as coaching
from livewell.coaching.actions import GoalRated
from livewell.coaching.rules import Occasion
from livewell.connections import actions as connections
from livewell.connections.rules import ForMe
from livewell.kit import once
from livewell.kit.actor import Resident
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.languages import gettext as _
from livewell.messages import actions as messages
from livewell.residents import queries
from livewell.sessions import actions as sessions


async def tick_step(step_id: UUID, *, done: bool, by: Resident) -> None:
    """Tick a step of an own goal, or take the tick away. NotFound for any other; RuleBroken once the journey ended."""
    if not any(step.id == step_id for goal in await queries.goals_of(by) for step in goal.steps):
        raise NotFound
    await coaching.tick_step(step_id, done=done, by=by)


async def tick_agreed(action_id: UUID, *, done: bool, by: Resident) -> None:
    """Tick what they said in a session that they would do. NotFound for anything else."""
    await sessions.tick_action(action_id, done=done, by=by)


async def say_how_far(goal_id: UUID, *, level: int, submission: UUID | None = None, by: Resident) -> None:
    """Keep how far somebody sees themself with an own goal, -2 to +2. NotFound for any other; the same form twice is one."""
    goal = next((one for one in await queries.goals_of(by) if one.id == goal_id), None)
    if goal is None:
        raise NotFound
    async with transaction():
        if submission is not None and await once.already_done(submission, "residents.how_far") is not None:
            return
        await coaching.rate_goals(
            goal.journey, occasion=Occasion.REVIEW, ratings=[GoalRated(goal=goal_id, person=level)], by=by
        )


async def went(connection_id: UUID, *, went_on: date, for_me: ForMe | None, submission: UUID, by: Resident) -> None:
    """Note that they went to a place of their plan, and how it was if they say so."""
    await connections.attended(
        connection_id, went_on=went_on, accompanied=False, for_me=for_me, submission=submission, by=by
    )


async def say_how_it_was(connection_id: UUID, *, for_me: ForMe, by: Resident) -> None:
    """Keep how a place was for them; "not for me" takes it out of the plan kindly."""
    await connections.say_how_it_was(connection_id, for_me=for_me, by=by)


async def ask_to_look_again(connection_id: UUID, *, submission: UUID, by: Resident) -> None:
    """Ask the worker for something else in the place of one that was not for them. It goes to them as a message."""
    place, _going = await queries.own_place(connection_id, by)
    if not place.is_over:
        raise RuleBroken(_("This place is still in your plan."))
    words = f"{place.name} was not for me. Please help me to look for something else."
    await messages.send(place.journey, words=words, submission=submission, by=by)


async def put_in_plan(assets: Sequence[UUID], *, submission: UUID, by: Resident) -> int:
    """Put places they chose themself into their plan, where their worker sees them; gives how many are new."""
    async with transaction():
        journey = await queries.journey_of(by)
        return await connections.suggest_several(journey.id, assets=assets, goal=None, submission=submission, by=by)
