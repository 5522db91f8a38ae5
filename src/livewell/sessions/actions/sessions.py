"""Sessions: booked, moved, held, missed, cancelled, and a note put right."""

from collections.abc import Sequence
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.journeys.rules import Stage
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor, Resident
from livewell.kit.dates import london_day
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.sessions import queries, rules
from livewell.sessions.actions.words import ActionWords, Booking, HeldNote
from livewell.sessions.rules import CancelledBy, Purpose, SessionKind, SessionStatus
from livewell.sessions.tables import Session, SessionAction, SessionCorrection
from livewell.staff.rules import Role

KIND_OF_ROLE: dict[str, SessionKind] = {
    Role.HEALTH_COACH: SessionKind.COACH,
    Role.LINK_WORKER: SessionKind.LINK_WORKER,
}


async def book(
    journey_id: UUID,
    *,
    booking: Booking,
    worker: UUID | None = None,
    beyond_guide_why: str = "",
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """
    Book a session with a coach or link worker (`by` when nobody else is named); gives its id.

    NotFound when `by` may not see the journey; RuleBroken when it has ended, nobody has spoken with the person yet, the
    worker is neither coach nor link worker, or the session passes the guide and no reason is given: the guide warns, a
    reason is always enough.
    """
    if by.staff_id is None:
        raise RuleBroken("A session is booked by somebody of the team who is signed in.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "sessions.session")):
            return UUID(before)
        # Two bookings at the same moment are counted one after the other.
        journey = await journeys.journey_for(journey_id, by, alone=True)
        if journey.stage is Stage.CONTACTING:
            raise RuleBroken("Nobody has spoken with this person yet. Note that first, then book.")
        holder = worker or by.staff_id
        kind = await _kind_of(holder)
        series = await queries.series(journey_id, kind)
        if rules.passes_guide(series.counted, series.guide) and not beyond_guide_why.strip():
            raise RuleBroken(
                f"This would be session {series.counted + 1}. Say why one more is right; then it is booked."
            )
        session = Session(
            journey=journey_id,
            kind=kind,
            worker=holder,
            planned_for=booking.planned_for,
            minutes=booking.minutes,
            place=booking.place,
            place_detail=booking.place_detail,
            beyond_guide_why=beyond_guide_why.strip(),
            booked_at=clock.now(),
            booked_by=by.staff_id,
        )
        await session.save()
        await news.tell(
            "session.booked",
            subject=session.id,
            by=by,
            journey=journey_id,
            person=journey.person,
            kind=kind,
            planned_for=booking.planned_for,
            beyond_guide=bool(session.beyond_guide_why),
        )
        if submission is not None:
            await once.remember(submission, "sessions.session", str(session.id))
    return session.id


async def move(session_id: UUID, *, booking: Booking, version: int, by: Actor) -> UUID:
    """
    Another time or place for a booked session; gives its journey's id.

    NotFound when `by` may not see it; RuleBroken when it is no longer booked or the journey has ended; Stale when
    somebody else changed it meanwhile.
    """
    async with transaction():
        session, person = await _locked(session_id, by, open_only=True)
        if session.status != SessionStatus.BOOKED:
            rules.check_move(SessionStatus(session.status), to=SessionStatus.HELD)
        if session.version != version:
            raise Stale(queries.booking_in_words(session), queries.booking_in_words(booking))
        session.planned_for = booking.planned_for
        session.minutes = booking.minutes
        session.place = booking.place
        session.place_detail = booking.place_detail
        session.sequence += 1
        session.version += 1
        await session.save()
        await _tell("moved", session, person, by, planned_for=booking.planned_for)
    return UUID(str(session.journey))


async def hold(session_id: UUID, *, note: HeldNote, version: int, submission: UUID | None = None, by: Actor) -> UUID:
    """
    Note that a session took place, and what was said; gives its journey's id. Also after the journey has ended.

    NotFound when `by` may not see it; Stale, with both texts, when somebody else changed or settled it meanwhile;
    RuleBroken when its day is still to come or it is settled already. The same form sent twice is noted once.
    """
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "sessions.note")):
            return UUID(before)
        session, person = await _locked(session_id, by)
        _check_version(session, version, note, theirs=queries.booking_in_words(session))
        _settle(session, SessionStatus.HELD)
        _write_note(session, note)
        session.settled_at = session.noted_at = clock.now()
        session.version += 1
        await session.save()
        await _add_actions(session.id, note.actions)
        await _tell("held", session, person, by, purposes=session.purposes, accompanied=note.asset is not None)
        if submission is not None:
            await once.remember(submission, "sessions.note", str(session.journey))
    return UUID(str(session.journey))


async def miss(session_id: UUID, *, why: str = "", by: Actor) -> UUID:
    """Note, kindly, that the person could not make it; gives the journey's id. Errors as `hold`, but never Stale."""
    async with transaction():
        session, person = await _locked(session_id, by)
        _settle(session, SessionStatus.MISSED)
        session.why = why.strip()
        session.settled_at = clock.now()
        session.version += 1
        await session.save()
        await _tell("missed", session, person, by)
    return UUID(str(session.journey))


async def cancel(session_id: UUID, *, cancelled_by: CancelledBy, why: str = "", by: Actor) -> UUID:
    """Cancel a booked session, saying whose doing it was; gives the journey's id. NotFound, RuleBroken as `hold`."""
    async with transaction():
        session, person = await _locked(session_id, by)
        rules.check_move(SessionStatus(session.status), to=SessionStatus.CANCELLED)
        session.status = SessionStatus.CANCELLED
        session.cancelled_by = cancelled_by
        session.why = why.strip()
        session.settled_at = clock.now()
        session.sequence += 1
        session.version += 1
        await session.save()
        await _tell("cancelled", session, person, by, cancelled_by=cancelled_by)
    return UUID(str(session.journey))


async def correct(session_id: UUID, *, note: HeldNote, version: int, submission: UUID | None = None, by: Actor) -> UUID:
    """
    Put right the note of a session that was held; gives its journey's id. What it said before is kept.

    NotFound when `by` may not see it; RuleBroken when it was not held; Stale when somebody else corrected it meanwhile.
    The same form sent twice is one correction.
    """
    if by.staff_id is None:
        raise RuleBroken("A note is put right by somebody of the team who is signed in.")
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "sessions.note")):
            return UUID(before)
        session, person = await _locked(session_id, by)
        if session.status != SessionStatus.HELD:
            raise RuleBroken("Only the note of a session that was held can be put right.")
        _check_version(session, version, note)
        now = clock.now()
        if (session.notes, session.shared_note) != (note.notes, note.shared_note):
            await SessionCorrection(
                session=session.id,
                notes=session.notes,
                shared_note=session.shared_note,
                written_at=session.noted_at or session.settled_at,
                corrected_at=now,
                corrected_by=by.staff_id,
            ).save()
            session.noted_at = now
        _write_note(session, note)
        session.version += 1
        await session.save()
        await _add_actions(session.id, note.actions)
        await _tell("corrected", session, person, by)
        if submission is not None:
            await once.remember(submission, "sessions.note", str(session.journey))
    return UUID(str(session.journey))


async def tick_action(action_id: UUID, *, done: bool, by: Actor) -> UUID:
    """
    Mark something agreed in a session as done, or not done after all; gives the journey's id. NotFound as `hold`.

    The person themself may tick what they said that they would do.
    """
    async with transaction():
        session_id = await value("SELECT session FROM session_action WHERE id = $1", action_id)
        if session_id is None:
            raise NotFound
        session, person = await _locked(session_id, by, by_person_too=True)
        action = await SessionAction.objects().get(SessionAction.id == action_id)
        assert action is not None  # What was agreed is never deleted.
        if isinstance(by, Resident) and not action.by_person:
            raise NotFound
        if bool(action.done_at) != done:
            action.done_at = clock.now() if done else None
            await action.save()
            await _tell("action_done" if done else "action_undone", session, person, by, action=action.id)
    return UUID(str(session.journey))


def _settle(session: Session, to: SessionStatus) -> None:
    rules.check_move(SessionStatus(session.status), to=to)
    rules.check_is_past(london_day(session.planned_for), clock.today())
    session.status = to


def _check_version(session: Session, version: int, note: HeldNote, *, theirs: dict[str, str] | None = None) -> None:
    """Before anything else is refused: whoever wrote a note while somebody else saved gets every word of it back."""
    if session.version != version:
        purposes = ", ".join(rules.PURPOSE_LABELS[Purpose(code)] for code in session.purposes)
        stands = {"Notes": session.notes, "Note for the referrer": session.shared_note, "What it was for": purposes}
        raise Stale({**(theirs or {}), **stands}, note.in_words())


async def _locked(
    session_id: UUID, by: Actor, *, open_only: bool = False, by_person_too: bool = False
) -> tuple[Session, UUID]:
    if isinstance(by, Resident) and not by_person_too:
        raise NotFound
    journey_id = await value("SELECT journey FROM session WHERE id = $1", session_id)
    if journey_id is None:
        raise NotFound
    journey = await journeys.journey_for(journey_id, by, open_only=open_only)
    session = await Session.objects().where(Session.id == session_id).lock_rows("UPDATE").first()
    assert session is not None  # Sessions are never deleted.
    return session, journey.person


def _write_note(session: Session, note: HeldNote) -> None:
    session.purposes = [purpose.value for purpose in note.purposes]
    session.place = note.place
    session.minutes = note.minutes
    session.notes = note.notes
    session.shared_note = note.shared_note
    session.asset = note.asset


async def _add_actions(session_id: UUID, actions: Sequence[ActionWords]) -> None:
    if actions:
        await SessionAction.insert(
            *(
                SessionAction(session=session_id, what=one.what, by_person=one.by_person, due_on=one.due_on)
                for one in actions
            )
        )


async def _kind_of(worker: UUID) -> SessionKind:
    role = await value("SELECT role FROM staff_user WHERE id = $1 AND active", worker)
    if role not in KIND_OF_ROLE:
        raise RuleBroken("A session is with a health coach or a link worker. Choose one.")
    return KIND_OF_ROLE[role]


async def _tell(verb: str, session: Session, person: UUID | None, by: Actor, **codes: news.Code) -> None:
    await news.tell(
        f"session.{verb}",
        subject=session.id,
        by=by,
        journey=session.journey,
        person=person,
        kind=session.kind,
        **codes,
    )
