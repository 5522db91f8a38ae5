"""What the forum shall speak about: put forward, taken off, and put onto an agenda in an order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from livewell.forum.rules.agenda import ItemKind, ItemState, check_item_move
from livewell.forum.rules.meetings import MeetingState
from livewell.forum.tables import AgendaItem
from livewell.gaps import actions as gaps
from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken

_PUT = "forum.item_put_forward"
_BY_HAND = frozenset({ItemKind.ITEM.value, ItemKind.GAP.value, ItemKind.CHALLENGE.value})
"""Items whose words somebody types for this agenda."""


async def put_on_agenda(
    *,
    kind: str,
    title: str,
    words: str = "",
    gap: UUID | None = None,
    about: UUID | None = None,
    proposed_name: str = "",
    member: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Something for the forum to speak about waits for a meeting; gives the item's id.

    `kind` is a value of `ItemKind`; `about` is a record of the room that asks. A gap is taken up with it. What waits, or
    stands on the agenda of a meeting to come, about the same gap or record, is that item. The same form sent twice is one. Raises
    `RuleBroken` for who is no member and when staff say by what somebody could be known, ValueError for an unknown kind or no title.
    """
    kind = ItemKind(kind).value
    if not title.strip():
        raise ValueError("An item has a title.")
    key = uuid5(submission, _PUT)
    async with transaction():
        before = await once.already_done(key, _PUT)
        if before is not None:
            return UUID(before)
        if member is not None and not await value(
            "SELECT true FROM forum_member WHERE id = $1 AND state = 'member' FOR SHARE", member
        ):
            raise RuleBroken("Only members put something forward here.")
        if kind in _BY_HAND:
            await journeys.refuse_too_much(title, words, by=by)
        made = await _waits_already(kind, gap=gap, about=about)
        if made is None:
            made = uuid4()
            if gap is not None:
                await gaps.take_up(gap, by=by)
            await AgendaItem(
                id=made,
                kind=kind,
                title=" ".join(title.split())[:160],
                words=words,
                gap=gap,
                about=about,
                proposed_by=member,
                proposed_name=proposed_name,
                state=ItemState.WAITING.value,
                proposed_at=clock.now(),
            ).save()
            await news.tell(_PUT, subject=made, by=by, kind=kind, gap=gap, about=about)
        await once.remember(key, _PUT, str(made))
    return made


async def _waits_already(kind: str, *, gap: UUID | None, about: UUID | None) -> UUID | None:
    if gap is None and about is None:
        return None
    await value("SELECT pg_advisory_xact_lock(hashtext('forum item ' || $1))", str(about or gap))
    found = await value(
        """
        SELECT i.id FROM agenda_item i LEFT JOIN forum_meeting m ON m.id = i.meeting
        WHERE i.kind = $1 AND i.gap IS NOT DISTINCT FROM $2 AND i.about IS NOT DISTINCT FROM $3
          AND (i.state = 'waiting' OR (i.state = 'on' AND m.state IN ('planned', 'invited')))
        LIMIT 1
        """,
        kind,
        gap,
        about,
    )
    return None if found is None else UUID(str(found))


async def put_on(meeting_id: UUID, items: Sequence[UUID], *, by: Actor) -> int:
    """Put items that wait at the end of an agenda, in this order; gives how many. What stands there already stays."""
    async with transaction():
        await _agenda_open(meeting_id)
        last = int(
            await value(
                "SELECT coalesce(max(position) + 1, 0) FROM agenda_item WHERE meeting = $1 AND state = 'on'", meeting_id
            )
        )
        put = 0
        for item_id in items:
            found = await held_item(item_id)
            if found["meeting"] == meeting_id and found["state"] == ItemState.ON.value:
                continue
            check_item_move(ItemState(found["state"]), ItemState.ON)
            await execute(
                "UPDATE agenda_item SET state = 'on', meeting = $2, position = $3, version = version + 1 WHERE id = $1",
                item_id,
                meeting_id,
                last + put,
            )
            put += 1
            await news.tell("forum.item_put_on", subject=item_id, by=by, meeting=meeting_id)
    return put


async def take_off(item_id: UUID, *, by: Actor) -> None:
    """Take an item off the agenda of a meeting to come: it waits for another. Raises `RuleBroken` when it was spoken about."""
    async with transaction():
        found = await held_item(item_id)
        if found["state"] == ItemState.WAITING.value:
            return
        if found["state"] != ItemState.ON.value:
            check_item_move(ItemState(found["state"]), ItemState.ON)
        if await _was_held(found["meeting"]):
            raise RuleBroken("This meeting was held. Carry the item over: it waits again, and stays in these minutes.")
        await execute(
            "UPDATE agenda_item SET state = 'waiting', meeting = NULL, position = 0, version = version + 1 WHERE id = $1",
            item_id,
        )
        await news.tell("forum.item_taken_off", subject=item_id, by=by)


async def drop(item_id: UUID, *, by: Actor) -> None:
    """
    Let an item go: the forum does not speak about it. What was put forward is kept. Asked twice, it is once.

    What stood on the agenda of a meeting that was held stays in its minutes, as taken off.
    """
    async with transaction():
        found = await held_item(item_id)
        if found["state"] == ItemState.DROPPED.value:
            return
        check_item_move(ItemState(found["state"]), ItemState.DROPPED)
        await execute(
            "UPDATE agenda_item SET state = 'dropped', meeting = CASE WHEN $2 THEN meeting END, version = version + 1"
            " WHERE id = $1",
            item_id,
            await _was_held(found["meeting"]),
        )
        await news.tell("forum.item_dropped", subject=item_id, by=by)


async def move(item_id: UUID, *, up: bool, by: Actor) -> None:
    """Let an item change places with the one before it, or after it; at an end nothing happens."""
    async with transaction():
        found = await held_item(item_id)
        if found["state"] != ItemState.ON.value:
            raise RuleBroken("Only what stands on an agenda has a place there.")
        await _agenda_open(found["meeting"])
        order = [
            one["id"]
            for one in await rows(
                "SELECT id FROM agenda_item WHERE meeting = $1 AND state = 'on' ORDER BY position, proposed_at, id",
                found["meeting"],
            )
        ]
        here = order.index(item_id)
        there = here + (-1 if up else 1)
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        await execute(
            """
            UPDATE agenda_item i SET position = o.place - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)
            WHERE i.id = o.id
            """,
            order,
        )
        await news.tell("forum.agenda_ordered", subject=found["meeting"], by=by)


async def held_item(item_id: UUID) -> dict[str, Any]:
    """An item's row, kept still until the transaction ends. `NotFound` when there is none."""
    found = await row("SELECT * FROM agenda_item WHERE id = $1 FOR UPDATE", item_id)
    if found is None:
        raise NotFound
    return found


async def _was_held(meeting_id: UUID | None) -> bool:
    """Whether a meeting is not to come any more; it does not begin before this transaction ends."""
    state = await value("SELECT state FROM forum_meeting WHERE id = $1 FOR SHARE", meeting_id)
    return bool(state == MeetingState.HELD.value)


async def _agenda_open(meeting_id: UUID) -> None:
    """Two who order the same agenda take turns. Raises `RuleBroken` when the meeting was held or cancelled."""
    state = await value("SELECT state FROM forum_meeting WHERE id = $1 FOR UPDATE", meeting_id)
    if state is None:
        raise NotFound
    if state == MeetingState.CANCELLED.value:
        raise RuleBroken("This meeting was cancelled. Put the item on another.")
