"""What is read about journeys: who may see which, one journey's facts, its timeline, and the caseload."""

from livewell.journeys.queries.caseload import Case, Caseload, case, caseload, find
from livewell.journeys.queries.facts import (
    Attempt,
    JourneyFacts,
    Panel,
    Worker,
    journey,
    journey_for,
    open_journey_of,
    panel,
    timeline,
    workers_of_area,
)
from livewell.journeys.queries.seen import seen_by_sql, visible

__all__ = [
    "Attempt",
    "Case",
    "Caseload",
    "JourneyFacts",
    "Panel",
    "Worker",
    "case",
    "caseload",
    "find",
    "journey",
    "journey_for",
    "open_journey_of",
    "panel",
    "seen_by_sql",
    "timeline",
    "visible",
    "workers_of_area",
]
