"""Places: booked, waited for, offered when one comes free, taken, passed on, and given back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor, Resident
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.languages import gettext as _
from livewell.learning.forms.people import Comer
from livewell.learning.rules import ComesAs, may_come
from livewell.learning.rules.bookings import BookingState, check_move, first_state, held_until
from livewell.learning.rules.courses import CourseState, RunState, why_not_bookable
from livewell.staff.rules import Member

_BOOKED = "booking.made"


@dataclass(frozen=True)
class Placed:
    """What a booking came to; `number` is the place on the waiting list, 0 for whoever has a place."""

    id: UUID
    state: BookingState
    number: int

    @property
    def has_place(self) -> bool:
        """Whether there is a place for them."""
        return self.state is not BookingState.WAITING


@dataclass(frozen=True)
class HeldRun:
    """A run that nobody else books, cancels or changes until this transaction ends."""

    id: UUID
    places: int
    waiting_places: int
    state: RunState
    course: UUID
    course_state: CourseState
    open_to: tuple[str, ...]
    opens_on: Any
    closes_on: Any
    starts_at: datetime | None
    ends_at: datetime | None
    next_at: datetime | None


async def hold_run(run_id: UUID) -> HeldRun:
    """The run, held: the last place is given while everybody else waits their turn. NotFound when there is none."""
    held = await value("SELECT id FROM course_run WHERE id = $1 FOR UPDATE", run_id)
    if held is None:
        raise NotFound
    # A second statement sees what those before us in the line have written.
    found = await row(
        """
        SELECT r.id, r.places, r.waiting_places, r.state, r.course, c.state AS course_state, c.open_to,
               r.booking_opens_on AS opens_on, r.booking_closes_on AS closes_on, s.starts_at, s.ends_at, s.next_at
        FROM course_run r JOIN course c ON c.id = r.course LEFT JOIN LATERAL (
            SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at,
                   min(starts_at) FILTER (WHERE starts_at > $2) AS next_at
            FROM course_session WHERE run = r.id AND cancelled_why = ''
        ) s ON true
        WHERE r.id = $1
        """,
        run_id,
        clock.now(),
    )
    assert found is not None
    return HeldRun(
        **{
            **found,
            "state": RunState(found["state"]),
            "course_state": CourseState(found["course_state"]),
            "open_to": tuple(found["open_to"]),
        }
    )


async def book(
    run_id: UUID,
    comer: Comer,
    *,
    needs: str = "",
    accompanied_by: str = "",
    accompanied_staff: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> Placed:
    """
    Give somebody a place, or the next number on the waiting list. Of many who want the last place one has it.

    Whoever is booked or waits already stays where they are; the same form sent twice is one. Raises `NotFound` for no such
    run, and `RuleBroken` when they may not come, it cannot be booked now, or even the waiting list is full.
    """
    async with transaction():
        before = await once.already_done(submission, _BOOKED)
        if before is not None:
            return await placed(UUID(before))
        run = await hold_run(run_id)
        why_not = why_not_bookable(
            course=run.course_state,
            run=run.state,
            opens_on=run.opens_on,
            closes_on=run.closes_on,
            starts_at=run.starts_at,
            ends_at=run.ends_at,
            by_team=isinstance(by, Member),
            now=clock.now(),
            today=clock.today(),
        )
        if why_not:
            raise RuleBroken(_(why_not))
        # Whom the team brings along by name, such as a partner or a volunteer, is for the team to say.
        brought = isinstance(by, Member) and comer.comes_as not in {ComesAs.CLIENT, ComesAs.TEAM}
        if not brought and not may_come(comer.comes_as, run.open_to):
            raise RuleBroken(_("This course is not open to you."))
        made = await _already_in(run_id, comer)
        if made is None:
            made = await _given(run, comer, needs, (accompanied_by, accompanied_staff), by)
        await once.remember(submission, _BOOKED, str(made))
        return await placed(made)


async def _given(run: HeldRun, comer: Comer, needs: str, company: tuple[str, UUID | None], by: Actor) -> UUID:
    counted = await counts(run.id)
    state = first_state(
        taken=counted.taken, places=run.places, waiting=counted.waiting, waiting_places=run.waiting_places
    )
    made = uuid4()
    await execute(
        """
        INSERT INTO booking (id, run, comes_as, person, staff_user, member, name, email, phone, needs, to_tell, state,
                             accompanied_by, accompanied_staff, booked_at, booked_by, cancelled_why, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, '', 1)
        """,
        made,
        run.id,
        comer.comes_as.value,
        comer.person,
        comer.staff_user,
        comer.member,
        comer.name,
        comer.email,
        comer.phone,
        needs,
        state.value,
        *company,
        clock.now(),
        by.staff_id,
    )
    await news.tell(_BOOKED, subject=made, by=by, person=comer.person, run=run.id, state=state.value)
    return made


@dataclass(frozen=True)
class Counted:
    """How many have a place or are held one, and how many wait."""

    taken: int
    waiting: int


async def counts(run_id: UUID) -> Counted:
    """How a run stands, for whoever holds it."""
    found = await row(
        """
        SELECT count(*) FILTER (WHERE state IN ('booked', 'offered')) AS taken,
               count(*) FILTER (WHERE state = 'waiting') AS waiting
        FROM booking WHERE run = $1
        """,
        run_id,
    )
    assert found is not None
    return Counted(found["taken"], found["waiting"])


async def placed(booking_id: UUID) -> Placed:
    """Where a booking stands now."""
    found = await row(
        """
        SELECT b.state, (
            SELECT count(*) FROM booking o WHERE o.run = b.run AND o.state = 'waiting'
              AND (o.booked_at, o.id) <= (b.booked_at, b.id)
        ) AS number
        FROM booking b WHERE b.id = $1
        """,
        booking_id,
    )
    if found is None:
        raise NotFound
    state = BookingState(found["state"])
    return Placed(booking_id, state, found["number"] if state is BookingState.WAITING else 0)


async def _already_in(run_id: UUID, comer: Comer) -> UUID | None:
    found = await value(
        """
        SELECT id FROM booking WHERE run = $1 AND state IN ('booked', 'offered', 'waiting') AND (
            person = $2 OR staff_user = $3 OR member = $4
            OR ($2::uuid IS NULL AND $3::uuid IS NULL AND $4::uuid IS NULL AND $5 <> '' AND lower(email) = lower($5)
                AND person IS NULL AND staff_user IS NULL AND member IS NULL)
        ) LIMIT 1
        """,
        run_id,
        comer.person,
        comer.staff_user,
        comer.member,
        comer.email,
    )
    return None if found is None else UUID(str(found))


async def cancel(booking_id: UUID, *, why: str = "", by: Actor) -> None:
    """
    Give a place back, or leave the waiting list; the next who waits is offered the place. Asked twice it is once.

    Raises `NotFound`, also for a person whose booking it is not.
    """
    async with transaction():
        found = await _held_booking(booking_id, by)
        state = BookingState(found["state"])
        if state in {BookingState.CANCELLED, BookingState.GONE}:
            return
        run = await hold_run(found["run"])
        await execute(
            """
            UPDATE booking SET state = 'cancelled', cancelled_at = $2, cancelled_why = $3, offered_until = NULL,
                               to_tell = '', version = version + 1
            WHERE id = $1
            """,
            booking_id,
            clock.now(),
            why.strip(),
        )
        await news.tell("booking.cancelled", subject=booking_id, by=by, person=found["person"], run=run.id)
        await offer_free(run, by=by)


async def take(booking_id: UUID, *, by: Actor) -> None:
    """
    Take the place that is held. Taken twice it is taken once.

    Raises `NotFound`, also for a person whose booking it is not, and `RuleBroken` when it was not held or no longer is.
    """
    async with transaction():
        found = await _held_booking(booking_id, by)
        state = BookingState(found["state"])
        if state is BookingState.BOOKED:
            return
        if state is BookingState.GONE or (state is BookingState.OFFERED and found["offered_until"] <= clock.now()):
            raise RuleBroken(
                _("The place was held for two days and has gone to the next. You can ask for another one.")
            )
        check_move(state, BookingState.BOOKED)
        await execute(
            "UPDATE booking SET state = 'booked', offered_until = NULL, to_tell = '', version = version + 1 WHERE id = $1",
            booking_id,
        )
        await news.tell("booking.taken", subject=booking_id, by=by, person=found["person"], run=found["run"])


async def offer_free(run: HeldRun, *, by: Actor) -> None:
    """Hold each free place for the next who waits. The run is held; nothing is offered where nothing is still to come."""
    if run.state in {RunState.CANCELLED, RunState.DONE} or run.next_at is None:
        return
    counted = await counts(run.id)
    free = run.places - counted.taken
    if free <= 0:
        return
    until = held_until(clock.now(), run.next_at)
    for one in await rows(
        "SELECT id, person FROM booking WHERE run = $1 AND state = 'waiting' ORDER BY booked_at, id LIMIT $2",
        run.id,
        free,
    ):
        await execute(
            "UPDATE booking SET state = 'offered', offered_until = $2, version = version + 1 WHERE id = $1",
            one["id"],
            until,
        )
        await news.tell("booking.offered", subject=one["id"], by=by, person=one["person"], run=run.id)


async def pass_on() -> int:
    """Pass every place on that was held and not taken in time; gives how many. Done by the clock."""
    late = await rows(
        "SELECT id, run, person FROM booking WHERE state = 'offered' AND offered_until <= $1 ORDER BY run, id",
        clock.now(),
    )
    for one in late:
        async with transaction():
            run = await hold_run(one["run"])
            gone = await value(
                """
                UPDATE booking SET state = 'gone', offered_until = NULL, version = version + 1
                WHERE id = $1 AND state = 'offered' AND offered_until <= $2 RETURNING id
                """,
                one["id"],
                clock.now(),
            )
            if gone is not None:
                await news.tell("booking.gone", subject=one["id"], by=SYSTEM, person=one["person"], run=run.id)
                await offer_free(run, by=SYSTEM)
    return len(late)


async def told_by_phone(booking_id: UUID, *, by: Actor) -> None:
    """Somebody rang whoever has no e-mail address: what they were to hear, or of the session that comes."""
    async with transaction():
        found = await _held_booking(booking_id, by)
        await execute(
            "UPDATE booking SET to_tell = '', reminded_at = $2, version = version + 1 WHERE id = $1",
            booking_id,
            clock.now(),
        )
        await news.tell("booking.told", subject=booking_id, by=by, person=found["person"])


async def _held_booking(booking_id: UUID, by: Actor) -> dict[str, Any]:
    """The booking, and its run before it: whoever holds both holds them in this order."""
    run = await value("SELECT run FROM booking WHERE id = $1", booking_id)
    if run is None:
        raise NotFound
    await execute("SELECT id FROM course_run WHERE id = $1 FOR UPDATE", run)
    found = await row("SELECT run, person, state, offered_until FROM booking WHERE id = $1 FOR UPDATE", booking_id)
    if found is None or (isinstance(by, Resident) and found["person"] != by.person):
        raise NotFound
    return found
