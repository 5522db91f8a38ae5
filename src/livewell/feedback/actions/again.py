"""A manager sends again what could not be sent."""

from uuid import UUID

from livewell.feedback import rules
from livewell.feedback.rules import MessageStatus
from livewell.kit import clock, db, deliveries, news
from livewell.kit.errors import NotFound
from livewell.staff.rules import Member

_BACK = """
    UPDATE message SET status = 'waiting', attempts = 0, due_at = $1, leased_until = NULL
"""


async def send_again(message_id: UUID, *, by: Member) -> None:
    """Give one message all its tries again. NotFound, or RuleBroken when it was not given up."""
    async with db.transaction():
        status = await db.value("SELECT status FROM message WHERE id = $1 FOR UPDATE", message_id)
        if status is None:
            raise NotFound
        rules.check_move(MessageStatus(status), MessageStatus.WAITING)
        await db.execute(f"{_BACK} WHERE id = $2", clock.now(), message_id)
        await news.tell("message.sent_again", subject=message_id, by=by)


async def send_all_again(*, by: Member) -> int:
    """The same for every message that was given up; gives how many."""
    async with db.transaction():
        found = await db.rows(f"{_BACK} WHERE status = 'given_up' RETURNING id", clock.now())
        for one in found:
            await news.tell("message.sent_again", subject=one["id"], by=by)
    return len(found)


async def hear_again(delivery_id: UUID, *, by: Member) -> None:
    """Let a listener try again what it could not take in. NotFound when it was not given up."""
    async with db.transaction():
        await deliveries.send_again(delivery_id)
        await news.tell("news.heard_again", subject=delivery_id, by=by)
