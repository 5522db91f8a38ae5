"""On which London days a pattern holds."""

import calendar as months
from collections.abc import Iterator
from datetime import date

from livewell.assets.rules.times_patterns import BankHolidays, Calendar, Pattern, Repeats

LAST = -1
_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7


def regular_days(pattern: Pattern, first: date, last: date) -> list[date]:
    """
    The days from `first` up to and with `last` that the pattern comes round to, in order.

    That is before terms, bank holidays, `not_on` and `also_on` change anything.
    """
    if pattern.first_on and pattern.first_on > first:
        first = pattern.first_on
    if pattern.last_on and pattern.last_on < last:
        last = pattern.last_on
    if first > last:
        return []
    if pattern.repeats is Repeats.WEEKLY:
        return list(_weekly(pattern, first, last))
    if pattern.repeats is Repeats.ON_DATES:
        return sorted({day for day in pattern.dates if first <= day <= last})
    if pattern.repeats is Repeats.BY_ARRANGEMENT:
        return []
    return [day for day in _monthly(pattern, first, last) if first <= day <= last]


def held_days(pattern: Pattern, first: date, last: date, calendar: Calendar) -> list[date]:
    """The days from `first` up to and with `last` on which it happens, in order."""
    if pattern.repeats is Repeats.BY_ARRANGEMENT:
        return []
    days = regular_days(pattern, first, last)
    if pattern.term_time:
        days = [day for day in days if calendar.in_term(day)]
    if pattern.bank_holidays is BankHolidays.NOT_THEN:
        days = [day for day in days if day not in calendar.bank_holidays]
    elif pattern.bank_holidays is BankHolidays.ONLY_THEN:
        days = [day for day in days if day in calendar.bank_holidays]
    if pattern.also_on:
        days = sorted({*days, *(day for day in pattern.also_on if first <= day <= last)})
    if pattern.not_on:
        days = [day for day in days if day not in pattern.not_on]
    return days


def _weekly(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    """Weeks begin on Monday, as WKST=MO has it (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10)."""
    # Day 1 of the calendar is a Monday, so whole weeks can be counted from it.
    anchor = _week(pattern.first_on) if pattern.first_on else 0
    weekdays = sorted(set(pattern.weekdays))
    begins, ends = first.toordinal(), last.toordinal()
    for week in range(_week(first), _week(last) + 1):
        if (week - anchor) % pattern.every:
            continue
        for weekday in weekdays:
            day = week * _DAYS_A_WEEK + weekday + 1
            if begins <= day <= ends:
                yield date.fromordinal(day)


def _week(day: date) -> int:
    return (day.toordinal() - 1) // _DAYS_A_WEEK


def _monthly(pattern: Pattern, first: date, last: date) -> Iterator[date]:
    anchor = _month(pattern.first_on) if pattern.first_on else 0
    for month in range(_month(first), _month(last) + 1):
        if (month - anchor) % pattern.every == 0:
            yield from _in_month(pattern, month // _MONTHS_A_YEAR, month % _MONTHS_A_YEAR + 1)


def _month(day: date) -> int:
    return day.year * _MONTHS_A_YEAR + day.month - 1


def _in_month(pattern: Pattern, year: int, month: int) -> list[date]:
    """A day that the month does not have, such as a 31st or a fifth Friday, is left out."""
    begins_on, length = months.monthrange(year, month)
    if pattern.repeats is Repeats.MONTHLY_BY_DATE:
        numbers = {length if number == LAST else number for number in pattern.month_days}
    else:
        numbers = {
            _nth(nth, 1 + (weekday - begins_on) % _DAYS_A_WEEK, length)
            for weekday in pattern.weekdays
            for nth in pattern.nth
        }
    return [date(year, month, number) for number in sorted(numbers) if 1 <= number <= length]


def _nth(nth: int, first: int, length: int) -> int:
    """The day of the month on which a weekday that first falls on `first` does so for the `nth` time."""
    if nth == LAST:
        return first + (length - first) // _DAYS_A_WEEK * _DAYS_A_WEEK
    return first + (nth - 1) * _DAYS_A_WEEK
