"""The words of a listing's times, one by one: days of the week, dates, clock times, ordinals and plain words."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from livewell.assets.rules.times_patterns import DAY
from livewell.assets.rules.times_words import ORDINALS
from livewell.kit.dates import MONTHS, WEEKDAYS

_NOON = DAY // 2
_HOUR = 60
_LONGEST = 16 * _HOUR
"""Somebody who writes 5pm to 4pm has made a mistake; 4pm to 8am may be a night shelter."""
_EARLIEST = 7 * _HOUR
"""01:00 to 03:00 may be meant as the afternoon; 07:00 to 09:00 may not."""


class Kind(Enum):
    """What a word is."""

    WEEKDAY = auto()
    DATE = auto()
    TIME = auto()
    NTH = auto()
    WORD = auto()
    PAUSE = auto()


class Clock(Enum):
    """How sure a time of day is: 2pm, 14:00 (or 02:00), or only 2."""

    SURE = auto()
    LONG = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `number` is a weekday, a minute of the day, an ordinal, or the ordinal of a date."""

    kind: Kind
    text: str
    number: int = 0
    clock: Clock = Clock.SURE


_MONTH = "|".join(f"{name.lower()}|{name[:3].lower()}" for name in MONTHS) + "|sept"
_ABBREVIATIONS = ("mon", "tue|tues", "wed|weds", "thu|thur|thurs", "fri", "sat", "sun")
_WEEKDAY = {
    name: number
    for number, (whole, short) in enumerate(zip(WEEKDAYS, _ABBREVIATIONS, strict=True))
    for name in (whole.lower(), f"{whole.lower()}s", *short.split("|"), f"{short.split('|')[0]}s")
}
_NTH = {word: number for number, word in ORDINALS.items()}
_SINGLE = re.compile(
    rf"(?P<date>\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\.?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})\b"
    r"|(?P<named>(?:12\s*)?(?:noon|midday|midnight))\b"
    r"|(?P<time>\d{1,2}(?:[:.]\d{2})?\s*[ap]m|\d{1,2}[:.]\d{2})\b"
    r"|(?P<nth>\d{1,2}(?:st|nd|rd|th))\b"
    r"|(?P<number>\d{1,2})\b"
    r"|(?P<word>[a-z]+)"
    r"|(?P<to>-)"
    r"|(?P<and>[&+/])"
    r"|(?P<pause>[,;:.()])"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)"
)
_SHARED_MONTH = re.compile(
    rf"\b((?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*))+)(\d{{1,2}}(?:st|nd|rd|th)?\s+(?P<month>(?:{_MONTH})\s+\d{{4}}))\b"
)
_SAYINGS = (
    (re.compile(r"[\u2010-\u2015\u2212]"), "-"),
    (re.compile(r"[\u2019']s?\b"), "s"),
    (re.compile(r"(?<=[\d\s])([ap])\.?\s?m\b\.?"), r"\1m"),
    (re.compile(r"\b24/7\b"), "every day, day and night"),
    (re.compile(r"\b(24|twenty[- ]four) ?(hours|hrs)( a day)?\b|\bround the clock\b"), "day and night"),
    (re.compile(r"\b(seven|7) days a week\b|\bdaily\b"), "every day"),
    (re.compile(r"\bterm[- ]?times?\b"), "termtime"),
    (re.compile(r"\b(bank|public) holidays\b"), "bankholidays"),
    (re.compile(r"\bnext day\b|\bfollowing day\b|\bfollowing morning\b|\bnext morning\b"), "nextday"),
)


def tokens_of(text: str) -> list[Token] | None:
    """The words of `text`, or None where a sign or a date in it makes no sense."""
    plain = text.lower().strip()
    for saying, instead in _SAYINGS:
        plain = saying.sub(instead, plain)
    # "24 and 31 December 2026" becomes two whole dates.
    plain = _SHARED_MONTH.sub(
        lambda found: re.sub(r"\d+(?:st|nd|rd|th)?", rf"\g<0> {found['month']}", found[1]) + found[2], plain
    )
    tokens = []
    for found in _SINGLE.finditer(plain):
        kind = found.lastgroup
        if kind == "space":
            continue
        token = _token(kind or "", found[0])
        if token is None:
            return None
        tokens.append(token)
    return tokens


def _token(kind: str, text: str) -> Token | None:
    if kind == "date":
        day = _date(text)
        return Token(Kind.DATE, text, day.toordinal()) if day else None
    if kind == "named":
        return Token(Kind.TIME, text, 0 if "night" in text else _NOON)
    if kind in {"time", "number"}:
        return _time(text)
    if kind == "nth":
        return Token(Kind.NTH, text, int(text[:-2]))
    if kind == "word":
        return _word(text)
    return {
        "to": Token(Kind.WORD, "to"),
        "and": Token(Kind.WORD, "and"),
        "pause": Token(Kind.PAUSE, text),
    }.get(kind)


def _word(text: str) -> Token:
    if text in _WEEKDAY:
        return Token(Kind.WEEKDAY, text, _WEEKDAY[text])
    if text in _NTH:
        return Token(Kind.NTH, text, _NTH[text])
    return Token(Kind.WORD, text)


def _date(text: str) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    try:
        if "-" in text:
            return date(*numbers)
        if "/" in text:
            return date(numbers[2], numbers[1], numbers[0])
        named = re.search(_MONTH, text)
        month = [name[:3].lower() for name in MONTHS].index(named[0][:3]) + 1 if named else 0
        return date(numbers[1], month, numbers[0])
    except ValueError:
        return None


def _time(text: str) -> Token | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    half = text[-2:] if text.endswith("m") else ""
    if hour >= DAY // _HOUR or minute >= _HOUR or (half and not 1 <= hour <= _NOON // _HOUR):
        return None
    if half:
        return Token(Kind.TIME, text, hour % 12 * _HOUR + minute + (_NOON if half == "pm" else 0))
    long = len(numbers) > 1 and (hour > _NOON // _HOUR or text[1].isdigit())
    return Token(Kind.TIME, text, hour * _HOUR + minute, Clock.LONG if long else Clock.BARE)


def between(opens: Token, closes: Token, *, next_day: bool) -> tuple[int, int] | None:
    """
    The minutes that two times mean together: 2 to 4pm, 10 to 12 noon, 6pm to 1am, 09:30 to 16:00.

    None where more than one reading is likely, such as 9 to 5, or where no reading lasts 16 hours or less.
    """
    starts, ends = _readings(opens, closes), _readings(closes, opens)
    if next_day:
        lengths = [(end + DAY - start, start) for start in starts for end in ends]
        lengths = [(length, start) for length, start in lengths if length <= DAY]
    else:
        lengths = [((end - start - 1) % DAY + 1, start) for start in starts for end in ends]
        lengths = [(length, start) for length, start in lengths if length <= _LONGEST or _by_midnight(start, length)]
    if not lengths:
        return None
    length, start = min(lengths)
    return start, start + length


def _by_midnight(start: int, length: int) -> bool:
    """Whether it closes at midnight or earlier, on the day it opened."""
    return start + length <= DAY


def _readings(this: Token, other: Token) -> list[int]:
    """The minutes that `this` may mean beside `other`; none when nobody can tell."""
    afternoon = 13 * _HOUR
    if this.clock is Clock.SURE:
        return [this.number]
    by_the_long_clock = Clock.SURE not in {this.clock, other.clock} and Clock.LONG in {this.clock, other.clock}
    if this.number >= afternoon:
        return [this.number]
    if by_the_long_clock:
        both_long = this.clock is other.clock is Clock.LONG
        sure = other.number >= afternoon or (both_long and min(this.number, other.number) >= _EARLIEST)
        return [this.number] if sure else []
    if other.clock is Clock.SURE:
        return [this.number % _NOON, this.number % _NOON + _NOON]
    return []
