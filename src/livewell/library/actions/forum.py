"""What the coproduction forum is asked about an item of the library, and what it said."""

from datetime import date
from uuid import UUID

from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import RuleBroken
from livewell.library.actions.held import held
from livewell.library.rules import State
from livewell.staff.rules import Member


async def put_to_forum(item_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Ask the forum to look at a published item; it stays published meanwhile. Asked twice, it is asked once.

    Raises `NotFound`, and `RuleBroken` when it is not published or somebody else changed it.
    """
    async with transaction():
        found = await held(item_id, by=by, version=version)
        if State(found["state"]) is not State.PUBLISHED:
            raise RuleBroken("Only what is published can be put to the forum: its members read it as everybody does.")
        if found["forum_asked_at"] is None:
            await execute("UPDATE library_item SET forum_asked_at = $2 WHERE id = $1", item_id, clock.now())
            await news.tell("library.put_to_forum", subject=item_id, by=by)


async def ask_forum_no_more(item_id: UUID, *, by: Actor) -> None:
    """The forum let it go without looking at it: it may be asked again."""
    async with transaction():
        await execute("UPDATE library_item SET forum_asked_at = NULL WHERE id = $1", item_id)
        await news.tell("library.forum_let_go", subject=item_id, by=by)


async def note_forum(item_id: UUID, *, looked_on: date, approved: bool, words: str, by: Actor) -> None:
    """Note on an item that the forum looked at it: on which day, at which version, and what it said."""
    async with transaction():
        changed = await row(
            """
            UPDATE library_item SET forum_asked_at = NULL, forum_looked_on = $2, forum_version = published,
                   forum_approved = $3, forum_said = $4
             WHERE id = $1 RETURNING id
            """,
            item_id,
            looked_on,
            approved,
            words,
        )
        if changed is not None:
            await news.tell("library.forum_looked", subject=item_id, by=by, looked_on=looked_on, approved=approved)
