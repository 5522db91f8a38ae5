"""Deleting for good, which the owner of a book alone may do: one page, or everything in it."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from livewell.greenbook.actions.issuing import put_leaves
from livewell.greenbook.actions.reaching import own_book_held, own_page_held
from livewell.greenbook.actions.writing import DRAFT
from livewell.greenbook.rules.pages import Sharing
from livewell.greenbook.tables import BookPage, GreenBook, PageBefore, PageSeen, PageShared
from livewell.kit import clock, drafts, news
from livewell.kit.actor import Actor
from livewell.kit.db import rows, transaction


async def delete_page(page_id: UUID, *, by: Actor) -> None:
    """
    Delete a page of their own with all it ever said. An empty leaf takes the place of a leaf.

    That something was deleted is noted, not what: the news names the book alone. NotFound for a page that is not theirs.
    """
    async with transaction():
        book, page = await own_page_held(page_id, by)
        await _delete([page_id])
        if page.leaf is not None:
            await BookPage(
                id=uuid4(),
                book=book.id,
                kind=page.kind.value,
                leaf=page.leaf.key,
                position=page.position,
                sharing=Sharing.ME.value,
                removed_at=page.removed_at,
            ).save()
        await news.tell("greenbook.page_deleted", subject=book.id, by=by, person=book.person)


async def empty(*, by: Actor) -> None:
    """
    Delete everything in their own book, with all it ever said, and begin again with empty leaves.

    The book stays theirs. NotFound for somebody who has none.
    """
    async with transaction():
        book = await own_book_held(by)
        await _delete([one["id"] for one in await rows("SELECT id FROM book_page WHERE book = $1", book.id)])
        await put_leaves(book.id)
        await GreenBook.update({GreenBook.emptied_at: clock.now(), GreenBook.version: book.version + 1}).where(
            GreenBook.id == book.id
        )
        await news.tell("greenbook.emptied", subject=book.id, by=by, person=book.person)


async def _delete(pages: Sequence[UUID]) -> None:
    """The pages, what they said before, who could read them, who did, and what anybody had begun to write on them."""
    await PageBefore.delete().where(PageBefore.page.is_in(list(pages)))
    await PageShared.delete().where(PageShared.page.is_in(list(pages)))
    await PageSeen.delete().where(PageSeen.page.is_in(list(pages)))
    await BookPage.delete().where(BookPage.id.is_in(list(pages)))
    await drafts.drop_all(DRAFT, [str(page) for page in pages])
