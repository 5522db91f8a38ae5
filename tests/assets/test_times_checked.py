"""What cannot be so is said in sentences."""

from datetime import date

import pytest
from hypothesis import given

from livewell.assets.rules.times import Part, Pattern, Repeats, problems
from tests.assets.times_strategies import TODAY, patterns

WEEKLY, ON_DATES = Repeats.WEEKLY, Repeats.ON_DATES
BY_WEEKDAY, BY_DATE = Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(WEEKLY, (3,), opens=810, closes=900),
        Pattern(WEEKLY, (3,), opens=810, closes=900, parts=(Part("Walk", 810), Part("Tea", 900))),
        Pattern(WEEKLY, (5,), opens=1320, closes=1560),
        Pattern(WEEKLY, (1,), every=2, first_on=date(2026, 1, 6), opens=600, closes=720),
        Pattern(BY_WEEKDAY, (1,), nth=(1, 3, -1), opens=600, closes=720),
        Pattern(BY_WEEKDAY, (4,), nth=(5,), opens=600, closes=720),
        Pattern(BY_DATE, month_days=(31,), opens=600, closes=720),
        Pattern(BY_DATE, month_days=(29,), every=12, first_on=date(2024, 2, 29), opens=600, closes=720),
        Pattern(ON_DATES, dates=(date(2026, 12, 12),), opens=1080, closes=1500),
        Pattern(Repeats.BY_ARRANGEMENT, note="Ring Pat"),
    ],
)
def test_what_can_be_has_no_problems(pattern):
    assert problems(pattern, today=TODAY) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (Pattern(WEEKLY), "Choose at least one day of the week."),
        (Pattern(WEEKLY, (7,)), "A day of the week is Monday to Sunday."),
        (Pattern(BY_WEEKDAY, (1,)), "Choose which week of the month, such as the first or the last."),
        (Pattern(BY_WEEKDAY, (1,), nth=(6,)), "The week of the month is the first to the fifth, or the last."),
        (Pattern(BY_WEEKDAY, (1,), nth=(0,)), "The week of the month is the first to the fifth, or the last."),
        (Pattern(BY_DATE), "Choose at least one date of the month."),
        (Pattern(BY_DATE, month_days=(32,)), "A date of the month is 1 to 31, or the last day."),
        (Pattern(ON_DATES), "Give at least one date."),
        (Pattern(WEEKLY, (1,), every=0), "The number of weeks from one time to the next is 1 to 12."),
        (Pattern(BY_DATE, every=13, month_days=(1,)), "The number of months from one time to the next is 1 to 12."),
        (Pattern(WEEKLY, (1,), every=2), "Give a first date, so that the weeks in between can be counted."),
        (
            Pattern(WEEKLY, (1,), every=2, first_on=date(2026, 1, 7)),
            "The first date must be a day on which it happens, so that the next can be counted from it.",
        ),
        (
            Pattern(BY_WEEKDAY, (1,), nth=(1,), every=2, first_on=date(2026, 1, 20)),
            "The first date must be a day on which it happens, so that the next can be counted from it.",
        ),
        (
            Pattern(BY_DATE, every=12, month_days=(31,), first_on=date(2026, 2, 1)),
            "These choices never come together: no day is left on which it happens.",
        ),
        (
            Pattern(BY_WEEKDAY, (4,), nth=(5,), first_on=date(2026, 2, 1), last_on=date(2026, 4, 30)),
            "These choices never come together: no day is left on which it happens.",
        ),
        (
            Pattern(ON_DATES, dates=(date(2026, 5, 1),), not_on=(date(2026, 5, 1),)),
            "These choices never come together: no day is left on which it happens.",
        ),
        (Pattern(WEEKLY, (1,), opens=-1, closes=10), "The starting time must be a time of day."),
        (Pattern(WEEKLY, (1,), opens=1440, closes=1500), "The starting time must be a time of day."),
        (Pattern(WEEKLY, (1,), opens=720, closes=600), "The finishing time must be after the starting time."),
        (Pattern(WEEKLY, (1,), opens=720, closes=720), "The finishing time must be after the starting time."),
        (Pattern(WEEKLY, (1,), opens=720, closes=2161), "One time cannot last longer than a day and a night."),
        (
            Pattern(WEEKLY, (1,), opens=720, closes=780, parts=(Part("Walk", 719),)),
            "Each part must lie between the starting time and the finishing time.",
        ),
        (
            Pattern(WEEKLY, (1,), opens=720, closes=780, parts=(Part("Walk", 730, 781),)),
            "Each part must lie between the starting time and the finishing time.",
        ),
        (Pattern(WEEKLY, (1,), parts=(Part(" ", 60),)), "Say what each part is."),
        (Pattern(WEEKLY, (1,), parts=(Part("w" * 81, 60),)), "The name of a part can have 80 letters at most."),
        (Pattern(WEEKLY, (1,), parts=(Part("Walk", 60, 60),)), "A part must finish after it starts."),
        (
            Pattern(WEEKLY, (1,), parts=(Part("Tea", 90), Part("Walk", 60))),
            "Put the parts in the order in which they happen.",
        ),
        (Pattern(WEEKLY, (1,), parts=(Part("Tea", 90),) * 13), "Give 12 parts at most."),
        (
            Pattern(WEEKLY, (1,), first_on=date(2026, 5, 1), last_on=date(2026, 4, 1)),
            "The last date must not be before the first date.",
        ),
        (
            Pattern(WEEKLY, (1,), not_on=(date(2026, 5, 5),), also_on=(date(2026, 5, 5),)),
            "5 May 2026 cannot be both a date it happens and a date it does not.",
        ),
        (
            Pattern(ON_DATES, dates=(date(2062, 12, 12),)),
            "12 December 2062 is more than 5 years away. Check the year.",
        ),
        (Pattern(WEEKLY, (1,), first_on=date(206, 3, 3)), "3 March 206 is too long ago. Check the year."),
        (Pattern(WEEKLY, (1,), last_on=date(2031, 3, 3)), "3 March 2031 is more than 5 years away. Check the year."),
        (
            Pattern(ON_DATES, dates=tuple(date.fromordinal(TODAY.toordinal() + n) for n in range(367))),
            "Give 366 dates at most.",
        ),
        (Pattern(Repeats.BY_ARRANGEMENT), "Say how it is arranged, such as whom to ring."),
        (Pattern(WEEKLY, (1,), note="n" * 301), "The note can have 300 letters at most."),
    ],
)
def test_what_cannot_be_is_said(pattern, said):
    assert problems(pattern, today=TODAY) == [said]


def test_the_last_day_that_is_not_too_far_away():
    assert problems(Pattern(WEEKLY, (1,), last_on=date(2031, 3, 2)), today=TODAY) == []
    leap_day = date(2028, 2, 29)
    assert problems(Pattern(WEEKLY, (1,), last_on=date(2033, 3, 1)), today=leap_day) == []


def test_everything_wrong_is_said_at_once():
    wrong = Pattern(WEEKLY, every=2, opens=720, closes=600, note="n" * 301)
    assert len(problems(wrong, today=TODAY)) == 4


@given(pattern=patterns())
def test_what_was_said_is_not_about_the_day_it_is_asked(pattern):
    assert problems(pattern, today=date(2028, 2, 29)) == []
