"""A person's safety plan: the newest version, those before it, and what they said about it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.crisis.rules.plans import PARTS
from livewell.kit import clock, db


@dataclass(frozen=True)
class Word:
    """What the person said about a version of their plan."""

    number: int
    words: str
    at: datetime


@dataclass(frozen=True)
class Plan:
    """One version of a safety plan."""

    id: UUID
    person: UUID
    journey: UUID
    number: int
    parts: dict[str, str]
    """Column -> words, in the order of PARTS."""
    with_whom: str
    agreed_on: date
    review_on: date
    written_at: datetime
    written_by: str

    @property
    def shown(self) -> list[tuple[str, str]]:
        """(heading, words) of every part that has words; the headings are for translation."""
        return [(PARTS[code][0], words) for code, words in self.parts.items() if words]

    @property
    def is_due(self) -> bool:
        """Whether the day to look at it again has come."""
        return self.review_on <= clock.today()


_PLANS = """
    SELECT l.*, s.name AS writer FROM safety_plan l JOIN staff_user s ON s.id = l.written_by
"""


def _plan(row: dict[str, Any]) -> Plan:
    return Plan(
        id=row["id"],
        person=row["person"],
        journey=row["journey"],
        number=row["number"],
        parts={code: row[code] for code in PARTS},
        with_whom=row["with_whom"],
        agreed_on=row["agreed_on"],
        review_on=row["review_on"],
        written_at=row["written_at"],
        written_by=row["writer"],
    )


async def plan(person_id: UUID) -> Plan | None:
    """The plan of a person as it stands, or None. Ask first who may see the person."""
    found = await db.row(f"{_PLANS} WHERE l.person = $1 ORDER BY l.number DESC LIMIT 1", person_id)
    return _plan(found) if found else None


async def plans(person_id: UUID) -> list[Plan]:
    """Every version, the newest first. Ask first who may see the person."""
    return [_plan(row) for row in await db.rows(f"{_PLANS} WHERE l.person = $1 ORDER BY l.number DESC", person_id)]


async def words_about(person_id: UUID) -> list[Word]:
    """What the person said about their plan, the newest first."""
    return [
        Word(row["number"], row["words"], row["said_at"])
        for row in await db.rows(
            """
            SELECT l.number, w.words, w.said_at FROM safety_plan_word w JOIN safety_plan l ON l.id = w.plan
             WHERE l.person = $1 ORDER BY w.said_at DESC, w.id
            """,
            person_id,
        )
    ]
