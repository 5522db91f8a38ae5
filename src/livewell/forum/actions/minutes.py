"""The minutes of a meeting: who came, what was said, what was decided, and what everybody may read of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from livewell.forum.actions.agenda import held_item
from livewell.forum.actions.meetings import held_meeting
from livewell.forum.forms import Attended, Decided, Said
from livewell.forum.rules.agenda import ItemKind, ItemState, check_item_move
from livewell.forum.rules.meetings import MeetingState
from livewell.forum.tables import AgendaItem, ForumDecision
from livewell.gaps import actions as gaps
from livewell.kit import clock, news, once
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member

_DECIDED = "forum.decided"
_ONLY_HELD = "Minutes begin when the meeting does. Say first that it has begun."
_ANSWERS = ("said", "who_can_help", "what_exists", "where_expertise")
_LABELS = ("What was said", "Who can help", "What there is already", "Where the knowledge is")


async def note_attendance(meeting_id: UUID, came: Mapping[UUID, Attended], *, by: Member) -> int:
    """
    Write down who took part and how; gives how many took part. Members who are not named stay as they were.

    What somebody offered is kept with the meeting and, when it is new, added to what they offer.
    """
    async with transaction():
        await _held(meeting_id)
        members = {
            one["id"]: one
            for one in await rows("SELECT id, state, offers FROM forum_member WHERE id = ANY($1::uuid[])", list(came))
        }
        for member_id, attended in came.items():
            if member_id not in members:
                raise NotFound
            await execute(
                """
                INSERT INTO meeting_place (id, meeting, member, told_sequence, answer, answered_sequence, came, offered)
                VALUES ($1, $2, $3, -1, '', -1, $4, $5)
                ON CONFLICT (meeting, member) DO UPDATE SET came = excluded.came, offered = excluded.offered
                """,
                uuid4(),
                meeting_id,
                member_id,
                attended.came.value,
                attended.offered.strip(),
            )
            offers, offered = members[member_id]["offers"], attended.offered.strip()
            if offered and offered.casefold() not in offers.casefold() and members[member_id]["state"] == "member":
                await execute(
                    "UPDATE forum_member SET offers = $2, version = version + 1 WHERE id = $1",
                    member_id,
                    f"{offers}\n{offered}".strip(),
                )
        await news.tell("forum.attendance_noted", subject=meeting_id, by=by)
        return int(
            await value(
                "SELECT count(*) FROM meeting_place WHERE meeting = $1 AND came IN ('room', 'remote')", meeting_id
            )
        )


async def write_said(item_id: UUID, said: Said, *, version: int | None, by: Member) -> None:
    """
    Write down what was said about an item of a meeting that was held. Raises `Stale` when somebody wrote first.

    An item about an action that is still to do comes back by itself at the next meeting.
    """
    async with transaction():
        found = await held_item(item_id)
        if found["meeting"] is None:
            raise RuleBroken("This item stands on no agenda.")
        await _held(found["meeting"])
        yours = {name: getattr(said, name) for name in _ANSWERS}
        if found["version"] != version:
            raise Stale(
                {label: found[name] for name, label in zip(_ANSWERS, _LABELS, strict=True)},
                {label: yours[name] for name, label in zip(_ANSWERS, _LABELS, strict=True)},
            )
        if found["state"] == ItemState.ON.value:
            check_item_move(ItemState.ON, ItemState.DISCUSSED)
        await execute(
            """
            UPDATE agenda_item SET said = $2, who_can_help = $3, what_exists = $4, where_expertise = $5,
                state = CASE WHEN state = 'on' THEN 'discussed' ELSE state END, version = version + 1
            WHERE id = $1
            """,
            item_id,
            *yours.values(),
        )
        await news.tell("forum.item_discussed", subject=item_id, by=by, meeting=found["meeting"])


async def carry_over(item_id: UUID, *, by: Member) -> None:
    """
    Let an item wait for another meeting; what was said of it stays in the minutes of this one.

    It keeps its number, so whatever belongs to it goes with it. Asked twice, it is once.
    """
    async with transaction():
        found = await held_item(item_id)
        if found["state"] == ItemState.WAITING.value:
            return
        if found["meeting"] is None or found["state"] not in {ItemState.ON.value, ItemState.DISCUSSED.value}:
            raise RuleBroken("Only an item of this meeting can be carried over.")
        await _held(found["meeting"])
        kept: dict[str, Any] = {
            name: found[name]
            for name in (
                "meeting", "position", "kind", "title", "words", "gap", "action", "about", *_ANSWERS, "proposed_by",
                "proposed_name", "minutes", "proposed_at",
            )
        }  # fmt: skip
        await AgendaItem(id=uuid4(), **kept, state=ItemState.CARRIED.value, goes_on=item_id).save()
        await execute(
            """
            UPDATE agenda_item SET meeting = NULL, position = 0, state = 'waiting', said = '', version = version + 1
            WHERE id = $1
            """,
            item_id,
        )
        await news.tell("forum.item_carried", subject=item_id, by=by, meeting=found["meeting"])


async def decide(meeting_id: UUID, item_id: UUID | None, decided: Decided, *, submission: UUID, by: Member) -> UUID:
    """
    Write down a decision of a meeting that was held; gives its id. The same form sent twice is one.

    What was decided about was spoken about, also when nobody writes down what was said.
    """
    async with transaction():
        before = await once.already_done(submission, _DECIDED)
        if before is not None:
            return UUID(before)
        await _held(meeting_id)
        if item_id is not None:
            found = await held_item(item_id)
            if found["meeting"] != meeting_id:
                raise RuleBroken("This item is not on the agenda of this meeting.")
            if found["state"] == ItemState.ON.value:
                # Its version stays: whoever is writing down what was said has read nothing old.
                check_item_move(ItemState.ON, ItemState.DISCUSSED)
                await execute("UPDATE agenda_item SET state = 'discussed' WHERE id = $1", item_id)
        made = uuid4()
        await ForumDecision(
            id=made,
            meeting=meeting_id,
            item=item_id,
            kind=decided.kind.value,
            words=decided.words,
            tags=[tag.value for tag in decided.tags],
            shown=decided.shown,
            decided_at=clock.now(),
        ).save()
        await news.tell(_DECIDED, subject=made, by=by, meeting=meeting_id, kind=decided.kind.value, item=item_id)
        await once.remember(submission, _DECIDED, str(made))
    return made


async def put_decision_right(decision_id: UUID, decided: Decided, *, version: int | None, by: Member) -> None:
    """Write a decision differently. Raises `Stale` when somebody changed it first."""
    async with transaction():
        found = await row("SELECT words, version FROM forum_decision WHERE id = $1 FOR UPDATE", decision_id)
        if found is None:
            raise NotFound
        if found["version"] != version:
            raise Stale({"Decision": found["words"]}, {"Decision": decided.words})
        await execute(
            "UPDATE forum_decision SET kind = $2, words = $3, tags = $4, shown = $5, version = version + 1 WHERE id = $1",
            decision_id,
            decided.kind.value,
            decided.words,
            [tag.value for tag in decided.tags],
            decided.shown,
        )
        await news.tell("forum.decision_put_right", subject=decision_id, by=by)


async def settle_gap(item_id: UUID, *, outcome: str, why: str, by: Member) -> None:
    """
    Say what came of something missing that the forum spoke about. Whoever asked for it hears why.

    Raises `RuleBroken` for an item without a gap, and what `gaps.actions.settle` raises.
    """
    async with transaction():
        found = await held_item(item_id)
        if found["kind"] != ItemKind.GAP.value or found["gap"] is None:
            raise RuleBroken("This item is not about something missing.")
        await gaps.settle(found["gap"], outcome, why.strip(), by=by)
        await news.tell("forum.gap_settled", subject=item_id, by=by, gap=found["gap"], outcome=outcome)


# ── what everybody may read ──


async def write_summary(meeting_id: UUID, words: str, *, version: int | None, by: Member) -> None:
    """
    Write the summary in plain words. Nobody reads it before it was looked at a second time and shown.

    A summary that is shown already goes back until it is shown again. Raises `Stale` when somebody wrote first.
    """
    async with transaction():
        found = await held_meeting(meeting_id)
        if found["state"] != MeetingState.HELD.value:
            raise RuleBroken(_ONLY_HELD)
        if found["version"] != version:
            raise Stale({"Summary": found["summary"]}, {"Summary": words})
        await execute(
            "UPDATE forum_meeting SET summary = $2, summary_shown_at = NULL, version = version + 1 WHERE id = $1",
            meeting_id,
            words.strip(),
        )
        await news.tell("forum.summary_written", subject=meeting_id, by=by)


async def show_summary(meeting_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Let everybody read the summary, after it was looked at a second time.

    Raises `RuleBroken` while it is empty, names a member who did not agree to be named, or was written anew since.
    """
    async with transaction():
        found = await held_meeting(meeting_id)
        if found["version"] != version:
            raise RuleBroken("The summary was changed since you looked at it. Read it again, then show it.")
        if not found["summary"]:
            raise RuleBroken("Write the summary first.")
        decided = await rows("SELECT words FROM forum_decision WHERE meeting = $1 AND shown", meeting_id)
        named = await names_in([found["summary"], *(one["words"] for one in decided)])
        if named:
            raise RuleBroken(
                f"It names {', '.join(named)}, who did not agree to be named. Write it without the name, or ask them first."
            )
        await execute(
            "UPDATE forum_meeting SET summary_shown_at = $2, version = version + 1 WHERE id = $1",
            meeting_id,
            clock.now(),
        )
        await news.tell("forum.summary_shown", subject=meeting_id, by=by)


async def hide_summary(meeting_id: UUID, *, by: Member) -> None:
    """Take a summary back: nobody reads it any more. Asked twice, it is once."""
    async with transaction():
        found = await held_meeting(meeting_id)
        if found["summary_shown_at"] is None:
            return
        await execute(
            "UPDATE forum_meeting SET summary_shown_at = NULL, version = version + 1 WHERE id = $1", meeting_id
        )
        await news.tell("forum.summary_hidden", subject=meeting_id, by=by)


async def names_in(texts: Sequence[str]) -> list[str]:
    """The full names of members who did not agree to be named, as they stand in these texts."""
    whole = " ".join(" ".join(text.split()) for text in texts).casefold()
    found = await rows("SELECT name FROM forum_member WHERE NOT name_public AND name LIKE '% %' ORDER BY lower(name)")
    return [one["name"] for one in found if " ".join(one["name"].split()).casefold() in whole]


async def _held(meeting_id: UUID) -> None:
    state = await value("SELECT state FROM forum_meeting WHERE id = $1 FOR SHARE", meeting_id)
    if state is None:
        raise NotFound
    if state != MeetingState.HELD.value:
        raise RuleBroken(_ONLY_HELD)
