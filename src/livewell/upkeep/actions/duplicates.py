"""Two listings that may be one: found by the clock, made one, told apart, and undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.kit import clock, news, once
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.upkeep.actions.problems import count_reports
from livewell.upkeep.queries.duplicates import Likely, Pair, both, likely, pair, some_assets
from livewell.upkeep.rules import alike
from livewell.upkeep.rules.alike import PairState
from livewell.upkeep.rules.merging import Side, combined

_KIND = "duplicate.merged"
AT_A_TIME = 1000
"""Listings compared in one transaction."""


async def find_duplicates() -> int:
    """
    Compare every published listing with those near by and those reached the same way; gives how many pairs there are.

    What was decided stays decided. A pair that is open and no longer alike is forgotten.
    """
    count, after = 0, None
    while ids := await some_assets(after=after, limit=AT_A_TIME):
        after = ids[-1]
        async with transaction():
            found = await likely(ids)
            for one in found:
                await _keep(one)
            await execute(
                """
                DELETE FROM likely_duplicate WHERE state = 'open' AND one = ANY($1::uuid[])
                AND (one, other) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
                """,
                ids,
                [one.one for one in found],
                [one.other for one in found],
            )
        count += len(found)
    return count


async def _keep(found: Likely) -> None:
    await execute(
        """
        INSERT INTO likely_duplicate (id, one, other, likeness, metres, same_phone, same_email, state, found_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, 1)
        ON CONFLICT (one, other) DO UPDATE SET likeness = $4, metres = $5, same_phone = $6, same_email = $7
        """,
        uuid4(),
        found.one,
        found.other,
        found.likeness,
        found.metres,
        found.same_phone,
        found.same_email,
        clock.now(),
    )


async def merge(
    pair_id: UUID,
    *,
    sides: Mapping[str, Side],
    keep: Side,
    versions: tuple[int | None, int | None],
    submission: UUID,
    by: Member,
) -> UUID:
    """
    Make the two one: the listing that the choices make, under the address of the side that is kept; gives that id.

    `versions` are those of the left and the right that were read: RuleBroken when one of them was changed since.
    """
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        found = await _locked(pair_id, PairState.MERGED)
        seen = await both(pair_id)
        if (seen.left.version, seen.right.version) != versions:
            raise RuleBroken("Somebody changed one of these listings after you opened them. Read them again.")
        kept, other = (found.one, found.other) if keep is Side.LEFT else (found.other, found.one)
        one = combined(seen.left.listing, seen.right.listing, sides)
        merged = await assets.merge(kept, other, listing=one, by=by)
        await count_reports(kept)
        await _decide(found, PairState.MERGED, kept=kept, by=by)
        await execute(
            "UPDATE likely_duplicate SET kept_version = $2, brought = $3 WHERE id = $1",
            pair_id,
            merged.version,
            list(merged.brought),
        )
        await news.tell("duplicate.merged", subject=pair_id, by=by, kept=kept, other=other)
        await once.remember(submission, _KIND, str(kept))
    return kept


async def different(pair_id: UUID, *, by: Member) -> None:
    """They are two different things, and are not shown side by side again. Asked twice, it is once."""
    async with transaction():
        if (await pair(pair_id)).state is PairState.DIFFERENT:
            return
        found = await _locked(pair_id, PairState.DIFFERENT)
        await _decide(found, PairState.DIFFERENT, kept=None, by=by)
        await news.tell("duplicate.told_apart", subject=pair_id, by=by)


async def undo(pair_id: UUID, *, by: Member) -> bool:
    """
    Take a decision back: what was made one is two again, and both wait to be decided. Asked twice, it is once.

    Gives whether both say again what they said: the one that was kept does not when it was changed or merged since.
    """
    async with transaction():
        if (await pair(pair_id)).state is PairState.OPEN:
            return True
        found = await _locked(pair_id, PairState.OPEN)
        as_before = await _apart(found, by) if found.kept is not None else True
        await _decide(found, PairState.OPEN, kept=None, by=by)
        await execute("UPDATE likely_duplicate SET kept_version = NULL, brought = '{}' WHERE id = $1", pair_id)
        await news.tell("duplicate.undone", subject=pair_id, by=by)
    return as_before


async def _apart(found: Pair, by: Member) -> bool:
    """Make a merged pair two again; gives whether the one that was kept says what it said before."""
    other = found.other if found.kept == found.one else found.one
    before = await row("SELECT kept_version, brought FROM likely_duplicate WHERE id = $1", found.id)
    seen = await both(found.id)
    kept = seen.left if found.kept == found.one else seen.right
    await assets.unmerge(other, brought=before["brought"] if before else (), by=by)
    for one in (kept.id, other):
        await count_reports(one)
    number = before["kept_version"] if before else None
    if number is None:
        return True
    # What somebody wrote since is not written over.
    if kept.merged_into is not None or kept.version != number + 1:
        return False
    await assets.restore(kept.id, number=number, version=kept.version, by=by)
    return True


async def _locked(pair_id: UUID, to: PairState) -> Pair:
    """The pair, held, when it may move there."""
    if await value("SELECT id FROM likely_duplicate WHERE id = $1 FOR UPDATE", pair_id) is None:
        raise NotFound
    found = await pair(pair_id)
    alike.check_move(found.state, to)
    return found


async def _decide(found: Pair, to: PairState, *, kept: UUID | None, by: Member) -> None:
    decided: tuple[Any, Any] = (None, None) if to is PairState.OPEN else (clock.now(), by.id)
    await execute(
        """
        UPDATE likely_duplicate SET state = $2, kept = $3, decided_at = $4, decided_by = $5, version = version + 1
        WHERE id = $1
        """,
        found.id,
        to.value,
        kept,
        *decided,
    )
