"""Two gaps that are the same go on as one, and are two again when that was wrong."""

from uuid import UUID, uuid4

from livewell.gaps.queries.raised import Held, held
from livewell.gaps.rules import AT_WORK, GapState, check_joins
from livewell.gaps.tables import GapChange
from livewell.kit import clock, news
from livewell.kit.db import execute, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member


async def join(gap_id: UUID, into: UUID, *, version: int | None = None, by: Member) -> None:
    """
    Say that a gap is the same as another, which goes on with everybody who asked for either.

    What was joined to it before goes with it. Raises `NotFound`, and `RuleBroken` for itself, for one that is settled or
    hidden, and when one of the two is joined already.
    """
    async with transaction():
        # The same order for everybody, so that two who join them the other way round wait for each other in no circle.
        first, second = sorted((gap_id, into))
        locked = {one: await held(one) for one in dict.fromkeys((first, second))}
        found, target = locked[gap_id], locked[into]
        if version is not None and found.version != version:
            raise RuleBroken("Somebody has changed this gap meanwhile. Open the page again, then decide.")
        if found.state not in AT_WORK | {GapState.WAITING}:
            raise RuleBroken("Only a gap that is open can be joined to another one.")
        check_joins(
            same=gap_id == into,
            target_state=target.state,
            has_joined=found.joined_to is not None or target.joined_to is not None,
        )
        await execute(
            "UPDATE gap SET joined_to = $2, version = version + 1 WHERE id = $1 OR joined_to = $1", gap_id, into
        )
        await execute("UPDATE gap SET version = version + 1 WHERE id = $1", into)
        if found.state is GapState.WAITING:
            # Whoever joins it has read it.
            await execute("UPDATE gap SET state = 'open' WHERE id = $1", gap_id)
            await execute("UPDATE gap_voice SET read_at = $2 WHERE gap = $1 AND read_at IS NULL", gap_id, clock.now())
        await _changed(found, f"Joined to “{target.title}”", by)
        await _changed(target, f"“{found.title}” was joined to it", by)
        await news.tell("gap.joined", subject=gap_id, by=by, into=into)


async def separate(gap_id: UUID, *, version: int | None = None, by: Member) -> None:
    """Undo `join`: the gap stands for itself again, open. Raises `NotFound`, and `RuleBroken` when it is joined to none."""
    async with transaction():
        found = await held(gap_id, version=version)
        if found.state is GapState.HIDDEN:
            raise NotFound
        if found.joined_to is None:
            raise RuleBroken("This gap stands for itself already.")
        await execute("UPDATE gap SET joined_to = NULL, version = version + 1 WHERE id = $1", gap_id)
        await _changed(found, "It stands for itself again", by)
        await news.tell("gap.separated", subject=gap_id, by=by, was=found.joined_to)


async def _changed(found: Held, why: str, by: Member) -> None:
    # What waited to be read was read by whoever joined it.
    state = GapState.OPEN if found.state is GapState.WAITING else found.state
    change = GapChange(
        id=uuid4(),
        gap=found.id,
        from_state=found.state.value,
        to_state=state.value,
        why=why,
        changed_at=clock.now(),
        changed_by=by.staff_id,
    )
    await change.save()
