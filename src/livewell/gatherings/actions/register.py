"""Names join a register, are put right, leave, and are taken out for good."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from livewell.gatherings.actions.keeping import held, kept_by
from livewell.gatherings.queries.register import AttenderSeen, attender, register
from livewell.gatherings.rules.meetings import MOST_NAMES, same_name
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.errors import RuleBroken, Stale

_ADDED = "attender.added"
NAMES_KEPT = timedelta(days=730)
"""How long a register keeps the name of somebody who does not come any more."""


async def add_name(asset_id: UUID, name: str, *, submission: UUID, by: Actor) -> UUID:
    """
    Put a name into the register of a group before it meets; gives its id. The same form sent twice is one name.

    Raises `NotFound` when it is not theirs to keep, and `RuleBroken` when the name is there already.
    """
    async with transaction():
        before = await once.already_done(submission, _ADDED)
        if before is not None:
            return UUID(before)
        await held(asset_id, by=by)
        await _is_free(asset_id, name, other_than=None)
        (made,) = await join(asset_id, [name], on=clock.today())
        await news.tell(_ADDED, subject=made, by=by, asset=asset_id)
        await once.remember(submission, _ADDED, str(made))
    return made


async def join(asset_id: UUID, names: Sequence[str], *, on: date) -> list[UUID]:
    """Write new names into a register that is held; gives their ids. `RuleBroken` when it would grow too long."""
    if not names:
        return []
    there = await value("SELECT count(*) FROM attender WHERE asset = $1 AND name <> '' AND left_on IS NULL", asset_id)
    if int(there) + len(names) > MOST_NAMES:
        raise RuleBroken(f"A register holds {MOST_NAMES} names. Count heads instead, or take out who has left.")
    made = [uuid4() for _ in names]
    await execute(
        """
        INSERT INTO attender (id, asset, name, since_on, version)
        SELECT id, $2, name, $4, 1 FROM unnest($1::uuid[], $3::text[]) AS said (id, name)
        """,
        made,
        asset_id,
        list(names),
        on,
    )
    return made


async def change_name(attender_id: UUID, *, name: str, left: bool, version: int | None, by: Actor) -> None:
    """
    Put a name right, or note that they do not come any more, or do again.

    Raises `NotFound`, `RuleBroken` when somebody else has the name or it was taken out, and `Stale`.
    """
    async with transaction():
        seen = await _to_change(attender_id, by=by)
        if seen.version != version:
            raise Stale(theirs=_in_words(seen.name, left=seen.has_left), yours=_in_words(name, left=left))
        await _is_free(seen.asset, name, other_than=attender_id)
        left_on = (seen.left_on or clock.today()) if left else None
        await execute(
            "UPDATE attender SET name = $2, left_on = $3, version = version + 1 WHERE id = $1",
            attender_id,
            name,
            left_on,
        )
        await news.tell("attender.changed", subject=attender_id, by=by, asset=seen.asset, left=left)


async def erase(attender_id: UUID, *, by: Actor) -> None:
    """Take a name out for good; how often they came still counts. Asked twice, it is once. `NotFound` when not theirs."""
    async with transaction():
        seen = await attender(attender_id)
        await kept_by(seen.asset, by=by)
        seen = await attender(attender_id)
        if not seen.is_erased:
            await _erase(seen.id, seen.asset, by=by)


async def forget_names() -> int:
    """Take out the names of those who have not come for two years; gives how many there were."""
    gone = await rows(
        """
        SELECT t.id, t.asset FROM attender t
        WHERE t.name <> '' AND t.since_on < $1 AND NOT EXISTS (
            SELECT FROM gathering_attender ga JOIN gathering g ON g.id = ga.gathering
            WHERE ga.attender = t.id AND g.met_on >= $1
        )
        """,
        clock.today() - NAMES_KEPT,
    )
    for one in gone:
        async with transaction():
            await _erase(one["id"], one["asset"], by=SYSTEM)
    return len(gone)


async def _to_change(attender_id: UUID, *, by: Actor) -> AttenderSeen:
    seen = await attender(attender_id)
    await kept_by(seen.asset, by=by)
    seen = await attender(attender_id)
    if seen.is_erased:
        raise RuleBroken("This name was taken out.")
    return seen


async def _erase(attender_id: UUID, asset_id: UUID, *, by: Actor) -> None:
    await execute(
        """
        UPDATE attender SET name = '', erased_at = $2, left_on = coalesce(left_on, $3), version = version + 1
        WHERE id = $1
        """,
        attender_id,
        clock.now(),
        clock.today(),
    )
    await news.tell("attender.erased", subject=attender_id, by=by, asset=asset_id)


async def _is_free(asset_id: UUID, name: str, *, other_than: UUID | None) -> None:
    for one in await register(asset_id):
        if one.id != other_than and not one.is_erased and same_name(one.name, name):
            raise RuleBroken(f"{one.name} is in the register already. Write something to tell them apart.")


def _in_words(name: str, *, left: bool) -> dict[str, str]:
    return {"Name": name, "Comes": "No" if left else "Yes"}
