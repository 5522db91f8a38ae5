"""The register of a session: who came, whether somebody came along, and what completes a course."""

from collections.abc import Collection
from uuid import UUID, uuid4

from livewell.kit import clock, ids, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.learning.actions.booking import hold_run
from livewell.learning.rules import is_complete


async def note_attendance(
    session_id: UUID, *, came: Collection[UUID], accompanied: Collection[UUID] = (), by: Actor
) -> None:
    """
    Write the register of a session: of everybody booked, who came, and with whom somebody came along.

    Written again it is put right, certificates too. Raises `NotFound`, and `RuleBroken` before the session or when it was
    called off.
    """
    async with transaction():
        found = await row("SELECT run, starts_at, cancelled_why FROM course_session WHERE id = $1", session_id)
        if found is None:
            raise NotFound
        await hold_run(found["run"])
        if found["cancelled_why"]:
            raise RuleBroken("This session was called off.")
        if found["starts_at"] > clock.now():
            raise RuleBroken("The register is written once the session has begun.")
        for one in await rows("SELECT id FROM booking WHERE run = $1 AND state = 'booked'", found["run"]):
            await execute(
                """
                INSERT INTO course_attendance (id, booking, session, came, accompanied, noted_at, noted_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (booking, session) DO UPDATE
                SET came = excluded.came, accompanied = excluded.accompanied, noted_at = excluded.noted_at,
                    noted_by = excluded.noted_by
                """,
                uuid4(),
                one["id"],
                session_id,
                one["id"] in came,
                one["id"] in came and one["id"] in accompanied,
                clock.now(),
                by.staff_id,
            )
        await news.tell("course_session.register", subject=session_id, by=by, run=found["run"], came=len(came))
        await _complete(found["run"], by=by)


async def _complete(run_id: UUID, *, by: Actor) -> None:
    """Whoever has come often enough completed it and has a certificate; whoever has not after all has none."""
    for one in await rows(
        """
        SELECT b.id, b.name, b.person, b.completed_on, c.needed_sessions,
               (SELECT count(*) FROM course_session s WHERE s.run = r.id AND s.cancelled_why = '') AS sessions,
               (SELECT count(*) FROM course_attendance a JOIN course_session s ON s.id = a.session
                WHERE a.booking = b.id AND a.came AND s.cancelled_why = '') AS came
        FROM booking b JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
        WHERE b.run = $1 AND b.state = 'booked'
        """,
        run_id,
    ):
        complete = is_complete(one["came"], one["sessions"], one["needed_sessions"])
        if complete and one["completed_on"] is None:
            await execute("UPDATE booking SET completed_on = $2 WHERE id = $1", one["id"], clock.today())
            await execute(
                "INSERT INTO certificate (id, booking, number, issued_on, name) VALUES ($1, $2, $3, $4, $5)",
                uuid4(),
                one["id"],
                await _number(),
                clock.today(),
                one["name"],
            )
            await news.tell("booking.completed", subject=one["id"], by=by, person=one["person"], run=run_id)
        elif not complete and one["completed_on"] is not None:
            await execute("DELETE FROM certificate WHERE booking = $1", one["id"])
            await execute("UPDATE booking SET completed_on = NULL WHERE id = $1", one["id"])
            await news.tell("booking.not_completed", subject=one["id"], by=by, person=one["person"], run=run_id)


async def _number() -> str:
    while True:
        number = ids.new_reference()
        if await value("SELECT true FROM certificate WHERE number = $1", number) is None:
            return number
