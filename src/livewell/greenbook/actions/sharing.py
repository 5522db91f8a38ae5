"""Who may read a page: the person says so, page by page; and noting that somebody did."""

from collections.abc import Sequence
from uuid import UUID

from livewell.greenbook.actions.reaching import own_page_held, share_from_now
from livewell.greenbook.actions.writing import DRAFT, draft_owner
from livewell.greenbook.rules.pages import Sharing
from livewell.kit import clock, drafts, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction
from livewell.kit.errors import RuleBroken
from livewell.kit.languages import gettext as _


async def share(page_id: UUID, *, sharing: Sharing, by: Actor) -> None:
    """
    The person chooses who may read a page of theirs, from now on.

    What others had begun to write on it goes when it is private. NotFound for a page that is not theirs, RuleBroken for
    sharing one that is taken out; the same choice again changes nothing.
    """
    async with transaction():
        book, page = await own_page_held(page_id, by)
        if page.sharing is sharing:
            return
        if page.removed_at is not None:
            raise RuleBroken(_("This page is taken out of your book. Put it back first, then share it."))
        await share_from_now(page_id, sharing)
        await news.tell("greenbook.page_shared", subject=page_id, by=by, person=book.person, sharing=sharing.value)
    if sharing is Sharing.ME:
        await drafts.drop_others(draft_owner(by), DRAFT, str(page_id))


async def note_opened(pages: Sequence[UUID], *, by: Actor) -> None:
    """Somebody a page is shared with has opened it now: what changes from here on is marked for them."""
    await execute(
        """
        INSERT INTO page_seen (id, page, staff_user, seen_at)
        SELECT gen_random_uuid(), page, $2, $3 FROM unnest($1::uuid[]) AS page
        ON CONFLICT (page, staff_user) DO UPDATE SET seen_at = excluded.seen_at
        """,
        list(pages),
        by.staff_id,
        clock.now(),
    )
