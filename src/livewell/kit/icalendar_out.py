"""Sessions as an iCalendar file or feed, which says no more of a person than initials and a reference."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event, Timezone

from livewell.kit import clock
from livewell.kit.dates import in_london

_PRODUCT = "-//Live Well//Sessions//EN"
_ZONE = "Europe/London"
# The rules of the zone from before the first session anybody could have to well after the last.
_ZONE_FROM, _ZONE_TO = date(2020, 1, 1), date(2038, 1, 1)
# How often a calendar program should ask again: https://www.rfc-editor.org/rfc/rfc7986#section-5.7
_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Meeting:
    """One session. `place` is a kind of place ("Home visit", "By phone"), never an address."""

    id: UUID
    starts_at: datetime
    minutes: int
    initials: str
    reference: str
    place: str = ""
    sequence: int = 0
    cancelled: bool = False
    changed_at: datetime | None = None


def initials(name: str) -> str:
    """The first letters of a name's words: "Mary-Ann O'Brien" is "MO"; never more than three."""
    return "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:3]


def calendar_of(meetings: Iterable[Meeting], *, name: str = "Live Well sessions") -> bytes:
    """
    An iCalendar file (RFC 5545) of these sessions, in London time on both sides of the clock change.

    A session keeps its UID whatever happens to it, and its SEQUENCE goes up when it is moved, so a calendar
    that already has it moves it too. Everything is CLASS:PRIVATE.
    https://www.rfc-editor.org/rfc/rfc5545
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_tzid(_ZONE, first_date=_ZONE_FROM, last_date=_ZONE_TO))
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    made: bytes = calendar.to_ical()
    return made


def _event(meeting: Meeting) -> Event:
    starts = in_london(meeting.starts_at)
    # The length is added on the time line, not on the clock face: 45 minutes are 45 minutes in October too.
    ends = in_london(meeting.starts_at + timedelta(minutes=meeting.minutes))
    event = Event()
    event.add("uid", f"{meeting.id}@livewell")
    event.add("dtstamp", clock.now())
    event.add("last-modified", meeting.changed_at or clock.now())
    event.add("sequence", meeting.sequence)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", " ".join(filter(None, ["Session:", meeting.initials, meeting.reference])))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.cancelled else "OPAQUE")
    return event
