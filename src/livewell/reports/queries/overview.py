"""The service as a manager sees it: what cannot wait first, then the funnel, the workload and the practices."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from livewell.kit import clock, db, deliveries
from livewell.referrals.rules import REFERRER_LABELS, ReferrerType
from livewell.reports.queries.cohort import COHORT
from livewell.reports.rules import Period, Stage
from livewell.safety.queries import Matter, open_matters
from livewell.staff.rules import ROLE_LABELS, Member, Role


@dataclass(frozen=True)
class AreaWaits:
    """What waits for a decision in one area."""

    area: str
    waiting: int
    late: int
    asked: int
    """Waiting for an answer from the referrer."""
    oldest_at: datetime | None


@dataclass(frozen=True)
class WorkerLoad:
    """One coach's or link worker's load."""

    id: UUID
    name: str
    role: str
    area: str
    open_journeys: int
    coming: int
    """Sessions in the next seven days."""
    to_note: int
    """Sessions that are over and that nobody has noted."""
    held: int
    """Sessions held in the period."""


@dataclass(frozen=True)
class PracticeReferrals:
    """One listed practice, and what it sent in the period, by type of referrer."""

    practice: str
    area: str
    by_type: dict[str, int]

    @property
    def total(self) -> int:
        """All it sent."""
        return sum(self.by_type.values())


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    safety: tuple[Matter, ...]
    messages_waiting: int
    messages_given_up: int
    news_given_up: int
    waits: tuple[AreaWaits, ...]
    areas: tuple[tuple[UUID, str], ...]
    funnel: dict[Stage, int]
    workers: tuple[WorkerLoad, ...]
    practices: tuple[PracticeReferrals, ...]
    other_ways: dict[str, int]
    """Referrals that no listed practice sent, by type of referrer."""

    @property
    def practices_with_one(self) -> int:
        """Listed practices that sent at least one referral in the period."""
        return sum(practice.total > 0 for practice in self.practices)


async def overview(chosen: Period, area: UUID | None, *, seen_by: Member) -> Overview:
    """The whole page in nine queries. `area` narrows the funnel, the workload and the practices."""
    lost = await deliveries.counts()
    messages = await db.row(
        """
        SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting,
               count(*) FILTER (WHERE status = 'given_up') AS given_up FROM message
        """
    )
    assert messages is not None
    areas = await db.rows("SELECT id, name FROM area ORDER BY position, name")
    return Overview(
        safety=await open_matters(seen_by=seen_by),
        messages_waiting=messages["waiting"],
        messages_given_up=messages["given_up"],
        news_given_up=lost["given_up"],
        waits=await _waits(),
        areas=tuple((row["id"], row["name"]) for row in areas),
        funnel=await _funnel(chosen, area),
        workers=await _workers(chosen, area),
        practices=await _practices(chosen, area),
        other_ways=await _other_ways(chosen, area),
    )


async def _waits() -> tuple[AreaWaits, ...]:
    found = await db.rows(
        """
        SELECT coalesce(a.name, 'No area yet') AS area, count(*) FILTER (WHERE r.status = 'received') AS waiting,
               count(*) FILTER (WHERE r.status = 'received' AND r.triage_due_on < $1) AS late,
               count(*) FILTER (WHERE r.status = 'awaiting_information') AS asked,
               min(r.received_at) FILTER (WHERE r.status = 'received') AS oldest_at
        FROM (SELECT * FROM referral WHERE status IN ('received', 'awaiting_information')) AS r
        FULL JOIN area a ON a.id = r.area
        GROUP BY a.id, a.name, a.position ORDER BY a.position NULLS FIRST, a.name
        """,
        clock.today(),
    )
    return tuple(AreaWaits(**row) for row in found)


async def _funnel(chosen: Period, area: UUID | None) -> dict[Stage, int]:
    found = await db.row(
        f"""
        SELECT count(*) AS received, count(*) FILTER (WHERE accepted) AS accepted,
               count(*) FILTER (WHERE supported) AS supported, count(*) FILTER (WHERE link_worker) AS link_worker,
               count(*) FILTER (WHERE connected) AS connected, count(*) FILTER (WHERE ended) AS ended
        FROM ({COHORT}) AS cohort WHERE $3::uuid IS NULL OR area = $3
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
        area,
    )
    assert found is not None
    return {stage: found[stage.value] for stage in Stage}


async def _workers(chosen: Period, area: UUID | None) -> tuple[WorkerLoad, ...]:
    now = clock.now()
    found = await db.rows(
        """
        SELECT s.id, s.name, s.role, coalesce(a.name, '') AS area,
               (SELECT count(*) FROM journey j WHERE j.closed_at IS NULL
                   AND CASE s.role WHEN 'health_coach' THEN j.health_coach ELSE j.link_worker END = s.id) AS open_journeys,
               m.coming, m.to_note, m.held
        FROM staff_user s
        LEFT JOIN area a ON a.id = s.area
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE x.status = 'booked' AND x.planned_for > $3 AND x.planned_for <= $4) AS coming,
                   count(*) FILTER (WHERE x.status = 'booked' AND x.planned_for <= $3) AS to_note,
                   count(*) FILTER (WHERE x.status = 'held'
                       AND ($1::date IS NULL OR x.planned_for >= $1::date::timestamp AT TIME ZONE 'Europe/London')
                       AND ($2::date IS NULL OR x.planned_for < $2::date::timestamp AT TIME ZONE 'Europe/London')) AS held
            FROM session x WHERE x.worker = s.id
        ) AS m ON true
        WHERE s.role IN ('health_coach', 'link_worker') AND s.deactivated_at IS NULL
          AND ($5::uuid IS NULL OR s.area = $5)
        ORDER BY s.role, a.position, s.name
        """,
        chosen.first,
        chosen.until,
        now,
        now + timedelta(days=7),
        area,
    )
    return tuple(WorkerLoad(**{**row, "role": ROLE_LABELS[Role(row["role"])]}) for row in found)


async def _practices(chosen: Period, area: UUID | None) -> tuple[PracticeReferrals, ...]:
    found = await db.rows(
        f"""
        SELECT p.id, p.name AS practice, a.name AS area, c.referrer_type, count(c.id) AS referrals
        FROM practice p JOIN area a ON a.id = p.area LEFT JOIN ({COHORT}) AS c ON c.practice = p.id
        WHERE p.listed AND ($3::uuid IS NULL OR p.area = $3)
        GROUP BY p.id, p.name, a.name, a.position, c.referrer_type ORDER BY a.position, p.name
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
        area,
    )
    each: dict[UUID, PracticeReferrals] = {}
    for row in found:
        practice = each.setdefault(row["id"], PracticeReferrals(row["practice"], row["area"], {}))
        if row["referrer_type"]:
            practice.by_type[REFERRER_LABELS[ReferrerType(row["referrer_type"])]] = row["referrals"]
    return tuple(each.values())


async def _other_ways(chosen: Period, area: UUID | None) -> dict[str, int]:
    found = await db.rows(
        f"""
        SELECT c.referrer_type, count(*) AS referrals
        FROM ({COHORT}) AS c LEFT JOIN practice p ON p.id = c.practice AND p.listed
        WHERE p.id IS NULL AND ($3::uuid IS NULL OR c.area = $3) GROUP BY 1 ORDER BY 2 DESC, 1
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
        area,
    )
    return {REFERRER_LABELS[ReferrerType(row["referrer_type"])]: row["referrals"] for row in found}
