"""Giving somebody their Green Book, and the leaves that are in it from the beginning."""

from uuid import UUID, uuid4

from livewell.greenbook.rules import GivenHow
from livewell.greenbook.tables import GreenBook
from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard


async def issue(*, person: UUID, by: Actor) -> UUID:
    """
    Make sure this person has a Green Book; gives its id.

    A person has one book for good: asked again, the same one answers. NotFound when there is no such person.
    """
    async with transaction():
        if await row("SELECT id FROM person WHERE id = $1", person) is None:
            raise NotFound
        made = await value(
            """
            INSERT INTO green_book (id, person, template, look, issued_at, issued_by, given_how, version)
            SELECT $1, $2, t.id, 'usual', $3, $4, '', 1 FROM book_template t
            WHERE t.state = 'approved' ORDER BY t.approved_at DESC LIMIT 1
            ON CONFLICT (person) DO NOTHING RETURNING id
            """,
            uuid4(),
            person,
            clock.now(),
            by.staff_id,
        )
        if made is None:
            return UUID(str(await value("SELECT id FROM green_book WHERE person = $1", person)))
        await put_leaves(made)
        await news.tell("greenbook.issued", subject=made, by=by, person=person)
    return UUID(str(made))


async def put_leaves(book_id: UUID) -> None:
    """Put every leaf of its template into a book that has no page; inside the caller's transaction."""
    await execute(
        """
        INSERT INTO book_page (id, book, kind, leaf, title, position, words, item_version, sharing, written_how, version)
        SELECT gen_random_uuid(), b.id, 'leaf', leaf.one ->> 'key', '', leaf.place, '{}', 0, 'me', '', 1
          FROM green_book b JOIN book_template t ON t.id = b.template
          CROSS JOIN LATERAL jsonb_array_elements(t.leaves) WITH ORDINALITY AS leaf(one, place)
         WHERE b.id = $1 AND NOT EXISTS (SELECT FROM book_page p WHERE p.book = b.id)
        """,
        book_id,
    )


async def open_own(*, person: UUID, by: Actor) -> None:
    """Somebody opens their own book: it is there from now on, with its leaves in it."""
    found = await row(
        "SELECT b.id, EXISTS (SELECT FROM book_page p WHERE p.book = b.id) AS has_leaves FROM green_book b WHERE person = $1",
        person,
    )
    if found is None:
        await issue(person=person, by=by)
    elif not found["has_leaves"]:
        async with transaction():
            await execute("SELECT FROM green_book WHERE id = $1 FOR NO KEY UPDATE", found["id"])
            await put_leaves(found["id"])


async def mark_given(book_id: UUID, *, how: GivenHow, by: Actor) -> None:
    """
    Note that the person has their book now, and how it came to them.

    Who may see the person is for the caller to have asked. NotFound when there is no such book; RuleBroken when it was
    given already.
    """
    async with transaction():
        book = await GreenBook.objects().where(GreenBook.id == book_id).lock_rows("UPDATE").first()
        if book is None:
            raise NotFound
        if book.given_how:
            raise RuleBroken("They have their Green Book already.")
        book.given_how = how
        book.given_at = clock.now()
        book.version += 1
        await book.save()
        await news.tell("greenbook.given", subject=book.id, by=by, person=book.person, how=how)


async def give_book(heard: Heard) -> None:
    """A referral was accepted: this person has a book from now on."""
    if heard.person is not None:
        await issue(person=heard.person, by=SYSTEM)
