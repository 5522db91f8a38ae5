"""What is read about journeys: who may see which, one journey's facts, and the caseload."""

from livewell.journeys.queries.caseload import Case, Caseload, case, caseload, find
from livewell.journeys.queries.facts import (
    Attempt,
    JourneyFacts,
    Panel,
    Worker,
    journey,
    journey_for,
    panel,
    workers_of_area,
)
from livewell.journeys.queries.naming import note_too_much, refuse_too_much
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
    "note_too_much",
    "panel",
    "refuse_too_much",
    "seen_by_sql",
    "visible",
    "workers_of_area",
]
