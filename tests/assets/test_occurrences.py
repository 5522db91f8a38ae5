"""Patterns become instants, rightly across clock changes, midnights, months and years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.occurrences import next_ones, occurrences
from livewell.assets.rules.times import BankHolidays, Calendar, Pattern, Repeats
from livewell.assets.rules.times_days import held_days, regular_days
from tests.assets.times_strategies import CALENDAR, REGULAR, days, patterns

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY, BY_DATE = Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE
EVERY_DAY = tuple(range(7))


def on(*said):
    return [date.fromisoformat(day) for day in said]


def utc(said):
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "first", "last", "held"),
    [
        pytest.param(
            Pattern(WEEKLY, (2,), every=2, first_on=date(2025, 12, 10)),
            *on("2025-12-01", "2026-01-31"),
            on("2025-12-10", "2025-12-24", "2026-01-07", "2026-01-21"),
            id="fortnightly over new year",
        ),
        pytest.param(
            Pattern(WEEKLY, (0, 4), every=2, first_on=date(2026, 1, 2)),
            *on("2026-01-01", "2026-01-31"),
            on("2026-01-02", "2026-01-12", "2026-01-16", "2026-01-26", "2026-01-30"),
            id="fortnightly on two days, from the second of them",
        ),
        pytest.param(
            Pattern(BY_WEEKDAY, (4,), nth=(5,)),
            *on("2026-01-01", "2026-06-30"),
            on("2026-01-30", "2026-05-29"),
            id="fifth Friday",
        ),
        pytest.param(
            Pattern(BY_WEEKDAY, (4,), nth=(-1,)),
            *on("2026-01-01", "2026-03-31"),
            on("2026-01-30", "2026-02-27", "2026-03-27"),
            id="last Friday",
        ),
        pytest.param(
            Pattern(BY_WEEKDAY, (1, 3), nth=(1, 4, -1)),
            *on("2026-06-01", "2026-06-30"),
            on("2026-06-02", "2026-06-04", "2026-06-23", "2026-06-25", "2026-06-30"),
            id="the fourth may be the last",
        ),
        pytest.param(
            Pattern(BY_WEEKDAY, (1,), every=2, nth=(1,), first_on=date(2025, 11, 4)),
            *on("2025-11-01", "2026-04-30"),
            on("2025-11-04", "2026-01-06", "2026-03-03"),
            id="every other month over new year",
        ),
        pytest.param(
            Pattern(BY_DATE, month_days=(29,)),
            *on("2026-01-30", "2026-03-29"),
            on("2026-03-29"),
            id="29 February is not there",
        ),
        pytest.param(
            Pattern(BY_DATE, every=12, month_days=(29,), first_on=date(2024, 2, 29)),
            *on("2024-01-01", "2032-12-31"),
            on("2024-02-29", "2028-02-29", "2032-02-29"),
            id="every 29 February",
        ),
        pytest.param(
            Pattern(BY_DATE, month_days=(31, -1)),
            *on("2026-01-01", "2026-04-30"),
            on("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"),
            id="the last day whatever it is",
        ),
        pytest.param(
            Pattern(WEEKLY, (0,), term_time=True),
            *on("2026-02-02", "2026-03-02"),
            on("2026-02-02", "2026-02-09", "2026-02-23", "2026-03-02"),
            id="half term",
        ),
        pytest.param(
            Pattern(WEEKLY, (0,), bank_holidays=BankHolidays.NOT_THEN),
            *on("2026-04-27", "2026-05-11"),
            on("2026-04-27", "2026-05-11"),
            id="not on the bank holiday of 4 May",
        ),
        pytest.param(
            Pattern(WEEKLY, EVERY_DAY, bank_holidays=BankHolidays.ONLY_THEN),
            *on("2026-04-01", "2026-05-31"),
            on("2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"),
            id="only on bank holidays",
        ),
        pytest.param(
            Pattern(WEEKLY, (4,), not_on=(date(2026, 12, 25),), also_on=(date(2026, 12, 23),)),
            *on("2026-12-18", "2027-01-01"),
            on("2026-12-18", "2026-12-23", "2027-01-01"),
            id="Christmas, moved to the Wednesday",
        ),
        pytest.param(
            Pattern(WEEKLY, (0,), term_time=True, last_on=date(2026, 7, 20), also_on=(date(2026, 7, 27),)),
            *on("2026-07-13", "2026-08-31"),
            on("2026-07-13", "2026-07-20", "2026-07-27"),
            id="an extra day needs neither term nor range",
        ),
        pytest.param(
            Pattern(WEEKLY, (0,), not_on=(date(2026, 7, 27),), also_on=(date(2026, 7, 27),)),
            *on("2026-07-27", "2026-08-03"),
            on("2026-08-03"),
            id="what is called off is off",
        ),
        pytest.param(
            Pattern(ON_DATES, dates=(date(2026, 12, 19), date(2026, 12, 12), date(2026, 12, 12), date(2027, 1, 2))),
            *on("2026-12-01", "2026-12-31"),
            on("2026-12-12", "2026-12-19"),
            id="dates",
        ),
        pytest.param(
            Pattern(Repeats.BY_ARRANGEMENT, note="Ring", also_on=(date(2026, 12, 12),)),
            *on("2026-12-01", "2026-12-31"),
            [],
            id="by arrangement",
        ),
        pytest.param(
            Pattern(WEEKLY, (0,), first_on=date(2026, 2, 1), last_on=date(2026, 1, 1)),
            *on("2026-01-01", "2026-12-31"),
            [],
            id="over before it begins",
        ),
    ],
)
def test_the_days_on_which_it_happens(pattern, first, last, held):
    assert held_days(pattern, first, last, CALENDAR) == held
    found = occurrences([pattern], from_on=first, to_on=last, calendar=CALENDAR)
    assert [one.on for one in found] == held


def test_term_time_is_all_year_where_nobody_knows_the_terms():
    pattern = Pattern(WEEKLY, (0,), term_time=True)
    assert len(held_days(pattern, date(2026, 8, 1), date(2026, 8, 31), Calendar(frozenset()))) == 5


@pytest.mark.parametrize(
    ("day", "opens", "closes", "starts_at", "ends_at"),
    [
        ("2026-01-15", 810, 900, "2026-01-15T13:30", "2026-01-15T15:00"),
        ("2026-07-15", 810, 900, "2026-07-15T12:30", "2026-07-15T14:00"),
        ("2026-07-15", 0, 1440, "2026-07-14T23:00", "2026-07-15T23:00"),
        # 29 March 2026: 1am to 2am is not there.
        ("2026-03-29", 30, 180, "2026-03-29T00:30", "2026-03-29T02:00"),
        ("2026-03-29", 90, 180, "2026-03-29T01:00", "2026-03-29T02:00"),
        ("2026-03-29", 0, 90, "2026-03-29T00:00", "2026-03-29T01:00"),
        ("2026-03-29", 0, 1440, "2026-03-29T00:00", "2026-03-29T23:00"),
        ("2026-03-28", 1320, 1530, "2026-03-28T22:00", "2026-03-29T01:00"),
        ("2026-03-28", 1320, 1620, "2026-03-28T22:00", "2026-03-29T02:00"),
        # 25 October 2026: 1am to 2am comes twice.
        ("2026-10-25", 30, 180, "2026-10-24T23:30", "2026-10-25T03:00"),
        ("2026-10-25", 60, 120, "2026-10-25T00:00", "2026-10-25T02:00"),
        ("2026-10-25", 90, 180, "2026-10-25T00:30", "2026-10-25T03:00"),
        ("2026-10-25", 75, 105, "2026-10-25T00:15", "2026-10-25T00:45"),
        ("2026-10-25", 0, 1440, "2026-10-24T23:00", "2026-10-26T00:00"),
        ("2026-10-24", 1320, 1530, "2026-10-24T21:00", "2026-10-25T00:30"),
    ],
)
def test_instants_across_clock_changes(day, opens, closes, starts_at, ends_at):
    pattern = Pattern(ON_DATES, dates=(date.fromisoformat(day),), opens=opens, closes=closes)
    (one,) = occurrences([pattern], from_on=pattern.dates[0], to_on=pattern.dates[0], calendar=CALENDAR)
    assert (one.starts_at, one.ends_at) == (utc(starts_at), utc(ends_at))
    assert (one.on, one.pattern) == (pattern.dates[0], pattern)
    assert one.starts_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("opens", "closes"), [(60, 120), (90, 105)])
def test_what_lies_in_the_missing_hour_does_not_happen(opens, closes):
    pattern = Pattern(WEEKLY, (6,), opens=opens, closes=closes)
    found = occurrences([pattern], from_on=date(2026, 3, 22), to_on=date(2026, 4, 5), calendar=CALENDAR)
    assert [one.on for one in found] == on("2026-03-22", "2026-04-05")


def test_several_patterns_come_in_order_and_the_same_time_once():
    week = Pattern(WEEKLY, (0, 1), opens=600, closes=720)
    tuesday = Pattern(WEEKLY, (1,), opens=600, closes=720, note="Bring a coat")
    longer = Pattern(WEEKLY, (1,), opens=600, closes=780)
    early = Pattern(WEEKLY, (1,), opens=540, closes=600)
    found = occurrences(
        [week, tuesday, longer, early], from_on=date(2026, 1, 5), to_on=date(2026, 1, 6), calendar=CALENDAR
    )
    assert [(one.starts_at.hour, one.pattern) for one in found] == [(10, week), (9, early), (10, week), (10, longer)]


def test_what_still_runs_is_the_next():
    pattern = Pattern(WEEKLY, (5,), opens=1320, closes=1560)
    sunday = utc("2026-01-11T01:59")
    found = next_ones([pattern], after=sunday, calendar=CALENDAR, count=2)
    assert [one.on for one in found] == on("2026-01-10", "2026-01-17")
    found = next_ones([pattern], after=sunday + timedelta(minutes=1), calendar=CALENDAR, count=2)
    assert [one.on for one in found] == on("2026-01-17", "2026-01-24")


def test_there_may_be_none_or_few_left():
    last = Pattern(WEEKLY, (5,), opens=600, closes=720, last_on=date(2026, 1, 17))
    after = utc("2026-01-10T12:00")
    assert [one.on for one in next_ones([last], after=after, calendar=CALENDAR)] == on("2026-01-17")
    assert next_ones([], after=after, calendar=CALENDAR) == []
    yearly = Pattern(BY_DATE, every=12, month_days=(1,), first_on=date(2025, 12, 1), opens=600, closes=720)
    found = next_ones([yearly], after=after, calendar=CALENDAR, horizon_days=800)
    assert [one.on for one in found] == on("2026-12-01", "2027-12-01")
    assert [one.on for one in next_ones([yearly], after=after, calendar=CALENDAR)] == on("2026-12-01")


def by_dateutil(pattern, first, last):
    codes = [(rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)[day] for day in pattern.weekdays]
    if pattern.nth:
        codes = [code(nth) for code in codes for nth in pattern.nth]
    rule = rrule.rrule(
        rrule.WEEKLY if pattern.repeats is WEEKLY else rrule.MONTHLY,
        dtstart=datetime.combine(pattern.first_on or first, datetime.min.time()),
        interval=pattern.every,
        wkst=rrule.MO,
        byweekday=codes or None,
        bymonthday=pattern.month_days or None,
        until=datetime.combine(min(last, pattern.last_on or last), datetime.min.time()),
    )
    return [found.date() for found in rule if found.date() >= first]


@given(pattern=patterns(REGULAR, plain=True), first=days, length=st.integers(0, 500))
def test_days_agree_with_the_rules_of_rfc_5545(pattern, first, length):
    last = first + timedelta(days=length)
    assert regular_days(pattern, first, last) == by_dateutil(pattern, first, last)


@given(several=st.lists(patterns(), max_size=3), day=days, minute=st.integers(0, 1439), count=st.integers(1, 8))
def test_the_next_ones_are_those_that_have_not_ended(several, day, minute, count):
    after = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    everything = occurrences(
        several, from_on=day - timedelta(days=2), to_on=day + timedelta(days=120), calendar=CALENDAR
    )
    wanted = [one for one in everything if one.ends_at > after][:count]
    found = next_ones(several, after=after, calendar=CALENDAR, count=count, horizon_days=200)
    assert found[: len(wanted)] == wanted
    assert len(found) <= count
