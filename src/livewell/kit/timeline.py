"""One entry of a timeline: what every room hands to the record, in one shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened, in words for the team."""

    at: datetime
    """When it happened, UTC."""
    kind: str
    """A code such as "session.held"; the part before the dot names what it is about."""
    words: str
    """One plain line."""
    by_id: UUID | None
    """The staff account, or None when nobody signed in did it."""
    link: str | None
    """Where to read more, or None."""
    struck: bool
    """Corrected since: shown struck through, never taken away."""
    room: str
    """The room it comes from: the filter of the timeline."""


def newest_first(*lists: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Several rooms' entries as one list, the newest first."""
    return sorted((entry for entries in lists for entry in entries), key=lambda entry: entry.at, reverse=True)
