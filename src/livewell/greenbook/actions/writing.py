"""Writing on pages, by the person alone or together with somebody of the team, and putting pages in."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from livewell.greenbook.actions.issuing import issue
from livewell.greenbook.actions.reaching import (
    book_of_journey_held,
    has_room,
    in_order,
    own_book_held,
    own_page_held,
    put_in_order,
    share_from_now,
    shared_page_held,
)
from livewell.greenbook.queries import Book, Page
from livewell.greenbook.rules.pages import (
    LIBRARY_LANGUAGE,
    LIBRARY_SOURCE,
    NOTE_WORDS,
    PageKind,
    Sharing,
    Words,
    WrittenHow,
    only_written,
)
from livewell.greenbook.tables import BookPage, PageBefore
from livewell.journeys import queries as journeys
from livewell.kit import clock, drafts, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.languages import gettext as _
from livewell.library import queries as library
from livewell.library.actions.use import note_use
from livewell.library.rules import Use

DRAFT = "greenbook_page"
"""What a page that is being written is called among the drafts; its key is the page's id."""

_WRITE = "greenbook.write"
_ADD = "greenbook.add"
_BEGIN = "greenbook.begin"


def draft_owner(by: Actor) -> str:
    """Whose draft it is: nobody else finds it."""
    return f"staff:{by.staff_id}" if by.staff_id else f"person:{by.id}"


async def write(page_id: UUID, *, words: Words, title: str, version: int | None, submission: UUID, by: Actor) -> None:
    """
    The person writes on a page of their own; `title` counts for a note alone.

    What stood there before is kept for them. Nobody hears of it unless the page is shared. NotFound for a page that is
    not theirs, Stale when it was changed meanwhile, RuleBroken while it is taken out.
    """
    async with transaction():
        if await once.already_done(submission, _WRITE) is not None:
            return
        book, page = await own_page_held(page_id, by)
        if page.removed_at is not None:
            raise RuleBroken(_("This page is taken out of your book. Put it back first, then write on it."))
        await _write(book, page, words=words, title=title, version=version, how=WrittenHow.SELF, by=by)
        await once.remember(submission, _WRITE, str(page_id))
    await drafts.drop(draft_owner(by), DRAFT, str(page_id))


async def write_together(
    page_id: UUID,
    *,
    journey: UUID,
    words: Words,
    title: str,
    how: WrittenHow,
    version: int | None,
    submission: UUID,
    by: Actor,
) -> None:
    """
    Somebody of the team writes what the person says, or types what they wrote on paper, on a page shared with them.

    NotFound for a page that is not, or no more, shared with who works with the person: also when it was changed, for
    then its words are not theirs to see. Stale when it is shared and was changed meanwhile.
    """
    async with transaction():
        if await once.already_done(submission, _WRITE) is not None:
            return
        book, page = await shared_page_held(page_id, journey=journey, by=by)
        await _write(book, page, words=words, title=title, version=version, how=how, by=by)
        await once.remember(submission, _WRITE, str(page_id))
    await drafts.drop(draft_owner(by), DRAFT, str(page_id))


async def _write(
    book: Book, page: Page, *, words: Words, title: str, version: int | None, how: WrittenHow, by: Actor
) -> None:
    wanted = only_written({key: text for key, text in words.items() if _asks(page, key)})
    called = title if page.is_note else page.own_title
    if page.version != version:
        raise Stale(theirs=in_words(page, page.words, page.title), yours=in_words(page, wanted, called or page.title))
    if (wanted, called) == (only_written(page.words), page.own_title):
        return
    if page.has_words:
        await PageBefore(
            id=uuid4(),
            page=page.id,
            title=page.own_title,
            words=json.dumps(page.words),
            written_at=page.changed_at or clock.now(),
            written_how=page.written_how,
        ).save()
    librarys = {LIBRARY_SOURCE: page.source, LIBRARY_LANGUAGE: page.language} if page.is_from_library else {}
    await BookPage.update(
        {
            BookPage.words: json.dumps(wanted | librarys),
            BookPage.title: called,
            BookPage.written_how: how.value,
            BookPage.changed_at: clock.now(),
            BookPage.changed_by: by.staff_id,
            BookPage.version: page.version + 1,
        }
    ).where(BookPage.id == page.id)
    if not page.is_private:
        await news.tell("greenbook.page_changed", subject=page.id, by=by, person=book.person, how=how.value)


def _asks(page: Page, key: str) -> bool:
    return page.leaf.asks(key) if page.leaf else key == NOTE_WORDS


def in_words(page: Page, words: Mapping[str, str], title: str) -> dict[str, str]:
    """What a page says as labels and texts, to show two versions beside each other."""
    if page.leaf is not None:
        return {_(prompt.words): words.get(prompt.key, "") for prompt in page.leaf.prompts}
    named = {_("Title"): title} if page.is_note else {}
    return named | {_("What I wrote"): words.get(NOTE_WORDS, "")}


async def add_note(*, title: str, submission: UUID, by: Actor) -> UUID:
    """Put in an own page with a title; it is private and stands at the end. Gives its id. RuleBroken in a full book."""
    async with transaction():
        before = await once.already_done(submission, _ADD)
        if before is not None:
            return UUID(before)
        book = await own_book_held(by)
        made = await _put_in(book, PageKind.NOTE, title=title, words={})
        await once.remember(submission, _ADD, str(made))
    return made


async def add_library_page(*, person: UUID, item: UUID, version: int, by: Actor) -> UUID:
    """
    Put a page of the library into the book of the person who asks; gives its id.

    Its words are copied: they stay when the library's go. Put in a second time, the page that is there answers.
    NotFound when `by` is not this person, or there is no such published version; RuleBroken in a full book.
    """
    said = await library.version_of(item, version)
    async with transaction():
        book = await own_book_held(by)
        if book.person != person:
            raise NotFound
        there = await value(
            """
            SELECT id FROM book_page WHERE book = $1 AND item = $2 AND item_version = $3 AND removed_at IS NULL LIMIT 1
            """,
            book.id,
            item,
            version,
        )
        if there is not None:
            return UUID(str(there))
        words = {LIBRARY_SOURCE: said.body, LIBRARY_LANGUAGE: said.language}
        made = await _put_in(book, PageKind.LIBRARY, title=said.title, words=words, item=item, item_version=version)
    await note_use(item, Use.ADDED)
    return made


async def _put_in(
    book: Book,
    kind: PageKind,
    *,
    title: str = "",
    leaf: str = "",
    words: Words,
    item: UUID | None = None,
    item_version: int = 0,
) -> UUID:
    """A new page behind all others, or behind the leaves of its kind."""
    await has_room(book)
    order = await in_order(book)
    made = uuid4()
    await BookPage(
        id=made,
        book=book.id,
        kind=kind.value,
        leaf=leaf,
        title=title,
        position=len(order) + 1,
        words=json.dumps(words),
        item=item,
        item_version=item_version,
        sharing=Sharing.ME.value,
    ).save()
    like_it = await value(
        "SELECT id FROM book_page WHERE book = $1 AND leaf = $2 AND leaf <> '' AND id <> $3 ORDER BY position DESC LIMIT 1",
        book.id,
        leaf,
        made,
    )
    place = order.index(like_it) + 1 if like_it else len(order)
    await put_in_order(book, [*order[:place], made, *order[place:]])
    return made


async def begin_together(journey: UUID, *, leaf: str, title: str, submission: UUID, by: Actor) -> UUID:
    """
    Somebody of the team begins a page with the person, who wants it shared with them; gives its id.

    A page of this leaf that is shared already is the one. Else it is an empty one; and where the person has written on
    theirs alone, a second one beside it, so that nothing they wrote is opened and nobody can tell the difference.
    Without `leaf` it is a note called `title`. NotFound when the journey is not for `by`, or there is no such leaf.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        facts = await journeys.journey_for(journey, by)
        await issue(person=facts.person, by=by)
        book = await book_of_journey_held(journey, by=by)
        if leaf and book.leaf(leaf) is None:
            raise NotFound
        shared = await _leaf_shared(book, leaf) if leaf else None
        page = shared or (await _leaf_never_written(book, leaf) if leaf else None)
        if page is None:
            page = await _put_in(book, PageKind.LEAF if leaf else PageKind.NOTE, leaf=leaf, title=title, words={})
        if shared is None:
            await share_from_now(page, Sharing.WORKER)
            await news.tell(
                "greenbook.page_shared", subject=page, by=by, person=book.person, sharing=Sharing.WORKER.value
            )
        await once.remember(submission, _BEGIN, str(page))
    return page


async def _leaf_shared(book: Book, leaf: str) -> UUID | None:
    found = await row(
        """
        SELECT id FROM book_page WHERE book = $1 AND leaf = $2 AND removed_at IS NULL AND sharing IN ('worker', 'gp')
         ORDER BY position, id LIMIT 1
        """,
        book.id,
        leaf,
    )
    return found["id"] if found else None


async def _leaf_never_written(book: Book, leaf: str) -> UUID | None:
    """A leaf that holds nothing, never did, and is not being written on."""
    found = await row(
        """
        SELECT p.id FROM book_page p
         WHERE p.book = $1 AND p.leaf = $2 AND p.removed_at IS NULL AND p.changed_at IS NULL
           AND NOT EXISTS (SELECT FROM page_shared was WHERE was.page = p.id)
           AND NOT EXISTS (SELECT FROM draft d WHERE d.kind = $3 AND d.key = p.id::text)
         ORDER BY p.position, p.id LIMIT 1
        """,
        book.id,
        leaf,
        DRAFT,
    )
    return found["id"] if found else None
