"""The school terms, for pages and for whoever plans what runs in term time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit import db


@dataclass(frozen=True)
class TermSeen:
    """One term, from its first day to its last."""

    id: UUID
    name: str
    first_on: date
    last_on: date
    version: int


_TERMS = "SELECT id, name, first_on, last_on, version FROM school_term"


async def terms() -> tuple[tuple[date, date], ...]:
    """The first and the last day of every term, in order."""
    return tuple((one.first_on, one.last_on) for one in await terms_seen())


async def terms_seen() -> list[TermSeen]:
    """Every term, in order."""
    return [TermSeen(**row) for row in await db.rows(_TERMS + " ORDER BY first_on")]


async def term(term_id: UUID) -> TermSeen | None:
    """One term, or None."""
    row = await db.row(_TERMS + " WHERE id = $1", term_id)
    return TermSeen(**row) if row else None
