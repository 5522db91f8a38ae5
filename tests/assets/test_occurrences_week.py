"""The week that a search looks at says, minute by minute, what the patterns say."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from livewell.assets.rules.occurrences import week_of
from livewell.assets.rules.times import BankHolidays, Calendar, Pattern, Repeats
from livewell.kit.clock import LONDON
from tests.assets.times_strategies import CALENDAR, patterns

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY = Repeats.MONTHLY_BY_WEEKDAY
TODAY = date(2026, 1, 7)  # a Wednesday
MONDAY, SUNDAY = 0, 6
DAY = 1440
EVERY_DAY = tuple(range(7))
TEN, NOON = 600, 720


def slot(weekday, opens, closes):
    return weekday * DAY + opens, weekday * DAY + closes


def week(*several, today=TODAY, horizon_days=92):
    return week_of(several, today=today, calendar=CALENDAR, horizon_days=horizon_days)


@pytest.mark.parametrize(
    ("several", "slots"),
    [
        ([Pattern(WEEKLY, (MONDAY,), opens=TEN, closes=NOON)], (slot(0, TEN, NOON),)),
        ([Pattern(WEEKLY, EVERY_DAY)], ((0, 10080),)),
        ([Pattern(WEEKLY, (0, 1))], ((0, 2880),)),
        ([Pattern(WEEKLY, (SUNDAY,), opens=1320, closes=1560)], ((0, 120), slot(6, 1320, 1440))),
        ([Pattern(WEEKLY, (5,), opens=1320, closes=1560)], (slot(5, 1320, 1560),)),
        ([Pattern(WEEKLY, (5, 6), opens=1320, closes=2760)], ((0, 1320), (slot(5, 1320, 0)[0], 10080))),
        (
            [
                Pattern(WEEKLY, (0,), opens=NOON, closes=780),
                Pattern(WEEKLY, (0,), opens=TEN, closes=NOON),
                Pattern(WEEKLY, (0,), opens=630, closes=700),
            ],
            (slot(0, TEN, 780),),
        ),
        ([Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, first_on=date(2026, 1, 6))], (slot(0, TEN, NOON),)),
        # Neither beginning nor end leaves out a Monday that the search could ask for.
        ([Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, first_on=date(2026, 1, 12))], (slot(0, TEN, NOON),)),
        ([Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, last_on=date(2026, 4, 6))], (slot(0, TEN, NOON),)),
        ([Pattern(WEEKLY, (1,), opens=TEN, closes=NOON, not_on=(date(2026, 1, 12),))], (slot(1, TEN, NOON),)),
        ([Pattern(WEEKLY, (1,), opens=TEN, closes=NOON, not_on=(date(2026, 5, 5),))], (slot(1, TEN, NOON),)),
        ([Pattern(WEEKLY, (1,), opens=TEN, closes=NOON, also_on=(date(2026, 1, 13),))], (slot(1, TEN, NOON),)),
        (
            [Pattern(WEEKLY, (1,), opens=TEN, closes=NOON, bank_holidays=BankHolidays.NOT_THEN)],
            (slot(1, TEN, NOON),),
        ),
    ],
)
def test_what_holds_every_week(several, slots):
    assert week(*several) == week_of(several, today=TODAY, calendar=CALENDAR)
    found = week(*several)
    assert found.every_week == slots
    assert (found.some_weeks, found.dated) == ((), ())
    assert found.good_until == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("pattern", "slots", "count"),
    [
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, bank_holidays=BankHolidays.NOT_THEN), [slot(0, TEN, NOON)], 12),
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, term_time=True), [slot(0, TEN, NOON)], 10),
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, first_on=date(2026, 1, 19)), [slot(0, TEN, NOON)], 12),
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, last_on=date(2026, 4, 5)), [slot(0, TEN, NOON)], 12),
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, not_on=(date(2026, 2, 2),)), [slot(0, TEN, NOON)], 12),
        (
            Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, also_on=(date(2026, 1, 8),)),
            [slot(0, TEN, NOON), slot(3, TEN, NOON)],
            14,
        ),
        (
            Pattern(WEEKLY, (0,), every=2, opens=TEN, closes=NOON, first_on=date(2026, 1, 5)),
            [slot(0, TEN, NOON)],
            6,
        ),
        (Pattern(BY_WEEKDAY, (0,), nth=(1,), opens=TEN, closes=NOON), [slot(0, TEN, NOON)], 3),
        (
            Pattern(ON_DATES, dates=(date(2026, 1, 5), date(2026, 1, 11)), opens=1380, closes=1500),
            [(0, 60), slot(6, 1380, 1440)],
            1,
        ),
        (Pattern(Repeats.BY_ARRANGEMENT, note="Ring"), [], 0),
        (Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, last_on=date(2025, 12, 31)), [], 0),
    ],
)
def test_what_holds_in_some_weeks_has_its_dates(pattern, slots, count):
    found = week(pattern)
    assert found.every_week == ()
    assert list(found.some_weeks) == slots
    assert len(found.dated) == count


def test_what_began_yesterday_and_runs_past_midnight_is_there():
    late = Pattern(ON_DATES, dates=(date(2026, 1, 6),), opens=1320, closes=1500)
    assert week(late).dated == ((datetime(2026, 1, 6, 22, tzinfo=UTC), datetime(2026, 1, 7, 1, tzinfo=UTC)),)
    assert week(late, today=date(2026, 1, 8)).dated == ()
    # Tuesday night runs into today only if there was a Tuesday night.
    begins_today = Pattern(WEEKLY, (1,), opens=1320, closes=1500, first_on=TODAY)
    assert week(begins_today).every_week == ()


def test_some_weeks_holds_nothing_of_every_week():
    always = Pattern(WEEKLY, (0,), opens=TEN, closes=NOON)
    sometimes = Pattern(BY_WEEKDAY, (0, 1), nth=(1,), opens=540, closes=780)
    found = week(always, sometimes)
    assert found.every_week == (slot(0, TEN, NOON),)
    assert found.some_weeks == (slot(0, 540, TEN), slot(0, NOON, 780), slot(1, 540, 780))


def test_the_same_instants_come_once():
    first = Pattern(BY_WEEKDAY, (0,), nth=(1,), opens=TEN, closes=NOON)
    assert week(first, Pattern(BY_WEEKDAY, (0,), nth=(1, 2), opens=TEN, closes=NOON)).dated == tuple(
        sorted({*week(first).dated, *week(Pattern(BY_WEEKDAY, (0,), nth=(2,), opens=TEN, closes=NOON)).dated})
    )


@pytest.mark.parametrize(
    ("pattern", "is_plain"),
    [
        (Pattern(WEEKLY, (SUNDAY,), opens=0, closes=180), True),
        (Pattern(WEEKLY, (SUNDAY,), opens=90, closes=180), False),
        (Pattern(WEEKLY, (SUNDAY,), opens=0, closes=90), False),
        (Pattern(WEEKLY, (5,), opens=1320, closes=1530), False),
        (Pattern(WEEKLY, (4,), opens=1320, closes=1530), True),
    ],
)
def test_the_hour_that_comes_twice_is_said_by_its_instants(pattern, is_plain):
    assert (week(pattern, today=date(2026, 10, 1)).dated == ()) is is_plain
    assert week(pattern, today=date(2026, 1, 7)).dated == ()


@pytest.mark.parametrize(
    ("pattern", "is_plain"),
    [
        (Pattern(WEEKLY, (SUNDAY,), opens=60, closes=120), False),
        (Pattern(WEEKLY, (5, SUNDAY), opens=75, closes=90), False),
        (Pattern(WEEKLY, (SUNDAY,), opens=60, closes=121), True),
        (Pattern(WEEKLY, (5,), opens=60, closes=120), True),
    ],
)
def test_what_lies_in_the_hour_left_out_is_said_by_its_instants(pattern, is_plain):
    found = week(pattern, today=date(2027, 3, 1))
    assert (found.dated == ()) is is_plain
    assert not any(starts_at.date() == date(2027, 3, 28) for starts_at, _ in found.dated if pattern.weekdays == (6,))
    assert week(pattern, today=date(2027, 5, 1)).dated == ()


def test_less_than_a_week_tells_nothing():
    with pytest.raises(ValueError, match="seven days"):
        week(horizon_days=6)


# ── the brute force ──


def holds_on(pattern, day, calendar):
    """Whether it happens on one day, by looking at nothing but that day."""
    if pattern.repeats is Repeats.BY_ARRANGEMENT or day in pattern.not_on:
        return False
    if day in pattern.also_on:
        return True
    if not (pattern.first_on or day) <= day <= (pattern.last_on or day):
        return False
    if pattern.term_time and not any(first <= day <= last for first, last in calendar.terms):
        return False
    if pattern.bank_holidays is not BankHolidays.AS_USUAL and (day in calendar.bank_holidays) is (
        pattern.bank_holidays is BankHolidays.NOT_THEN
    ):
        return False
    return comes_round_to(pattern, day)


def comes_round_to(pattern, day):
    anchor = pattern.first_on or day
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    is_last = (day + timedelta(days=1)).day == 1
    if pattern.repeats is ON_DATES:
        return day in pattern.dates
    if pattern.repeats is Repeats.MONTHLY_BY_DATE:
        return months % pattern.every == 0 and (day.day in pattern.month_days or (is_last and -1 in pattern.month_days))
    if day.weekday() not in pattern.weekdays:
        return False
    if pattern.repeats is WEEKLY:
        weeks = (day - timedelta(days=day.weekday()) - anchor + timedelta(days=anchor.weekday())).days // 7
        return weeks % pattern.every == 0
    is_last = (day + timedelta(days=7)).month != day.month
    return months % pattern.every == 0 and ((day.day + 6) // 7 in pattern.nth or (is_last and -1 in pattern.nth))


def walls(first, last):
    """Every minute from the first midnight to the last, and what a London wall shows then."""
    at = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=LONDON).astimezone(UTC)
    shown = []
    while at < end:
        here = at.astimezone(LONDON).replace(tzinfo=None)
        shown += [(at + timedelta(minutes=n), here + timedelta(minutes=n)) for n in range(60)]
        at += timedelta(hours=1)
    return shown


def comes_twice(at):
    """Whether the wall has shown the same an hour ago."""
    return at.astimezone(LONDON).utcoffset() != (at - timedelta(hours=1)).astimezone(LONDON).utcoffset()


def open_minutes(several, first, last, calendar):
    """Every minute at which something is on: from when a wall first shows it opens, to when one first shows it closes."""
    shown = walls(first - timedelta(days=2), last + timedelta(days=3))
    first_shown = {}
    latest = datetime.min  # noqa: DTZ901 - a wall has no zone
    for place, (_, wall) in enumerate(shown):
        while latest < wall:
            latest = wall if latest.year == 1 else latest + timedelta(minutes=1)
            first_shown[latest] = place
    minutes = set()
    for pattern in several:
        for back in range((last - first).days + 2):
            day = first + timedelta(days=back - 1)
            if holds_on(pattern, day, calendar):
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
                opens, closes = (midnight + timedelta(minutes=n) for n in (pattern.opens, pattern.closes))
                minutes |= {at for at, _ in shown[first_shown[opens] : first_shown[closes]]}
    return minutes


todays = st.one_of(
    st.dates(date(2025, 12, 1), date(2026, 12, 1)),
    st.dates(date(2026, 3, 22), date(2026, 3, 31)),
    st.dates(date(2026, 10, 18), date(2026, 10, 27)),
    st.dates(date(2027, 3, 20), date(2027, 3, 30)),
)


@settings(deadline=None, max_examples=40)
@given(several=st.lists(patterns(), min_size=1, max_size=3), today=todays, horizon_days=st.integers(7, 16))
@example([Pattern(WEEKLY, (6,), opens=90, closes=180)], date(2026, 10, 20), 7)
@example([Pattern(WEEKLY, (5,), opens=1320, closes=1530)], date(2026, 10, 18), 7)
@example([Pattern(WEEKLY, (6,), opens=90, closes=180)], date(2026, 3, 23), 14)
@example([Pattern(WEEKLY, (6,), opens=75, closes=90)], date(2026, 3, 23), 14)
@example([Pattern(WEEKLY, (6,), opens=60, closes=120)], date(2027, 3, 23), 14)
@example([Pattern(BY_WEEKDAY, (1,), nth=(5,), opens=600, closes=720)], date(2026, 12, 28), 14)
@example([Pattern(WEEKLY, (5, 6), opens=1320, closes=2760)], date(2026, 10, 20), 14)
@example([Pattern(WEEKLY, (0,), opens=0, closes=1440, term_time=True)], date(2026, 2, 9), 14)
def test_the_week_agrees_with_every_minute(several, today, horizon_days):
    found = week_of(several, today=today, calendar=CALENDAR, horizon_days=horizon_days)
    after = today + timedelta(days=horizon_days)
    assert found.good_until == after - timedelta(days=1)
    is_open = open_minutes(several, today, found.good_until, CALENDAR)
    weekly = {minute for opens, closes in found.every_week for minute in range(opens, closes)}
    now_and_then = {minute for opens, closes in found.some_weeks for minute in range(opens, closes)}
    dated = {
        starts_at + timedelta(minutes=n)
        for starts_at, ends_at in found.dated
        for n in range((ends_at - starts_at) // timedelta(minutes=1))
    }
    for at, wall in walls(today, after):
        minute = wall.weekday() * DAY + wall.hour * 60 + wall.minute
        assert (minute in weekly or at in dated) is (at in is_open), wall
        if at in dated and minute not in weekly:
            assert minute in now_and_then or comes_twice(at), wall
    for slots in (found.every_week, found.some_weeks):
        assert list(slots) == sorted(slots)
        assert all(0 <= opens < closes <= 7 * DAY for opens, closes in slots)
        assert all(before[1] < following[0] for before, following in pairwise(slots))
    assert not weekly & now_and_then
    assert list(found.dated) == sorted(set(found.dated))


def test_without_terms_nothing_is_left_out():
    pattern = Pattern(WEEKLY, (0,), opens=TEN, closes=NOON, term_time=True)
    assert week_of([pattern], today=TODAY, calendar=Calendar(frozenset())).every_week == (slot(0, TEN, NOON),)
