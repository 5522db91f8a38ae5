"""The conversation before somebody is taken on, and what those who know them say."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, doorkeys, news, once
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM, Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.volunteers.actions.applying import name_referee
from livewell.volunteers.actions.held import CHANGED, check_runs, held
from livewell.volunteers.actions.stages import look_again
from livewell.volunteers.forms.applying import Referee
from livewell.volunteers.forms.desk import Talked
from livewell.volunteers.rules import CLOSED, Stage
from livewell.volunteers.rules.references import REMINDED_AFTER, RefereeState, check_referee, check_referee_move

REFERENCE_KEY = "volunteer_reference"
"""The purpose of the key in a link to somebody who is asked."""
_ENDED = "This link has been used or has ended. Nothing more is needed."


async def note_talk(volunteer_id: UUID, talked: Talked, *, submission: UUID, by: Member) -> UUID:
    """Keep a conversation. The newest one decides; one after which it does not suit takes readiness away."""
    check_runs(by)
    async with transaction():
        before = await once.already_done(submission, "volunteer.talked")
        if before is not None:
            return UUID(before)
        who = await held(volunteer_id)
        _check_open(who)
        made = uuid4()
        await execute(
            """
            INSERT INTO volunteer_talk (id, volunteer, held_on, asked_by, lived_experience, answers, agreed, suits, noted_at,
                                        noted_by, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
            """,
            made,
            volunteer_id,
            talked.held_on,
            talked.asked_by,
            talked.lived_experience,
            json.dumps(dict(talked.answers)),
            talked.agreed,
            talked.suits,
            clock.now(),
            by.staff_id,
        )
        await news.tell("volunteer.talked", subject=volunteer_id, by=by, suits=talked.suits)
        await look_again(volunteer_id, by=by)
        await once.remember(submission, "volunteer.talked", str(made))
    return made


def _check_open(who: Mapping[str, Any]) -> None:
    if Stage(who["stage"]) in CLOSED:
        raise RuleBroken("Their way has ended. Begin it again first.")


async def add_referee(volunteer_id: UUID, referee: Referee, *, submission: UUID, by: Actor) -> UUID:
    """Name somebody who may be asked; by the volunteer, or by whoever runs the volunteering."""
    if by.kind == "staff":
        check_runs(by)
    async with transaction():
        before = await once.already_done(submission, "volunteer.referee")
        if before is not None:
            return UUID(before)
        who = await held(volunteer_id)
        _check_open(who)
        made = await name_referee(volunteer_id, referee, own=who["email"])
        await news.tell("volunteer.named_referee", subject=volunteer_id, by=by, reference=made)
        await once.remember(submission, "volunteer.referee", str(made))
    return made


async def ask_reference(reference_id: UUID, *, version: int | None, by: Member) -> None:
    """Send somebody the link to their questions. Raises `NotFound`, and `RuleBroken` when they were asked or have no address."""
    check_runs(by)
    async with transaction():
        found = await _held_reference(reference_id, version)
        check_referee_move(RefereeState(found["state"]), RefereeState.ASKED)
        if not found["email"]:
            raise RuleBroken("There is no email address to ask them at. Ring them, and write down what they say.")
        check_referee(found["email"], found["own"])
        await execute(
            "UPDATE volunteer_reference SET state = 'asked', asked_at = $2, version = version + 1 WHERE id = $1",
            reference_id,
            clock.now(),
        )
        await news.tell("volunteer.reference_asked", subject=reference_id, by=by)


async def take_back(reference_id: UUID, *, version: int | None, by: Actor, volunteer: UUID | None = None) -> None:
    """
    Ask them no more: their link opens nothing from now on. By the volunteer themself (`volunteer`), or for them.

    Raises `NotFound` for another's, and `RuleBroken` once it was answered.
    """
    if volunteer is None:
        check_runs(by)
    async with transaction():
        found = await _held_reference(reference_id, version)
        if volunteer is not None and found["volunteer"] != volunteer:
            raise NotFound
        check_referee_move(RefereeState(found["state"]), RefereeState.TAKEN_BACK)
        await execute(
            "UPDATE volunteer_reference SET state = 'taken_back', version = version + 1 WHERE id = $1", reference_id
        )
        await doorkeys.end_keys(REFERENCE_KEY, reference_id)
        await news.tell("volunteer.reference_taken_back", subject=reference_id, by=by)


async def answer_reference(token: str, answers: Mapping[str, str] | None) -> None:
    """
    What somebody said, or that they would rather not (None). Their link is spent.

    Raises `RuleBroken` for a link that was used, has ended, or was taken back.
    """
    opened = await doorkeys.open_key(token, REFERENCE_KEY)
    if opened is None:
        raise RuleBroken(_ENDED)
    async with transaction():
        found = await _held_reference(opened.subject, None)
        to = RefereeState.DECLINED if answers is None else RefereeState.ANSWERED
        check_referee_move(RefereeState(found["state"]), to)
        await doorkeys.use_key(opened.key_id)
        await doorkeys.end_keys(REFERENCE_KEY, opened.subject)
        await execute(
            """
            UPDATE volunteer_reference SET state = $2, answers = $3, answered_at = $4, version = version + 1 WHERE id = $1
            """,
            opened.subject,
            to.value,
            json.dumps(dict(answers or {})),
            clock.now(),
        )
        await news.tell(
            "volunteer.reference_answered", subject=opened.subject, by=PUBLIC_VISITOR, declined=answers is None
        )


async def write_down_reference(
    reference_id: UUID, answers: Mapping[str, str], *, version: int | None, by: Member
) -> None:
    """What somebody said on the telephone, written down by whoever rang them."""
    check_runs(by)
    async with transaction():
        found = await _held_reference(reference_id, version)
        if found["state"] == RefereeState.WAITING.value:
            check_referee_move(RefereeState.WAITING, RefereeState.ASKED)
        else:
            check_referee_move(RefereeState(found["state"]), RefereeState.ANSWERED)
        await doorkeys.end_keys(REFERENCE_KEY, reference_id)
        await execute(
            """
            UPDATE volunteer_reference SET state = 'answered', answers = $2, asked_at = coalesce(asked_at, $3),
                   answered_at = $3, version = version + 1 WHERE id = $1
            """,
            reference_id,
            json.dumps(dict(answers)),
            clock.now(),
        )
        await news.tell("volunteer.reference_answered", subject=reference_id, by=by, declined=False)


async def judge_reference(reference_id: UUID, *, suits: bool, version: int | None, by: Member) -> None:
    """Say what we make of a reference that was answered. One that does not suit counts for nothing."""
    check_runs(by)
    async with transaction():
        found = await _held_reference(reference_id, version)
        if found["state"] != RefereeState.ANSWERED.value:
            raise RuleBroken("There is no answer to read yet.")
        await execute(
            "UPDATE volunteer_reference SET suits = $2, read_at = $3, read_by = $4, version = version + 1 WHERE id = $1",
            reference_id,
            suits,
            clock.now(),
            by.staff_id,
        )
        await news.tell("volunteer.reference_read", subject=reference_id, by=by, suits=suits)
        await look_again(found["volunteer"], by=by)


async def remind_referees() -> None:
    """Remind, once, whoever was asked a week ago and has not answered."""
    due = await rows(
        """
        SELECT f.id FROM volunteer_reference f JOIN volunteer v ON v.id = f.volunteer
        WHERE f.state = 'asked' AND f.reminded_at IS NULL AND f.asked_at <= $1 AND v.stage NOT IN ('left', 'declined')
        ORDER BY f.asked_at LIMIT 200
        """,
        clock.now() - REMINDED_AFTER,
    )
    for one in due:
        async with transaction():
            marked = await row(
                """
                UPDATE volunteer_reference SET reminded_at = $2
                WHERE id = $1 AND reminded_at IS NULL AND state = 'asked' RETURNING id
                """,
                one["id"],
                clock.now(),
            )
            if marked is not None:
                await news.tell("volunteer.reference_reminded", subject=one["id"], by=SYSTEM)


async def _held_reference(reference_id: UUID, version: int | None) -> dict[str, Any]:
    """The volunteer first, then the reference, so that whoever looks at both takes turns."""
    found = await row(
        """
        SELECT f.*, v.email AS own FROM volunteer_reference f JOIN volunteer v ON v.id = f.volunteer
        WHERE f.id = $1 AND v.forgotten_at IS NULL FOR UPDATE OF v, f
        """,
        reference_id,
    )
    if found is None:
        raise NotFound
    if version is not None and version != found["version"]:
        raise RuleBroken(CHANGED)
    return found
