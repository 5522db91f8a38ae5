"""Scores for tests, taken on the day asked for."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from livewell.coaching import actions
from livewell.kit import clock
from livewell.staff.rules import Member


async def a_pam(journey: UUID, by: Member, score: str = "52.9", at: datetime | None = None) -> UUID:
    """A patient activation score, now or at a moment gone by."""
    with clock.at(at or clock.now().astimezone(UTC)):
        return await actions.record_pam(journey, score=Decimal(score), by=by)
