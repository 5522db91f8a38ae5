"""The rota: shifts of a listing, of a volunteer, of a week; and those that somebody could take."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.dates import in_london, london_day, say_time
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.placements.rules import code_of, shifts, visits
from livewell.placements.rules.shifts import ShiftState

SHIFTS = """
    SELECT s.id, s.role, r.title AS role_title, s.placement, s.asset, coalesce(l.name, '') AS asset_name, s.volunteer,
           coalesce(v.name, '') AS volunteer_name, coalesce(a.first_name, '') AS first_name, s.starts_at, s.ends_at,
           s.place, s.what, s.alone, s.state, s.checked_in_at, s.checked_out_at, s.alerted_at, s.alert_settled_at,
           coalesce(settler.name, '') AS alert_settled_by, s.alert_words, s.version
    FROM shift s
    JOIN volunteer_role r ON r.id = s.role
    LEFT JOIN volunteer v ON v.id = s.volunteer
    LEFT JOIN asset l ON l.id = s.asset
    LEFT JOIN placement p ON p.id = s.placement
    LEFT JOIN befriender_asked a ON a.id = p.asked
    LEFT JOIN staff_user settler ON settler.id = s.alert_settled_by
"""


@dataclass(frozen=True)
class ShiftSeen:
    """One time somebody is needed, and who comes."""

    id: UUID
    role: UUID
    role_title: str
    placement: UUID | None
    asset: UUID | None
    asset_name: str
    volunteer: UUID | None
    volunteer_name: str
    """"" while nobody has taken it."""
    first_name: str
    """Whom they visit; "" where it is with a group."""
    starts_at: datetime
    ends_at: datetime
    place: str
    what: str
    alone: bool
    state: ShiftState
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    alerted_at: datetime | None
    alert_settled_at: datetime | None
    alert_settled_by: str
    alert_words: str
    version: int

    @property
    def code(self) -> str:
        """What it is called where no name may stand."""
        return code_of(self.id)

    @property
    def day(self) -> date:
        """The London day it begins on."""
        return london_day(self.starts_at)

    @property
    def time(self) -> str:
        """From when to when, on a London clock: 2pm to 4pm."""
        return f"{say_time(in_london(self.starts_at).time())} to {say_time(in_london(self.ends_at).time())}"

    @property
    def title(self) -> str:
        """What it is, in a few words and without a name."""
        return self.what or self.asset_name or self.role_title

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return shifts.LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.state is ShiftState.OPEN

    @property
    def is_held(self) -> bool:
        """Whether somebody has said that they come."""
        return self.state in shifts.HELD

    @property
    def asks_to_swap(self) -> bool:
        """Whether whoever has it asks for somebody else."""
        return self.state is ShiftState.SWAP

    @property
    def is_visit(self) -> bool:
        """Whether it is a visit to one person."""
        return self.placement is not None and bool(self.first_name)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state is ShiftState.CANCELLED

    @property
    def is_done(self) -> bool:
        """Whether it took place."""
        return self.state is ShiftState.DONE

    @property
    def has_begun(self) -> bool:
        """Whether its planned start is over."""
        return self.starts_at <= clock.now()

    @property
    def may_check_in(self) -> bool:
        """Whether “I am here” may be pressed now."""
        now = clock.now()
        return self.is_held and self.checked_in_at is None and self.starts_at - visits.EARLIEST <= now < self.ends_at

    @property
    def may_check_out(self) -> bool:
        """Whether “I am done” may be pressed now."""
        if not self.is_held or clock.now() >= self.ends_at + visits.LATEST:
            return False
        return self.checked_in_at is not None or self.starts_at <= clock.now()

    @property
    def may_change(self) -> bool:
        """Whether it may be given back or swapped: before it begins."""
        return self.is_held and not self.has_begun and self.checked_in_at is None

    @property
    def rings(self) -> bool:
        """Whether somebody looks out for them now, and nobody has settled it."""
        return self.alone and self.is_held and self.alerted_at is not None and self.alert_settled_at is None


def as_shift(found: dict[str, Any]) -> ShiftSeen:
    """A row of `SHIFTS`."""
    return ShiftSeen(**{**found, "state": ShiftState(found["state"])})


async def rota(asset: UUID, first: date, last: date) -> tuple[ShiftSeen, ...]:
    """The shifts at a listing from one London day to another, both with, those called off left out; in their order."""
    found = await rows(
        f"{SHIFTS} WHERE s.asset = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.state <> 'cancelled'"
        " ORDER BY s.starts_at, r.title, s.id",
        asset,
        shifts.midnight(first),
        shifts.midnight(last + timedelta(days=1)),
    )
    return tuple(as_shift(one) for one in found)


async def week(monday: date, *, asset: UUID | None = None) -> tuple[tuple[date, tuple[ShiftSeen, ...]], ...]:
    """The seven days from `monday` with every shift that was not called off, of one listing or of all."""
    found = await rows(
        f"{SHIFTS} WHERE s.starts_at >= $1 AND s.starts_at < $2 AND ($3::uuid IS NULL OR s.asset = $3)"
        " AND s.state <> 'cancelled' ORDER BY s.starts_at, s.id",
        shifts.midnight(monday),
        shifts.midnight(monday + timedelta(days=7)),
        asset,
    )
    seen = [as_shift(one) for one in found]
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    return tuple((day, tuple(one for one in seen if one.day == day)) for day in days)


async def shift(shift_id: UUID) -> ShiftSeen:
    """One shift. Raises `NotFound`."""
    found = await row(f"{SHIFTS} WHERE s.id = $1", shift_id)
    if found is None:
        raise NotFound
    return as_shift(found)


async def own_shifts(volunteer_id: UUID, *, back: int = 1, ahead: int = 60) -> tuple[ShiftSeen, ...]:
    """What a volunteer has said they come to, from so many days back to so many ahead, in order."""
    now = clock.now()
    found = await rows(
        f"{SHIFTS} WHERE s.volunteer = $1 AND s.starts_at >= $2 AND s.starts_at < $3"
        " AND s.state IN ('taken', 'swap', 'done') ORDER BY s.starts_at, s.id",
        volunteer_id,
        now - timedelta(days=back),
        now + timedelta(days=ahead),
    )
    return tuple(as_shift(one) for one in found)


async def to_take(volunteer_id: UUID, *, at_most: int = 40) -> tuple[ShiftSeen, ...]:
    """
    Shifts to come that a volunteer could take: open or asked to be swapped, in a role they are ready for on that day.

    A visit to one person is nobody else's to take.
    """
    found = await rows(
        f"""{SHIFTS}
        WHERE s.state IN ('open', 'swap') AND s.starts_at > $2 AND s.placement IS NULL
          AND s.volunteer IS DISTINCT FROM $1
          AND volunteer_ready($1, s.role, (s.starts_at AT TIME ZONE 'Europe/London')::date)
          AND NOT EXISTS (
              SELECT 1 FROM shift mine WHERE mine.volunteer = $1 AND mine.state IN ('taken', 'swap')
                AND mine.starts_at < s.ends_at AND s.starts_at < mine.ends_at
          )
        ORDER BY s.starts_at, s.id LIMIT $3
        """,  # noqa: S608  Constants only.
        volunteer_id,
        clock.now(),
        at_most,
    )
    return tuple(as_shift(one) for one in found)


async def not_back() -> tuple[ShiftSeen, ...]:
    """Lone visits whose end is over without a word, told and not settled, the longest wait first."""
    found = await rows(
        f"{SHIFTS} WHERE s.alone AND s.state IN ('taken', 'swap') AND s.alerted_at IS NOT NULL"
        " AND s.alert_settled_at IS NULL ORDER BY s.ends_at, s.id"
    )
    return tuple(as_shift(one) for one in found)


async def feed(volunteer_id: UUID) -> tuple[ShiftSeen, ...]:
    """What a calendar program reads: thirty days back, half a year ahead, called off ones too so that they vanish."""
    now = clock.now()
    found = await rows(
        f"{SHIFTS} WHERE s.volunteer = $1 AND s.starts_at >= $2 AND s.starts_at < $3 ORDER BY s.starts_at, s.id",
        volunteer_id,
        now - timedelta(days=30),
        now + timedelta(days=180),
    )
    return tuple(as_shift(one) for one in found)


async def shifts_of(placement_id: UUID) -> tuple[ShiftSeen, ...]:
    """The visits of a placement, those to come first."""
    found = await rows(f"{SHIFTS} WHERE s.placement = $1 ORDER BY s.starts_at DESC, s.id LIMIT 60", placement_id)
    return tuple(as_shift(one) for one in found)
