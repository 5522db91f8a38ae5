"""Days are said as people say them, and counted as offices in England count them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.dates import (
    add_working_days,
    age,
    bank_holidays,
    is_working_day,
    london_day,
    say_day,
    say_instant,
    say_time,
    say_weekday,
    working_days_between,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2035, 12, 31))


def test_days_are_said_without_leading_noughts() -> None:
    assert say_day(date(2026, 11, 1)) == "1 November 2026"
    assert say_weekday(date(2026, 11, 21)) == "Saturday 21 November 2026"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(14, 30), "2:30pm"),
        (time(9), "9am"),
        (time(0, 5), "12:05am"),
        (time(12, 5), "12:05pm"),
        (time(12), "midday"),
        (time(0), "midnight"),
    ],
)
def test_times_are_said_the_nhs_way(moment: time, said: str) -> None:
    assert say_time(moment) == said


def test_an_instant_is_said_in_london() -> None:
    assert say_instant(datetime(2026, 7, 1, 13, 30, tzinfo=UTC)) == "1 July 2026 at 2:30pm"
    assert say_instant(datetime(2026, 11, 21, 14, 30, tzinfo=UTC)) == "21 November 2026 at 2:30pm"
    assert say_instant(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 12:30am"
    assert say_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"
    assert say_weekday(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1948, 7, 5), date(2026, 7, 4), 77),
        (date(1948, 7, 5), date(2026, 7, 5), 78),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_in_whole_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before they are born"):
        age(date(2026, 2, 1), date(2026, 1, 31))


@given(born=days, on=days)
def test_age_grows_by_one_a_year(born: date, on: date) -> None:
    if on < born or (on.month, on.day) == (2, 29):
        return
    assert age(born, on.replace(year=on.year + 1)) == age(born, on) + 1


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day was a Saturday
        (date(2026, 4, 6), False),  # Easter Monday, not a holiday in Scotland
        (date(2026, 3, 17), True),  # a holiday in Northern Ireland only
        (date(2026, 8, 31), False),
        (date(2022, 9, 19), False),  # once, for the Queen's funeral
    ],
)
def test_which_days_are_worked_in_england(day, worked) -> None:
    assert is_working_day(day) is worked


@pytest.mark.parametrize(
    ("day", "count", "lands_on"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(day: date, count: int, lands_on: date) -> None:
    assert add_working_days(day, count) == lands_on


@given(day=days, count=st.integers(1, 60))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    later = add_working_days(day, count)
    assert is_working_day(later)
    assert working_days_between(day, later) == count
    assert working_days_between(later, day) == -count


@given(day=days, first=st.integers(0, 40), second=st.integers(0, 40))
def test_counts_add_up(day: date, first: int, second: int) -> None:
    middle, last = day + timedelta(days=first), day + timedelta(days=first + second)
    whole = working_days_between(day, last)
    assert whole == working_days_between(day, middle) + working_days_between(middle, last)


def test_bank_holidays_of_england() -> None:
    assert bank_holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),  # a Saturday, when hardly anything is open either
        date(2026, 12, 28),  # and its substitute
    }


@given(year=st.integers(2000, 2035))
def test_no_bank_holiday_is_a_working_day(year: int) -> None:
    assert not any(is_working_day(day) for day in bank_holidays(year))
