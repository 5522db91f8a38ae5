"""Moving along the way: every step with its day, who took it and why; and the steps back when something has ended."""

from uuid import UUID, uuid4

from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, rows, transaction
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Member
from livewell.volunteers import queries
from livewell.volunteers.actions.gate import say_today
from livewell.volunteers.actions.held import check_runs, held
from livewell.volunteers.door import VOLUNTEER
from livewell.volunteers.rules import CLOSED, GATED, Stage, check_closing, check_move
from livewell.volunteers.rules.gate import Part
from livewell.volunteers.rules.words import FALLEN_BACK


async def move(
    volunteer_id: UUID, to: Stage, *, why: str, feedback: str, onward: str, version: int | None, by: Member
) -> None:
    """
    Move somebody on, with what they are told and offered; they hear it by e-mail.

    Raises `NotFound`, and `RuleBroken` when `to` cannot follow, when a way would end without a word, when somebody else
    was quicker, and when they would be ready without being recruited, checked and trained for a role they wish for.
    """
    check_runs(by)
    async with transaction():
        before = await held(volunteer_id, version=version)
        check_closing(to, feedback=feedback, onward=onward)
        await step(volunteer_id, Stage(before["stage"]), to, why=why, feedback=feedback, onward=onward, by=by)


async def step(
    volunteer_id: UUID, before: Stage, to: Stage, *, why: str = "", feedback: str = "", onward: str = "", by: Actor
) -> None:
    """One step of whoever is held already, inside their transaction; the gate stands before it."""
    check_move(before, to)
    if to in GATED and before not in GATED:
        await _check_gate(volunteer_id, before)
    now, today = clock.now(), clock.today()
    await execute(
        """
        UPDATE volunteer SET stage = $2, version = version + 1, left_on = $3,
               ready_on = CASE WHEN $4 THEN coalesce(ready_on, $5) ELSE ready_on END
        WHERE id = $1
        """,
        volunteer_id,
        to.value,
        today if to in CLOSED else None,
        to is Stage.READY,
        today,
    )
    await execute(
        """
        INSERT INTO volunteer_move (id, volunteer, from_stage, to_stage, why, feedback, onward, moved_at, moved_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        made := uuid4(),
        volunteer_id,
        before.value,
        to.value,
        why.strip(),
        feedback.strip(),
        onward.strip(),
        now,
        by.staff_id,
    )
    if to in CLOSED:
        await execute("DELETE FROM volunteer_warned WHERE volunteer = $1", volunteer_id)
    await news.tell("volunteer.moved", subject=volunteer_id, by=by, move=made, before=before.value, to=to.value)


async def _check_gate(volunteer_id: UUID, before: Stage) -> None:
    await say_today()
    found = await queries.ready_for_wishes(volunteer_id, rested=before is Stage.PAUSED)
    if any(one.ready for one in found.values()):
        return
    if not found:
        raise RuleBroken("Choose first what they would like to do: nobody is ready for nothing.")
    missing = min((one.lacks for one in found.values()), key=len)
    raise RuleBroken(f"They are not ready for this yet. Still missing: {'; '.join(missing)}.")


async def began_to_help(volunteer_id: UUID, *, by: Actor) -> None:
    """Their first placement began: ready becomes active. Nothing changes for whoever is active already."""
    async with transaction():
        before = await held(volunteer_id)
        if before["stage"] == Stage.READY.value:
            await step(volunteer_id, Stage.READY, Stage.ACTIVE, by=by)


async def helps_nowhere(volunteer_id: UUID, *, by: Actor) -> None:
    """Their last placement ended: active becomes ready. Nothing changes for whoever is elsewhere on the way."""
    async with transaction():
        before = await held(volunteer_id)
        if before["stage"] == Stage.ACTIVE.value:
            await step(volunteer_id, Stage.ACTIVE, Stage.READY, by=by)


async def look_again(volunteer_id: UUID, *, by: Actor = SYSTEM) -> None:
    """
    Something they had shown has ended or was taken back: those above hear which roles that stops.

    Whoever is ready for none of their roles any more goes back to what is missing. Inside the transaction of the change.
    """
    before = await held(volunteer_id)
    stage = Stage(before["stage"])
    if stage not in GATED:
        return
    found = await queries.ready_for_wishes(volunteer_id)
    stopped = [role for role, one in found.items() if not one.ready]
    if not stopped:
        return
    if len(stopped) == len(found):
        parts = frozenset[Part]().union(*(one.parts for one in found.values()))
        to = (
            Stage.CONVERSATION if Part.RECRUITED in parts else Stage.CHECKS if Part.CHECKED in parts else Stage.TRAINING
        )
        await step(volunteer_id, stage, to, why=FALLEN_BACK, by=by)
    await news.tell("volunteer.not_ready", subject=volunteer_id, by=by, roles=[str(role) for role in stopped])


async def look_again_at_role(role_id: UUID, *, by: Actor) -> None:
    """A role needs more than it did: everybody who is ready or active and wishes for it is looked at again."""
    for one in await rows(
        """
        SELECT v.id FROM volunteer v JOIN volunteer_wish w ON w.volunteer = v.id
        WHERE w.role = $1 AND v.stage IN ('ready', 'active') AND v.forgotten_at IS NULL ORDER BY v.id
        """,
        role_id,
    ):
        await look_again(one["id"], by=by)


async def shut_out(volunteer_id: UUID) -> None:
    """End every link and every stay at their own pages."""
    await VOLUNTEER.shut_out(volunteer_id)
