"""Calendars hold sessions at the right time, under the same number, and tell nothing of the person."""

import io
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from livewell.kit.clock import LONDON
from livewell.kit.icalendar_out import Meeting, calendar_of, initials

KEY = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


def a_meeting(starts_at: datetime, **more: object) -> Meeting:
    return Meeting(id=KEY, starts_at=starts_at, minutes=45, initials="AR", reference="LW-4F7K-92", **more)


def read(made: bytes) -> tuple[Calendar, list]:
    calendar = Calendar.from_ical(made)
    return calendar, list(calendar.walk("VEVENT"))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "wall"),
    [
        (utc(2026, 10, 22, 13, 30), "20261022T143000"),  # summer time
        (utc(2026, 10, 29, 14, 30), "20261029T143000"),  # a week later, the clocks have gone back
        (utc(2027, 3, 27, 14, 30), "20270327T143000"),
        (utc(2027, 3, 29, 13, 30), "20270329T143000"),
    ],
)
def test_half_past_two_is_half_past_two_on_both_sides_of_the_clock_change(starts: datetime, wall: str) -> None:
    made = calendar_of([a_meeting(starts)])
    assert f"DTSTART;TZID=Europe/London:{wall}".encode() in made
    _, (event,) = read(made)
    assert event.start == starts
    assert event.end == starts + timedelta(minutes=45)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1)), st.integers(5, 300))  # noqa: DTZ001
def test_any_session_but_in_the_doubled_hour_comes_back_the_same(starts: datetime, minutes: int) -> None:
    starts = starts.replace(tzinfo=UTC, microsecond=0)
    # iCalendar cannot say which of the two half past ones it means; nobody meets then.
    if starts.month == 10 and 0 <= starts.hour <= 1 and starts.day >= 25:
        return
    ends = starts + timedelta(minutes=minutes)
    if ends.month == 10 and ends.hour <= 1 and ends.day >= 25:
        return
    _, (event,) = read(calendar_of([Meeting(uuid4(), starts, minutes, "AR", "LW-4F7K-92")]))
    assert (event.start, event.end) == (starts, ends)


def the_zone(made: bytes) -> str:
    whole = made.decode().replace("\r\n ", "")
    return whole[whole.index("BEGIN:VTIMEZONE") : whole.index("END:VTIMEZONE")]


def test_the_zone_it_carries_has_the_rules_of_london() -> None:
    """Each half begins when the wall, before it is changed, shows it: 1am in March, 2am in October (RFC 5545, 3.6.5)."""
    zone = the_zone(calendar_of([a_meeting(utc(2026, 7, 1, 13))]))
    assert "TZID:Europe/London" in zone
    summer, winter = zone.split("BEGIN:STANDARD")
    for half, said in ((summer, ("T010000", "+0000", "+0100", "3")), (winter, ("T020000", "+0100", "+0000", "10"))):
        begins, before, after, month = said
        assert re.search(rf"^DTSTART:\d{{8}}{begins}\r?$", half, re.MULTILINE)
        assert f"TZOFFSETFROM:{before}" in half
        assert f"TZOFFSETTO:{after}" in half
        assert {"FREQ=YEARLY", "BYDAY=-1SU", f"BYMONTH={month}"} == set(re.search(r"RRULE:(\S+)", half)[1].split(";"))


CARRIED = tzical(io.StringIO(calendar_of([]).decode()))
"""The zone as a program reads it that has no list of zones of its own."""


@given(st.datetimes(datetime(1997, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_who_knows_no_zone_but_the_one_it_carries_reads_the_same_instants(wall: datetime) -> None:
    carried = CARRIED.get("Europe/London")
    wall = wall.replace(microsecond=0, fold=0)
    london = wall.replace(tzinfo=LONDON)
    # What the wall never shows, and what it shows twice, is read by each program as it will.
    if london.astimezone(UTC).astimezone(LONDON) == london == wall.replace(tzinfo=LONDON, fold=1):
        assert wall.replace(tzinfo=carried).utcoffset() == london.utcoffset()


def test_a_moved_session_is_the_same_session_with_a_higher_sequence() -> None:
    _, (before,) = read(calendar_of([a_meeting(utc(2026, 7, 1, 13))]))
    _, (after,) = read(calendar_of([a_meeting(utc(2026, 7, 2, 9), sequence=1)]))
    assert before["UID"] == after["UID"] == f"{KEY}@livewell"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_a_cancelled_session_says_so_and_leaves_the_time_free() -> None:
    _, (event,) = read(calendar_of([a_meeting(utc(2026, 7, 1, 13), cancelled=True, sequence=2)]))
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_nothing_but_initials_and_reference_is_said() -> None:
    calendar, (event,) = read(calendar_of([a_meeting(utc(2026, 7, 1, 13), place="Home visit")]))
    assert event["SUMMARY"] == "Session: AR LW-4F7K-92"
    assert event["LOCATION"] == "Home visit"
    assert event["CLASS"] == "PRIVATE"
    assert set(event) == {
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "CLASS",
        "STATUS",
        "TRANSP",
    }
    assert calendar["METHOD"] == "PUBLISH"


def test_what_somebody_typed_cannot_begin_a_line_of_its_own() -> None:
    made = calendar_of([a_meeting(utc(2026, 7, 1, 13), place="Hall\r\nATTENDEE:mailto:x@y.example")])
    _, (event,) = read(made)
    assert "ATTENDEE" not in event
    assert all(line.endswith(b"\r") for line in made.split(b"\n")[:-1])


def test_an_empty_diary_is_still_a_calendar() -> None:
    calendar, events = read(calendar_of([], name="Asha’s sessions"))
    assert events == []
    assert calendar["X-WR-CALNAME"] == "Asha’s sessions"


@pytest.mark.parametrize(
    ("name", "letters"), [("Asha Rao", "AR"), ("Mary-Ann O'Brien", "MO"), ("", ""), ("zoë de la Cruz Smith", "ZDL")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
