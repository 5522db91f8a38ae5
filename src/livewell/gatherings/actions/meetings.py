"""A group met: written down once, put right, or taken out when it did not happen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.gatherings.actions.keeping import held, kept_by
from livewell.gatherings.actions.register import join
from livewell.gatherings.queries.meetings import OF_THE_ASSET, RECORDED, gathering, say_when
from livewell.gatherings.queries.register import AttenderSeen, register
from livewell.gatherings.rules.meetings import Counted, Met, attendance, key_of, what_does_not_fit
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale


async def record(asset_id: UUID, met: Met, *, submission: UUID, by: Actor, by_name: str | None = None) -> UUID:
    """
    Write down that a group met; gives the id. The same form sent twice is one meeting.

    `by_name` names those who run it, who have no account. Raises `NotFound` when it is not theirs to keep, and
    `RuleBroken` when somebody wrote this meeting down already, or what is said of it cannot be.
    """
    async with transaction():
        before = await once.already_done(submission, RECORDED)
        if before is not None:
            return UUID(before)
        await held(asset_id, by=by)
        known = await register(asset_id)
        met = _checked(met, known)
        await _is_free(asset_id, met, other_than=None)
        made, now = uuid4(), clock.now()
        await execute(
            """
            INSERT INTO gathering (id, asset, met_on, starts, newcomers, note, recorded_at, recorded_by,
                                   recorded_by_name, changed_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7, 1)
            """,
            made,
            asset_id,
            met.on,
            met.starts,
            met.newcomers,
            met.note,
            now,
            by.id if by.kind == "staff" else None,
            (by_name or by.name)[:160],
        )
        await _put_in(made, asset_id, met)
        await _tell(RECORDED, made, asset_id, met, by)
        await once.remember(submission, RECORDED, str(made))
    return made


async def correct(gathering_id: UUID, met: Met, *, version: int | None, names: bool = True, by: Actor) -> None:
    """
    Put a meeting right. Raises `NotFound`, `RuleBroken` as `record` does, and `Stale` when it was changed since.

    Without `names`, for somebody who may not read the register, what is `Stale` says only how many names there are.
    """
    async with transaction():
        seen = await gathering(gathering_id)
        asset_id = await kept_by(seen.asset, by=by)
        seen = await gathering(gathering_id)
        known = await register(asset_id)
        if seen.version != version:
            labels = {one.id: one.label for one in known} if names else None
            theirs = Met(seen.on, seen.starts, seen.parts, seen.here, (), seen.newcomers, seen.note)
            raise Stale(theirs=_in_words(theirs, labels), yours=_in_words(met, labels))
        met = _checked(met, known)
        await _is_free(asset_id, met, other_than=gathering_id)
        await execute(
            """
            UPDATE gathering SET met_on = $2, starts = $3, newcomers = $4, note = $5, changed_at = $6, version = version + 1
            WHERE id = $1
            """,
            gathering_id,
            met.on,
            met.starts,
            met.newcomers,
            met.note,
            clock.now(),
        )
        await _take_out(gathering_id)
        await _put_in(gathering_id, asset_id, met)
        await _tell("gathering.corrected", gathering_id, asset_id, met, by)


async def remove(gathering_id: UUID, *, version: int | None, by: Actor) -> None:
    """Take out a meeting that did not happen. Raises `NotFound`, and `RuleBroken` when it was changed since it was read."""
    async with transaction():
        seen = await gathering(gathering_id)
        asset_id = await kept_by(seen.asset, by=by)
        seen = await gathering(gathering_id)
        if seen.version != version:
            raise RuleBroken("Somebody has changed this meeting. Read it again before you take it out.")
        await _take_out(gathering_id)
        await execute("DELETE FROM gathering WHERE id = $1", gathering_id)
        await news.tell("gathering.removed", subject=gathering_id, by=by, asset=asset_id, on=seen.on)


def _checked(met: Met, known: Sequence[AttenderSeen]) -> Met:
    """The meeting as it can be kept: every tick is a name of this register, and a new name that is known is a tick."""
    ids = {one.id for one in known}
    if not set(met.here) <= ids:
        raise NotFound
    by_name = {key_of(one.name): one.id for one in known if not one.is_erased}
    here = dict.fromkeys([*met.here, *(by_name[key_of(name)] for name in met.new_names if key_of(name) in by_name)])
    new = {key_of(name): name for name in met.new_names if key_of(name) not in by_name}
    fitted = replace(met, here=tuple(here), new_names=tuple(new.values()))
    wrong = what_does_not_fit(
        named=fitted.named, counts=[part.count for part in fitted.counts], newcomers=fitted.newcomers
    )
    if wrong is not None:
        raise RuleBroken(f"{wrong[1]}.")
    if fitted.on > clock.today():
        raise RuleBroken("That day has not come yet.")
    return fitted


async def _is_free(asset_id: UUID, met: Met, *, other_than: UUID | None) -> None:
    taken = await value(
        f"SELECT true FROM gathering WHERE {OF_THE_ASSET} AND met_on = $2 AND starts IS NOT DISTINCT FROM $3"  # noqa: S608
        " AND id IS DISTINCT FROM $4",
        asset_id,
        met.on,
        met.starts,
        other_than,
    )
    if taken:
        raise RuleBroken(f"Somebody has written down {say_when(met.on, met.starts)} already. Open it to change it.")


async def _put_in(gathering_id: UUID, asset_id: UUID, met: Met) -> None:
    """The parts and the names of a meeting; new names join the register, and the listing knows that it met."""
    await execute(
        """
        INSERT INTO gathering_part (id, gathering, label, heads, position)
        SELECT gen_random_uuid(), $1, label, heads, position - 1
        FROM unnest($2::text[], $3::smallint[]) WITH ORDINALITY AS said (label, heads, position)
        """,
        gathering_id,
        [part.label for part in met.counts],
        [part.count for part in met.counts],
    )
    joined = await join(asset_id, met.new_names, on=met.on)
    await execute(
        """
        INSERT INTO gathering_attender (id, gathering, attender)
        SELECT gen_random_uuid(), $1, attender FROM unnest($2::uuid[]) AS attender
        """,
        gathering_id,
        [*met.here, *joined],
    )
    # Whoever is ticked again has come back, and a register knows nobody later than their first meeting.
    await execute(
        """
        UPDATE attender SET left_on = CASE WHEN left_on < $2 THEN NULL ELSE left_on END, since_on = least(since_on, $2)
        WHERE id = ANY($1::uuid[])
        """,
        list(met.here),
        met.on,
    )
    await assets.note_standing(asset_id, met_on=met.on)


async def _take_out(gathering_id: UUID) -> None:
    await execute("DELETE FROM gathering_part WHERE gathering = $1", gathering_id)
    await execute("DELETE FROM gathering_attender WHERE gathering = $1", gathering_id)


async def _tell(what: str, gathering_id: UUID, asset_id: UUID, met: Met, by: Actor) -> None:
    came = attendance(named=met.named, counts=[part.count for part in met.counts], newcomers=met.newcomers)
    await news.tell(
        what, subject=gathering_id, by=by, asset=asset_id, on=met.on, came=came, named=met.named, new=met.newcomers
    )


def _in_words(met: Met, names: Mapping[UUID, str] | None) -> dict[str, str]:
    """A meeting as two people who wrote at once read it side by side."""
    if names is None:
        who = f"{met.named} in the register" if met.named else ""
    else:
        who = ", ".join(sorted([*(names.get(one, "") for one in met.here), *met.new_names]))
    return {
        "When": say_when(met.on, met.starts),
        "How many": _counts(met.counts),
        "Who came": who,
        "New": "" if met.newcomers is None else str(met.newcomers),
        "Note": met.note,
    }


def _counts(counts: Sequence[Counted]) -> str:
    return ", ".join(f"{part.label} {part.count}" for part in counts if part.count is not None)
