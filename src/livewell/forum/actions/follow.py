"""What was agreed is done: an owner, a day, a reminder, and what came of it; what is overdue comes back."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.forum.rules import NO_LONGER_MEMBER
from livewell.forum.rules.agenda import REMIND_BEFORE, ActionState, check_action_move
from livewell.forum.rules.meetings import MeetingState
from livewell.forum.tables import ForumAction
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.guests import Guest
from livewell.staff.rules import Member

_AGREED = "forum.action_agreed"


async def agree(
    meeting_id: UUID,
    *,
    words: str,
    owner: UUID,
    due_on: date,
    decision: UUID | None = None,
    submission: UUID,
    by: Member,
) -> UUID:
    """
    Somebody will do something by a day; gives the action's id. The same form sent twice is one.

    Raises `RuleBroken` for an owner who has left the forum, and for a meeting that was not held.
    """
    async with transaction():
        before = await once.already_done(submission, _AGREED)
        if before is not None:
            return UUID(before)
        state = await value("SELECT state FROM forum_meeting WHERE id = $1 FOR SHARE", meeting_id)
        if state is None:
            raise NotFound
        if state != MeetingState.HELD.value:
            raise RuleBroken("What somebody will do is agreed at a meeting. Say first that it has begun.")
        if decision is not None and meeting_id != await value(
            "SELECT meeting FROM forum_decision WHERE id = $1", decision
        ):
            raise RuleBroken("This decision was made at another meeting.")
        await _is_member(owner)
        made = uuid4()
        await ForumAction(
            id=made,
            meeting=meeting_id,
            decision=decision,
            words=words,
            owner=owner,
            due_on=due_on,
            state=ActionState.OPEN.value,
        ).save()
        await news.tell(_AGREED, subject=made, by=by, meeting=meeting_id, on=due_on)
        await once.remember(submission, _AGREED, str(made))
    return made


async def finish(action_id: UUID, *, came_of_it: str, by: Actor) -> None:
    """
    Say that it is done and what came of it. It is taken off an agenda it waits on. Asked twice, it is once.

    A member finishes what is theirs: anybody else's is `NotFound`.
    """
    async with transaction():
        found = await _held(action_id, by)
        if found["state"] == ActionState.DONE.value:
            return
        await _close(found, ActionState.DONE, came_of_it, by=by)


async def let_go(action_id: UUID, *, why: str, by: Member) -> None:
    """Say that it will not be done, and why. Raises `RuleBroken` without a reason."""
    if not why.strip():
        raise RuleBroken("Say why it will not be done.")
    async with transaction():
        await _close(await _held(action_id, by), ActionState.DROPPED, why, by=by)


async def pass_on(action_id: UUID, *, owner: UUID, due_on: date, version: int | None, by: Member) -> None:
    """
    Give an action to another member, or another day. Raises `Stale`, and `RuleBroken` for who has left or a day gone by.

    With a new day that is still to come it opens no agenda any more.
    """
    async with transaction():
        found = await _held(action_id, by)
        if found["state"] != ActionState.OPEN.value:
            check_action_move(ActionState(found["state"]), ActionState.OPEN)
        if found["version"] != version:
            raise Stale({"To be done by": str(found["due_on"])}, {"To be done by": str(due_on)})
        if due_on < clock.today():
            raise RuleBroken("Give it a day that is still to come.")
        await _is_member(owner)
        await execute(
            "UPDATE forum_action SET owner = $2, due_on = $3, reminded_on = NULL, version = version + 1 WHERE id = $1",
            action_id,
            owner,
            due_on,
        )
        await _off_agendas(action_id)
        await news.tell("forum.action_passed_on", subject=action_id, by=by, on=due_on)


async def remind_owners() -> int:
    """
    Remind whoever owns an action a few days before its day, and once more when it is over; gives how many were due.

    One news for each, so that a message that could not be sent is tried by itself.
    """
    today = clock.today()
    async with transaction():
        due = await rows(
            """
            UPDATE forum_action a SET reminded_on = $1 FROM forum_member m
            WHERE m.id = a.owner AND m.state = 'member' AND m.email <> '' AND a.state = 'open' AND a.due_on <= $2
              AND (a.reminded_on IS NULL OR (a.due_on < $1 AND a.reminded_on <= a.due_on))
            RETURNING a.id, a.due_on < $1 AS late
            """,
            today,
            today + REMIND_BEFORE,
        )
        for one in due:
            what = "forum.action_late" if one["late"] else "forum.action_due"
            await news.tell(what, subject=one["id"], by=SYSTEM)
    return len(due)


async def _close(found: dict[str, Any], to: ActionState, words: str, *, by: Actor) -> None:
    check_action_move(ActionState(found["state"]), to)
    await execute(
        "UPDATE forum_action SET state = $2, done_on = $3, came_of_it = $4, version = version + 1 WHERE id = $1",
        found["id"],
        to.value,
        clock.today(),
        words.strip(),
    )
    await _off_agendas(found["id"])
    what = "forum.action_done" if to is ActionState.DONE else "forum.action_let_go"
    await news.tell(what, subject=found["id"], by=by)


async def _off_agendas(action_id: UUID) -> None:
    """What is done, or has another day, is not spoken about at a meeting to come."""
    await execute(
        """
        UPDATE agenda_item i SET state = 'dropped', meeting = NULL, version = i.version + 1
        WHERE i.action = $1 AND (i.state = 'waiting' OR (i.state = 'on' AND EXISTS (
            SELECT 1 FROM forum_meeting f WHERE f.id = i.meeting AND f.state IN ('planned', 'invited'))))
        """,
        action_id,
    )


async def _held(action_id: UUID, by: Actor) -> dict[str, Any]:
    found = await row("SELECT id, owner, state, due_on, version FROM forum_action WHERE id = $1 FOR UPDATE", action_id)
    if found is None or (isinstance(by, Guest) and found["owner"] != by.record):
        raise NotFound
    return found


async def _is_member(member_id: UUID) -> None:
    state = await value("SELECT state FROM forum_member WHERE id = $1 FOR SHARE", member_id)
    if state is None:
        raise NotFound
    if state != "member":
        raise RuleBroken(NO_LONGER_MEMBER)
