"""What is read about sessions: one, those of a journey, the guide, and a worker's diary."""

from livewell.sessions.queries.diary import DiaryEntry, active_link, coming, diary, feed, owner_of_link, unwritten
from livewell.sessions.queries.facts import (
    ActionFacts,
    CorrectionFacts,
    SessionFacts,
    WhereAndWhom,
    assets_for,
    booking_in_words,
    corrections,
    of_journey,
    session,
    where_and_whom,
    workers_for,
)
from livewell.sessions.queries.series import Panel, Series, guides, panel, series

__all__ = [
    "ActionFacts",
    "CorrectionFacts",
    "DiaryEntry",
    "Panel",
    "Series",
    "SessionFacts",
    "WhereAndWhom",
    "active_link",
    "assets_for",
    "booking_in_words",
    "coming",
    "corrections",
    "diary",
    "feed",
    "guides",
    "of_journey",
    "owner_of_link",
    "panel",
    "series",
    "session",
    "unwritten",
    "where_and_whom",
    "workers_for",
]
