"""Who has a Green Book, of which version, and how it reached them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.greenbook.rules import GIVEN_LABELS, GivenHow
from livewell.kit import db
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class Book:
    """One person's book. What is in it is theirs and is not kept here."""

    id: UUID
    person: UUID
    template_name: str
    issued_at: datetime
    given_how: str
    given_at: datetime | None

    @property
    def given_label(self) -> str:
        """How it reached them in words, empty while it waits."""
        return GIVEN_LABELS[GivenHow(self.given_how)] if self.given_how else ""


@dataclass(frozen=True)
class Panel:
    """What greenbook/_panel.html shows."""

    journey_id: UUID
    book: Book | None
    may_give: bool


_BOOK = """
    SELECT b.id, b.person, t.name AS template_name, b.issued_at, b.given_how, b.given_at
      FROM green_book b JOIN book_template t ON t.id = b.template
"""


async def book_of(person_id: UUID) -> Book | None:
    """The book of this person. Ask first who may see the person."""
    found = await db.row(f"{_BOOK} WHERE b.person = $1", person_id)
    return Book(**found) if found else None


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """
    The book of a journey's person.

    Journeys stand above this room: ask `journeys.queries.journey` first whether `seen_by` may see it at all.
    """
    found = await db.row(f"{_BOOK} JOIN journey j ON j.person = b.person WHERE j.id = $1", journey_id)
    return Panel(
        journey_id=journey_id,
        book=Book(**found) if found else None,
        may_give=Permission.WORK_WITH_PEOPLE in seen_by.can,
    )
