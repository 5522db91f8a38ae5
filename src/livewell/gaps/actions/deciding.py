"""What becomes of a gap: read and opened, put right, taken up, settled, opened again, hidden, and put back."""

from dataclasses import asdict
from uuid import UUID, uuid4

from livewell.gaps.queries.raised import Held, held, hidden_by, kept_wanted, state_before_hiding
from livewell.gaps.queries.telling import waiting_to_hear
from livewell.gaps.rules import (
    LABELS,
    GapState,
    Outcome,
    Wanted,
    check_move,
    check_outcome,
    check_wanted,
)
from livewell.gaps.rules.words import in_words
from livewell.gaps.tables import GapChange
from livewell.journeys import queries as journeys
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member


async def open_gap(gap_id: UUID, *, version: int | None = None, by: Actor) -> None:
    """
    Say that what somebody wrote was read and may be worked on. Every voice of it is read with it.

    Raises `NotFound`, and `RuleBroken` while its title says by what somebody could be known: it is put right first.
    """
    async with transaction():
        found = await held(gap_id, version=version)
        await journeys.refuse_too_much(found.title, by=by)
        await _move(found, GapState.OPEN, by=by)
        await _read_all(gap_id)
        await news.tell("gap.opened", subject=gap_id, by=by)


async def read_voices(gap_id: UUID, *, by: Actor) -> None:
    """Say that every voice of a gap was read. NotFound when there is none such."""
    async with transaction():
        await held(gap_id)
        await _read_all(gap_id)
        await news.tell("gap.voices_read", subject=gap_id, by=by)


async def put_right(gap_id: UUID, wanted: Wanted, *, version: int | None, by: Member) -> None:
    """
    Say better what is wanted, where and for whom; what people said themselves stays as they said it.

    Raises `NotFound`, `Stale` with both texts when somebody else was first, and `RuleBroken` for a gap without a title,
    or with words by which somebody could be known.
    """
    check_wanted(wanted, 1)
    async with transaction():
        await journeys.refuse_too_much(wanted.title, wanted.words, by=by)
        found = await held(gap_id)
        if found.state is GapState.HIDDEN:
            raise NotFound
        if version is not None and found.version != version:
            raise Stale(theirs=in_words(await kept_wanted(gap_id)), yours=in_words(wanted))
        said = asdict(wanted)
        await execute(
            """
            UPDATE gap SET title = $2, words = $3, kind = $4, way = $5, need = $6, ward = $7, times = $8, for_whom = $9,
                           version = version + 1
            WHERE id = $1
            """,
            gap_id,
            said["title"].strip(),
            said["words"].strip(),
            wanted.kind.value,
            wanted.way,
            wanted.need,
            wanted.ward,
            list(wanted.times),
            list(wanted.for_whom),
        )
        await news.tell("gap.put_right", subject=gap_id, by=by)


async def take_up(gap_id: UUID, *, why: str = "", version: int | None = None, by: Actor) -> None:
    """
    Say that somebody works on a gap. One that is taken up already stays so: a group and the forum may both be at it.

    Raises `NotFound`, and `RuleBroken` when it is settled or hidden. A joined gap stands for the one it was joined to.
    """
    async with transaction():
        found = await _going_on(gap_id, version)
        if found.state is GapState.TAKEN_UP:
            if why.strip():
                await _noted(found, why, by)
            return
        await _move(found, GapState.TAKEN_UP, why=why, by=by)
        await _read_all(found.id)
        await news.tell("gap.taken_up", subject=found.id, by=by)


async def settle(gap_id: UUID, outcome: Outcome | str, why: str = "", *, version: int | None = None, by: Actor) -> None:
    """
    Say what came of a gap. Everybody who left an address hears it, with `why` in it, so it speaks to them.

    Raises `NotFound`, and `RuleBroken` when it is settled already, hidden, or nothing came of it and nobody says why.
    """
    came = Outcome(outcome)
    check_outcome(came, why)
    async with transaction():
        found = await _going_on(gap_id, version)
        check_move(found.state, GapState.SETTLED)
        await execute(
            "UPDATE gap SET state = 'settled', outcome = $2, why = $3, settled_at = $4, version = version + 1 WHERE id = $1",
            found.id,
            came.value,
            why.strip(),
            clock.now(),
        )
        await _changed(found, GapState.SETTLED, outcome=came.value, why=why, by=by)
        await _read_all(found.id)
        await news.tell("gap.settled", subject=found.id, by=by, outcome=came.value)
        # Each waits for themself: what one mail server refuses keeps nobody else waiting.
        for voice in await waiting_to_hear(found.id):
            await news.tell("gap.answer_due", subject=voice, by=by, gap=found.id)


async def open_again(gap_id: UUID, *, why: str, version: int | None = None, by: Member) -> None:
    """Say that a gap that was settled or taken up is open after all. Raises RuleBroken without a reason."""
    if not why.strip():
        raise RuleBroken("Say why it is open again.")
    async with transaction():
        found = await held(gap_id, version=version)
        if found.state not in {GapState.SETTLED, GapState.TAKEN_UP}:
            raise RuleBroken(f"This gap is “{LABELS[found.state][0].lower()}” already, so that step is not open.")
        await execute("UPDATE gap SET outcome = '', why = '', settled_at = NULL, state = 'open' WHERE id = $1", gap_id)
        await _move(found, GapState.OPEN, why=why, by=by)
        await news.tell("gap.reopened", subject=gap_id, by=by)


async def note(gap_id: UUID, words: str, *, by: Actor) -> None:
    """Write down what happened with a gap, such as what the forum answered. Raises NotFound, or RuleBroken without words."""
    if not words.strip():
        raise RuleBroken("Say what happened.")
    async with transaction():
        found = await _going_on(gap_id, None)
        await _noted(found, words, by)


async def hide(gap_id: UUID, *, why: str, version: int | None = None, by: Member) -> None:
    """
    Take a gap out of every page, because it speaks of somebody who can be known, or is no gap at all.

    Whoever hid it may put it back for a month; after that its words are gone. Raises RuleBroken without a reason.
    """
    if not why.strip():
        raise RuleBroken("Say why it is hidden.")
    async with transaction():
        found = await held(gap_id, version=version)
        check_move(found.state, GapState.HIDDEN)
        await execute(
            "UPDATE gap SET state = 'hidden', outcome = '', settled_at = NULL, version = version + 1 WHERE id = $1",
            gap_id,
        )
        await _changed(found, GapState.HIDDEN, outcome=found.outcome, why=why, by=by)
        await news.tell("gap.hidden", subject=gap_id, by=by)


async def put_back(gap_id: UUID, *, version: int | None = None, by: Member) -> None:
    """Undo `hide`: the gap stands where it stood. NotFound for everybody but whoever hid it, and after a month."""
    async with transaction():
        found = await held(gap_id, version=version)
        if found.state is not GapState.HIDDEN or await hidden_by(gap_id) != by.id:
            raise NotFound
        state, outcome = await state_before_hiding(gap_id)
        await execute(
            """
            UPDATE gap SET state = $2, outcome = $3::varchar, settled_at = CASE WHEN $3::varchar = '' THEN NULL ELSE $4::timestamptz END,
                           version = version + 1
            WHERE id = $1
            """,
            gap_id,
            state.value,
            outcome,
            clock.now(),
        )
        await _changed(found, state, outcome=outcome, why="Put back", by=by)
        await news.tell("gap.put_back", subject=gap_id, by=by)


async def _going_on(gap_id: UUID, version: int | None) -> Held:
    """The gap itself, or the one it was joined to."""
    found = await held(gap_id, version=version)
    return found if found.joined_to is None else await held(found.joined_to)


async def _move(found: Held, to: GapState, *, why: str = "", by: Actor) -> None:
    check_move(found.state, to)
    await execute("UPDATE gap SET state = $2, version = version + 1 WHERE id = $1", found.id, to.value)
    await _changed(found, to, why=why, by=by)


async def _noted(found: Held, words: str, by: Actor) -> None:
    if found.state is GapState.HIDDEN:
        raise NotFound
    await _changed(found, found.state, why=words, by=by)
    await news.tell("gap.noted", subject=found.id, by=by)


async def _changed(found: Held, to: GapState, *, outcome: str = "", why: str = "", by: Actor) -> None:
    change = GapChange(
        id=uuid4(),
        gap=found.id,
        from_state=found.state.value,
        to_state=to.value,
        outcome=outcome,
        why=why.strip(),
        changed_at=clock.now(),
        changed_by=by.staff_id,
    )
    await change.save()


async def _read_all(gap_id: UUID) -> None:
    await execute("UPDATE gap_voice SET read_at = $2 WHERE gap = $1 AND read_at IS NULL", gap_id, clock.now())
