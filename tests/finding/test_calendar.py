"""A listing in somebody's calendar: every session by its date, right over both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from icalendar import Calendar

from livewell.assets import actions, queries
from livewell.assets.rules.occurrences import occurrences
from livewell.assets.rules.times import BankHolidays, Pattern, Repeats
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.finding.test_listing import SATURDAYS, TUESDAYS

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
PATTERNS = {
    "weekly": TUESDAYS,
    "past midnight": Pattern(Repeats.WEEKLY, weekdays=(5,), opens=22 * 60, closes=25 * 60 + 30),
    "in the hour that changes": Pattern(Repeats.WEEKLY, weekdays=(6,), opens=60, closes=150),
    "the last Friday": Pattern(Repeats.MONTHLY_BY_WEEKDAY, weekdays=(4,), nth=(-1,), opens=600, closes=660),
    "the 31st": Pattern(Repeats.MONTHLY_BY_DATE, month_days=(31,), opens=600, closes=660),
    "on dates": Pattern(Repeats.ON_DATES, dates=(date(2026, 10, 25), date(2027, 3, 28)), opens=600, closes=660),
    "with exceptions": Pattern(
        Repeats.WEEKLY,
        weekdays=(0,),
        opens=600,
        closes=660,
        bank_holidays=BankHolidays.NOT_THEN,
        not_on=(date(2026, 9, 14),),
        also_on=(date(2026, 9, 16),),
    ),
}


async def read(visitor: httpx.AsyncClient, key: object) -> Calendar:
    with clock.at(NOW):
        answer = await visitor.get(f"/community/{key}/sessions.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
async def test_it_holds_what_happens_in_a_year(visitor: httpx.AsyncClient, pattern: Pattern) -> None:
    key = await an_asset_from(a_listing(name="Strollers", patterns=(pattern,)))
    events = (await read(visitor, key)).walk("VEVENT")
    with clock.at(NOW):
        calendar = await queries.calendar()
    today = NOW.date()
    due = occurrences((pattern,), from_on=today, to_on=today + timedelta(days=366), calendar=calendar)
    assert due
    found = [(one.decoded("dtstart").astimezone(UTC), one.decoded("dtend").astimezone(UTC)) for one in events]
    assert found == [(one.starts_at, one.ends_at) for one in due]
    assert len({str(one["uid"]) for one in events}) == len(events)


async def test_what_begins_together_is_not_one(visitor: httpx.AsyncClient) -> None:
    longer = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=TUESDAYS.opens, closes=TUESDAYS.closes + 60)
    venues = (a_venue(name="The hall", patterns=(TUESDAYS,)),)
    key = await an_asset_from(a_listing(name="Strollers", patterns=(TUESDAYS, longer), venues=venues))
    events = (await read(visitor, key)).walk("VEVENT")
    assert len(events) == 3 * 53
    assert len({str(one["uid"]) for one in events}) == len(events)


async def test_a_time_says_where_and_whom_to_ask(visitor: httpx.AsyncClient) -> None:
    venues = (a_venue(name="The hall", patterns=(TUESDAYS,)), a_venue(name="The park", patterns=(SATURDAYS,)))
    key = await an_asset_from(a_listing(name="Strollers", venues=venues, alert="Bring a coat"))
    read_back = await read(visitor, key)
    assert str(read_back["x-wr-calname"]) == "Strollers"
    assert read_back.walk("VTIMEZONE")
    events = read_back.walk("VEVENT")
    assert {str(one["location"]) for one in events} == {"The hall", "The park"}
    assert str(events[0]["summary"]) == "Strollers"
    assert "2pm: Walk" in str(events[0]["description"])
    assert "Bring a coat" in str(events[0]["description"])
    assert str(events[0]["url"]) == f"http://livewell.example/community/{key}"
    assert {str(one["class"]) for one in events} == {"PUBLIC"}


async def test_what_stays_keeps_its_number_when_something_else_is_left_out(visitor: httpx.AsyncClient) -> None:
    key = await an_asset_from(a_listing(patterns=(TUESDAYS,)))
    before = [str(one["uid"]) for one in (await read(visitor, key)).walk("VEVENT")]
    seen = await queries.asset(key)
    without = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=960, not_on=(date(2026, 9, 8),))
    changed = a_listing(name=seen.name, patterns=(without,))
    await actions.change(key, changed, version=seen.version, by=SYSTEM)
    events = (await read(visitor, key)).walk("VEVENT")
    after = [str(one["uid"]) for one in events]
    assert [uid for uid in before if uid not in after] == [before[1]]
    assert not set(after) - set(before)
    assert {int(one["sequence"]) for one in events} == {seen.version + 1}


async def test_what_is_by_arrangement_is_an_empty_calendar(visitor: httpx.AsyncClient) -> None:
    key = await an_asset_from(a_listing(patterns=(Pattern(Repeats.BY_ARRANGEMENT),)))
    assert not (await read(visitor, key)).walk("VEVENT")
