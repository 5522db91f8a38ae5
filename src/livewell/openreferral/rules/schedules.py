"""Times in the words of HSDS-UK 3.0, and back: what a rule cannot say travels beside it, so that nothing is lost."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from livewell.assets.rules import times
from livewell.assets.rules.times import Pattern
from livewell.openreferral.rules.cleaning import day, line, text, thing
from livewell.openreferral.rules.identity import stable_text

ZONE = "Europe/London"
"""Hours are those on the wall: an offset would be wrong in one half of the year."""

MOST_PATTERNS = 30
LONGEST_WORDS = 140
"""Characters of a description and of a note: together they fit the note of a pattern."""


_READ = (
    "freq", "interval", "byday", "bymonthday", "bysetpos", "byweekno", "byyearday", "bymonth", "dtstart", "valid_from",
    "valid_to", "until", "count", "opens_at", "closes_at", "description", "notes",
)  # fmt: skip
"""What of a schedule says when."""


_HOURS = ("opens_at", "closes_at")
_DAYS = ("dtstart", "valid_from", "valid_to", "until")
_REPEATS = ("freq", "byday", "bymonthday", "bysetpos", "byweekno", "byyearday", "bymonth", "until", "count", "valid_to", "interval")  # fmt: skip
_IN_WORDS = {
    "bymonthday": "day of the month", "bysetpos": "of these the", "bymonth": "month", "byweekno": "week of the year",
    "byyearday": "day of the year", "dtstart": "beginning", "valid_from": "from", "valid_to": "to", "until": "until",
    "count": "times:",
}  # fmt: skip
"""How each part of a rule is said where no pattern holds it."""

_DAY_NAMES = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}  # fmt: skip
_HOUR = re.compile(r"(\d{1,2})[.:]?(\d{2})?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_NAMED_HOURS = {"noon": "12:00", "midday": "12:00", "12 noon": "12:00", "midnight": "00:00"}


def schedule_documents(patterns: Iterable[Pattern], **owner: UUID) -> Iterator[dict[str, Any]]:
    """
    The schedules of these patterns; `owner` is `service_id` or `service_at_location_id`.

    A pattern may need several. The first carries it whole, under `live_well`, and the others say whose part they are.
    """
    for number, pattern in enumerate(patterns):
        first = stable_text("schedule", *owner.values(), number, 0)
        for part, said in enumerate(times.as_rrule(pattern)):
            beside = {"part_of": first} if part else {"pattern": times.as_json(pattern)}
            zone = {"timezone": ZONE} if "opens_at" in said else {}
            yield {
                "id": stable_text("schedule", *owner.values(), number, part),
                **{name: str(key) for name, key in owner.items()},
                **said,
                **zone,
                "live_well": beside,
            }


def patterns_of(schedules: Iterable[dict[str, Any]], *, today: date) -> tuple[list[Pattern], list[str]]:
    """The patterns in these schedules, and the words of those that no pattern can hold. `today` is a London day."""
    found: list[Pattern] = []
    unread: list[str] = []
    for one in schedules:
        beside = thing(one.get("live_well"))
        if "part_of" in beside:
            continue
        pattern = _ours(beside) or _read(tuple(_said(one).items()))
        if pattern is not None and _is_sound(pattern, today):
            if pattern not in found:
                found.append(pattern)
        elif words := in_words(one):
            unread.append(words)
    return found[:MOST_PATTERNS], unread


def _said(schedule: dict[str, Any]) -> dict[str, str]:
    """What of a schedule says when, as the standard writes it: hours as 09:00, days as 2026-11-22."""
    rule = schedule.get("rrule")
    if isinstance(rule, str):
        pairs = (part.partition("=") for part in rule.upper().removeprefix("RRULE:")[:500].split(";"))
        schedule = {name.lower(): value for name, _, value in pairs} | schedule
    said = {name: _plain(schedule[name], name) for name in _READ if schedule.get(name) is not None}
    if (weekday := line(schedule.get("weekday"), longest=12)) and not said.get("byday"):
        said["byday"] = weekday
    for name in _HOURS:
        if name in said:
            said[name] = _hour(said[name])
    for name in _DAYS:
        # An instant is read by what stands at its head, as hours are; only days as Britain writes them are turned.
        if said.get(name) and not said[name][:4].isdigit() and (on := day(said[name])):
            said[name] = on.isoformat()
    if said.get("dtstart") and not any(map(said.get, _REPEATS)):
        # One day that nothing repeats: RFC 5545, section 3.6.1.
        said["valid_to"] = said["dtstart"]
    return said


def _hour(said: str) -> str:
    """An hour as people write it, 9am or 5.30 PM or 0930, as 09:00; anything else as it is."""
    plain = _NAMED_HOURS.get(said.strip().lower())
    if plain:
        return plain
    found = _HOUR.fullmatch(said.strip())
    if found is None or (found[2] is None and found[3] is None):
        return said
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:  # noqa: PLR2004  A clock with hands.
        return said
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}"


def _plain(said: object, name: str) -> str:
    """One value of a schedule as text; lists of days are said with commas between them."""
    if isinstance(said, list):
        return ",".join(str(one)[:10] for one in said[:31])
    return text(said, longest=LONGEST_WORDS if name in {"description", "notes"} else 60)


@lru_cache(maxsize=4096)
def _read(said: tuple[tuple[str, str], ...]) -> Pattern | None:
    """The pattern that a schedule means. Thousands of groups meet at the same times, and each is read once."""
    return times.from_schedule({name: value for name, value in said if value})


@lru_cache(maxsize=4096)
def _is_sound(pattern: Pattern, today: date) -> bool:
    """Whether a pattern can be; thousands of groups meet on Tuesday mornings, and it is asked once."""
    return not times.problems(pattern, today=today)


def in_words(schedule: dict[str, Any]) -> str:
    """What a schedule says for people, in one line: its rule too, so that nothing looks more often than it is."""
    said = _said(schedule)
    hours = " to ".join(said[name] for name in _HOURS if said.get(name))
    rule = [f"{words} {said[name]}" for name, words in _IN_WORDS.items() if said.get(name)]
    often = said.get("freq", "").lower() if rule or not said.get("byday") else ""
    if said.get("interval", "1") not in {"", "1", "1.0"}:
        often = f"{often or 'weekly'}, every {said['interval']}".strip(", ")
    days = [_DAY_NAMES.get(one.strip().upper(), one.strip()) for one in said.get("byday", "").split(",")]
    words = (text(schedule.get(name), longest=300) for name in ("description", "notes"))
    parts = (", ".join(one for one in days if one), often, ", ".join(rule), hours)
    return ". ".join(part for part in (*parts, *words) if part)[:400]


def _ours(beside: dict[str, Any]) -> Pattern | None:
    """The whole pattern, where one of our own wrote it down."""
    try:
        return times.from_json(thing(beside["pattern"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
