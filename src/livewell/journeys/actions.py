"""Everything that changes a journey: it opens, moves, is given to somebody, and ends."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.journeys import rules
from livewell.journeys.queries import seen
from livewell.journeys.rules import ContactOutcome, EndReason, Stage
from livewell.journeys.tables import ContactAttempt, Journey, StageChange
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.dates import add_working_days
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people.rules import ContactMethod
from livewell.places.queries import setting
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class Opened:
    """What came of accepting somebody."""

    journey_id: UUID
    joined: bool
    """True when the person had an open journey already, which goes on."""


async def open_or_join(
    *,
    person: UUID,
    area: UUID,
    practice: UUID | None,
    health_coach: UUID | None,
    first_contact_due_on: date | None = None,
    by: Actor,
) -> Opened:
    """
    Open a journey for a person, or join the one that is open: a person has at most one.

    After an ending it is a new journey that names the one before. NotFound when there is no such person.
    """
    async with transaction():
        # Two referrals accepted at the same moment queue here; the unique index is the last word.
        if await row("SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE", person) is None:
            raise NotFound
        going_on = await Journey.objects().where((Journey.person == person) & Journey.closed_at.is_null()).first()
        if going_on is not None:
            await news.tell("journey.joined", subject=going_on.id, by=by, journey=going_on.id, person=person)
            return Opened(going_on.id, joined=True)
        before = (
            await Journey.objects()
            .where((Journey.person == person) & Journey.closed_at.is_not_null())
            .order_by(Journey.closed_at, ascending=False)
            .first()
        )
        now = clock.now()
        journey = Journey(
            person=person,
            area=area,
            practice=practice,
            stage=Stage.CONTACTING,
            health_coach=health_coach,
            opened_at=now,
            first_contact_due_on=first_contact_due_on or await _first_contact_day(),
            previous=before.id if before else None,
        )
        await journey.save()
        await _note_change(journey.id, was="", to=Stage.CONTACTING, why="", by=by)
        await news.tell(
            "journey.opened",
            subject=journey.id,
            by=by,
            journey=journey.id,
            person=person,
            area=area,
            again=before is not None,
        )
    return Opened(journey.id, joined=False)


async def move(journey_id: UUID, *, to: Stage, why: str, by: Actor) -> None:
    """
    Move a journey to another stage. It ends with `close`, not here.

    NotFound when `by` may not see it; RuleBroken when the move is not open.
    """
    if to is Stage.CLOSED:
        raise RuleBroken("A journey ends with a reason: use the ending.")
    async with transaction():
        journey = await _locked(journey_id, by)
        await _move(journey, to=to, why=why, by=by)


async def close(journey_id: UUID, *, reason: EndReason, planned: bool, why: str, by: Actor) -> None:
    """
    End a journey with its reason.

    NotFound when `by` may not see it; RuleBroken when it has ended already.
    """
    async with transaction():
        journey = await _locked(journey_id, by)
        was = Stage(journey.stage)
        rules.check_move(was, to=Stage.CLOSED)
        journey.stage = Stage.CLOSED
        journey.closed_at = clock.now()
        journey.end_reason = reason
        journey.end_planned = planned
        journey.version += 1
        await journey.save()
        await _note_change(journey.id, was=was, to=Stage.CLOSED, why=why, by=by)
        await news.tell(
            "journey.closed",
            subject=journey.id,
            by=by,
            journey=journey.id,
            person=journey.person,
            reason=reason,
            planned=planned,
            **{"from": was},
        )


async def assign(
    journey_id: UUID,
    *,
    health_coach: UUID | None = None,
    link_worker: UUID | None = None,
    no_link_worker: bool = False,
    elsewhere: bool = False,
    by: Actor,
) -> None:
    """
    Give a journey to another coach, another link worker, or (`no_link_worker`) to no link worker.

    What is None stays as it is. NotFound when `by` may not see it; RuleBroken when the journey has ended, or the
    worker is not an active one of that kind in the journey's area (`elsewhere` allows another one).
    """
    async with transaction():
        journey = await _locked(journey_id, by)
        if Stage(journey.stage) is Stage.CLOSED:
            raise RuleBroken("This journey has ended, so nobody can be given it.")
        if health_coach is not None:
            await _may_work_here(health_coach, Role.HEALTH_COACH, None if elsewhere else journey.area)
            journey.health_coach = health_coach
        if link_worker is not None:
            await _may_work_here(link_worker, Role.LINK_WORKER, None if elsewhere else journey.area)
            journey.link_worker = link_worker
        elif no_link_worker:
            journey.link_worker = None
        journey.version += 1
        await journey.save()
        await news.tell(
            "journey.assigned",
            subject=journey.id,
            by=by,
            journey=journey.id,
            person=journey.person,
            health_coach=journey.health_coach,
            link_worker=journey.link_worker,
        )


async def note_attempt(
    journey_id: UUID, *, method: ContactMethod, outcome: ContactOutcome, note: str = "", by: Actor
) -> None:
    """
    Note a try at making contact. Having spoken moves the journey to the coach's stage; nothing else is automatic.

    NotFound when `by` may not see it; RuleBroken when the journey is past this stage, or the person is never to be
    contacted.
    """
    async with transaction():
        journey = await _locked(journey_id, by)
        if Stage(journey.stage) is not Stage.CONTACTING:
            raise RuleBroken("You have spoken with this person already. Note what happens now as a session.")
        person = await row("SELECT never_contact FROM person WHERE id = $1", journey.person)
        if person is not None and person["never_contact"]:
            raise RuleBroken("This person must not be contacted by anybody: it is a choice made for their safety.")
        if by.id is None:
            raise RuleBroken("Somebody who is signed in must have tried.")
        await ContactAttempt(
            journey=journey.id, tried_at=clock.now(), tried_by=by.id, method=method, outcome=outcome, note=note
        ).save()
        await news.tell(
            "journey.contact_tried",
            subject=journey.id,
            by=by,
            journey=journey.id,
            person=journey.person,
            method=method,
            outcome=outcome,
        )
        if outcome is ContactOutcome.REACHED:
            await _move(journey, to=Stage.COACHING, why="", by=by)


async def _first_contact_day() -> date:
    return add_working_days(clock.today(), await setting("first_contact_working_days"))


async def _locked(journey_id: UUID, by: Actor) -> Journey:
    """The journey, locked until the transaction ends, if `by` may see it."""
    query = Journey.objects().where(Journey.id == journey_id)
    if isinstance(by, Member):
        query = query.where(seen.visible(by))
    elif by.kind != "system":
        raise NotFound
    journey = await query.lock_rows("UPDATE").first()
    if journey is None:
        raise NotFound
    return journey


async def _move(journey: Journey, *, to: Stage, why: str, by: Actor) -> None:
    was = Stage(journey.stage)
    rules.check_move(was, to=to)
    journey.stage = to
    if to is Stage.COACHING and not journey.reached_at:
        journey.reached_at = clock.now()
    journey.version += 1
    await journey.save()
    await _note_change(journey.id, was=was, to=to, why=why, by=by)
    await news.tell(
        "journey.moved",
        subject=journey.id,
        by=by,
        journey=journey.id,
        person=journey.person,
        **{"from": was, "to": to},
    )


async def _note_change(journey_id: UUID, *, was: str, to: Stage, why: str, by: Actor) -> None:
    await StageChange(
        journey=journey_id, from_stage=was, to_stage=to, changed_at=clock.now(), changed_by=by.id, why=why
    ).save()


async def _may_work_here(staff_id: UUID, role: Role, area: UUID | None) -> None:
    found = await row("SELECT role, area, active FROM staff_user WHERE id = $1", staff_id)
    if found is None or not found["active"] or found["role"] != role or area not in (None, found["area"]):
        said = "health coach" if role is Role.HEALTH_COACH else "link worker"
        raise RuleBroken(f"Choose an active {said} of this person’s area.")
