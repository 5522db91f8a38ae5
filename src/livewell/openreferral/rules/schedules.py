"""Times in the words of HSDS-UK 3.0, and back: what a rule cannot say travels beside it, so that nothing is lost."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from livewell.assets.rules import times
from livewell.assets.rules.times import Pattern
from livewell.openreferral.rules.cleaning import line, text, thing
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
        pattern = _ours(beside) or _read(
            tuple((name, _plain(one[name], name)) for name in _READ if one.get(name) is not None)
        )
        if pattern is not None and _is_sound(pattern, today):
            if pattern not in found:
                found.append(pattern)
        elif words := in_words(one):
            unread.append(words)
    return found[:MOST_PATTERNS], unread


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
    """What a schedule says for people, in one line."""
    hours = " to ".join(
        line(schedule.get(name), longest=20) for name in ("opens_at", "closes_at") if schedule.get(name)
    )
    said = (text(schedule.get(name), longest=300) for name in ("description", "notes"))
    return ". ".join(part for part in (line(schedule.get("byday"), longest=40), hours, *said) if part)[:400]


def _ours(beside: dict[str, Any]) -> Pattern | None:
    """The whole pattern, where one of our own wrote it down."""
    try:
        return times.from_json(thing(beside["pattern"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
