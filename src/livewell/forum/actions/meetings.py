"""A meeting is planned, moved, invited to, cancelled and held; members say whether they come."""

from typing import Any
from uuid import UUID, uuid4

from livewell.forum.actions.opening import open_with_overdue
from livewell.forum.forms import Planned
from livewell.forum.rules.agenda import ItemState
from livewell.forum.rules.meetings import (
    MeetingState,
    Presence,
    check_meeting_move,
    may_be_held,
    moves_people,
)
from livewell.forum.tables import ForumMeeting
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member

_PLANNED = "forum.meeting_planned"


async def plan(planned: Planned, *, submission: UUID, by: Member) -> UUID:
    """
    Plan a meeting; gives its id. What was not done in time opens its agenda by itself.

    The same form sent twice is one. Raises `RuleBroken` for a time that is over.
    """
    if planned.starts_at <= clock.now():
        raise RuleBroken("A meeting is planned for a time that is still to come.")
    async with transaction():
        before = await once.already_done(submission, _PLANNED)
        if before is not None:
            return UUID(before)
        made = uuid4()
        await ForumMeeting(
            id=made,
            **_columns(planned),
            forum_group=planned.forum_group,
            facilitator=by.staff_id,
            state=MeetingState.PLANNED.value,
            made_at=clock.now(),
            made_by=by.staff_id,
        ).save()
        await open_with_overdue()
        await news.tell(_PLANNED, subject=made, by=by)
        await once.remember(submission, _PLANNED, str(made))
    return made


async def change(meeting_id: UUID, planned: Planned, *, why: str = "", version: int | None, by: Member) -> bool:
    """
    Change what is known of a meeting; gives whether everybody invited hears of it, because its time or place changed.

    They are asked again: what they answered was for another date. Raises `Stale` when somebody else changed it first,
    and `RuleBroken` when it was held or cancelled, or lies in the past.
    """
    async with transaction():
        found = await held_meeting(meeting_id)
        _still_to_come(found)
        _same_version(found, planned, version)
        before = tuple(found[name] for name in ("starts_at", "ends_at", "place", "address", "remote"))
        moved = moves_people(before, planned.whereabouts)
        if moved and planned.starts_at <= clock.now():
            raise RuleBroken("A meeting is moved to a time that is still to come.")
        tells = moved and found["state"] == MeetingState.INVITED.value
        await execute(
            """
            UPDATE forum_meeting SET title = $2, starts_at = $3, ends_at = $4, place = $5, address = $6, remote = $7,
                access = $8, what_will_happen = $9, facilitator_name = $10, sequence = sequence + $11,
                moved_why = CASE WHEN $11 = 1 THEN $12 ELSE moved_why END, version = version + 1
            WHERE id = $1
            """,
            meeting_id,
            *_columns(planned).values(),
            int(tells),
            why.strip(),
        )
        if tells:
            await _tell_everybody(meeting_id, "forum.meeting_moved", by)
        await news.tell("forum.meeting_changed", subject=meeting_id, by=by, moved=moved)
    return tells


async def invite(meeting_id: UUID, *, by: Member) -> int:
    """
    Invite everybody of the forum, or of the sub-group, who was not invited yet; gives how many.

    Those with an address are sent an e-mail with the date for their calendar; for the others a letter can be printed.
    """
    async with transaction():
        found = await held_meeting(meeting_id)
        _still_to_come(found)
        if found["starts_at"] <= clock.now():
            raise RuleBroken("This meeting has begun. Nobody can be invited to it any more.")
        now = clock.now()
        invited = await rows(
            """
            INSERT INTO meeting_place AS p (id, meeting, member, invited_at, told_sequence, answer, answered_sequence, came,
                                            offered)
            SELECT gen_random_uuid(), $1, m.id, $2, $3, '', -1, '', '' FROM forum_member m
            WHERE m.state = 'member' AND ($4::uuid IS NULL OR EXISTS (
                SELECT 1 FROM forum_group_place g WHERE g.forum_group = $4 AND g.member = m.id))
            ON CONFLICT (meeting, member) DO UPDATE SET invited_at = $2, told_sequence = $3 WHERE p.invited_at IS NULL
            RETURNING p.id
            """,
            meeting_id,
            now,
            found["sequence"],
            found["forum_group"],
        )
        if found["state"] == MeetingState.PLANNED.value:
            await _to(meeting_id, MeetingState.INVITED)
        for one in invited:
            await news.tell("forum.invited", subject=one["id"], by=by, meeting=meeting_id)
    return len(invited)


async def cancel(meeting_id: UUID, *, why: str, by: Member) -> None:
    """
    Call a meeting off. Everybody invited hears why, and its items wait for another. Asked twice, it is once.

    Raises `RuleBroken` without a reason, or when it was held.
    """
    if not why.strip():
        raise RuleBroken("Say why, in a sentence everybody invited will read.")
    async with transaction():
        found = await held_meeting(meeting_id)
        if found["state"] == MeetingState.CANCELLED.value:
            return
        check_meeting_move(MeetingState(found["state"]), MeetingState.CANCELLED)
        await execute(
            """
            UPDATE forum_meeting SET state = 'cancelled', sequence = sequence + 1, moved_why = $2, version = version + 1
            WHERE id = $1
            """,
            meeting_id,
            why.strip(),
        )
        await execute(
            "UPDATE agenda_item SET state = $2, meeting = NULL, position = 0, version = version + 1"
            " WHERE meeting = $1 AND state = 'on'",
            meeting_id,
            ItemState.WAITING.value,
        )
        await _tell_everybody(meeting_id, "forum.meeting_cancelled", by)
        await open_with_overdue()
        await news.tell("forum.meeting_called_off", subject=meeting_id, by=by)


async def hold(meeting_id: UUID, *, by: Member) -> None:
    """The meeting takes place, or took place: minutes can be written. Asked twice, it is once."""
    async with transaction():
        found = await held_meeting(meeting_id)
        if found["state"] == MeetingState.HELD.value:
            return
        check_meeting_move(MeetingState(found["state"]), MeetingState.HELD)
        if not may_be_held(found["starts_at"], clock.today()):
            raise RuleBroken("Minutes begin on the day of the meeting.")
        await _to(meeting_id, MeetingState.HELD)
        await execute("UPDATE forum_meeting SET held_at = $2 WHERE id = $1", meeting_id, clock.now())
        await news.tell("forum.meeting_held", subject=meeting_id, by=by)


async def answer(place_id: UUID, said: Presence, *, by: Actor) -> None:
    """
    A member says whether they take part; the last answer counts. It stands for the date the meeting has now.

    Raises `RuleBroken` when the meeting is over, was cancelled, or they have left the forum.
    """
    async with transaction():
        found = await row(
            """
            SELECT p.meeting, f.state, f.ends_at, f.sequence, m.state AS belongs
            FROM meeting_place p JOIN forum_meeting f ON f.id = p.meeting JOIN forum_member m ON m.id = p.member
            WHERE p.id = $1 AND p.invited_at IS NOT NULL FOR UPDATE OF p
            """,
            place_id,
        )
        if found is None:
            raise NotFound
        if found["belongs"] != "member":
            raise RuleBroken("You have left the forum, so nobody waits for your answer.")
        if found["state"] == MeetingState.CANCELLED.value:
            raise RuleBroken("This meeting was cancelled. You need not answer.")
        if found["ends_at"] <= clock.now() or found["state"] == MeetingState.HELD.value:
            raise RuleBroken("This meeting is over, so its answers are closed.")
        await execute(
            "UPDATE meeting_place SET answer = $2, answered_at = $3, answered_sequence = $4 WHERE id = $1",
            place_id,
            said.value,
            clock.now(),
            found["sequence"],
        )
        await news.tell("forum.answered", subject=place_id, by=by, meeting=found["meeting"], said=said.value)


async def _tell_everybody(meeting_id: UUID, what: str, by: Member) -> None:
    told = await rows(
        """
        UPDATE meeting_place p SET told_sequence = f.sequence FROM forum_meeting f, forum_member m
        WHERE p.meeting = $1 AND f.id = p.meeting AND m.id = p.member AND p.invited_at IS NOT NULL AND m.state = 'member'
        RETURNING p.id
        """,
        meeting_id,
    )
    for one in told:
        await news.tell(what, subject=one["id"], by=by, meeting=meeting_id)


async def held_meeting(meeting_id: UUID) -> dict[str, Any]:
    """A meeting's row, kept still until the transaction ends. `NotFound` when there is none."""
    found = await row("SELECT * FROM forum_meeting WHERE id = $1 FOR UPDATE", meeting_id)
    if found is None:
        raise NotFound
    return found


def _still_to_come(found: dict[str, Any]) -> None:
    if found["state"] in {MeetingState.HELD.value, MeetingState.CANCELLED.value}:
        check_meeting_move(MeetingState(found["state"]), MeetingState.INVITED)


def _same_version(found: dict[str, Any], planned: Planned, version: int | None) -> None:
    if found["version"] == version:
        return
    labels = {"title": "Title", "place": "Place", "address": "Address", "remote": "From elsewhere", "access": "Access",
              "what_will_happen": "What will happen"}  # fmt: skip
    yours = _columns(planned)
    raise Stale(
        {label: found[name] for name, label in labels.items()}, {label: yours[name] for name, label in labels.items()}
    )


async def _to(meeting_id: UUID, state: MeetingState) -> None:
    await value(
        "UPDATE forum_meeting SET state = $2, version = version + 1 WHERE id = $1 RETURNING id", meeting_id, state.value
    )


def _columns(planned: Planned) -> dict[str, Any]:
    """In the order of the statement that changes them."""
    return {
        "title": planned.title,
        "starts_at": planned.starts_at,
        "ends_at": planned.ends_at,
        "place": planned.place,
        "address": planned.address,
        "remote": planned.remote,
        "access": planned.access,
        "what_will_happen": planned.what_will_happen,
        "facilitator_name": planned.facilitator_name,
    }
