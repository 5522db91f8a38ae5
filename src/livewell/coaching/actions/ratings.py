"""How far each goal was reached, as the person sees it and as the worker does."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from livewell.coaching.rules import ATTAINMENT_LABELS, GoalStatus, Occasion, Rater
from livewell.coaching.tables import Goal, GoalRating
from livewell.journeys import queries as journeys
from livewell.kit import clock, news
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class GoalRated:
    """One goal at one occasion: -2 to +2 by the person, by the worker, or both."""

    goal: UUID
    person: int | None = None
    worker: int | None = None


async def rate_goals(journey_id: UUID, *, occasion: Occasion, ratings: Sequence[GoalRated], by: Actor) -> None:
    """
    Keep how far agreed goals were reached. Ratings are added, never changed: the latest of a rater counts.

    NotFound when `by` may not see the journey, or a goal is not an agreed one of it; RuleBroken when it has ended or a
    level lies outside -2 to +2.
    """
    if by.id is None:
        raise RuleBroken("Goals are looked at together with somebody who is signed in.")
    if isinstance(by, Resident) and any(rated.worker is not None for rated in ratings):
        raise RuleBroken("How the worker sees it is for the worker to say.")
    levels = [
        (rated.goal, rater, level)
        for rated in ratings
        for rater, level in ((Rater.PERSON, rated.person), (Rater.WORKER, rated.worker))
        if level is not None
    ]
    if any(level not in ATTAINMENT_LABELS for _, _, level in levels):
        raise RuleBroken("How far a goal was reached lies between -2 and +2.")
    async with transaction():
        journey = await journeys.journey_for(journey_id, by)
        agreed = await Goal.select(Goal.id).where((Goal.journey == journey_id) & (Goal.status == GoalStatus.AGREED))
        if not {rated.goal for rated in ratings} <= {goal["id"] for goal in agreed}:
            raise NotFound
        if not levels:
            return
        now = clock.now()
        await GoalRating.insert(
            *(
                GoalRating(goal=goal, occasion=occasion, rater=rater, level=level, rated_at=now, rated_by=by.staff_id)
                for goal, rater, level in levels
            )
        )
        await news.tell(
            "goals.rated",
            subject=journey_id,
            by=by,
            journey=journey_id,
            person=journey.person,
            occasion=occasion,
            goals=len({goal for goal, _, _ in levels}),
        )
