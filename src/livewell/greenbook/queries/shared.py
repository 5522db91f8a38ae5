"""What others may read of a book: the pages that are shared with them, and no trace of any other."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.greenbook.queries.book import Book, book_of
from livewell.greenbook.queries.pages import COLUMNS, ORDER, WHOLE, WRITER, InBook, Page, in_book, one_of, page_of
from livewell.greenbook.rules.pages import TO_WORKER, Sharing
from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

# What the team sees.


@dataclass(frozen=True)
class Panel:
    """What greenbook/_panel.html shows to the team: nothing in it depends on a page that is not shared with them."""

    journey_id: UUID
    called: str
    book: Book | None
    may_give: bool
    pages: list[InBook]
    """Those shared with the one who reads, in their order."""
    may_write: bool


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """The book of a journey's person, as far as it is shared with `seen_by`. NotFound when they may not see the journey."""
    facts = await journeys.journey(journey_id, seen_by)
    book = await book_of(facts.person)
    works = Permission.WORK_WITH_PEOPLE in seen_by.can
    return Panel(
        journey_id=journey_id,
        called=facts.called,
        book=book,
        may_give=works,
        pages=await _shared_in(book, seen_by) if book and works else [],
        may_write=works and facts.is_open,
    )


async def shared_pages(journey_id: UUID, seen_by: Member) -> list[InBook]:
    """
    The pages that the person of this journey shares with those who work with them, in their order.

    NotFound when `seen_by` may not see the journey; nothing for who may see it and does not work with people.
    """
    return (await panel(journey_id, seen_by)).pages


async def shared_page(journey_id: UUID, page_id: UUID, seen_by: Member) -> tuple[Book, Page]:
    """One page that is shared with those who work with the person. NotFound for every other, as if it were not there."""
    facts = await journeys.journey(journey_id, seen_by)
    book = await book_of(facts.person)
    if book is None or Permission.WORK_WITH_PEOPLE not in seen_by.can:
        raise NotFound
    return book, await shared_in(book, page_id, with_=frozenset(TO_WORKER))


async def shared_in(book: Book, page_id: UUID, *, with_: frozenset[Sharing]) -> Page:
    """One page of a book while it is shared with one of `with_`. NotFound otherwise. Ask first who may see the person."""
    found = await one_of(page_id, book)
    if found is None or found.sharing not in with_ or found.removed_at is not None:
        raise NotFound
    return found


async def _shared_in(book: Book, seen_by: Member, with_: frozenset[Sharing] = TO_WORKER) -> list[InBook]:
    found = await db.rows(
        f"""
        SELECT {COLUMNS}, p.changed_at > coalesce(seen.seen_at, '-infinity') AS is_new
          FROM book_page p {WRITER} LEFT JOIN page_seen seen ON seen.page = p.id AND seen.staff_user = $2
         WHERE p.book = $1 AND p.removed_at IS NULL AND p.sharing = ANY($3) {ORDER}
        """,  # noqa: S608  Constants only.
        book.id,
        seen_by.id,
        [one.value for one in with_],
    )
    return [InBook(**in_book({**row, "is_new": bool(row["is_new"])}, book)) for row in found]


# What the staff of the person's practice see.


@dataclass(frozen=True)
class Sharer:
    """Somebody of a practice who shares pages with it."""

    person: UUID
    name: str
    born_on: date | None
    pages: int
    last_changed_at: datetime | None


async def sharers(seen_by: Member) -> list[Sharer]:
    """Everybody registered at this member's practice who shares a page with their GP, by name."""
    if seen_by.practice is None or Permission.SEE_OWN_REFERRALS not in seen_by.can:
        return []
    found = await db.rows(
        """
        SELECT pe.id AS person, coalesce(nullif(pe.preferred_name, ''), pe.first_name) || ' ' || pe.family_name AS name,
               pe.born_on, count(*) AS pages, max(p.changed_at) AS last_changed_at
          FROM book_page p JOIN green_book b ON b.id = p.book JOIN person pe ON pe.id = b.person
         WHERE pe.practice = $1 AND p.removed_at IS NULL AND p.sharing = 'gp'
         GROUP BY pe.id ORDER BY pe.family_name, pe.first_name, pe.id LIMIT 500
        """,
        seen_by.practice,
    )
    return [Sharer(**row) for row in found]


@dataclass(frozen=True)
class WithGp:
    """The pages somebody shares with their GP."""

    person: UUID
    name: str
    pages: list[Page]


async def with_gp(person_id: UUID, seen_by: Member) -> WithGp:
    """
    What this person shares with their GP, with its words. NotFound for who is not of their practice, and for a person
    who shares nothing with it: the answer is the same.
    """
    if seen_by.practice is None or Permission.SEE_OWN_REFERRALS not in seen_by.can:
        raise NotFound
    name = await db.value(
        """
        SELECT coalesce(nullif(preferred_name, ''), first_name) || ' ' || family_name FROM person
         WHERE id = $1 AND practice = $2
        """,
        person_id,
        seen_by.practice,
    )
    book = await book_of(person_id) if name else None
    if book is None:
        raise NotFound
    found = await db.rows(
        f"""
        SELECT {COLUMNS}, {WHOLE}, p.changed_at > coalesce(seen.seen_at, '-infinity') AS is_new
          FROM book_page p {WRITER} LEFT JOIN page_seen seen ON seen.page = p.id AND seen.staff_user = $2
         WHERE p.book = $1 AND p.removed_at IS NULL AND p.sharing = 'gp' {ORDER}
        """,  # noqa: S608  Constants only.
        book.id,
        seen_by.id,
    )
    if not found:
        raise NotFound
    return WithGp(person_id, name, [page_of({**row, "is_new": bool(row["is_new"])}, book) for row in found])
