"""Reads the times that listings give in common English, and gives up rather than guess."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from livewell.assets.rules.times_days import LAST, regular_days
from livewell.assets.rules.times_patterns import DAY, BankHolidays, Part, Pattern, Repeats
from livewell.assets.rules.times_reader import Reader, UnsureError
from livewell.assets.rules.times_tokens import Clock, Kind, between, tokens_of

LONGEST_TEXT = 1000
_HEADINGS = re.compile(r"(opening|open|session|meeting)?\s*(times?|hours)|when", re.IGNORECASE)
_ONE_PART = re.compile(r"(?:then )?(?P<label>[^\d,;:]*[^\d,;:\s]) (?P<when>\d.*|midday.*|noon.*|midnight.*)")
_FILLERS = ("we", "are", "is", "open", "opening", "meet", "meets", "held", "runs", "the", "on", "times", "hours")
_EACH_MONTH = (
    "of the month", "of each month", "of every month", "in the month", "in each month", "each month", "every month",
    "monthly",
)  # fmt: skip
_FORTNIGHTLY = ("fortnightly", "every fortnight", "every other week", "every two weeks", "every 2 weeks")
_ALL_WEEK = tuple(range(7))
_FROM = ("from", "starting from", "starting on", "starting", "starts", "beginning", "since")
_UNTIL = ("until", "till", "to", "up to", "ending", "ending on")
_NOT = ("not", "but not", "except", "excluding", "closed", "not including")


class _Conditions(TypedDict, total=False):
    """What is said of days and hours after they are named."""

    first_on: date
    last_on: date
    term_time: bool
    bank_holidays: BankHolidays
    not_on: tuple[date, ...]
    also_on: tuple[date, ...]


@dataclass(frozen=True)
class _Clause:
    """Days and hours that belong together."""

    days: list[Pattern]
    hours: list[tuple[int, int]]
    conditions: _Conditions

    def patterns(self) -> Iterator[Pattern]:
        for days in self.days:
            for opens, closes in self.hours:
                pattern = replace(days, opens=opens, closes=closes, **self.conditions)
                first = pattern.first_on
                # Without a day to count from, every other Tuesday may be this one or the next.
                if pattern.every > 1 and (first is None or not regular_days(pattern, first, first)):
                    raise UnsureError
                yield pattern


def read_words(text: str) -> tuple[Pattern, ...] | None:
    """
    The patterns that `text` says, or None where it cannot be sure: no end, 9 to 5, no year, a word it does not know.

    It reads what `in_words` and `all_in_words` say, notes aside, and common ways such as "Tues & Thurs 10am-12 noon".
    """
    if len(text) > LONGEST_TEXT:
        return None
    head, colon, rest = text.partition(": ")
    if colon and _HEADINGS.fullmatch(head.strip()):
        return read_words(rest)
    try:
        parts = _parts(rest)
        return _with_parts(_read(head), parts) if parts else _read(text)
    except UnsureError:
        return None


def _read(text: str) -> tuple[Pattern, ...]:
    reader = Reader(tokens_of(text) or [])
    clauses = []
    while not reader.is_over():
        clauses.append(_clause(reader))
    # "Mondays 9am to 5pm, Tuesdays 9am to 4pm, not on bank holidays": of which is that said?
    if not clauses or (";" not in text and any(clause.conditions != clauses[0].conditions for clause in clauses)):
        raise UnsureError
    return tuple(pattern for clause in clauses for pattern in clause.patterns())


def _with_parts(patterns: tuple[Pattern, ...], parts: tuple[Part, ...]) -> tuple[Pattern, ...]:
    if len(patterns) != 1:
        raise UnsureError
    return (replace(patterns[0], parts=parts),)


def _parts(text: str) -> tuple[Part, ...]:
    """Walk 1:30pm, then tea 3pm to 4pm; none where it is something else."""
    found = []
    for said in re.split(r",\s+", text.strip().rstrip(".")):
        part = _ONE_PART.fullmatch(said.strip())
        name = tokens_of(part["label"]) if part else None
        if not part or not name or any(token.kind is not Kind.WORD for token in name):
            return ()
        label = part["label"][:1].upper() + part["label"][1:]
        reader = Reader(tokens_of(part["when"]) or [])
        hours = reader.maybe(_pair)
        start = None if hours else reader.take(Kind.TIME)
        if hours:
            found.append(Part(label, *hours))
        elif start and start.clock is Clock.SURE:
            found.append(Part(label, start.number + (DAY if reader.words("the nextday") else 0)))
        if not reader.is_over():
            return ()
    return tuple(found)


def _clause(reader: Reader) -> _Clause:
    reader.pause("and", "also")
    conditions = _conditions(reader)
    days = reader.listed(_days)
    if days:
        conditions = _together(conditions, _conditions(reader))
    hours = reader.maybe(_hours)
    if not days:
        reader.pause("on")
        days = reader.listed(_days)
    if not days or not hours:
        raise UnsureError
    return _Clause(days, hours, _together(conditions, _conditions(reader)))


# ── days ──


def _days(reader: Reader) -> Pattern | None:
    reader.pause(*_FILLERS)
    days = (
        reader.maybe(_on_dates)
        or reader.maybe(_every_few_weeks)
        or reader.maybe(_nth_of_month)
        or reader.maybe(_weekly)
    )
    return replace(days, **_range(reader)) if days else None


def _on_dates(reader: Reader) -> Pattern | None:
    dates = reader.listed(Reader.day)
    return Pattern(Repeats.ON_DATES, dates=tuple(sorted(set(dates)))) if dates else None


def _weekly(reader: Reader) -> Pattern | None:
    reader.words("weekly on", "every week on")
    weekdays = _weekdays(reader)
    if not weekdays:
        return None
    every = 2 if reader.words(*_FORTNIGHTLY) else 1
    if every == 1:
        reader.words("weekly", "every week", "each week")
    return Pattern(Repeats.WEEKLY, weekdays, every=every)


def _every_few_weeks(reader: Reader) -> Pattern | None:
    """Every other Tuesday; every 3 weeks on Monday and Wednesday."""
    if reader.words(*(f"{often} on" for often in _FORTNIGHTLY)) or reader.words("every other", "alternate"):
        every = 2
    elif reader.words("every") and (number := reader.take(Kind.TIME)) and reader.words("weeks on"):
        every = int(number.text) if number.text.isdigit() else 0
    else:
        return None
    began = reader.at
    weekdays = _weekdays(reader)
    named = [token.text for token in reader.tokens[began : reader.at] if token.kind is Kind.WEEKDAY]
    # "Every other Tuesday and Thursdays" is two things.
    if not weekdays or every < 1 or len({name.endswith("days") for name in named}) > 1:
        raise UnsureError
    return Pattern(Repeats.WEEKLY, weekdays, every=every)


def _weekdays(reader: Reader) -> tuple[int, ...]:
    return tuple(sorted({day for days in reader.listed(_some_weekdays) for day in days}))


def _some_weekdays(reader: Reader) -> tuple[int, ...] | None:
    if reader.words("weekdays", "every weekday"):
        return _ALL_WEEK[:5]
    if reader.words("weekends", "every weekend", "at weekends"):
        return _ALL_WEEK[5:]
    if reader.words("every day", "each day"):
        return _ALL_WEEK
    reader.words("every", "each")
    first = reader.take(Kind.WEEKDAY)
    if first is None:
        return None
    last = reader.maybe(lambda read: read.take(Kind.WEEKDAY) if read.words("to", "through") else None)
    if last is None:
        return (first.number,)
    return tuple((first.number + days) % 7 for days in range((last.number - first.number) % 7 + 1))


def _nth_of_month(reader: Reader) -> Pattern | None:
    """First and third Tuesdays of the month; the 1st and 15th of every other month."""
    monthly = reader.words("monthly on")
    reader.words("every", "each", "the")
    numbers = tuple(token.number for token in reader.listed(lambda read: read.take(Kind.NTH)))
    if not numbers:
        return None
    weekdays = tuple(token.number for token in reader.listed(lambda read: read.take(Kind.WEEKDAY)))
    is_day = not weekdays and reader.words("day")
    every = _months(reader) or (1 if monthly else 0)
    if weekdays:
        # "Every second Tuesday" may be every other one; "first and third Tuesdays" are of the month.
        if not every and len(numbers) == 1:
            raise UnsureError
        ordered = tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))
        return Pattern(Repeats.MONTHLY_BY_WEEKDAY, tuple(sorted(set(weekdays))), every=every or 1, nth=ordered)
    if not every or (LAST in numbers and not is_day):
        raise UnsureError
    ordered = tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))
    return Pattern(Repeats.MONTHLY_BY_DATE, every=every, month_days=ordered)


def _months(reader: Reader) -> int:
    """How many months from one to the next; 0 when none are spoken of."""
    if reader.words("of every other month", "every other month"):
        return 2
    if reader.words(*_EACH_MONTH):
        return 1
    number = reader.maybe(lambda read: read.take(Kind.NTH) if read.words("of every") else None)
    if number and not reader.words("month"):
        raise UnsureError
    return number.number if number else 0


def _range(reader: Reader) -> _Conditions:
    """From 7 January 2026 until 1 July 2026."""
    found: _Conditions = {}
    if first := reader.maybe(lambda read: _after(read, _FROM)):
        found["first_on"] = first
    if last := reader.maybe(lambda read: _after(read, _UNTIL)):
        found["last_on"] = last
    return found


def _after(reader: Reader, words: tuple[str, ...]) -> date | None:
    reader.pause()
    return reader.day() if reader.words(*words) else None


# ── hours ──


def _hours(reader: Reader) -> list[tuple[int, int]] | None:
    reader.pause(*_FILLERS)
    return reader.listed(_pair) or None


def _pair(reader: Reader) -> tuple[int, int] | None:
    if reader.words("day and night"):
        return 0, DAY
    joined = ["and"] if reader.words("between") else ["to", "until", "till"]
    reader.words("from", "at")
    opens = reader.take(Kind.TIME)
    closes = reader.take(Kind.TIME) if opens and reader.words(*joined) else None
    if not opens or not closes:
        return None
    return between(opens, closes, next_day=reader.words("the nextday", "nextday"))


# ── what is said of them ──


def _conditions(reader: Reader) -> _Conditions:
    found: _Conditions = {}
    while one := (
        reader.maybe(_range_said)
        or reader.maybe(_in_term_time)
        or reader.maybe(_on_bank_holidays)
        or reader.maybe(_other_days)
    ):
        found = _together(found, one)
    return found


def _together(these: _Conditions, those: _Conditions) -> _Conditions:
    if these.keys() & those.keys():
        raise UnsureError
    return these | those


def _range_said(reader: Reader) -> _Conditions | None:
    return _range(reader) or None


def _in_term_time(reader: Reader) -> _Conditions | None:
    reader.pause()
    if not reader.words("in termtime", "during termtime", "termtime"):
        return None
    reader.words("only")
    return {"term_time": True}


def _on_bank_holidays(reader: Reader) -> _Conditions | None:
    reader.pause()
    if reader.words("only on bankholidays", "bankholidays only"):
        return {"bank_holidays": BankHolidays.ONLY_THEN}
    if reader.words("including bankholidays", "and bankholidays"):
        return {"bank_holidays": BankHolidays.AS_USUAL}
    if not reader.words(*_NOT):
        return None
    reader.words("on", "for", "during")
    return {"bank_holidays": BankHolidays.NOT_THEN} if reader.words("bankholidays") else None


def _other_days(reader: Reader) -> _Conditions | None:
    reader.pause()
    also = reader.words("also on", "and also on")
    if not also and not reader.words(*_NOT):
        return None
    reader.words("on")
    dates = tuple(sorted(set(reader.listed(Reader.day))))
    if not dates:
        return None
    return {"also_on": dates} if also else {"not_on": dates}
