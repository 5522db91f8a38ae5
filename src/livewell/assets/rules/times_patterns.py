"""When something happens, as those who run it would say it: the days, the hours and what makes them different."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DAY = 1440
"""Minutes of a day on the wall."""

WEEK = 7 * DAY
"""Minutes of a week on the wall."""


class Repeats(StrEnum):
    """How the days come round."""

    WEEKLY = "weekly"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    MONTHLY_BY_DATE = "monthly_by_date"
    ON_DATES = "on_dates"
    BY_ARRANGEMENT = "by_arrangement"


REPEATS_LABELS: dict[Repeats, str] = {
    Repeats.WEEKLY: "On days of the week",
    Repeats.MONTHLY_BY_WEEKDAY: "On a weekday of the month, such as the first Tuesday",
    Repeats.MONTHLY_BY_DATE: "On a date of the month, such as the 15th",
    Repeats.ON_DATES: "On certain dates",
    Repeats.BY_ARRANGEMENT: "By arrangement",
}


class BankHolidays(StrEnum):
    """What bank holidays do to it."""

    AS_USUAL = "as_usual"
    NOT_THEN = "not_then"
    ONLY_THEN = "only_then"


BANK_HOLIDAYS_LABELS: dict[BankHolidays, str] = {
    BankHolidays.AS_USUAL: "As usual on bank holidays",
    BankHolidays.NOT_THEN: "Not on bank holidays",
    BankHolidays.ONLY_THEN: "Only on bank holidays",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing after another within the same visit. `starts` and `ends` are minutes, as in `Pattern`."""

    label: str
    starts: int
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    One line of somebody's times.

    `weekdays` count from Monday, 0. `nth` is 1 to 5 or -1 for the last, `month_days` 1 to 31 or -1 for the last day.
    With `every` above 1 the weeks (from Monday) or months are counted from the one that `first_on` lies in.
    `opens` and `closes` are minutes of the London day on the wall; `closes` above 1440 is after midnight, and belongs
    to the day it began. `also_on` holds whatever the rest says; `not_on` is stronger than everything.
    """

    repeats: Repeats
    weekdays: tuple[int, ...] = ()
    every: int = 1
    nth: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    opens: int = 0
    closes: int = DAY
    first_on: date | None = None
    last_on: date | None = None
    term_time: bool = False
    bank_holidays: BankHolidays = BankHolidays.AS_USUAL
    not_on: tuple[date, ...] = ()
    also_on: tuple[date, ...] = ()
    parts: tuple[Part, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Calendar:
    """
    The days that a place shares: its bank holidays, and its school terms as first and last day.

    Without any terms nobody knows when they are, and what happens in term time is taken to happen all year.
    """

    bank_holidays: frozenset[date]
    terms: tuple[tuple[date, date], ...] = ()

    def in_term(self, day: date) -> bool:
        """Whether a school day could fall on `day`, or nobody knows the terms."""
        return not self.terms or any(first <= day <= last for first, last in self.terms)
