"""Who opened which record, from the access log: by person, by member of staff, and one's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.staff.rules import ROLE_LABELS, Role

PAGE = 50

KIND_WORDS: dict[str, str] = {
    "person": "Details",
    "journey": "Record",
    "referral": "Referral",
    "assessment": "Assessment",
    "goal": "Goal",
    "session": "Session",
    "connection": "Connection",
    "matter": "Safety matter",
    "walk": "Pathway for a difficult situation",
    "search": "Search for a person",
}


@dataclass(frozen=True)
class OneOpening:
    """One look at one record."""

    at: datetime
    who: UUID | None
    who_name: str
    who_role: str
    what: str
    page: str
    person: UUID | None
    person_name: str
    journey: UUID | None
    """Their newest journey, to lead to their record."""


@dataclass(frozen=True)
class OpeningsOf:
    """A page of openings of one person's records."""

    name: str
    openings: tuple[OneOpening, ...]
    by_member: tuple[tuple[str, int], ...]
    """How often each member of staff looked."""
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class MemberOpenings:
    """A page of what one member of staff opened."""

    member: UUID
    name: str
    role: str
    openings: tuple[OneOpening, ...]
    people: int
    total: int
    page: int
    pages: int


_OPENINGS = """
    SELECT o.opened_at AS at, o.who, coalesce(s.name, 'Somebody not signed in') AS who_name, coalesce(s.role, '') AS role,
           o.kind, o.page, o.person,
           coalesce(coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name, '') AS person_name,
           (SELECT j.id FROM journey j WHERE j.person = o.person ORDER BY j.opened_at DESC LIMIT 1) AS journey,
           count(*) OVER () AS total, o.id
    FROM opening o LEFT JOIN staff_user s ON s.id = o.who LEFT JOIN person p ON p.id = o.person
"""


def _one(row: dict[str, Any]) -> OneOpening:
    return OneOpening(
        at=row["at"],
        who=row["who"],
        who_name=row["who_name"],
        who_role=ROLE_LABELS[Role(row["role"])] if row["role"] else "",
        what=KIND_WORDS.get(row["kind"], row["kind"]),
        page=row["page"],
        person=row["person"],
        person_name=row["person_name"],
        journey=row["journey"],
    )


async def openings_of(person_id: UUID, *, page: int = 1) -> OpeningsOf:
    """Every opening of anything about one person, the newest first. NotFound when there is no such person."""
    name = await db.value(
        "SELECT coalesce(nullif(preferred_name, ''), first_name) || ' ' || family_name FROM person WHERE id = $1",
        person_id,
    )
    if name is None:
        raise NotFound
    found = await db.rows(
        f"{_OPENINGS} WHERE o.person = $1 ORDER BY o.opened_at DESC, o.id LIMIT {PAGE} OFFSET $2",
        person_id,
        (page - 1) * PAGE,
    )
    each = await db.rows(
        """
        SELECT coalesce(s.name, 'Somebody not signed in') AS name, count(*) AS times
        FROM opening o LEFT JOIN staff_user s ON s.id = o.who WHERE o.person = $1 GROUP BY 1 ORDER BY 2 DESC, 1
        """,
        person_id,
    )
    total = found[0]["total"] if found else 0
    return OpeningsOf(
        name=name,
        openings=tuple(_one(row) for row in found),
        by_member=tuple((row["name"], row["times"]) for row in each),
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
    )


async def openings_by(member_id: UUID, *, page: int = 1) -> MemberOpenings:
    """Everything one member of staff opened, the newest first. NotFound when there is no such account."""
    member = await db.row(
        """
        SELECT name, role, (SELECT count(DISTINCT person) FROM opening WHERE who = $1) AS people
        FROM staff_user WHERE id = $1
        """,
        member_id,
    )
    if member is None:
        raise NotFound
    found = await db.rows(
        f"{_OPENINGS} WHERE o.who = $1 ORDER BY o.opened_at DESC, o.id LIMIT {PAGE} OFFSET $2",
        member_id,
        (page - 1) * PAGE,
    )
    total = found[0]["total"] if found else 0
    return MemberOpenings(
        member=member_id,
        name=member["name"],
        role=ROLE_LABELS[Role(member["role"])],
        openings=tuple(_one(row) for row in found),
        people=member["people"],
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
    )


async def who_opened_most(days: int = 30) -> list[tuple[UUID, str, str, int, int]]:
    """Each member of staff who opened a record lately: (account, name, role, openings, people), the most people first."""
    found = await db.rows(
        """
        SELECT s.id, s.name, s.role, count(*) AS openings, count(DISTINCT o.person) AS people
        FROM opening o JOIN staff_user s ON s.id = o.who WHERE o.opened_at >= $1
        GROUP BY s.id, s.name, s.role ORDER BY people DESC, openings DESC, s.name
        """,
        clock.now() - timedelta(days=days),
    )
    return [(row["id"], row["name"], ROLE_LABELS[Role(row["role"])], row["openings"], row["people"]) for row in found]
