"""What those who run a listing answered when they were asked about it, and how they are named."""

from uuid import UUID

from livewell.assets import actions as assets
from livewell.kit import clock
from livewell.kit.actor import Actor
from livewell.kit.db import execute, rows
from livewell.owners.rules import Answer, days_to_answer


def as_actor(name: str) -> Actor:
    """They have no account: versions name them, events do not."""
    return Actor(id=None, name=name, kind="public")


async def note_answer(asset_id: UUID, *, email: str, answer: Answer) -> None:
    """When they were asked about it since it was last checked: what they said, and how long it took them."""
    # The listing is held before the answer is noted: whoever presses twice at once, or two different things, waits here.
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
    now = clock.now()
    found = await rows(
        """
        UPDATE digest_sent AS d SET answered_at = $3, answer = $4
        FROM asset a
        WHERE a.id = d.asset AND d.asset = $1 AND d.email = $2 AND $2 <> '' AND d.answered_at IS NULL
          AND d.asked_at > coalesce(a.assured_at, a.created_at)
        RETURNING d.asked_at
        """,
        asset_id,
        email,
        now,
        answer.value,
    )
    if found:
        first = min(one["asked_at"] for one in found)
        await assets.note_standing(asset_id, answers_days=days_to_answer(first, now))
