"""Schedules of Open Referral UK say what they can of a pattern, and are read with patience."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats, as_rrule, from_schedule, in_words
from tests.assets.times_strategies import REGULAR, patterns

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY, BY_DATE = Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE
NINE_TO_FIVE = {"opens_at": "09:00", "closes_at": "17:00"}
DAY = Pattern(WEEKLY, opens=540, closes=1020)


def without_words(pattern):
    return [{key: said for key, said in schedule.items() if key != "description"} for schedule in as_rrule(pattern)]


@pytest.mark.parametrize(
    ("pattern", "schedules"),
    [
        (
            replace(DAY, weekdays=(0, 3)),
            [{"freq": "WEEKLY", "interval": 1, "byday": "MO,TH", **NINE_TO_FIVE}],
        ),
        (
            replace(DAY, weekdays=(1,), every=2, first_on=date(2026, 1, 6), last_on=date(2026, 7, 7)),
            [
                {
                    "freq": "WEEKLY",
                    "interval": 2,
                    "byday": "TU",
                    "dtstart": "2026-01-06",
                    "valid_from": "2026-01-06",
                    "valid_to": "2026-07-07",
                    **NINE_TO_FIVE,
                }
            ],
        ),
        (
            replace(DAY, repeats=BY_WEEKDAY, weekdays=(1, 4), nth=(2, -1)),
            [{"freq": "MONTHLY", "interval": 1, "byday": "2TU,2FR,-1TU,-1FR", **NINE_TO_FIVE}],
        ),
        (
            replace(DAY, repeats=BY_DATE, month_days=(1, 15, -1)),
            [{"freq": "MONTHLY", "interval": 1, "bymonthday": "1,15,-1", **NINE_TO_FIVE}],
        ),
        (
            Pattern(ON_DATES, dates=(date(2026, 12, 12), date(2026, 12, 13)), opens=1080, closes=1500),
            [
                {
                    "freq": "WEEKLY",
                    "interval": 1,
                    "byday": byday,
                    "dtstart": on,
                    "valid_from": on,
                    "valid_to": on,
                    "opens_at": "18:00",
                    "closes_at": "01:00",
                }
                for byday, on in (("SA", "2026-12-12"), ("SU", "2026-12-13"))
            ],
        ),
        (
            Pattern(WEEKLY, (5,)),
            [{"freq": "WEEKLY", "interval": 1, "byday": "SA", "opens_at": "00:00", "closes_at": "23:59"}],
        ),
        (
            Pattern(WEEKLY, (5,), opens=1200, note="Bring a coat"),
            [
                {
                    "freq": "WEEKLY",
                    "interval": 1,
                    "byday": "SA",
                    "opens_at": "20:00",
                    "closes_at": "00:00",
                    "notes": "Bring a coat",
                }
            ],
        ),
        (
            replace(DAY, weekdays=(1,), also_on=(date(2026, 12, 12),)),
            [
                {"freq": "WEEKLY", "interval": 1, "byday": "TU", **NINE_TO_FIVE},
                {
                    "freq": "WEEKLY",
                    "interval": 1,
                    "byday": "SA",
                    "dtstart": "2026-12-12",
                    "valid_from": "2026-12-12",
                    "valid_to": "2026-12-12",
                    **NINE_TO_FIVE,
                },
            ],
        ),
        (Pattern(Repeats.BY_ARRANGEMENT, note="Ring Pat"), [{"notes": "Ring Pat"}]),
    ],
)
def test_a_pattern_becomes_schedules(pattern, schedules):
    assert without_words(pattern) == schedules
    assert {schedule["description"] for schedule in as_rrule(pattern)} == {in_words(pattern)}


@pytest.mark.parametrize(
    ("schedule", "pattern"),
    [
        ({"freq": "WEEKLY", "byday": "MO,TH"}, replace(DAY, weekdays=(0, 3))),
        ({"freq": "weekly", "interval": "1", "byday": "th, mo"}, replace(DAY, weekdays=(0, 3))),
        ({"freq": "WEEKLY", "interval": 1.0, "byday": "Monday,Thursday"}, replace(DAY, weekdays=(0, 3))),
        ({"freq": "WEEKLY", "interval": "", "byday": ["MO", "TH"]}, replace(DAY, weekdays=(0, 3))),
        ({"byday": "MO,TH", "interval": None}, replace(DAY, weekdays=(0, 3))),
        ({"byday": "-1FR"}, replace(DAY, repeats=BY_WEEKDAY, weekdays=(4,), nth=(-1,))),
        ({"freq": "DAILY"}, replace(DAY, weekdays=(0, 1, 2, 3, 4, 5, 6))),
        (
            {"freq": "DAILY", "interval": 14, "dtstart": "2026-01-06"},
            replace(DAY, weekdays=(1,), every=2, first_on=date(2026, 1, 6)),
        ),
        (
            {"freq": "WEEKLY", "dtstart": "2026-01-06T09:00:00Z"},
            replace(DAY, weekdays=(1,), first_on=date(2026, 1, 6)),
        ),
        (
            {"freq": "WEEKLY", "interval": "2.0", "byday": "TU", "dtstart": "2026-01-05", "valid_from": "2026-02-01"},
            replace(DAY, weekdays=(1,), every=2, first_on=date(2026, 2, 3)),
        ),
        (
            {"freq": "WEEKLY", "byday": "TU", "dtstart": "2026-01-06", "count": 8},
            replace(DAY, weekdays=(1,), first_on=date(2026, 1, 6), last_on=date(2026, 2, 24)),
        ),
        (
            {"freq": "WEEKLY", "byday": "TU", "until": "2026-02-24", "valid_to": "2026-03-31"},
            replace(DAY, weekdays=(1,), last_on=date(2026, 2, 24)),
        ),
        ({"freq": "MONTHLY", "byday": "2TU,4TU"}, replace(DAY, repeats=BY_WEEKDAY, weekdays=(1,), nth=(2, 4))),
        ({"freq": "MONTHLY", "byday": "+2TU"}, replace(DAY, repeats=BY_WEEKDAY, weekdays=(1,), nth=(2,))),
        (
            {"freq": "MONTHLY", "byday": "TU", "bysetpos": "1,-1"},
            replace(DAY, repeats=BY_WEEKDAY, weekdays=(1,), nth=(1, -1)),
        ),
        ({"freq": "MONTHLY", "byday": "TU"}, replace(DAY, weekdays=(1,))),
        ({"freq": "MONTHLY", "bymonthday": "15,-1"}, replace(DAY, repeats=BY_DATE, month_days=(15, -1))),
        ({"bymonthday": 15}, replace(DAY, repeats=BY_DATE, month_days=(15,))),
        (
            {"freq": "MONTHLY", "dtstart": "2026-01-15"},
            replace(DAY, repeats=BY_DATE, month_days=(15,), first_on=date(2026, 1, 15)),
        ),
        (
            {"freq": "YEARLY", "dtstart": "2026-12-24"},
            replace(DAY, repeats=BY_DATE, every=12, month_days=(24,), first_on=date(2026, 12, 24)),
        ),
        (
            {"freq": "WEEKLY", "byday": "SA", "valid_from": "2026-12-12", "valid_to": "2026-12-12"},
            replace(DAY, repeats=ON_DATES, dates=(date(2026, 12, 12),)),
        ),
        (
            {"valid_from": "2026-12-12", "valid_to": "2026-12-12"},
            replace(DAY, repeats=ON_DATES, dates=(date(2026, 12, 12),)),
        ),
        ({"dtstart": "2026-12-12", "count": "1"}, replace(DAY, repeats=ON_DATES, dates=(date(2026, 12, 12),))),
        ({"byday": "TU", "notes": "Bring a coat"}, replace(DAY, weekdays=(1,), note="Bring a coat")),
        # What a description adds.
        ({"byday": "TU", "description": "Tuesdays 9am to 5pm"}, replace(DAY, weekdays=(1,))),
        ({"byday": "TU", "description": "Monday to Friday 9am to 5pm"}, replace(DAY, weekdays=(1,))),
        (
            {"byday": "TU", "description": "Tuesdays 9am to 5pm, term time only"},
            replace(DAY, weekdays=(1,), term_time=True),
        ),
        ({"byday": "TU", "description": "Ring first"}, replace(DAY, weekdays=(1,), note="Ring first")),
        (
            {"byday": "TU", "description": "Ring first", "notes": "Bring a coat"},
            replace(DAY, weekdays=(1,), note="Bring a coat. Ring first"),
        ),
        (
            {"byday": "TU", "description": "Wednesdays 9am to 5pm"},
            replace(DAY, weekdays=(1,), note="Wednesdays 9am to 5pm"),
        ),
    ],
)
def test_schedules_are_read_with_patience(schedule, pattern):
    assert from_schedule({**NINE_TO_FIVE, **schedule}) == pattern


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "hours"),
    [
        ("09:00", "17:00", (540, 1020)),
        ("9:00", "17:00:00", (540, 1020)),
        ("09:00Z", "17:00Z", (540, 1020)),
        ("09:00:00+01:00", "17:00:00+0100", (540, 1020)),
        ("2026-01-06T09:00:00", "2026-01-06T17:00:00Z", (540, 1020)),
        ("18:00", "01:00", (1080, 1500)),
        ("18:00", "00:00", (1080, 1440)),
        ("18:00", "24:00", (1080, 1440)),
        ("00:00", "00:00", (0, 1440)),
        ("00:00", "23:59", (0, 1440)),
        ("09:00", "09:00", (540, 1980)),
    ],
)
def test_times_are_read_as_they_stand_on_the_wall(opens_at, closes_at, hours):
    read = from_schedule({"byday": "TU", "opens_at": opens_at, "closes_at": closes_at})
    assert read == Pattern(WEEKLY, (1,), opens=hours[0], closes=hours[1])


@pytest.mark.parametrize(
    "schedule",
    [
        {},
        {"byday": "TU", "opens_at": None},
        {"byday": "TU", "closes_at": ""},
        {"byday": "TU", "opens_at": "soon"},
        {"byday": "TU", "opens_at": "09:75"},
        {"byday": "TU", "opens_at": "25:00"},
        {"byday": "TU", "opens_at": "24:00"},
        {"byday": "XX"},
        {"freq": "HOURLY"},
        {"freq": "DAILY", "interval": 3},
        {"freq": "WEEKLY"},
        {"freq": "WEEKLY", "byday": "2TU"},
        {"freq": "WEEKLY", "byday": "TU", "interval": 2},
        {"freq": "WEEKLY", "byday": "TU", "interval": 0},
        {"freq": "WEEKLY", "byday": "TU", "interval": 1.5},
        {"freq": "WEEKLY", "byday": "TU", "interval": "often"},
        {"freq": "WEEKLY", "byday": "TU", "interval": 60, "dtstart": "2026-01-06"},
        {"freq": "WEEKLY", "byday": "TU", "count": 8},
        {"freq": "WEEKLY", "byday": "TU", "dtstart": "last week"},
        {"freq": "WEEKLY", "byday": "TU", "valid_from": "2026-02-01", "valid_to": "2026-01-01"},
        {"freq": "WEEKLY", "byday": "TU", "valid_from": "2026-12-12", "valid_to": "2026-12-12"},
        {"freq": "WEEKLY", "byday": "TU", "byweekno": "2"},
        {"freq": "MONTHLY"},
        {"freq": "MONTHLY", "byday": "1MO,2TU"},
        {"freq": "MONTHLY", "byday": "6TU"},
        {"freq": "MONTHLY", "byday": "TU", "interval": 2, "dtstart": "2026-01-06"},
        {"freq": "MONTHLY", "byday": "MO,TU", "bysetpos": "1"},
        {"freq": "MONTHLY", "byday": "TU", "bymonthday": "15"},
        {"freq": "MONTHLY", "bymonthday": "32"},
        {"freq": "MONTHLY", "bymonthday": "-2"},
        {"freq": "YEARLY", "dtstart": "2026-12-24", "interval": 2},
        {"freq": "MONTHLY", "bymonthday": "31", "interval": 12, "dtstart": "2026-02-01"},
        {"dtstart": "2026-12-12"},
    ],
)
def test_what_no_pattern_holds_is_left_alone(schedule):
    given_hours = {} if not schedule else NINE_TO_FIVE
    assert from_schedule({**given_hours, **schedule}) is None


def sayable(pattern):
    # Day and night goes out as 00:00 to 23:59, so that this is what it comes back as.
    return (pattern.opens, pattern.closes) != (0, 1439)


@given(pattern=patterns(REGULAR, plain=True).filter(sayable), note=st.sampled_from(["", "Bring a coat"]))
def test_what_a_rule_can_say_comes_back(pattern, note):
    (schedule,) = as_rrule(replace(pattern, note=note))
    read = from_schedule(schedule)
    if pattern.first_on and pattern.first_on == pattern.last_on:
        pattern = Pattern(ON_DATES, dates=(pattern.first_on,), opens=pattern.opens, closes=pattern.closes)
    assert read == replace(pattern, note=note)


@given(pattern=patterns((ON_DATES,), plain=True).filter(sayable))
def test_dates_come_back_one_by_one(pattern):
    read = [from_schedule(schedule) for schedule in as_rrule(pattern)]
    assert read == [replace(pattern, dates=(day,)) for day in pattern.dates]


@given(pattern=patterns(REGULAR).filter(sayable))
def test_what_a_rule_cannot_say_comes_back_by_its_description(pattern):
    rule, *extra = as_rrule(replace(pattern, parts=()))
    assert from_schedule(rule) == replace(pattern, parts=(), also_on=())
    assert [read.dates for schedule in extra if (read := from_schedule(schedule))] == [
        (day,) for day in pattern.also_on
    ]


def test_parts_and_bank_holidays_come_back_too():
    walk = Pattern(
        WEEKLY,
        (3,),
        opens=810,
        closes=900,
        bank_holidays=BankHolidays.NOT_THEN,
        parts=(Part("Walk", 810), Part("Tea", 900)),
        note="Bring a coat",
    )
    (schedule,) = as_rrule(walk)
    assert from_schedule(schedule) == walk


KEYS = ["freq", "interval", "byday", "bymonthday", "bysetpos", "count", "until", "dtstart", "valid_from", "valid_to"]
VALUES = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.integers(-3, 40),
    st.floats(allow_nan=True),
    st.sampled_from(["WEEKLY", "MONTHLY", "DAILY", "TU", "2TU,-1FR", "15", "2026-01-06", "9999-12-31", "0001-01-01"]),
)


@given(schedule=st.dictionaries(st.sampled_from([*KEYS, "description", "notes"]), VALUES))
def test_no_schedule_is_too_strange(schedule):
    read = from_schedule({**NINE_TO_FIVE, **schedule})
    assert read is None or in_words(read)
