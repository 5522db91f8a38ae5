"""The page that somebody is about to change: held, and only when it is theirs or shared with them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from livewell.greenbook import queries
from livewell.greenbook.queries import Book, Page
from livewell.greenbook.queries.pages import one_of
from livewell.greenbook.rules.pages import MOST_PAGES, TO_WORKER, Sharing
from livewell.journeys import queries as journeys
from livewell.kit import clock
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.languages import gettext as _
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


async def own_book_held(by: Actor) -> Book:
    """The book of the person who acts, held until the transaction ends. NotFound for everybody else."""
    book = await queries.book_of(by.person) if isinstance(by, Resident) else None
    held = await queries.book_held(book.id) if book else None
    if held is None:
        raise NotFound
    return held


async def own_page_held(page_id: UUID, by: Actor) -> tuple[Book, Page]:
    """A page of the person who acts, with their book held. NotFound for everybody else."""
    book = await own_book_held(by)
    page = await one_of(page_id, book)
    if page is None:
        raise NotFound
    return book, page


async def shared_page_held(page_id: UUID, *, journey: UUID, by: Actor) -> tuple[Book, Page]:
    """
    A page that the person of this journey shares with who works with them, with the book held.

    NotFound for every other page and for everybody else; RuleBroken when the journey has ended.
    """
    book = await book_of_journey_held(journey, by=by)
    return book, await queries.shared_in(book, page_id, with_=TO_WORKER)


async def book_of_journey_held(journey: UUID, *, by: Actor) -> Book:
    """The book of a journey's person for somebody of the team who works with them, held. As `shared_page_held`."""
    if not isinstance(by, Member) or Permission.WORK_WITH_PEOPLE not in by.can:
        raise NotFound
    facts = await journeys.journey_for(journey, by)
    book = await queries.book_of(facts.person)
    held = await queries.book_held(book.id) if book else None
    if held is None:
        raise NotFound
    return held


async def has_room(book: Book) -> None:
    """Raise RuleBroken when no more pages go into this book."""
    if await value("SELECT count(*) FROM book_page WHERE book = $1", book.id) >= MOST_PAGES:
        raise RuleBroken(_("This book is full. Delete a page first, then put in another."))


async def in_order(book: Book) -> list[UUID]:
    """The pages of a book, those taken out included, by their place."""
    found = await value(
        "SELECT array_agg(id ORDER BY position, removed_at IS NOT NULL, id) FROM book_page WHERE book = $1", book.id
    )
    return list(found or [])


async def put_in_order(book: Book, order: Sequence[UUID]) -> None:
    """Write the places anew."""
    await execute(
        """
        UPDATE book_page SET position = placed.place
          FROM unnest($2::uuid[]) WITH ORDINALITY AS placed(id, place)
         WHERE book_page.id = placed.id AND book = $1 AND position <> placed.place
        """,
        book.id,
        list(order),
    )


async def share_from_now(page_id: UUID, sharing: Sharing) -> None:
    """Who may read a page from now on, and a line of it for its owner; inside the caller's transaction."""
    await execute("UPDATE page_shared SET ended_at = $2 WHERE page = $1 AND ended_at IS NULL", page_id, clock.now())
    await execute("UPDATE book_page SET sharing = $2 WHERE id = $1", page_id, sharing.value)
    if sharing is not Sharing.ME:
        await execute(
            "INSERT INTO page_shared (id, page, sharing, began_at) VALUES ($1, $2, $3, $4)",
            uuid4(),
            page_id,
            sharing.value,
            clock.now(),
        )
