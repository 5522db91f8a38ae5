"""Somebody's learning on their record, for those who work with them."""

from dataclasses import dataclass
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.learning.queries.bookings import BookingSeen, PlanSeen, of_person, plan
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Panel:
    """What they booked, and the plan they share."""

    journey: JourneyFacts
    bookings: tuple[BookingSeen, ...]
    plan: PlanSeen


async def panel(journey_id: UUID, *, seen_by: Member) -> Panel:
    """The learning part of a record. NotFound when `seen_by` may not see the journey. Five statements."""
    facts = await journeys.journey(journey_id, seen_by)
    return Panel(facts, tuple(await of_person(facts.person)), await plan(facts.person, only_shared=True))
