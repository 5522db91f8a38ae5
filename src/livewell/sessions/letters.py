"""A worker's diary for the calendar program they carry: it names nobody, and gives no address."""

from collections.abc import Sequence

from livewell.kit.icalendar_out import Meeting, calendar_of
from livewell.sessions.queries import DiaryEntry
from livewell.sessions.rules import SessionStatus


def diary_as_calendar(entries: Sequence[DiaryEntry]) -> bytes:
    """The diary as an iCalendar file; cancelled sessions are in it, so that they vanish where they were read before."""
    return calendar_of(
        Meeting(
            id=entry.id,
            starts_at=entry.planned_for,
            minutes=entry.minutes,
            initials=entry.initials,
            reference=entry.reference,
            place=entry.place_label,
            sequence=entry.sequence,
            cancelled=entry.status is SessionStatus.CANCELLED,
        )
        for entry in entries
    )
