"""How days and times are said, how old people are, and which days are worked in England."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from livewell.kit.clock import LONDON

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MIDDAY = 12  # o'clock
_SATURDAY = 5  # as date.weekday() counts
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_day(day: date) -> str:
    """
    A day as people write it: 21 November 2026.

    Style: https://service-manual.nhs.uk/content/numbers-measurements-dates-time
    """
    if isinstance(day, datetime):
        day = london_day(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_weekday(day: date) -> str:
    """A day with its weekday: Saturday 21 November 2026."""
    if isinstance(day, datetime):
        day = london_day(day)
    return f"{WEEKDAYS[day.weekday()]} {say_day(day)}"


def say_time(moment: time) -> str:
    """A time of day as the NHS writes it: 2:30pm, 9am, midday, midnight."""
    if (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    if (moment.hour, moment.minute) == (_MIDDAY, 0):
        return "midday"
    half = "am" if moment.hour < _MIDDAY else "pm"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % _MIDDAY + 1}{minutes}{half}"


def say_instant(instant: datetime) -> str:
    """An instant in London words: 21 November 2026 at 2:30pm. Raises ValueError without a zone."""
    there = in_london(instant)
    return f"{say_day(there.date())} at {say_time(there.time())}"


def in_london(instant: datetime) -> datetime:
    """The same instant on a London clock. Raises ValueError when `instant` has no zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return instant.astimezone(LONDON)


def london_day(instant: datetime) -> date:
    """The day it is in London at `instant`."""
    return in_london(instant).date()


def age(born: date, on: date) -> int:
    """
    Whole years from `born` to `on`; somebody born on 29 February turns on 1 March in other years.

    Raises ValueError when `on` is before `born`.
    """
    if on < born:
        raise ValueError("Nobody has an age before they are born.")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in `year` (https://www.gov.uk/bank-holidays)."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday in England."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """
    The day that is `days` working days after `day` (before it when negative).

    With 0 it is `day` itself, or the next working day when `day` is not one.
    """
    one = timedelta(days=1 if days >= 0 else -1)
    if days == 0:
        while not is_working_day(day):
            day += one
        return day
    left = abs(days)
    while left:
        day += one
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to and with `last`; negative the other way round."""
    if last < first:
        return -working_days_between(last, first)
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, span + 1))
