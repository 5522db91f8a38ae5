"""Raising a safety matter, taking it on, working on it and closing it; and saying again when nobody has."""

from uuid import UUID, uuid4, uuid5

from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.safety import queries, rules
from livewell.safety.rules import RaisedFrom, SafetyKind, SafetyStatus
from livewell.safety.tables import SafetyMatter, SafetyStep
from livewell.staff.rules import Member

_KIND = "safety.raised"


async def raise_matter(
    *,
    person: UUID,
    journey: UUID | None,
    area: UUID | None,
    kind: SafetyKind,
    urgent: bool,
    what: str,
    done_so_far: str = "",
    raised_from: RaisedFrom,
    duty: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Write the matter and tell the news in one transaction: never lost, and the same form sent twice is one matter.

    Gives the matter's id. `duty` is the member of staff it is opened for, who sees it wherever they work; the team of the
    area sees it as ever. `submission` may be the number of a form that does other things too. Anybody may raise one;
    whether they may see the person is for the page that asks. Raises RuleBroken when it does not say what happened.
    """
    if not what.strip():
        raise RuleBroken("Say what has happened, so that whoever answers knows where to begin.")
    key = uuid5(submission, _KIND)
    async with transaction():
        before = await once.already_done(key, _KIND)
        if before is not None:
            return UUID(before)
        now = clock.now()
        matter = SafetyMatter(
            id=uuid4(),
            person=person,
            journey=journey,
            area=area,
            kind=kind.value,
            urgent=urgent,
            duty=duty,
            raised_from=raised_from.value,
            what=what.strip(),
            done_so_far=done_so_far.strip(),
            status=SafetyStatus.RAISED.value,
            raised_at=now,
            raised_by=by.id if by.kind == "staff" else None,
            due_at=rules.answer_due(now, urgent=urgent),
        )
        await matter.save()
        await news.tell(
            "safety.raised",
            subject=matter.id,
            by=by,
            journey=journey,
            person=person,
            area=area,
            urgent=urgent,
            raised_from=raised_from.value,
            duty=duty,
        )
        await once.remember(key, _KIND, str(matter.id))
    return UUID(str(matter.id))


async def acknowledge(matter_id: UUID, *, by: Member) -> None:
    """Take the matter on: from now on it is theirs to work on and the reminders stop. Asked twice by the same person, it is once."""
    async with transaction():
        matter = await _mine(matter_id, by)
        if matter.status == SafetyStatus.ACKNOWLEDGED.value and matter.acknowledged_by == by.id:
            return
        rules.check_move(SafetyStatus(matter.status), SafetyStatus.ACKNOWLEDGED)
        matter.status = SafetyStatus.ACKNOWLEDGED.value
        matter.acknowledged_at = clock.now()
        matter.acknowledged_by = by.id
        matter.version += 1
        await matter.save()
        await _tell("safety.acknowledged", matter, by)


async def add_step(matter_id: UUID, *, what: str, submission: UUID, by: Member) -> None:
    """Write down one thing that was done about it."""
    async with transaction():
        if await once.already_done(submission, "safety.step") is not None:
            return
        matter = await _mine(matter_id, by)
        rules.check_open(SafetyStatus(matter.status))
        if not what.strip():
            raise RuleBroken("Say what was done.")
        await SafetyStep(id=uuid4(), matter=matter.id, what=what.strip(), done_at=clock.now(), done_by=by.id).save()
        await _tell("safety.step_taken", matter, by)
        await once.remember(submission, "safety.step", str(matter.id))


async def close(matter_id: UUID, *, outcome: str, submission: UUID, by: Member) -> None:
    """Close the matter, saying what came of it. Raises RuleBroken when nobody has taken it on yet."""
    async with transaction():
        if await once.already_done(submission, "safety.close") is not None:
            return
        matter = await _mine(matter_id, by)
        rules.check_move(SafetyStatus(matter.status), SafetyStatus.CLOSED)
        if not outcome.strip():
            raise RuleBroken("Say what came of it before you close it.")
        matter.status = SafetyStatus.CLOSED.value
        matter.closed_at = clock.now()
        matter.closed_by = by.id
        matter.outcome = outcome.strip()
        matter.version += 1
        await matter.save()
        await _tell("safety.closed", matter, by)
        await once.remember(submission, "safety.close", str(matter.id))


async def remind_overdue() -> int:
    """
    Say again, every half hour, of each matter that nobody has taken on in time; gives how many were said.

    The worker calls it by the clock. Two workers at once say each matter once.
    """
    said = 0
    overdue = await rows(
        "SELECT id FROM safety_matter WHERE status = 'raised' AND due_at <= $1 ORDER BY due_at", clock.now()
    )
    for one in overdue:
        said += await _remind(one["id"])
    return said


async def _remind(matter_id: UUID) -> bool:
    async with transaction():
        matter = (
            await SafetyMatter.objects()
            .where(SafetyMatter.id == matter_id)
            .lock_rows("UPDATE", skip_locked=True)
            .first()
        )
        if matter is None:
            return False
        now = clock.now()
        if not rules.reminder_due(SafetyStatus(matter.status), matter.due_at, matter.last_reminded_at, now):
            return False
        matter.last_reminded_at = now
        await matter.save([SafetyMatter.last_reminded_at])
        await _tell("safety.unanswered", matter, SYSTEM)
        return True


async def _mine(matter_id: UUID, by: Member) -> SafetyMatter:
    """The matter, locked, when it is this member's to see; NotFound otherwise."""
    matter = await SafetyMatter.objects().where(SafetyMatter.id == matter_id).lock_rows("UPDATE").first()
    if matter is None or not await queries.may_see(matter_id, seen_by=by):
        raise NotFound
    return matter


async def _tell(what: str, matter: SafetyMatter, by: Actor) -> None:
    """Whose team answers and how soon; never what it is about, which is for the matter's own page alone."""
    await news.tell(
        what,
        subject=matter.id,
        by=by,
        journey=matter.journey,
        person=matter.person,
        area=matter.area,
        urgent=matter.urgent,
        duty=matter.duty,
    )
