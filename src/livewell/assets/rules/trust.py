"""How far a listing may be relied on: a number for ranking, and the words in which people are told."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from livewell.assets.rules import CHECKED_LABELS, Checked

HALF_A_YEAR = 182
"""Days."""
NINE_MONTHS = 274
A_YEAR = 365

_WORTH: dict[Checked, int] = {Checked.VISITED: 45, Checked.PHONED: 38, Checked.OWNER: 34, Checked.DOCUMENT: 26}
_OWNER_STILL_RIGHT = 15
_FOUND_MEETING = 15
_MEETING_COUNTS_FOR = 90  # days
_FOR_USE = ((20, 10), (5, 7), (1, 4))
_FOR_ANSWERS = ((2, 10), (5, 7), (10, 4))  # days until they answer, points
_A_PROBLEM_COSTS = 15
_MOST_FOR_PROBLEMS = 45
_GROUND = 15
_MOST_WHEN_LONG_UNCHECKED = 25


@dataclass(frozen=True)
class Standing:
    """What is known of how true a listing is. Instants are UTC, `met_on` is a London day."""

    assured_at: datetime | None = None
    assured_how: Checked | None = None
    owner_confirmed_at: datetime | None = None
    met_on: date | None = None
    used: int = 0
    answers_days: int | None = None
    open_problems: int = 0


class Freshness(StrEnum):
    """How long ago somebody made sure of it."""

    FRESH = "fresh"
    DUE = "due"
    LATE = "late"
    STALE = "stale"


FRESHNESS_LABELS: dict[Freshness, str] = {
    Freshness.FRESH: "Checked in the last six months",
    Freshness.DUE: "Time to check it again",
    Freshness.LATE: "Not checked for nine months",
    Freshness.STALE: "Not checked for a year",
}
FRESHNESS_COLOURS: dict[Freshness, str] = {
    Freshness.FRESH: "green",
    Freshness.DUE: "yellow",
    Freshness.LATE: "orange",
    Freshness.STALE: "red",
}


def freshness(assured_at: datetime | None, now: datetime) -> Freshness:
    """How fresh a listing is at `now`; one that nobody ever checked is stale."""
    days = A_YEAR + 1 if assured_at is None else (now - assured_at).days
    if days < HALF_A_YEAR:
        return Freshness.FRESH
    if days < NINE_MONTHS:
        return Freshness.DUE
    return Freshness.LATE if days <= A_YEAR else Freshness.STALE


def trust(standing: Standing, now: datetime) -> int:
    """
    0 to 100 at `now`.

    Being checked counts most and fades over a year, then what those who run it say, that people were counted there
    lately, that people are connected with it, and that it answers. What is reported wrong and not yet answered takes
    away. A listing that nobody has checked for a year never ranks above 25.
    """
    points = float(_GROUND)
    if standing.assured_at is not None and standing.assured_how is not None:
        points += _WORTH[standing.assured_how] * _left((now - standing.assured_at).days, A_YEAR)
    if standing.owner_confirmed_at is not None:
        points += _OWNER_STILL_RIGHT * _left((now - standing.owner_confirmed_at).days, A_YEAR)
    if standing.met_on is not None:
        points += _FOUND_MEETING * _left((now.date() - standing.met_on).days, _MEETING_COUNTS_FOR)
    points += next((worth for least, worth in _FOR_USE if standing.used >= least), 0)
    if standing.answers_days is not None:
        points += next((worth for most, worth in _FOR_ANSWERS if standing.answers_days <= most), 0)
    points -= min(standing.open_problems * _A_PROBLEM_COSTS, _MOST_FOR_PROBLEMS)
    if freshness(standing.assured_at, now) is Freshness.STALE:
        points = min(points, _MOST_WHEN_LONG_UNCHECKED)
    return max(0, min(100, round(points)))


def _left(days: int, lasts: int) -> float:
    """What is left of something that fades evenly to nothing over `lasts` days."""
    return max(0.0, 1 - max(days, 0) / lasts)


def assured_words(how: Checked | None, on: str) -> str:
    """How a listing was last checked, `on` a day in words, as everybody reads it: Checked by a visit on …"""
    return f"{CHECKED_LABELS[how]} on {on}" if how and on else "Not checked since we began"
