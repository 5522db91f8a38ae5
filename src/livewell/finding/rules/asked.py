"""What somebody asks for, read from the address of a page and written back to one. Reading never fails."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from livewell.assets.rules import DISTANCES, LANGUAGES, AssetKind, Audience, Delivery, Feature, Way

LONGEST_WORDS = 120
LONGEST_PLACE = 60
LONGEST_UNREAD = 20
OLDEST = 120
MOST_PAGES = 99
MOST_DAYS = 31
"""A range of dates is at most this long: what is further away is asked for by its day."""

YEARS = range(2000, 2100)
"""Of days that can be asked for."""


class When(StrEnum):
    """Moments that have a name."""

    NOW = "now"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEKEND = "weekend"
    SOON = "soon"


WHEN_LABELS: dict[When, str] = {
    When.NOW: "Open now",
    When.TODAY: "Today",
    When.TOMORROW: "Tomorrow",
    When.WEEKEND: "This weekend",
    When.SOON: "In the next 7 days",
}


class Part(StrEnum):
    """Parts of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PART_LABELS: dict[Part, str] = {
    Part.MORNING: "Morning",
    Part.AFTERNOON: "Afternoon",
    Part.EVENING: "Evening",
}

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How a day of the week stands in an address."""


class Sort(StrEnum):
    """What comes first."""

    DISTANCE = "distance"
    RELEVANCE = "relevance"
    SOONEST = "soonest"
    ASSURED = "assured"


SORT_LABELS: dict[Sort, str] = {
    Sort.DISTANCE: "Nearest first",
    Sort.RELEVANCE: "Best match first",
    Sort.SOONEST: "Soonest first",
    Sort.ASSURED: "Most recently checked first",
}

_CODE = re.compile(r"[a-z0-9_-]{1,40}")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Asked:
    """
    One search. `place` is what somebody typed; `within` is miles, None for any distance.

    `days` count from Monday, 0. `first_on` and `last_on` are London days, both or neither. All `features` are needed;
    one of the `ways` is enough. `room` leaves out what is full; `free` leaves out what costs something.
    """

    words: str = ""
    place: str = ""
    within: int | None = None
    when: When | None = None
    days: tuple[int, ...] = ()
    part: Part | None = None
    first_on: date | None = None
    last_on: date | None = None
    kind: AssetKind | None = None
    ways: tuple[Way, ...] = ()
    free: bool = False
    features: tuple[Feature, ...] = ()
    audience: Audience | None = None
    age: int | None = None
    language: str = ""
    room: bool = False
    delivery: Delivery | None = None
    need: str = ""
    activity: str = ""
    sort: Sort | None = None
    page: int = 1
    as_typed: bool = False
    """Whether the words are to be taken as they are, without putting their spelling right."""

    @property
    def asks_when(self) -> bool:
        """Whether it matters when something happens."""
        return bool(self.when or self.days or self.part or self.first_on)

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked beside words and a place."""
        return replace(self, words="", place="", sort=None, page=1, as_typed=False) != Asked()

    def but(self, **changes: Any) -> "Asked":
        """The same search, changed, from its first page."""
        return replace(self, **({"page": 1} | changes))

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values that stand in an address; what is not asked is left out."""
        told: list[tuple[str, str]] = [
            ("q", self.words),
            ("place", self.place),
            ("within", str(self.within or "")),
            ("when", self.when or ""),
            *(("day", DAYS[day]) for day in self.days),
            ("part", self.part or ""),
            ("from", self.first_on.isoformat() if self.first_on else ""),
            ("to", self.last_on.isoformat() if self.last_on else ""),
            ("kind", self.kind or ""),
            *(("way", way.value) for way in self.ways),
            ("free", "yes" if self.free else ""),
            *(("feature", feature.value) for feature in self.features),
            ("audience", self.audience or ""),
            ("age", "" if self.age is None else str(self.age)),
            ("language", self.language),
            ("room", "yes" if self.room else ""),
            ("delivery", self.delivery or ""),
            ("need", self.need),
            ("activity", self.activity),
            ("sort", self.sort or ""),
            ("exact", "yes" if self.as_typed else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [(name, str(text)) for name, text in told if text]

    def as_query(self) -> str:
        """The search as the end of an address: "q=walk&place=NG2+6AB"; "" for one that asks for nothing."""
        return urlencode(self.pairs())


def read(typed: Mapping[str, Sequence[str]]) -> Asked:
    """The search in an address, given every value of each name. What cannot be is left out."""

    def last(name: str) -> str:
        values = typed.get(name)
        return values[-1].strip() if values else ""

    first_on, last_on = _range(last("from"), last("to"))
    return Asked(
        words=_tidy(last("q"), LONGEST_WORDS),
        place=_tidy(last("place") or last("postcode"), LONGEST_PLACE),
        within=_number(last("within"), among=DISTANCES),
        when=_one(When, last("when")),
        days=tuple(place for place, day in enumerate(DAYS) if day in typed.get("day", ())),
        part=_one(Part, last("part")),
        first_on=first_on,
        last_on=last_on,
        kind=_one(AssetKind, last("kind")),
        ways=tuple(way for way in Way if way in typed.get("way", ())),
        free=last("free") == "yes",
        features=tuple(feature for feature in Feature if feature in typed.get("feature", ())),
        audience=_one(Audience, last("audience")),
        age=_age(last("age")),
        language=last("language") if last("language") in LANGUAGES else "",
        room=last("room") == "yes",
        delivery=_one(Delivery, last("delivery")),
        need=_code(last("need")),
        activity=_code(last("activity")),
        sort=_one(Sort, last("sort")),
        page=_number(last("page"), among=range(1, MOST_PAGES + 1)) or 1,
        as_typed=last("exact") == "yes",
    )


@dataclass(frozen=True)
class Unread:
    """What somebody typed and a search cannot go by, and what is wrong with it in a sentence without a full stop."""

    typed: str
    problem: str


def unread(typed: Mapping[str, Sequence[str]]) -> dict[str, Unread]:
    """What `read` leaves out of what people type themselves, by the name of its field."""
    found = {}
    for name, label, fits, problem in (
        ("from", "From", _day, "has to be a day that there is, like 24/11/2026"),
        ("to", "Up to and with", _day, "has to be a day that there is, like 24/11/2026"),
        ("age", "Age", _age, f"has to be a whole number of years up to {OLDEST}"),
    ):
        values = typed.get(name)
        text = _tidy(values[-1], LONGEST_UNREAD) if values else ""
        if text and fits(text) is None:
            found[name] = Unread(text, f"“{label}” {problem}")
    return found


def _age(text: str) -> int | None:
    return _number(text, among=range(OLDEST + 1))


def _one(choices: Callable[[str], _T], text: str) -> _T | None:
    try:
        return choices(text)
    except ValueError:
        return None


def _number(text: str, *, among: Sequence[int]) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(max(among)))):
        return None
    return int(text) if int(text) in among else None


def _code(text: str) -> str:
    return text if _CODE.fullmatch(text) else ""


def _tidy(text: str, longest: int) -> str:
    """One line of what can be printed, cut at a length."""
    plain = unicodedata.normalize("NFC", text[: longest * 4])
    printable = "".join(letter if letter.isprintable() else " " for letter in plain)
    # A character that is half of another (a lone surrogate) cannot be sent to anybody.
    whole = printable.encode("utf-8", "ignore").decode()
    return " ".join(whole.split())[:longest].strip()


def _day(text: str) -> date | None:
    """An ISO day, or a day as people in England write it: 24/11/2026."""
    english = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text)
    try:
        if english:
            day = date(int(english[3]), int(english[2]), int(english[1]))
        elif re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
        else:
            return None
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _range(first: str, last: str) -> tuple[date | None, date | None]:
    """Both days of a range: one alone is a range of one day; the wrong way round is turned round; a long one is cut."""
    begin, end = _day(first), _day(last)
    begin, end = begin or end, end or begin
    if begin is None or end is None:
        return None, None
    if end < begin:
        begin, end = end, begin
    return begin, min(end, begin + timedelta(days=MOST_DAYS - 1))
