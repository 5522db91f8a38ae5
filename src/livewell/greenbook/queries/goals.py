"""The goals that stand in a book: shown as they are in the person's record, and never copied."""

from uuid import UUID

from livewell.coaching import queries as coaching
from livewell.coaching.queries import GoalFacts
from livewell.kit import db


async def goals_of(person_id: UUID) -> list[GoalFacts]:
    """The agreed goals of somebody's journey that is open, else of their last one, with steps and attainment."""
    journey = await db.value(
        """
        SELECT id FROM journey WHERE person = $1 ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT 1
        """,
        person_id,
    )
    return [goal for goal in await coaching.goals(journey) if goal.is_agreed] if journey else []
