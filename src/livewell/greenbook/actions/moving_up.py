"""A book that moves up to a newer template: words are found again by key, and nothing is lost."""

import json
from uuid import UUID, uuid4

from livewell.greenbook.actions.reaching import book_of_journey_held, own_book_held, put_in_order, share_from_now
from livewell.greenbook.queries import Book
from livewell.greenbook.queries.pages import held_pages
from livewell.greenbook.rules import read_leaves
from livewell.greenbook.rules.pages import NOTE_WORDS, KeptAsNote, PageKind, Sharing, moved_up
from livewell.greenbook.tables import BookPage, GreenBook
from livewell.kit import news
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import RuleBroken
from livewell.kit.languages import gettext as _


async def move_up(*, journey: UUID | None = None, by: Actor) -> None:
    """
    Move a book up to the newest approved template: the person their own, or somebody of the team with them.

    What has no place in the new template becomes a note that is shared as its page was. NotFound for who has no such
    book; RuleBroken when there is nothing to move up to, as when it was pressed twice.
    """
    async with transaction():
        own = isinstance(by, Resident) or journey is None
        book = await own_book_held(by) if own else await book_of_journey_held(journey, by=by)  # type: ignore[arg-type]
        if book.newer is None:
            raise RuleBroken(_("This book has the newest pages already."))
        await _move_up(book, book.newer.id)
        await news.tell("greenbook.moved_up", subject=book.id, by=by, person=book.person, template=book.newer.id)


async def _move_up(book: Book, template: UUID) -> None:
    now = read_leaves(json.loads(await value("SELECT leaves FROM book_template WHERE id = $1", template)))
    held = await held_pages(book)
    up = moved_up(held, was=book.leaves, now=now)
    places: list[UUID] = []
    behind: dict[UUID, UUID] = {}
    for note in up.notes:
        if note.whole:
            await _becomes_note(note)
        else:
            behind[note.page] = await _beside(book, note)
    for place in up.order:
        page = place if isinstance(place, UUID) else await _new_leaf(book, place)
        places += [page, behind[page]] if page in behind else [page]
    if up.gone:
        await BookPage.delete().where(BookPage.id.is_in(list(up.gone)))
    await put_in_order(book, places)
    await GreenBook.update({GreenBook.template: template, GreenBook.version: book.version + 1}).where(
        GreenBook.id == book.id
    )


async def _becomes_note(note: KeptAsNote) -> None:
    """A leaf that is no more: its page stays what it is, with its history, as a note."""
    await BookPage.update(
        {
            BookPage.kind: PageKind.NOTE.value,
            BookPage.leaf: "",
            BookPage.title: note.title,
            BookPage.words: json.dumps({NOTE_WORDS: note.words} if note.words else {}),
            BookPage.version: BookPage.version + 1,
        }
    ).where(BookPage.id == note.page)


async def _beside(book: Book, note: KeptAsNote) -> UUID:
    """Answers to questions that are not asked any more: on a note behind the leaf, shared as the leaf is."""
    page = await row("SELECT * FROM book_page WHERE id = $1", note.page)
    assert page is not None  # It is held with its book.
    made = uuid4()
    await BookPage(
        id=made,
        book=book.id,
        kind=PageKind.NOTE.value,
        title=note.title,
        words=json.dumps({NOTE_WORDS: note.words}),
        sharing=Sharing.ME.value,
        written_how=page["written_how"],
        changed_at=page["changed_at"],
        changed_by=page["changed_by"],
        removed_at=page["removed_at"],
    ).save()
    if page["sharing"] != Sharing.ME.value:
        await share_from_now(made, Sharing(page["sharing"]))
    await BookPage.update({BookPage.words: json.dumps(note.left), BookPage.version: BookPage.version + 1}).where(
        BookPage.id == note.page
    )
    return made


async def _new_leaf(book: Book, key: str) -> UUID:
    made = uuid4()
    await BookPage(id=made, book=book.id, kind=PageKind.LEAF.value, leaf=key, sharing=Sharing.ME.value).save()
    return made
