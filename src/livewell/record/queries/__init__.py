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
from livewell.record.queries.summary import Summary, summary
from livewell.record.queries.timeline import TimelinePage, timeline
from livewell.record.queries.together import together

__all__ = [
    "EarlierJourney",
    "FoundPerson",
    "MemberOpenings",
    "OneOpening",
    "OpenAction",
    "OpeningsOf",
    "Record",
    "Summary",
    "TimelinePage",
    "openings_by",
    "openings_of",
    "people",
    "record",
    "summary",
    "timeline",
    "together",
    "who_opened_most",
]
