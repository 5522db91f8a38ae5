"""Calendar files: sessions, which say no more of a person than initials and a reference, and what everybody may come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from livewell.kit import clock
from livewell.kit.dates import in_london

_PRODUCT = "-//Live Well//Sessions//EN"
_PUBLIC_PRODUCT = "-//Live Well//Community//EN"
_ZONE = "Europe/London"
# The clocks change at 1am GMT on the last Sunday of March and of October, since 1996; each rule says when on the wall
# before it: https://www.gov.uk/when-do-the-clocks-change and https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5
_SUMMER = ("BST", datetime(1996, 3, 31, 1), 3, timedelta(0), timedelta(hours=1))  # noqa: DTZ001  (on the wall)
_WINTER = ("GMT", datetime(1996, 10, 27, 2), 10, timedelta(hours=1), timedelta(0))  # noqa: DTZ001
# How often a calendar program should ask again: https://www.rfc-editor.org/rfc/rfc7986#section-5.7
_AGAIN_AFTER = timedelta(hours=1)
_PUBLIC_AGAIN_AFTER = timedelta(days=1)


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


@dataclass(frozen=True)
class Happening:
    """One time of something that everybody may come to. `uid` stays the same as long as it is the same time."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    words: str = ""
    address: str = ""
    sequence: int = 0
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
    return _written(name, _PRODUCT, _AGAIN_AFTER, (_event(meeting) for meeting in meetings))


def public_calendar(happenings: Iterable[Happening], *, name: str) -> bytes:
    """
    An iCalendar file (RFC 5545) of what everybody may come to: each time by its date, so that what no rule can say
    (terms, bank holidays, a week left out) is right too. A day is a London day on both sides of the clock change.
    """
    return _written(name, _PUBLIC_PRODUCT, _PUBLIC_AGAIN_AFTER, (_happening(one) for one in happenings))


def own_calendar(one: Happening, *, name: str = "Live Well", cancelled: bool = False) -> bytes:
    """
    An iCalendar file (RFC 5545) of one meeting for the person whose meeting it is: private, and busy while it lasts.

    Called off, it vanishes from where it was read before.
    """
    return own_feed(((one, cancelled),), name=name)


def own_feed(ones: Iterable[tuple[Happening, bool]], *, name: str) -> bytes:
    """The same of many, each with whether it was called off, for a calendar program that reads again and again."""
    return _written(name, _PRODUCT, _AGAIN_AFTER, (_own(one, cancelled=cancelled) for one, cancelled in ones))


def _own(one: Happening, *, cancelled: bool) -> Event:
    event = _happening(one)
    for field, said in (
        ("class", "PRIVATE"),
        ("status", "CANCELLED" if cancelled else "CONFIRMED"),
        ("transp", "TRANSPARENT" if cancelled else "OPAQUE"),
    ):
        event[field] = said
    return event


def invitation(one: Happening, *, organiser: tuple[str, str], to: str, cancelled: bool = False) -> bytes:
    """
    An iCalendar file that asks one person to a meeting, moves it in their calendar, or takes it out (RFC 5546, 3.2).

    `organiser` is a name and an address. Nobody is asked to answer by their calendar program: a link in the message does
    that. A meeting keeps its `uid`; its `sequence` goes up when it is moved or cancelled.
    """
    event = _happening(one)
    asking = vCalAddress(f"MAILTO:{organiser[1]}")
    asking.params["CN"] = vText(organiser[0])
    asked = vCalAddress(f"MAILTO:{to}")
    for name, said in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        asked.params[name] = vText(said)
    event["organizer"] = asking
    event["attendee"] = asked
    for field, said in (
        ("class", "PRIVATE"),
        ("status", "CANCELLED" if cancelled else "CONFIRMED"),
        ("transp", "TRANSPARENT" if cancelled else "OPAQUE"),
    ):
        event[field] = said
    calendar = Calendar.from_ical(_written(one.title, _PRODUCT, _AGAIN_AFTER, (event,)))
    # What is sent to somebody has a method of its own, and no name or hour to ask again.
    calendar["method"] = "CANCEL" if cancelled else "REQUEST"
    for name in ("name", "x-wr-calname", "refresh-interval"):
        calendar.pop(name, None)
    made: bytes = calendar.to_ical()
    return made


def _written(name: str, product: str, again_after: timedelta, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", again_after, parameters={"VALUE": "DURATION"})
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


@cache
def _zone() -> Timezone:
    zone = Timezone()
    zone.add("tzid", _ZONE)
    for half, (name, begins, month, before, after) in ((TimezoneDaylight(), _SUMMER), (TimezoneStandard(), _WINTER)):
        half.add("tzname", name)
        half.add("dtstart", begins)
        half.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        half.add("tzoffsetfrom", before)
        half.add("tzoffsetto", after)
        zone.add_component(half)
    return zone


def _happening(one: Happening) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at or clock.now())
    event.add("last-modified", one.changed_at or clock.now())
    event.add("sequence", one.sequence)
    event.add("dtstart", in_london(one.starts_at))
    event.add("dtend", in_london(one.ends_at))
    event.add("summary", one.title)
    for name, said in (("location", one.place), ("description", one.words), ("url", one.address)):
        if said:
            event.add(name, said)
    event.add("class", "PUBLIC")
    event.add("status", "CONFIRMED")
    # Somebody who looks at what there is has not said that they will come.
    event.add("transp", "TRANSPARENT")
    return event


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
