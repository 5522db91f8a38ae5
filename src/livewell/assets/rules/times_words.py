"""A pattern in words, as a poster on a noticeboard would say it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from functools import lru_cache
from itertools import groupby

from livewell.assets.rules import LANGUAGES
from livewell.assets.rules.times_patterns import DAY, BankHolidays, Part, Pattern, Repeats
from livewell.kit.dates import MONTHS, WEEKDAYS, say_day, say_time

ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    -1: "last",
}
_ALL_DAY = "day and night"
_ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)
_IN_A_ROW = 3
"""So many days in a row are said as the first to the last."""
_NAMES = frozenset((*LANGUAGES.values(), *MONTHS, *WEEKDAYS, "Christmas", "Easter", "Bible", "Quran", "Scrabble"))
"""Words that begin with a capital wherever they stand."""


@lru_cache(maxsize=4096)
def in_words(pattern: Pattern) -> str:
    """
    The pattern as people say it: Thursdays 1:30pm to 3pm: walk 1:30pm, then tea 3pm.

    Thousands of groups meet at the same times, and each is put into words once.
    """
    if pattern.repeats is Repeats.BY_ARRANGEMENT:
        return f"By arrangement: {pattern.note}" if pattern.note else "By arrangement"
    return _finished(pattern, _hours(pattern))


def all_in_words(patterns: Iterable[Pattern]) -> str:
    """
    Several patterns in their order, between semicolons; nothing for none.

    What differs in its hours only is said together: Mondays 9am to midday and 2pm to 5pm.
    """
    groups: list[list[Pattern]] = []
    for pattern in patterns:
        if groups and _without_hours(groups[-1][0]) == _without_hours(pattern) is not None:
            groups[-1].append(pattern)
        else:
            groups.append([pattern])
    return "; ".join(
        in_words(group[0]) if len(group) == 1 else _finished(group[0], listed([_hours(one) for one in group]))
        for group in groups
    )


def say_minute(minute: int) -> str:
    """A minute of the day as a time: 2:30pm, midday, midnight, and from 1441 on "1am the next day"."""
    if minute == DAY:
        return "midnight"
    said = say_time(time(minute // 60 % 24, minute % 60))
    return f"{said} the next day" if minute > DAY else said


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: Mondays, Wednesdays and Fridays."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def say_days(days: Iterable[date]) -> str:
    """Dates in order, those of a month together: 12, 19 and 26 December 2026, and 2 January 2027."""
    months = groupby(sorted(set(days)), key=lambda day: (day.year, day.month))
    together = [list(month) for _, month in months]
    said = [listed([*(str(day.day) for day in month[:-1]), say_day(month[-1])]) for month in together]
    # Commas stand within a month already.
    return ", and ".join(said) if any(len(month) > 1 for month in together) else listed(said)


def _without_hours(pattern: Pattern) -> Pattern | None:
    """What must be the same for hours to be said together; None where there is more to the hours."""
    if pattern.parts or pattern.repeats is Repeats.BY_ARRANGEMENT:
        return None
    return replace(pattern, opens=0, closes=DAY)


def _finished(pattern: Pattern, hours: str) -> str:
    days = _days(pattern) + _range(pattern)
    # "Thursdays 1:30pm to 3pm" needs no comma; whatever says more about the days does.
    short = pattern.repeats is Repeats.WEEKLY and pattern.every == 1 and not (pattern.first_on or pattern.last_on)
    pause = " " if short and not hours.startswith(_ALL_DAY) else ", "
    said = ", ".join([f"{days}{pause}{hours}", *_conditions(pattern)])
    if pattern.parts:
        said += f": {', then '.join(_part(part) for part in pattern.parts)}"
    return f"{said}. {pattern.note}" if pattern.note else said


def _days(pattern: Pattern) -> str:
    if pattern.repeats is Repeats.ON_DATES:
        return say_days(pattern.dates) or "No date yet"
    if pattern.repeats is Repeats.WEEKLY:
        return _weekly(sorted(set(pattern.weekdays)), pattern.every)
    if pattern.repeats is Repeats.MONTHLY_BY_WEEKDAY:
        days = listed([_name(weekday) for weekday in sorted(set(pattern.weekdays))]) or "day"
        said = f"{listed([_nth(number) for number in _last_at_the_end(pattern.nth)])} {days}".strip()
        said = said[:1].upper() + said[1:]
    else:
        said = f"The {listed([_date(number) for number in _last_at_the_end(pattern.month_days)])}"
    return f"{said} of {_of_months(pattern.every)}"


def _weekly(weekdays: list[int], every: int) -> str:
    names = [_name(weekday) for weekday in weekdays]
    if every == 1:
        if tuple(weekdays) == _ALL_WEEK:
            return "Every day"
        if len(weekdays) >= _IN_A_ROW and weekdays == list(range(weekdays[0], weekdays[-1] + 1)):
            return f"{names[0]} to {names[-1]}"
        return listed([f"{name}s" for name in names]) or "No day yet"
    said = "day" if tuple(weekdays) == _ALL_WEEK else listed(names) or "day"
    if every == 2:  # noqa: PLR2004
        return f"Every other week on every {said}" if said == "day" else f"Every other {said}"
    return f"Every {every} weeks on {'every day' if said == 'day' else said}"


def _of_months(every: int) -> str:
    if every == 1:
        return "the month"
    return "every other month" if every == 2 else f"every {_nth(every)} month"  # noqa: PLR2004


def _name(weekday: int) -> str:
    return WEEKDAYS[weekday % 7]


def _nth(number: int) -> str:
    return ORDINALS.get(number, f"{number}th")


def _date(number: int) -> str:
    if number == -1:
        return "last day"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"


def _last_at_the_end(numbers: Iterable[int]) -> list[int]:
    return sorted(set(numbers), key=lambda number: (number < 0, number))


def _range(pattern: Pattern) -> str:
    first = f" from {say_day(pattern.first_on)}" if pattern.first_on else ""
    last = f" until {say_day(pattern.last_on)}" if pattern.last_on else ""
    return first + last


def _hours(pattern: Pattern) -> str:
    if (pattern.opens, pattern.closes) == (0, DAY):
        return _ALL_DAY
    return f"{say_minute(pattern.opens)} to {say_minute(pattern.closes)}"


def _conditions(pattern: Pattern) -> list[str]:
    said = ["in term time"] if pattern.term_time else []
    if pattern.bank_holidays is BankHolidays.NOT_THEN:
        said.append("not on bank holidays")
    elif pattern.bank_holidays is BankHolidays.ONLY_THEN:
        said.append("only on bank holidays")
    return said + [
        f"{word} on {say_days(days)}" for word, days in (("not", pattern.not_on), ("also", pattern.also_on)) if days
    ]


def _part(part: Part) -> str:
    first = part.label.split(" ")[0]
    # "Walk" becomes "walk" within the sentence; "English" and "NHS" stay as they are.
    lower = first[:1] + first[1:].lower() == first and first not in _NAMES and len(first) > 1
    label = part.label[:1].lower() + part.label[1:] if lower else part.label
    ends = "" if part.ends is None else f" to {say_minute(part.ends)}"
    return f"{label} {say_minute(part.starts)}{ends}"
