"""What somebody counts or measures on the way to a goal: begun, read again and again, struck when it was a slip, ended."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from livewell.coaching.forms import IndicatorWords
from livewell.coaching.rules import GoalStatus
from livewell.coaching.tables import Goal, Indicator, Reading
from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken

MOST_OF_ONE_GOAL = 6
"""More would be a study of somebody, and not their goal."""


async def begin_indicator(goal_id: UUID, words: IndicatorWords, *, submission: UUID | None = None, by: Actor) -> UUID:
    """
    Begin to count or measure something for a goal; gives its id. The same form twice is one.

    NotFound when `by` may not see the goal; RuleBroken when it does not stand any more, has enough of them, or the
    journey has ended.
    """
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "coaching.indicator")):
            return UUID(before)
        goal, journey = await _goal(goal_id, by)
        going = await value("SELECT count(*) FROM indicator WHERE goal = $1 AND ended_at IS NULL", goal_id)
        if going >= MOST_OF_ONE_GOAL:
            raise RuleBroken(f"{MOST_OF_ONE_GOAL} things to count are enough for one goal. End one of them first.")
        begun = Indicator(goal=goal.id, made_at=clock.now(), made_by=by.staff_id, **vars(words))
        await begun.save()
        await news.tell("goal.indicator_begun", subject=begun.id, by=by, journey=journey.id, person=journey.person)
        if submission is not None:
            await once.remember(submission, "coaching.indicator", str(begun.id))
    return begun.id


async def read_indicator(
    indicator_id: UUID, *, reading: Decimal, on: date, submission: UUID | None = None, by: Actor
) -> UUID:
    """
    Note a value of one day; gives the id of its goal. The same form twice is one reading.

    NotFound when `by` may not see it; RuleBroken for a day to come, when it was ended, or when the journey has.
    """
    if on > clock.today():
        raise RuleBroken("That day is still to come.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "coaching.reading")):
            return UUID(before)
        goal, ended = await _indicator(indicator_id)
        if ended:
            raise RuleBroken("This is not counted any more. Begin it again when you want to.")
        _, journey = await _goal(goal, by)
        noted = Reading(indicator=indicator_id, value=reading, on=on, noted_at=clock.now(), noted_by=by.staff_id)
        await noted.save()
        await news.tell("goal.indicator_read", subject=noted.id, by=by, journey=journey.id, person=journey.person)
        if submission is not None:
            await once.remember(submission, "coaching.reading", str(goal))
    return goal


async def strike_reading(reading_id: UUID, *, by: Actor) -> UUID:
    """Strike a value that was a slip of the pen; gives the id of its goal. NotFound when `by` may not see it."""
    async with transaction():
        found = await row(
            "SELECT i.goal FROM reading r JOIN indicator i ON i.id = r.indicator WHERE r.id = $1", reading_id
        )
        if found is None:
            raise NotFound
        _, journey = await _goal(found["goal"], by)
        struck = await value(
            "UPDATE reading SET struck_at = $2 WHERE id = $1 AND struck_at IS NULL RETURNING id",
            reading_id,
            clock.now(),
        )
        if struck is not None:
            await news.tell("goal.reading_struck", subject=reading_id, by=by, journey=journey.id, person=journey.person)
    return UUID(str(found["goal"]))


async def end_indicator(indicator_id: UUID, *, by: Actor) -> UUID:
    """Count it no longer; what was read stays. Gives the id of its goal. NotFound when `by` may not see it."""
    async with transaction():
        goal, ended = await _indicator(indicator_id)
        _, journey = await _goal(goal, by)
        if not ended:
            await Indicator.update({Indicator.ended_at: clock.now()}).where(Indicator.id == indicator_id)
            await news.tell(
                "goal.indicator_ended", subject=indicator_id, by=by, journey=journey.id, person=journey.person
            )
    return goal


async def _indicator(indicator_id: UUID) -> tuple[UUID, bool]:
    """Its goal, and whether it was ended."""
    found = await row("SELECT goal, ended_at FROM indicator WHERE id = $1", indicator_id)
    if found is None:
        raise NotFound
    return found["goal"], found["ended_at"] is not None


async def _goal(goal_id: UUID, by: Actor) -> tuple[Goal, JourneyFacts]:
    found = await row("SELECT journey FROM goal WHERE id = $1", goal_id)
    if found is None:
        raise NotFound
    journey = await journeys.journey_for(found["journey"], by)
    goal = await Goal.objects().where(Goal.id == goal_id).lock_rows("UPDATE").first()
    assert goal is not None  # Goals are never deleted.
    if goal.status not in {GoalStatus.DRAFT, GoalStatus.AGREED}:
        raise RuleBroken("This goal was set aside or replaced, so nothing new is written on it.")
    return goal, journey
