"""Giving somebody their Green Book."""

from uuid import UUID, uuid4

from livewell.greenbook.rules import GivenHow
from livewell.greenbook.tables import GreenBook
from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import row, transaction, value
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
        await news.tell("greenbook.issued", subject=made, by=by, person=person)
    return UUID(str(made))


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
