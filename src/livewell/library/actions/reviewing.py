"""Keeping what is published true: looked at again, withdrawn, and its owner reminded once."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, transaction
from livewell.kit.errors import RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import is_set_up, send_email
from livewell.library import letters
from livewell.library.actions.held import held
from livewell.library.forms import Publishing
from livewell.library.queries import keepers, reminded
from livewell.library.rules import State, check_move, check_review
from livewell.settings import settings
from livewell.staff.rules import Member


async def still_right(item_id: UUID, said: Publishing, *, version: int | None, by: Member) -> None:
    """
    Say that a published item is still right, who keeps it from now on, and when somebody looks again.

    Raises `NotFound`, and `RuleBroken` when it is not published, somebody else changed it, or the owner cannot keep it.
    """
    review_on = check_review(said.review_on, today=clock.today())
    async with transaction():
        found = await held(item_id, by=by, version=version)
        if State(found["state"]) is not State.PUBLISHED:
            raise RuleBroken("Only what is published can be still right.")
        if str(said.owner) not in dict(await keepers()):
            raise RuleBroken("Choose somebody who works here and keeps the library.")
        await execute(
            """
            UPDATE library_item SET owner = $2, review_on = $3, reminded_of = NULL, version = version + 1 WHERE id = $1
            """,
            item_id,
            said.owner,
            review_on,
        )
        await news.tell("library.reviewed", subject=item_id, by=by, review_on=review_on)


async def withdraw(item_id: UUID, *, why: str, version: int | None, by: Member) -> None:
    """
    Show an item to nobody any more, and say why. Where it stands in somebody's book it stays.

    Raises `NotFound`, and `RuleBroken` without a reason, when it is not published, or somebody else changed it.
    """
    if not why.strip():
        raise RuleBroken("Say why it is withdrawn.")
    async with transaction():
        found = await held(item_id, by=by, version=version)
        check_move(State(found["state"]), State.WITHDRAWN)
        await execute(
            "UPDATE library_item SET state = 'withdrawn', withdrawn_why = $2, version = version + 1 WHERE id = $1",
            item_id,
            why.strip(),
        )
        await news.tell("library.withdrawn", subject=item_id, by=by)


async def remind_owners() -> int:
    """
    Begin one message to every owner with something to look at again, once for each review day; gives how many.

    Where no mail server is set up nobody is told, so no reminder is used up: the queue shows what is due.
    """
    if not is_set_up():
        return 0
    begun = 0
    for owner in await _owners_with_something_due(clock.today()):
        async with transaction():
            due = await rows(
                """
                UPDATE library_item SET reminded_of = review_on
                WHERE owner = $1 AND state = 'published' AND review_on <= $2 AND reminded_of IS DISTINCT FROM review_on
                RETURNING id
                """,
                owner,
                clock.today(),
            )
            if due:
                await news.tell("library.review_due", subject=owner, by=SYSTEM, items=len(due))
                begun += 1
    return begun


async def _owners_with_something_due(today: date) -> list[UUID]:
    found = await rows(
        """
        SELECT DISTINCT i.owner FROM library_item i JOIN staff_user o ON o.id = i.owner
        WHERE o.active AND i.state = 'published' AND i.review_on <= $1 AND i.reminded_of IS DISTINCT FROM i.review_on
        """,
        today,
    )
    return [one["owner"] for one in found]


async def tell_owner(heard: Heard) -> None:
    """Send an owner what of theirs is to be looked at; nothing when it has been since. A failure is tried again."""
    told = await reminded(heard.subject)
    if told is None:
        return
    address = settings().address
    message_id = f"<{heard.event}@{urlsplit(address).hostname}>"
    await send_email(letters.reminder(told, address=address, message_id=message_id))
