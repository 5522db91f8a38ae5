"""Somebody says how it was; the team decides whether everybody may read it; those who run it may answer once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import queries as listings
from livewell.assets.rules.searching import suggests_crisis
from livewell.gatherings.forms.comments import Comment
from livewell.gatherings.rules.comments import CommentState, Reason, check_move
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_SAID = "comment.said"
_ANSWERED = "comment.answered"
DECLINED_KEPT = timedelta(days=90)
"""How long the words of a comment that is not shown are kept, should somebody ask why."""


async def say(asset_id: UUID, said: Comment, *, submission: UUID, by: Actor) -> bool:
    """
    Take what somebody says of a listing; gives whether the words may be about somebody in danger. Twice is once.

    `NotFound` when there is no such listing for everybody to see.
    """
    urgent = suggests_crisis(said.words)
    async with transaction():
        if await once.already_done(submission, _SAID) is not None:
            return urgent
        await listings.asset(asset_id)
        made = uuid4()
        await execute(
            """
            INSERT INTO asset_comment (id, asset, overall, welcome, access, words, first_name, urgent, state, reason,
                                       said_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, 1)
            """,
            made,
            asset_id,
            said.overall,
            said.welcome,
            said.access,
            said.words,
            said.first_name,
            urgent,
            CommentState.WAITING.value,
            clock.now(),
        )
        await news.tell(_SAID, subject=made, by=by, asset=asset_id, urgent=urgent)
        await once.remember(submission, _SAID, str(made))
    return urgent


async def decide(
    comment_id: UUID, *, to: CommentState, reason: Reason | None = None, version: int | None, by: Member
) -> None:
    """
    Let everybody read a comment, or not; one that is shown can be taken down again. Its words are never changed.

    Raises `NotFound`, also for whoever is not of the team, and `RuleBroken` when somebody else decided, or it is not
    shown and nobody says why.
    """
    _must_be_of_the_team(by)
    async with transaction():
        found = await _held(comment_id)
        check_move(CommentState(found["state"]), to)
        if found["version"] != version:
            raise RuleBroken("Somebody has changed this comment. Read it again, then decide.")
        declined = to is CommentState.DECLINED
        if declined and reason is None:
            raise RuleBroken("Say why it is not shown.")
        why = reason.value if declined and reason is not None else ""
        await execute(
            """
            UPDATE asset_comment SET state = $2, reason = $3, decided_at = $4, decided_by = $5, version = version + 1
            WHERE id = $1
            """,
            comment_id,
            to.value,
            why,
            clock.now(),
            by.id,
        )
        await news.tell(
            "comment.decided", subject=comment_id, by=by, asset=found["asset"], decision=to.value, reason=why
        )


async def answer(comment_id: UUID, words: str, *, submission: UUID, by: Member) -> bool:
    """
    Answer a comment that everybody may read, once; gives whether everybody may read the answer at once.

    They may when the team writes it down for those who run it; what an editor of theirs writes waits for the team.
    Raises `NotFound` when the listing is not theirs, and `RuleBroken` when there is an answer already.
    """
    at_once = _is_of_the_team(by)
    async with transaction():
        if await once.already_done(submission, _ANSWERED) is not None:
            return at_once
        found = await _held(comment_id)
        if not listings.may_edit(by, found["organisation"]):
            raise NotFound
        if found["state"] != CommentState.APPROVED.value:
            raise RuleBroken("Only a comment that everybody may read can be answered.")
        now = clock.now()
        state = CommentState.APPROVED if at_once else CommentState.WAITING
        made = await value(
            """
            INSERT INTO comment_answer AS before (id, comment, words, by_name, state, answered_at, decided_at, decided_by,
                                                  version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
            ON CONFLICT (comment) DO UPDATE
            SET words = excluded.words, by_name = excluded.by_name, state = excluded.state,
                answered_at = excluded.answered_at, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
                version = before.version + 1
            WHERE before.state = $9
            RETURNING id
            """,
            uuid4(),
            comment_id,
            words,
            by.name[:160],
            state.value,
            now,
            now if at_once else None,
            by.id if at_once else None,
            CommentState.DECLINED.value,
        )
        if made is None:
            raise RuleBroken("This comment was answered already.")
        await news.tell(_ANSWERED, subject=comment_id, by=by, asset=found["asset"], waits=not at_once)
        await once.remember(submission, _ANSWERED, str(made))
    return at_once


async def decide_answer(comment_id: UUID, *, to: CommentState, version: int | None, by: Member) -> None:
    """Let everybody read an answer, or not; they may write another then. Raises as `decide`."""
    _must_be_of_the_team(by)
    async with transaction():
        found = await _held(comment_id)
        answered = await row("SELECT state, version FROM comment_answer WHERE comment = $1 FOR UPDATE", comment_id)
        if answered is None:
            raise NotFound
        check_move(CommentState(answered["state"]), to)
        if answered["version"] != version:
            raise RuleBroken("Somebody has changed this answer. Read it again, then decide.")
        await execute(
            """
            UPDATE comment_answer SET state = $2, decided_at = $3, decided_by = $4, version = version + 1
            WHERE comment = $1
            """,
            comment_id,
            to.value,
            clock.now(),
            by.id,
        )
        await news.tell("comment.answer_decided", subject=comment_id, by=by, asset=found["asset"], decision=to.value)


async def forget_declined() -> None:
    """Forget the words and the name in comments that have not been shown for three months; their stars count nowhere."""
    await execute(
        """
        UPDATE asset_comment SET words = '', first_name = ''
        WHERE state = 'declined' AND decided_at < $1 AND (words <> '' OR first_name <> '')
        """,
        clock.now() - DECLINED_KEPT,
    )


def _is_of_the_team(by: Member) -> bool:
    return Permission.EDIT_LISTINGS in by.can


def _must_be_of_the_team(by: Member) -> None:
    if not _is_of_the_team(by):
        raise NotFound


async def _held(comment_id: UUID) -> dict[str, Any]:
    found = await row(
        """
        SELECT c.asset, c.state, c.version, a.organisation FROM asset_comment c JOIN asset a ON a.id = c.asset
        WHERE c.id = $1 FOR UPDATE OF c
        """,
        comment_id,
    )
    if found is None:
        raise NotFound
    return found
