"""Times are said as a noticeboard says them, and read back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.times import (
    BANK_HOLIDAYS_LABELS,
    REPEATS_LABELS,
    BankHolidays,
    Part,
    Pattern,
    Repeats,
    all_in_words,
    in_words,
    read_words,
)
from tests.assets.times_strategies import REGULAR, days, patterns

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY, BY_DATE = Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE
WALK = Pattern(WEEKLY, (3,), opens=810, closes=900, parts=(Part("Walk", 810), Part("Tea", 900)))
EVERY_DAY = tuple(range(7))
STREET = Pattern(WEEKLY, (0, 1, 2, 3, 4), opens=540, closes=1020)


def test_every_choice_has_words():
    assert set(REPEATS_LABELS) == set(Repeats)
    assert set(BANK_HOLIDAYS_LABELS) == set(BankHolidays)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (Pattern(WEEKLY, (3,), opens=810, closes=900), "Thursdays 1:30pm to 3pm"),
        (Pattern(WEEKLY, (1, 3), opens=600, closes=720), "Tuesdays and Thursdays 10am to midday"),
        (Pattern(WEEKLY, (0, 2, 4), opens=720, closes=1440), "Mondays, Wednesdays and Fridays midday to midnight"),
        (STREET, "Monday to Friday 9am to 5pm"),
        (Pattern(WEEKLY, (5, 6), opens=540, closes=600), "Saturdays and Sundays 9am to 10am"),
        (Pattern(WEEKLY, EVERY_DAY, opens=540, closes=600), "Every day 9am to 10am"),
        (Pattern(WEEKLY, EVERY_DAY), "Every day, day and night"),
        (Pattern(WEEKLY, (4,), opens=1320, closes=1560), "Fridays 10pm to 2am the next day"),
        (Pattern(WEEKLY, (4,), opens=540, closes=1980), "Fridays 9am to 9am the next day"),
        (
            Pattern(WEEKLY, (3,), opens=810, closes=900, first_on=date(2026, 1, 8), last_on=date(2026, 7, 2)),
            "Thursdays from 8 January 2026 until 2 July 2026, 1:30pm to 3pm",
        ),
        (
            Pattern(WEEKLY, (1,), every=2, first_on=date(2026, 1, 6), opens=1080, closes=1200),
            "Every other Tuesday from 6 January 2026, 6pm to 8pm",
        ),
        (
            Pattern(WEEKLY, (1, 3), every=3, first_on=date(2026, 1, 6), opens=1080, closes=1200),
            "Every 3 weeks on Tuesday and Thursday from 6 January 2026, 6pm to 8pm",
        ),
        (
            Pattern(WEEKLY, EVERY_DAY, every=2, first_on=date(2026, 1, 6), opens=1080, closes=1200),
            "Every other week on every day from 6 January 2026, 6pm to 8pm",
        ),
        (
            Pattern(WEEKLY, EVERY_DAY, every=3, first_on=date(2026, 1, 6), opens=1080, closes=1200),
            "Every 3 weeks on every day from 6 January 2026, 6pm to 8pm",
        ),
        (Pattern(BY_WEEKDAY, (1,), nth=(1,), opens=840, closes=960), "First Tuesday of the month, 2pm to 4pm"),
        (
            Pattern(BY_WEEKDAY, (1,), nth=(1, 3), opens=840, closes=960),
            "First and third Tuesday of the month, 2pm to 4pm",
        ),
        (
            Pattern(BY_WEEKDAY, (4,), every=2, nth=(-1,), first_on=date(2026, 1, 30), opens=840, closes=960),
            "Last Friday of every other month from 30 January 2026, 2pm to 4pm",
        ),
        (
            Pattern(BY_DATE, month_days=(1, 2, 3, 11, 22, -1), opens=840, closes=960),
            "The 1st, 2nd, 3rd, 11th, 22nd and last day of the month, 2pm to 4pm",
        ),
        (
            Pattern(BY_DATE, every=3, month_days=(15,), first_on=date(2026, 1, 15), opens=840, closes=960),
            "The 15th of every third month from 15 January 2026, 2pm to 4pm",
        ),
        (
            Pattern(ON_DATES, dates=(date(2026, 12, 12),), opens=1080, closes=1500),
            "12 December 2026, 6pm to 1am the next day",
        ),
        (
            Pattern(ON_DATES, dates=(date(2026, 12, 12), date(2027, 1, 2)), opens=1080, closes=1200),
            "12 December 2026 and 2 January 2027, 6pm to 8pm",
        ),
        (
            Pattern(ON_DATES, dates=(date(2026, 12, 12), date(2026, 12, 19), date(2027, 1, 2)), opens=840, closes=960),
            "12 and 19 December 2026, and 2 January 2027, 2pm to 4pm",
        ),
        (WALK, "Thursdays 1:30pm to 3pm: walk 1:30pm, then tea 3pm"),
        (
            replace(WALK, term_time=True, bank_holidays=BankHolidays.NOT_THEN, note="Bring a coat"),
            "Thursdays 1:30pm to 3pm, in term time, not on bank holidays: walk 1:30pm, then tea 3pm. Bring a coat",
        ),
        (
            replace(WALK, parts=(Part("English class", 810, 850), Part("NHS checks", 850), Part("A break", 860))),
            "Thursdays 1:30pm to 3pm: English class 1:30pm to 2:10pm, then NHS checks 2:10pm, then A break 2:20pm",
        ),
        (
            replace(STREET, not_on=(date(2026, 12, 25), date(2026, 12, 28)), also_on=(date(2026, 12, 19),)),
            "Monday to Friday 9am to 5pm, not on 25 and 28 December 2026, also on 19 December 2026",
        ),
        (
            Pattern(WEEKLY, EVERY_DAY, opens=600, closes=960, bank_holidays=BankHolidays.ONLY_THEN),
            "Every day 10am to 4pm, only on bank holidays",
        ),
        (Pattern(Repeats.BY_ARRANGEMENT, note="ring Pat"), "By arrangement: ring Pat"),
        (Pattern(Repeats.BY_ARRANGEMENT), "By arrangement"),
    ],
)
def test_a_pattern_is_said_in_words(pattern, said):
    assert in_words(pattern) == said
    if not pattern.note and pattern.repeats is not Repeats.BY_ARRANGEMENT:
        assert read_words(said) == (pattern,)


@pytest.mark.parametrize(
    ("patterns_", "said"),
    [
        ((), ""),
        ((STREET, WALK), "Monday to Friday 9am to 5pm; Thursdays 1:30pm to 3pm: walk 1:30pm, then tea 3pm"),
        (
            (Pattern(WEEKLY, (0,), opens=540, closes=720), Pattern(WEEKLY, (0,), opens=840, closes=1020)),
            "Mondays 9am to midday and 2pm to 5pm",
        ),
        (
            (
                Pattern(WEEKLY, (0,), opens=540, closes=720, term_time=True),
                Pattern(WEEKLY, (0,), opens=840, closes=1020, term_time=True),
                Pattern(WEEKLY, (1,), opens=840, closes=1020),
            ),
            "Mondays 9am to midday and 2pm to 5pm, in term time; Tuesdays 2pm to 5pm",
        ),
        (
            (Pattern(Repeats.BY_ARRANGEMENT, note="a"), Pattern(Repeats.BY_ARRANGEMENT, note="b")),
            "By arrangement: a; By arrangement: b",
        ),
    ],
)
def test_several_patterns_are_said_together(patterns_, said):
    assert all_in_words(patterns_) == said


def test_several_patterns_are_read_together():
    both = (
        Pattern(WEEKLY, (0,), opens=540, closes=720, term_time=True),
        Pattern(WEEKLY, (0,), opens=840, closes=1020, term_time=True),
        Pattern(BY_WEEKDAY, (1,), nth=(2,), opens=840, closes=1020),
    )
    assert read_words(all_in_words(both)) == both


@given(pattern=patterns((*REGULAR, ON_DATES)))
def test_what_is_said_is_read_as_it_was_meant(pattern):
    assert read_words(in_words(replace(pattern, parts=()))) == (replace(pattern, parts=()),)


@given(
    repeats=st.sampled_from(Repeats),
    numbers=st.lists(st.integers(-40, 40), max_size=3).map(tuple),
    every=st.integers(-3, 40),
    hours=st.tuples(st.integers(-9000, 9000), st.integers(-9000, 9000)),
    dates=st.lists(days, max_size=3).map(tuple),
    text=st.text(max_size=20),
)
def test_whatever_is_stored_can_be_said(repeats, numbers, every, hours, dates, text):
    pattern = Pattern(
        repeats,
        weekdays=numbers,
        every=every,
        nth=numbers,
        month_days=numbers,
        dates=dates,
        opens=hours[0],
        closes=hours[1],
        not_on=dates,
        parts=(Part(text, *hours),),
        note=text,
    )
    assert in_words(pattern) in all_in_words((pattern, pattern))
