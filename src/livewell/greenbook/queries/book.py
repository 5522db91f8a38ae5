"""Who has a Green Book, of which template, and how it reached them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.greenbook.rules import GIVEN_LABELS, GivenHow, Leaf, read_leaves
from livewell.kit import db


@dataclass(frozen=True)
class Newer:
    """An approved template that came after the one a book has."""

    id: UUID
    name: str
    change: str
    """What is different from the one before."""


@dataclass(frozen=True)
class Book:
    """One person's book, without what is in it."""

    id: UUID
    person: UUID
    template: UUID
    template_name: str
    leaves: tuple[Leaf, ...]
    """Of its template, in their order."""
    look: str
    issued_at: datetime
    given_how: str
    given_at: datetime | None
    emptied_at: datetime | None
    version: int
    newer: Newer | None
    """What it may move up to."""

    @property
    def given_label(self) -> str:
        """How it reached them in words, empty while it waits."""
        return GIVEN_LABELS[GivenHow(self.given_how)] if self.given_how else ""

    def leaf(self, key: str) -> Leaf | None:
        """The leaf of its template with this key."""
        return next((leaf for leaf in self.leaves if leaf.key == key), None)


_BOOK = """
    SELECT b.id, b.person, b.template, t.name AS template_name, t.leaves, b.look, b.issued_at, b.given_how, b.given_at,
           b.emptied_at, b.version, n.id AS newer_id, n.name AS newer_name, n.change AS newer_change
      FROM green_book b JOIN book_template t ON t.id = b.template
      LEFT JOIN LATERAL (
          SELECT later.id, later.name, later.change FROM book_template later
           WHERE later.state = 'approved' AND later.approved_at > t.approved_at
           ORDER BY later.approved_at DESC LIMIT 1
      ) n ON true
"""


async def book_of(person_id: UUID) -> Book | None:
    """The book of this person. Ask first who may see the person."""
    found = await db.row(f"{_BOOK} WHERE b.person = $1", person_id)
    return _book(found) if found else None


async def book_held(book_id: UUID) -> Book | None:
    """A book, held until the transaction ends, so that two changes of its order wait for each other."""
    await db.execute("SELECT FROM green_book WHERE id = $1 FOR NO KEY UPDATE", book_id)
    found = await db.row(f"{_BOOK} WHERE b.id = $1", book_id)
    return _book(found) if found else None


def _book(row: dict[str, Any]) -> Book:
    newer = Newer(row["newer_id"], row["newer_name"], row["newer_change"]) if row["newer_id"] else None
    own = {name: value for name, value in row.items() if not name.startswith("newer_")}
    return Book(**{**own, "leaves": read_leaves(json.loads(row["leaves"]))}, newer=newer)
