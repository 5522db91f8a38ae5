"""A pattern as schedules of Open Referral UK, and back: the part of RFC 5545 that the standard speaks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from livewell.assets.rules.times_checked import LARGEST_GAP
from livewell.assets.rules.times_days import LAST, regular_days
from livewell.assets.rules.times_patterns import DAY, Pattern, Repeats
from livewell.assets.rules.times_reading import read_words
from livewell.assets.rules.times_words import in_words

# https://docs.openreferraluk.org/ and https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d+)?\s*(MO|TU|WE|TH|FR|SA|SU)[A-Z]*")
_CLOCK = re.compile(r"(?:.*T)?(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12
_LAST_MINUTE = DAY - 1
_LONG_ENOUGH = timedelta(days=8 * 366)
_NTH = (1, 2, 3, 4, 5, LAST)
_NOT_OURS = ("byweekno", "byyearday", "bymonth")
_EXTRAS = ("term_time", "bank_holidays", "not_on", "parts")


def as_rrule(pattern: Pattern) -> list[dict[str, Any]]:
    """
    One schedule for each rule, and one for each single date, which is valid from that day to that day.

    `opens_at` and `closes_at` are HH:MM on the wall: which zone that is, whoever sends it says beside it. A closing
    time that is not later than the opening time is on the next day; day and night is 00:00 to 23:59. `description` is
    the whole pattern in words, with what a rule cannot say: terms, bank holidays, parts, days left out.
    """
    said: dict[str, Any] = {"description": in_words(pattern)}
    if pattern.note:
        said["notes"] = pattern.note
    if pattern.repeats is Repeats.BY_ARRANGEMENT:
        return [said]
    all_day = (pattern.opens, pattern.closes) == (0, DAY)
    said |= {
        "opens_at": _say_clock(pattern.opens),
        "closes_at": _say_clock(_LAST_MINUTE if all_day else pattern.closes),
    }
    single = [*pattern.dates, *pattern.also_on] if pattern.repeats is Repeats.ON_DATES else [*pattern.also_on]
    rules = [] if pattern.repeats is Repeats.ON_DATES else [_rule(pattern)]
    rules += [_single(day) for day in sorted({*single} - {*pattern.not_on})]
    return [rule | said for rule in rules]


def _rule(pattern: Pattern) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "freq": "WEEKLY" if pattern.repeats is Repeats.WEEKLY else "MONTHLY",
        "interval": pattern.every,
    }
    if pattern.repeats is Repeats.WEEKLY:
        rule["byday"] = ",".join(_CODES[weekday] for weekday in pattern.weekdays)
    elif pattern.repeats is Repeats.MONTHLY_BY_WEEKDAY:
        rule["byday"] = ",".join(f"{nth}{_CODES[weekday]}" for nth, weekday in product(pattern.nth, pattern.weekdays))
    else:
        rule["bymonthday"] = ",".join(str(number) for number in pattern.month_days)
    if pattern.first_on:
        rule["dtstart"] = rule["valid_from"] = pattern.first_on.isoformat()
    if pattern.last_on:
        rule["valid_to"] = pattern.last_on.isoformat()
    return rule


def _single(day: date) -> dict[str, Any]:
    on = day.isoformat()
    byday = _CODES[day.weekday()]
    return {"freq": "WEEKLY", "interval": 1, "byday": byday, "dtstart": on, "valid_from": on, "valid_to": on}


def _say_clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def from_schedule(schedule: Mapping[str, Any]) -> Pattern | None:
    """
    The pattern that a schedule means, or None where it gives no hours, or a rule that no pattern can hold.

    Forgiving, as directories are various: times with any zone are read as they stand on the wall, `byday` in either
    case, an interval as text, DAILY, a missing `freq`, `until` and `count` of RFC 5545. What a description adds, such
    as term time, is kept: as what it means where that can be read, or else as a note.
    """
    opens, closes = _clock(schedule.get("opens_at")), _clock(schedule.get("closes_at"))
    if opens is None or closes is None or opens == DAY:
        return None
    if (opens, closes) == (0, _LAST_MINUTE):
        closes = DAY
    elif closes <= opens:
        closes += DAY
    try:
        pattern = _days(schedule)
    except (ValueError, TypeError, OverflowError):
        return None
    return _with_what_is_said(replace(pattern, opens=opens, closes=closes), schedule) if pattern else None


def _clock(said: object) -> int | None:
    """The minute of the day: 09:00, 9:00, 09:00Z, 09:00:00+01:00, or the time of a whole instant."""
    found = _CLOCK.fullmatch(str(said or "").strip())
    if not found:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if int(found[2]) < 60 and minute <= DAY else None  # noqa: PLR2004


def _days(schedule: Mapping[str, Any]) -> Pattern | None:
    """Which days it means. Raises ValueError or TypeError for what cannot be read."""
    start, valid_from = _day(schedule.get("dtstart")), _day(schedule.get("valid_from"))
    anchor = start or valid_from
    first = max((day for day in (start, valid_from) if day), default=None)
    last = min((day for name in ("valid_to", "until") if (day := _day(schedule.get(name)))), default=None)
    count = _number(schedule.get("count"), 0)
    if first and (first == last or (count == 1 and first == start)):
        rule = _rule_of(schedule, anchor) if _says_a_rule(schedule) else None
        alone = rule is None or regular_days(replace(rule, first_on=anchor), first, first)
        return Pattern(Repeats.ON_DATES, dates=(first,)) if alone else None
    rule = _rule_of(schedule, anchor)
    if rule.every == 1 and not count:
        return None if first and last and last < first else replace(rule, first_on=first, last_on=last)
    if anchor is None or first is None:
        return None
    return _counted(replace(rule, first_on=anchor), first, last, count)


def _counted(rule: Pattern, first: date, last: date | None, count: int) -> Pattern | None:
    """The rule from the first day on which it happens, as weeks and months are counted from there, to its last."""
    begins = rule.first_on or first
    if count:
        days = regular_days(rule, begins, begins + _LONG_ENOUGH)[:count]
        last = min(day for day in (days[-1] if days else begins, last) if day)
    days = regular_days(rule, first, last or first + _LONG_ENOUGH)
    return replace(rule, first_on=days[0], last_on=last) if days else None


def _says_a_rule(schedule: Mapping[str, Any]) -> bool:
    return any(schedule.get(name) for name in ("freq", "byday", "bymonthday"))


def _rule_of(schedule: Mapping[str, Any], anchor: date | None) -> Pattern:
    """The rule without its range. Raises ValueError where no pattern holds it."""
    if any(schedule.get(name) for name in _NOT_OURS):
        raise ValueError("Weeks, months and days of a year have no place in a pattern.")
    by_day = _by_day(schedule.get("byday"))
    month_days = _numbers(schedule.get("bymonthday"))
    every = _number(schedule.get("interval"), 1)
    freq = str(schedule.get("freq") or "").strip().upper()
    if not freq:
        freq = "MONTHLY" if month_days or any(nth for nth, _ in by_day) else "WEEKLY" if by_day else ""
    if freq == "DAILY" and not (by_day or month_days):
        if every == 1:
            return Pattern(Repeats.WEEKLY, tuple(range(_DAYS_A_WEEK)))
        freq, every = "WEEKLY", _whole(every, _DAYS_A_WEEK)
    elif freq == "YEARLY" and not (by_day or month_days):
        freq, every = "MONTHLY", every * _MONTHS_A_YEAR
    if freq == "WEEKLY" and not month_days:
        rule = _weekly(by_day, anchor)
    elif freq == "MONTHLY":
        rule = _monthly(by_day, month_days, _numbers(schedule.get("bysetpos")), anchor)
    else:
        raise ValueError("No pattern holds this rule.")
    if not 1 <= every <= LARGEST_GAP or (rule.repeats is Repeats.WEEKLY and freq == "MONTHLY" and every > 1):
        raise ValueError("No pattern comes round so seldom.")
    return replace(rule, every=every)


def _weekly(by_day: list[tuple[int, int]], anchor: date | None) -> Pattern:
    weekdays = {weekday for _, weekday in by_day} or ({anchor.weekday()} if anchor else set())
    if not weekdays or any(nth for nth, _ in by_day):
        raise ValueError("A week has each of its days once.")
    return Pattern(Repeats.WEEKLY, tuple(sorted(weekdays)))


def _monthly(by_day: list[tuple[int, int]], numbers: list[int], setpos: list[int], anchor: date | None) -> Pattern:
    if setpos and len(by_day) == 1 and not by_day[0][0]:
        by_day = [(nth, by_day[0][1]) for nth in setpos]
    elif setpos:
        raise ValueError("A place in a set of several days has no pattern.")
    if by_day and not numbers:
        if not any(nth for nth, _ in by_day):
            return _weekly(by_day, anchor)
        nths, weekdays = {nth for nth, _ in by_day}, {weekday for _, weekday in by_day}
        if set(by_day) != set(product(nths, weekdays)) or not nths <= set(_NTH):
            raise ValueError("First Monday and second Tuesday are two patterns.")
        return Pattern(Repeats.MONTHLY_BY_WEEKDAY, tuple(sorted(weekdays)), nth=_in_order(nths))
    numbers = numbers or ([anchor.day] if anchor else [])
    if by_day or not numbers or not all(1 <= number <= 31 or number == LAST for number in numbers):  # noqa: PLR2004
        raise ValueError("No pattern holds these dates of the month.")
    return Pattern(Repeats.MONTHLY_BY_DATE, month_days=_in_order(numbers))


def _in_order(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))


def _by_day(said: object) -> list[tuple[int, int]]:
    """Pairs of which one in the month (0 for each) and weekday: 2TU is (2, 1)."""
    pairs = []
    for piece in _pieces(said):
        found = _BY_DAY.fullmatch(piece.upper())
        if not found:
            raise ValueError("No such day of the week.")
        pairs.append((int(found[1] or 0), _CODES.index(found[2])))
    return pairs


def _numbers(said: object) -> list[int]:
    return [_number(piece, 0) for piece in _pieces(said)]


def _pieces(said: object) -> list[str]:
    pieces = said if isinstance(said, list | tuple) else str("" if said is None else said).split(",")
    return [str(piece).strip() for piece in pieces if str(piece).strip()]


def _number(said: object, usual: int) -> int:
    """A whole number, also as 2.0 or "2". Raises ValueError for anything else."""
    text = str("" if said is None else said).strip()
    number = float(text) if text else usual
    if number != int(number):
        raise ValueError("Not a whole number.")
    return int(number)


def _whole(number: int, by: int) -> int:
    if number % by:
        raise ValueError("Every few days has no pattern.")
    return number // by


def _day(said: object) -> date | None:
    """A date, or the London date at the head of an instant. Raises ValueError for anything else."""
    text = str("" if said is None else said).strip()
    return date.fromisoformat(text[:10]) if text else None


# ── what a description adds ──


def _with_what_is_said(pattern: Pattern, schedule: Mapping[str, Any]) -> Pattern:
    note, description = (str(schedule.get(name) or "").strip() for name in ("notes", "description"))
    words = description.removesuffix(f". {note}") if note else description
    for said in read_words(words) or ():
        if _agree(said, pattern):
            # What happens on an extra date happens whatever terms and bank holidays do.
            extras = ("parts",) if set(pattern.dates) & set(said.also_on) else _EXTRAS
            return replace(pattern, note=note, **{name: getattr(said, name) for name in extras})
    noted = replace(pattern, note=note)
    if not words or words == in_words(pattern):
        return noted
    return replace(pattern, note=f"{note}. {words}" if note else words)


def _agree(said: Pattern, pattern: Pattern) -> bool:
    """Whether the words speak of this rule, perhaps together with others."""
    if (said.opens, said.closes) != (pattern.opens, pattern.closes):
        return False
    if pattern.repeats is Repeats.ON_DATES:
        return set(pattern.dates) <= {*said.dates, *said.also_on}
    return (
        all(getattr(said, name) == getattr(pattern, name) for name in ("repeats", "every", "nth", "month_days"))
        and set(pattern.weekdays) <= set(said.weekdays)
        and said.first_on in {None, pattern.first_on}
        and said.last_on in {None, pattern.last_on}
    )
