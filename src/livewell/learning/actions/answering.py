"""What becomes of a wish to learn something: read, planned, not for now, hidden; and whoever asked is told."""

from uuid import UUID

from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.learning.rules.nominations import ADDRESS_KEPT, NominationState, check_move


async def planned(nomination_id: UUID, *, by: Actor) -> UUID | None:
    """A course is made of a wish; gives the gap it stands for, if any. Inside the transaction that makes the course."""
    await _moved(nomination_id, NominationState.PLANNED, sentence="", version=None, by=by)
    found = await row("SELECT gap FROM nomination WHERE id = $1", nomination_id)
    return found["gap"] if found else None


async def open_wish(nomination_id: UUID, *, version: int | None = None, by: Actor) -> None:
    """Say that a wish was read and everybody may see it; or put one back that was declined, planned or hidden."""
    async with transaction():
        await _moved(nomination_id, NominationState.OPEN, sentence="", version=version, by=by)


async def decline(nomination_id: UUID, sentence: str, *, version: int | None = None, by: Actor) -> None:
    """Say that nothing comes of a wish for now, with a sentence that whoever asked is told. RuleBroken without one."""
    if not sentence.strip():
        raise RuleBroken("Say in a sentence why not for now: whoever asked is told it.")
    async with transaction():
        await _moved(nomination_id, NominationState.DECLINED, sentence=sentence, version=version, by=by)
        await news.tell("nomination.answered", subject=nomination_id, by=by)


async def hide(nomination_id: UUID, why: str, *, version: int | None = None, by: Actor) -> None:
    """Take a wish out of sight, because it speaks of somebody or is no wish. RuleBroken without a reason."""
    if not why.strip():
        raise RuleBroken("Say why it is hidden.")
    async with transaction():
        await _moved(nomination_id, NominationState.HIDDEN, sentence=why, version=version, by=by)


async def tell_planned(course_id: UUID, *, by: Actor) -> None:
    """Have whoever wished for a course told that it is there; inside the transaction that puts it into the catalogue."""
    for one in await rows(
        """
        SELECT n.id FROM nomination n JOIN course c ON c.nomination = n.id
        WHERE c.id = $1 AND n.told_at IS NULL AND n.reply_to <> ''
        """,
        course_id,
    ):
        await news.tell("nomination.answered", subject=one["id"], by=by)


async def told(nomination_id: UUID) -> None:
    """Whoever wished for it was told: their address is forgotten."""
    async with transaction():
        await execute(
            "UPDATE nomination SET told_at = $2, reply_to = '', name = '' WHERE id = $1", nomination_id, clock.now()
        )
        await news.tell("nomination.told", subject=nomination_id, by=SYSTEM)


async def forget_addresses() -> None:
    """Forget the addresses of those who wished for something more than a year ago."""
    await execute(
        "UPDATE nomination SET reply_to = '', name = '' WHERE nominated_at < $1 AND (reply_to <> '' OR name <> '')",
        clock.now() - ADDRESS_KEPT,
    )


async def _moved(nomination_id: UUID, to: NominationState, *, sentence: str, version: int | None, by: Actor) -> None:
    found = await row("SELECT state, version FROM nomination WHERE id = $1 FOR UPDATE", nomination_id)
    if found is None:
        raise NotFound
    if version is not None and found["version"] != version:
        raise RuleBroken("Somebody has changed this meanwhile. Open the page again, then decide.")
    check_move(NominationState(found["state"]), to)
    await execute(
        "UPDATE nomination SET state = $2, sentence = $3, version = version + 1 WHERE id = $1",
        nomination_id,
        to.value,
        sentence.strip(),
    )
    await news.tell("nomination.moved", subject=nomination_id, by=by, to=to.value)
