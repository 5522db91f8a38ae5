"""A run of a course is planned, changed, moved and called off; everybody who has a place hears of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.learning.actions.booking import counts, hold_run, offer_free
from livewell.learning.forms.courses import RunWords, SessionTimes
from livewell.learning.rules import MOST_SESSIONS
from livewell.learning.rules.courses import RunState, check_run_move

_PLANNED = "course_run.planned"
_NOW = "It was changed meanwhile. Open the page again, then decide."


async def plan_run(
    course_id: UUID, words: RunWords, sessions: Sequence[SessionTimes], *, submission: UUID, by: Actor
) -> UUID:
    """Plan one time that a course is held; gives the run's id. Twice is once. RuleBroken without a session."""
    if not sessions:
        raise RuleBroken("A run has one session at least.")
    async with transaction():
        before = await once.already_done(submission, _PLANNED)
        if before is not None:
            return UUID(before)
        if await value("SELECT true FROM course WHERE id = $1 FOR SHARE", course_id) is None:
            raise NotFound
        made = uuid4()
        await execute(
            """
            INSERT INTO course_run (id, course, place, asset, places, waiting_places, booking_opens_on, booking_closes_on,
                                    state, cancelled_why, contact, made_at, made_by, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9, $10, $11, 1)
            """,
            made,
            course_id,
            words.place,
            words.asset,
            words.places,
            words.waiting_places,
            words.opens_on,
            words.closes_on,
            words.contact,
            clock.now(),
            by.staff_id,
        )
        for session in sessions:
            await _add(made, session)
        await news.tell(_PLANNED, subject=made, by=by, course=course_id)
        await once.remember(submission, _PLANNED, str(made))
    return made


async def change_run(run_id: UUID, words: RunWords, *, version: int | None, by: Actor) -> None:
    """
    Change where a run is, how many places there are and when it can be booked. More places go to those who wait.

    Raises `NotFound`, and `RuleBroken` when somebody else changed it, or more people have a place than there would be.
    """
    async with transaction():
        await hold_run(run_id)
        if await value("SELECT version FROM course_run WHERE id = $1", run_id) != version:
            raise RuleBroken(_NOW)
        counted = await counts(run_id)
        if words.places < counted.taken:
            raise RuleBroken(f"{counted.taken} places are taken already, so there cannot be fewer.")
        await execute(
            """
            UPDATE course_run SET place = $2, asset = $3, places = $4, waiting_places = $5, booking_opens_on = $6,
                                  booking_closes_on = $7, contact = $8, version = version + 1
            WHERE id = $1
            """,
            run_id,
            words.place,
            words.asset,
            words.places,
            words.waiting_places,
            words.opens_on,
            words.closes_on,
            words.contact,
        )
        await news.tell("course_run.changed", subject=run_id, by=by)
        await offer_free(await hold_run(run_id), by=by)


async def move_run(run_id: UUID, *, to: RunState, why: str = "", by: Actor) -> None:
    """
    Close booking, open it, say that a run is done, or call it off, of which everybody in it hears.

    Raises `NotFound`, and `RuleBroken` when it cannot go there, or it is called off and nobody says why.
    """
    if to is RunState.CANCELLED and not why.strip():
        raise RuleBroken("Say why it is called off: everybody who has a place is told it.")
    async with transaction():
        run = await hold_run(run_id)
        check_run_move(run.state, to)
        await execute(
            "UPDATE course_run SET state = $2, cancelled_why = $3, version = version + 1 WHERE id = $1",
            run_id,
            to.value,
            why.strip() if to is RunState.CANCELLED else "",
        )
        await news.tell("course_run.moved", subject=run_id, by=by, to=to.value)
        if to is RunState.CANCELLED:
            for one in await _in_it(run_id):
                await news.tell("booking.run_off", subject=one["id"], by=by, person=one["person"], run=run_id)
            await execute(
                """
                UPDATE booking SET state = 'cancelled', cancelled_at = $2, cancelled_why = 'Called off',
                                   offered_until = NULL, version = version + 1
                WHERE run = $1 AND state IN ('booked', 'offered', 'waiting')
                """,
                run_id,
                clock.now(),
            )


async def add_session(run_id: UUID, session: SessionTimes, *, by: Actor) -> UUID:
    """One more session; everybody in the run hears of it. RuleBroken once the run is done or called off."""
    async with transaction():
        await _still_on(run_id)
        if int(await value("SELECT count(*) FROM course_session WHERE run = $1", run_id)) >= MOST_SESSIONS:
            raise RuleBroken(f"A run has at most {MOST_SESSIONS} sessions.")
        made = await _add(run_id, session)
        await news.tell("course_session.added", subject=made, by=by, run=run_id)
        for one in await _in_it(run_id):
            await news.tell("booking.moved", subject=one["id"], by=by, person=one["person"], run=run_id, session=made)
    return made


async def move_session(session_id: UUID, times: SessionTimes, *, why: str, version: int | None, by: Actor) -> None:
    """Move a session to another time, of which everybody in the run hears with a calendar file. Raises as `call_off`."""
    if not why.strip():
        raise RuleBroken("Say why it is moved: everybody who has a place is told it.")
    async with transaction():
        run = await _held_session(session_id, version)
        await execute(
            """
            UPDATE course_session SET starts_at = $2, ends_at = $3, words = $4, moved_why = $5, version = version + 1
            WHERE id = $1
            """,
            session_id,
            times.starts_at,
            times.ends_at,
            times.words,
            why.strip(),
        )
        await news.tell("course_session.moved", subject=session_id, by=by, run=run)
        for one in await _in_it(run):
            await news.tell(
                "booking.moved", subject=one["id"], by=by, person=one["person"], run=run, session=session_id
            )


async def call_off(session_id: UUID, *, why: str, version: int | None, by: Actor) -> None:
    """
    Call one session off, of which everybody in the run hears.

    Raises `NotFound`, and `RuleBroken` when somebody else changed it, it was called off before, or nobody says why.
    """
    if not why.strip():
        raise RuleBroken("Say why it is called off: everybody who has a place is told it.")
    async with transaction():
        run = await _held_session(session_id, version)
        await execute(
            "UPDATE course_session SET cancelled_why = $2, version = version + 1 WHERE id = $1", session_id, why.strip()
        )
        await news.tell("course_session.called_off", subject=session_id, by=by, run=run)
        for one in await _in_it(run):
            await news.tell(
                "booking.session_off", subject=one["id"], by=by, person=one["person"], run=run, session=session_id
            )


async def _in_it(run_id: UUID) -> list[dict[str, Any]]:
    """Everybody to tell: one piece of news for each, so that a message that cannot be sent holds up nobody else's."""
    return await rows(
        "SELECT id, person FROM booking WHERE run = $1 AND state IN ('booked', 'offered', 'waiting') ORDER BY id",
        run_id,
    )


async def _still_on(run_id: UUID) -> None:
    run = await hold_run(run_id)
    if run.state in {RunState.CANCELLED, RunState.DONE}:
        raise RuleBroken("This run is over or was called off.")


async def _held_session(session_id: UUID, version: int | None) -> UUID:
    found = await row("SELECT run FROM course_session WHERE id = $1", session_id)
    if found is None:
        raise NotFound
    await _still_on(found["run"])
    held = await row("SELECT version, cancelled_why FROM course_session WHERE id = $1 FOR UPDATE", session_id)
    assert held is not None
    if held["version"] != version:
        raise RuleBroken(_NOW)
    if held["cancelled_why"]:
        raise RuleBroken("This session was called off.")
    return UUID(str(found["run"]))


async def _add(run_id: UUID, session: SessionTimes) -> UUID:
    made = uuid4()
    await execute(
        """
        INSERT INTO course_session (id, run, starts_at, ends_at, words, moved_why, cancelled_why, version)
        VALUES ($1, $2, $3, $4, $5, '', '', 1)
        """,
        made,
        run_id,
        session.starts_at,
        session.ends_at,
        session.words,
    )
    return made
