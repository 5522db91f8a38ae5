"""A worker's diary: their sessions of a week, and what a calendar program may read of those to come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.clock import LONDON
from livewell.kit.dates import london_day
from livewell.sessions import rules
from livewell.sessions.queries.facts import WHERE_AND_WHOM
from livewell.sessions.rules import Place, SessionKind, SessionStatus
from livewell.staff.rules import Member

FEED_BACK = timedelta(days=30)
FEED_AHEAD = timedelta(days=180)
UNWRITTEN_BACK = timedelta(days=366)


@dataclass(frozen=True)
class DiaryEntry:
    """One session as a diary shows it."""

    id: UUID
    journey: UUID
    name: str
    initials: str
    reference: str
    kind: SessionKind
    status: SessionStatus
    planned_for: datetime
    minutes: int
    place: Place
    place_detail: str
    sequence: int
    booked_at: datetime
    address: str
    """Where they live: for a visit at home that is still booked, unless it is kept secret."""
    phone: str
    """To ring on the way, while it is booked and they may be rung."""

    @property
    def ends_at(self) -> datetime:
        """When it is to end."""
        return self.planned_for + timedelta(minutes=self.minutes)

    @property
    def place_label(self) -> str:
        """Where, in words."""
        return rules.PLACE_LABELS[self.place]

    @property
    def status_label(self) -> tuple[str, str]:
        """The words and the colour of the status."""
        return rules.LABELS[self.status]

    @property
    def day(self) -> date:
        """The London day."""
        return london_day(self.planned_for)

    @property
    def is_unwritten(self) -> bool:
        """Its time has come, and nobody has written down what became of it."""
        return self.status is SessionStatus.BOOKED and self.planned_for <= clock.now()


_ENTRIES = f"""
    SELECT s.id, s.journey, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
           upper(left(p.first_name, 1) || left(p.family_name, 1)) AS initials,
           coalesce((SELECT r.reference FROM referral r WHERE r.journey = j.id ORDER BY r.received_at LIMIT 1), '')
               AS reference,
           s.kind, s.status, s.planned_for, s.minutes, s.place, s.place_detail, s.sequence, s.booked_at,
           {WHERE_AND_WHOM}
      FROM session s JOIN journey j ON j.id = s.journey JOIN person p ON p.id = j.person
     WHERE s.worker = $1 AND s.planned_for >= $2 AND s.planned_for < $3 AND ($4::text IS NULL OR s.status = $4)
     ORDER BY s.planned_for, s.id
"""  # noqa: S608  Our own words.


async def diary(member: Member, monday: date) -> list[tuple[date, list[DiaryEntry]]]:
    """The seven days from `monday` with the member's own sessions, whatever became of them. London days."""
    entries = await _between(member.id, _midnight(monday), _midnight(monday + timedelta(days=7)))
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    return [(day, [entry for entry in entries if entry.day == day]) for day in days]


async def coming(member: Member, days: int = 7) -> list[DiaryEntry]:
    """The member's sessions still booked from today's midnight on, for so many days."""
    today = clock.today()
    until = _midnight(today + timedelta(days=days))
    return await _between(member.id, _midnight(today), until, only=SessionStatus.BOOKED)


async def unwritten(member: Member) -> list[DiaryEntry]:
    """The member's sessions before today of which nobody has written what became of them, the oldest first."""
    today = _midnight(clock.today())
    return await _between(member.id, today - UNWRITTEN_BACK, today, only=SessionStatus.BOOKED)


async def feed(staff_user: UUID) -> list[DiaryEntry]:
    """What a calendar program reads: thirty days back, half a year ahead, cancelled ones too so that they vanish."""
    now = clock.now()
    return await _between(staff_user, now - FEED_BACK, now + FEED_AHEAD)


async def active_link(member: Member) -> datetime | None:
    """When the member's calendar address was made; None when there is none that works."""
    found: datetime | None = await db.value(
        "SELECT max(made_at) FROM diary_link WHERE staff_user = $1 AND revoked_at IS NULL", member.id
    )
    return found


async def owner_of_link(token_hash: bytes) -> UUID | None:
    """Whose diary an address opens: an active member of staff, or None."""
    found: UUID | None = await db.value(
        """
        SELECT s.id FROM diary_link d JOIN staff_user s ON s.id = d.staff_user
         WHERE d.token_hash = $1 AND d.revoked_at IS NULL AND s.active
        """,
        token_hash,
    )
    return found


async def _between(
    worker: UUID | None, first: datetime, last: datetime, *, only: SessionStatus | None = None
) -> list[DiaryEntry]:
    return [
        DiaryEntry(
            **{
                **row,
                "kind": SessionKind(row["kind"]),
                "status": SessionStatus(row["status"]),
                "place": Place(row["place"]),
            }
        )
        for row in await db.rows(_ENTRIES, worker, first, last, only and only.value)
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
