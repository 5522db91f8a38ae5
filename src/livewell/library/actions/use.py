"""How the library is used: counted by day, by nobody in particular; and what readers say."""

from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import NotFound
from livewell.library.actions.held import must_keep
from livewell.library.rules import Use
from livewell.staff.rules import Member

_SAID = "library.opinion"


async def note_use(item_id: UUID, use: Use) -> None:
    """Count that an item was read, printed or put into a Green Book today. Who did it is nowhere."""
    await execute(
        """
        INSERT INTO library_use AS so_far (id, item, day, what, times) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT (item, day, what) DO UPDATE SET times = so_far.times + 1
        """,
        uuid4(),
        item_id,
        clock.today(),
        use.value,
    )


async def say(item_id: UUID, *, helpful: bool, words: str, submission: UUID, by: Actor) -> None:
    """
    Keep whether an item was helpful and what somebody says beside it, not who. The same form sent twice is one.

    NotFound when nothing such is published.
    """
    async with transaction():
        if await once.already_done(submission, _SAID) is not None:
            return
        if await row("SELECT id FROM library_item WHERE id = $1 AND state = 'published'", item_id) is None:
            raise NotFound
        made = uuid4()
        await execute(
            """
            INSERT INTO library_opinion (id, item, helpful, words, said_at, seen_at, seen_by)
            VALUES ($1, $2, $3, $4, $5, NULL, NULL)
            """,
            made,
            item_id,
            helpful,
            words.strip(),
            clock.now(),
        )
        await news.tell(_SAID, subject=item_id, by=by, helpful=helpful)
        await once.remember(submission, _SAID, str(made))


async def seen(opinion_id: UUID, *, by: Member) -> None:
    """Note that somebody has read what a reader said; again changes nothing. NotFound when there is no such."""
    must_keep(by)
    async with transaction():
        found = await row("SELECT item, seen_at FROM library_opinion WHERE id = $1 FOR UPDATE", opinion_id)
        if found is None:
            raise NotFound
        if found["seen_at"] is not None:
            return
        await execute(
            "UPDATE library_opinion SET seen_at = $2, seen_by = $3 WHERE id = $1", opinion_id, clock.now(), by.id
        )
        await news.tell("library.opinion_read", subject=found["item"], by=by, opinion=opinion_id)
