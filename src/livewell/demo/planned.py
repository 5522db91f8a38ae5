"""The shapes of the plan: a person, a referral, and the steps that follow."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Literal
from uuid import UUID

from livewell.kit.clock import LONDON

What = Literal[
    "receive", "decline", "accept", "attempt", "book", "hold", "miss", "cancel", "assess", "pam", "goal",
    "introduce", "take_on", "suggest", "introduce_group", "visit", "settle", "end_connection", "end",
]  # fmt: skip

DAYS = 395
"""Thirteen months."""


ARRIVED_TODAY = 4
"""Referrals that `today` adds by hand, so that every desk has something on it; they count in a size's referrals."""


@dataclass(frozen=True)
class Size:
    """How much of a Rushcliffe to make. The full one has the funnel of the first thirteen months: 1483 and 1176."""

    referrals: int
    supported: int
    assets: int
    recent_days: int


FULL = Size(referrals=1483, supported=1176, assets=132, recent_days=14)
SMALL = Size(referrals=60, supported=46, assets=40, recent_days=14)


@dataclass
class Step:
    """One thing that happens to one person at one instant."""

    at: datetime
    what: What
    of: "PlannedReferral"
    key: str = ""
    """Which session, goal or connection of this person: `coach-1`, `goal-2`, `link-0`."""
    says: dict[str, Any] = field(default_factory=dict)


@dataclass
class PlannedPerson:
    """A fictional person, before any row exists."""

    number: int
    first_name: str
    family_name: str
    born_on: date
    phone: str
    postcode: str
    address: str
    area: str
    practice: int
    nhs_number: str | None
    access_needs: list[str]
    id: UUID | None = None


@dataclass
class PlannedReferral:
    """One referral and what came of it, before any row exists."""

    number: int
    person: PlannedPerson
    received_at: datetime
    referrer_type: str
    pathway: str
    needs: list[str]
    reason: str
    urgent: bool
    outcome: Literal["supported", "declined", "unreached", "not_now"]
    steps: list[Step] = field(default_factory=list)
    made: dict[str, UUID] = field(default_factory=dict)
    """Identifiers of what was written, by key: `referral`, `journey`, `coach-1`, `goal-1` …"""


@dataclass(frozen=True)
class Home:
    """A real postcode somebody fictional may live at."""

    postcode: str
    area: str


def nhs_number(count: int) -> str:
    """The `count`-th number of the 999 range that was never issued, with its check digit (modulus 11)."""
    stem = 999_000_000 + count
    while True:
        digits = str(stem)
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if rest != 10:
            return digits + str(0 if rest == 11 else rest)
        stem += 500_000


def working_hour(day: date, chance: Random) -> datetime:
    """Some quarter of an hour between nine and half past four in London; a weekend becomes Monday."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    minutes = 9 * 60 + 15 * chance.randrange(31)
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=LONDON)
