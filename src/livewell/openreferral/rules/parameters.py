"""What somebody may ask of a list, read from the address strictly: a wrong parameter is named, never guessed at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from livewell.assets.rules.occurrences import instant_at
from livewell.kit.clock import LONDON
from livewell.openreferral.rules.identity import as_uuid

USUAL_PAGE, LONGEST_PAGE = 50, 500
"""Services on one page when nobody says how many, and at most."""

LONGEST_MINIMAL_PAGE = 20_000
"""The standard would like all identifiers in one call; this many are about two megabytes."""

LAST_PAGE = 1_000_000
LONGEST_SEARCH = 200
FARTHEST = 500_000
"""Metres: from one end of England to the other."""

OLDEST = 150
DATES_KNOWN = 91
"""Days from today of which every single date is known to searches: `occurrences.week_of` tells no more."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

PAGES = frozenset({"page", "per_page", "format", "search", "text"})
SERVICES = PAGES | {
    "taxonomy_term_id",
    "taxonomy_id",
    "organization_id",
    "modified_after",
    "minimal",
    "full",
    "postcode",
    "proximity",
    "minimum_age",
    "maximum_age",
    "day",
    "start_time",
    "end_time",
}
SERVICE_AT_LOCATIONS = SERVICES - {"minimal"}
ORGANIZATIONS = PAGES | {"full", "full_service"}
TAXONOMY_TERMS = PAGES | {"taxonomy_id", "top_only", "parent_id"}

_T = TypeVar("_T")


class ParameterWrong(Exception):
    """A parameter that cannot be read: its name, and a sentence that says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """What is asked of a list. None and "" ask nothing; everything asked has to hold at once."""

    page: int = 1
    per_page: int = USUAL_PAGE
    ndjson: bool = False
    search: str = ""
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: bool = False
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    postcode: str = ""
    proximity: int | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    day: int | None = None
    start_time: time | None = None
    end_time: time | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing narrows the list, so that its pages can be found without counting."""
        return self == Asked(
            page=self.page,
            per_page=self.per_page,
            ndjson=self.ndjson,
            minimal=self.minimal,
            full=self.full,
            full_service=self.full_service,
        )

    @property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The minutes of the week from Monday 00:00 that are asked for, as half-open ranges; empty when none are."""
        if self.day is None and self.start_time is None and self.end_time is None:
            return ()
        first, last = self._hours
        days = range(7) if self.day is None else (self.day,)
        return tuple((day * 1440 + first, day * 1440 + last) for day in days)

    def ahead(self, now: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """What is to come of `minutes` after `now` (an instant), as half-open instants, as far as single dates are known."""
        today = now.astimezone(LONDON).date()
        first, last = self._hours
        days = [today + timedelta(days=count) for count in range(DATES_KNOWN + 1)]
        spans = [(instant_at(day, first), instant_at(day, last)) for day in days if self.day in {None, day.weekday()}]
        return tuple((max(begins, now), ends) for begins, ends in spans if max(begins, now) < ends)

    @property
    def _hours(self) -> tuple[int, int]:
        return _minute(self.start_time) if self.start_time else 0, _minute(self.end_time) if self.end_time else 1440


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def read(query: Mapping[str, Sequence[str]], allowed: frozenset[str]) -> Asked:
    """
    The parameters of an address. Raises ParameterWrong for one that is unknown here, said twice, or cannot be read.

    An empty parameter asks nothing.
    """
    for name, values in query.items():
        if name not in allowed:
            raise ParameterWrong(
                name, f"There is no parameter {name[:40]!r} here. There are: {', '.join(sorted(allowed))}."
            )
        if len(values) > 1:
            raise ParameterWrong(name, "Say it once.")
    said = {name: values[0].strip() for name, values in query.items() if values[0].strip()}

    def take(name: str, reader: Callable[[str, str], _T]) -> _T | None:
        return reader(name, said[name]) if name in said else None

    minimal = bool(take("minimal", _yes))
    longest = LONGEST_MINIMAL_PAGE if minimal else LONGEST_PAGE
    search, text = said.get("search", ""), said.get("text", "")
    if search and text and search != text:
        raise ParameterWrong("text", "It is another name of search: say one of the two.")
    asked = Asked(
        page=take("page", _between(1, LAST_PAGE)) or 1,
        per_page=take("per_page", _between(1, longest)) or (longest if minimal else USUAL_PAGE),
        ndjson=take("format", _format) == "ndjson",
        search=_search(search or text),
        taxonomy_term_id=take("taxonomy_term_id", _uuid),
        taxonomy_id=take("taxonomy_id", _uuid),
        organization_id=take("organization_id", _uuid),
        parent_id=take("parent_id", _uuid),
        top_only=bool(take("top_only", _yes)),
        modified_after=take("modified_after", _instant),
        minimal=minimal,
        full=bool(take("full", _yes)),
        full_service=bool(take("full_service", _yes)),
        postcode=said.get("postcode", ""),
        proximity=take("proximity", _between(1, FARTHEST)),
        minimum_age=take("minimum_age", _between(0, OLDEST)),
        maximum_age=take("maximum_age", _between(0, OLDEST)),
        day=take("day", _day),
        start_time=take("start_time", _time),
        end_time=take("end_time", _time),
    )
    _together(asked)
    return asked


def _together(asked: Asked) -> None:
    """What each says for itself must also make sense beside the others."""
    if asked.proximity is not None and not asked.postcode:
        raise ParameterWrong("proximity", "Say the postcode from which the metres count.")
    ages = asked.minimum_age, asked.maximum_age
    if ages[0] is not None and ages[1] is not None and ages[0] > ages[1]:
        raise ParameterWrong("maximum_age", "It is below minimum_age.")
    if asked.start_time and asked.end_time and asked.start_time >= asked.end_time:
        raise ParameterWrong("end_time", "It must be after start_time.")


def _between(least: int, most: int) -> Callable[[str, str], int]:
    def reader(name: str, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else None
        if number is None or not least <= number <= most:
            raise ParameterWrong(name, f"It must be a whole number from {least} to {most}.")
        return number

    return reader


def _yes(name: str, text: str) -> bool:
    said = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
    if said is None:
        raise ParameterWrong(name, "It must be true or false.")
    return said


def _format(name: str, text: str) -> str:
    if text.lower() not in {"json", "ndjson"}:
        raise ParameterWrong(name, "It must be json or ndjson.")
    return text.lower()


def _search(text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise ParameterWrong("search", f"It must be {LONGEST_SEARCH} characters or fewer.")
    return text


def _uuid(name: str, text: str) -> UUID:
    found = as_uuid(text)
    if found is None:
        raise ParameterWrong(name, "It must be a UUID, such as 3f7b145d-84af-42d7-8fae-eaca714b02b2.")
    return found


def _instant(name: str, text: str) -> datetime:
    """A date or a date and time (RFC 3339). Without a zone it is UTC; a + in an address that was not escaped is a space."""
    plain = text.replace(" ", "+") if "T" in text.upper() else text
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        try:
            instant = datetime.combine(date.fromisoformat(text), time())
        except ValueError:
            raise ParameterWrong(name, "It must be a date and time such as 2026-11-22T10:30:00Z.") from None
    try:
        return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        raise ParameterWrong(name, "It is too far away.") from None


def _day(name: str, text: str) -> int:
    for names in (DAYS, DAY_NAMES):
        if text.upper() in names:
            return names.index(text.upper())
    raise ParameterWrong(name, f"It must be one of {', '.join(DAYS)}.")


def _time(name: str, text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ParameterWrong(name, "It must be a time of day such as 14:30.") from None
