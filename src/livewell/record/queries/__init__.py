"""The person's page, composed from every room; the search; and who opened what."""

from livewell.record.queries.openings import (
    MemberOpenings,
    OneOpening,
    OpeningsOf,
    openings_by,
    openings_of,
    who_opened_most,
)
from livewell.record.queries.page import EarlierJourney, OpenAction, Record, record
from livewell.record.queries.search import FoundPerson, people
from livewell.record.queries.timeline import TimelinePage, timeline

__all__ = [
    "EarlierJourney",
    "FoundPerson",
    "MemberOpenings",
    "OneOpening",
    "OpenAction",
    "OpeningsOf",
    "Record",
    "TimelinePage",
    "openings_by",
    "openings_of",
    "people",
    "record",
    "timeline",
    "who_opened_most",
]
