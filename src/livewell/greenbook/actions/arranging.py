"""The order of the pages, and taking pages out and putting them back; all of it the person's own to do."""

from uuid import UUID

from livewell.greenbook.actions.reaching import own_page_held, put_in_order, share_from_now
from livewell.greenbook.actions.writing import DRAFT, draft_owner
from livewell.greenbook.queries import Book
from livewell.greenbook.queries.pages import in_order_now
from livewell.greenbook.rules.pages import Placed, Sharing, moved
from livewell.greenbook.tables import BookPage
from livewell.kit import clock, drafts
from livewell.kit.actor import Actor
from livewell.kit.db import transaction


async def move(page_id: UUID, *, up: bool, by: Actor) -> None:
    """Move a page of their own one place up or down; a leaf stays in its part. Tells nobody. NotFound as ever."""
    async with transaction():
        book, page = await own_page_held(page_id, by)
        if page.removed_at is None:
            await put_in_order(book, moved(await _placed(book), page_id, up=up))


async def _placed(book: Book) -> list[Placed]:
    return [Placed(page_id, leaf.part if leaf else None) for page_id, leaf in await in_order_now(book)]


async def take_out(page_id: UUID, *, by: Actor) -> None:
    """
    Take a page of their own out of the book; what is on it stays, for them alone, until they put it back or delete it.

    Pressed twice is once. Tells nobody. NotFound for a page that is not theirs.
    """
    async with transaction():
        _book, page = await own_page_held(page_id, by)
        if page.removed_at is None:
            await share_from_now(page_id, Sharing.ME)
            await BookPage.update({BookPage.removed_at: clock.now()}).where(BookPage.id == page_id)
    await drafts.drop_others(draft_owner(by), DRAFT, str(page_id))


async def put_back(page_id: UUID, *, by: Actor) -> None:
    """Put a page back where it was; it is private until they share it. Tells nobody. NotFound as ever."""
    async with transaction():
        await own_page_held(page_id, by)
        await BookPage.update({BookPage.removed_at: None}).where(BookPage.id == page_id)
