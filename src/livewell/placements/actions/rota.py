"""The rota: shifts put up, taken, swapped, given back, called off; and visits to one person planned."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import london_day
from livewell.kit.db import row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.guests import Guest
from livewell.kit.news import Code
from livewell.people.naming import holds_a_postcode
from livewell.placements.actions.freeing import locked
from livewell.placements.forms.rota import Needed
from livewell.placements.rules import shifts
from livewell.placements.rules.placing import PlacementState
from livewell.placements.rules.shifts import ShiftState
from livewell.placements.tables import Shift
from livewell.staff.rules import Member
from livewell.volunteers import actions as volunteers

_MADE = "shift.put_up"


async def put_up(needed: Needed, *, submission: UUID, by: Member) -> tuple[UUID, ...]:
    """Shifts that anybody ready for the role may take. Gives their ids, in order of time; the same form twice is one."""
    length = timedelta(minutes=needed.minutes)
    shifts.check_times(needed.starts_at, needed.starts_at + length)
    _check_place(needed.place)
    if not (1 <= needed.people <= shifts.MOST_AT_ONCE and 1 <= needed.weeks <= shifts.MOST_WEEKS):
        raise RuleBroken("Ask for at most twelve people at once, for at most half a year.")
    async with transaction():
        before = await once.already_done(submission, _MADE)
        if before is not None:
            return tuple(UUID(one) for one in before.split(","))
        made = [
            _shift(needed, starts_at, starts_at + length)
            for starts_at in shifts.weeks_from(needed.starts_at, needed.weeks)
            for _ in range(needed.people)
        ]
        await Shift.insert(*made)
        await news.tell(_MADE, subject=made[0].id, by=by, count=len(made), asset=needed.asset)
        await once.remember(submission, _MADE, ",".join(str(one.id) for one in made))
    return tuple(UUID(str(one.id)) for one in made)


def _shift(needed: Needed, starts_at: datetime, ends_at: datetime) -> Shift:
    return Shift(
        id=uuid4(),
        role=needed.role,
        asset=needed.asset,
        what=needed.what.strip(),
        place=needed.place.strip(),
        alone=needed.alone,
        starts_at=starts_at,
        ends_at=ends_at,
        made_at=clock.now(),
    )


def _check_place(place: str) -> None:
    if holds_a_postcode(place):
        raise RuleBroken("A public place by its name, or nothing: never somebody’s address.")


async def plan_visit(
    placement_id: UUID, *, starts_at: datetime, minutes: int, place: str, submission: UUID, by: Actor
) -> UUID:
    """
    A volunteer will see the person they visit, on their own: somebody looks out for the end of it. Gives the shift's id.

    For the volunteer themself or a coordinator; NotFound for another volunteer. RuleBroken while it does not go on, when
    they are not ready on that day, have something else then, or it would lie in the past.
    """
    _check_place(place)
    ends_at = starts_at + timedelta(minutes=minutes)
    shifts.check_times(starts_at, ends_at)
    async with transaction():
        before = await once.already_done(submission, "shift.planned")
        if before is not None:
            return UUID(before)
        made = await locked(placement_id)
        if (isinstance(by, Guest) and by.record != made.volunteer) or made.asked is None:
            raise NotFound
        if made.state != PlacementState.ACTIVE:
            raise RuleBroken("Visits are planned while it goes on.")
        if starts_at <= clock.now():
            raise RuleBroken("A visit is planned for a time to come.")
        await _check_free(made.volunteer, starts_at, ends_at)
        await volunteers.check_ready(made.volunteer, made.role, london_day(starts_at))
        planned = Shift(
            id=uuid4(),
            role=made.role,
            placement=made.id,
            volunteer=made.volunteer,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
            alone=True,
            state=ShiftState.TAKEN.value,
            made_at=clock.now(),
        )
        await planned.save()
        await tell_shift("shift.planned", planned, by)
        await once.remember(submission, "shift.planned", str(planned.id))
    return UUID(str(planned.id))


async def _check_free(volunteer: UUID, starts_at: datetime, ends_at: datetime) -> None:
    taken = await rows(
        "SELECT starts_at, ends_at FROM shift WHERE volunteer = $1 AND state IN ('taken', 'swap')"
        " AND starts_at < $3 AND $2 < ends_at",
        volunteer,
        starts_at,
        ends_at,
    )
    if shifts.overlaps(starts_at, ends_at, [(one["starts_at"], one["ends_at"]) for one in taken]):
        raise RuleBroken("There is something else on the rota at that time.")


async def held(shift_id: UUID, *, by: Actor | None = None) -> Shift:
    """A shift, held alone. NotFound when there is none, or it is not this guest's own."""
    found = await Shift.objects().where(Shift.id == shift_id).lock_rows("UPDATE").first()
    if found is None or (isinstance(by, Guest) and by.record != found.volunteer):
        raise NotFound
    return found


async def take(shift_id: UUID, *, volunteer: UUID, by: Actor) -> None:
    """
    Somebody comes: of a hundred at the same moment one does. Whoever asked to swap need not any more.

    For the volunteer themself, or a coordinator for them. RuleBroken when it is taken or over, when they have something else
    then, or are not ready for the role on that day. Taken twice by the same, it is once.
    """
    if isinstance(by, Guest) and by.record != volunteer:
        raise NotFound
    async with transaction():
        await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer)
        found = await held(shift_id)
        if found.placement:
            raise NotFound
        if found.volunteer == volunteer and found.state == ShiftState.TAKEN:
            return
        if found.state not in {ShiftState.OPEN, ShiftState.SWAP}:
            raise RuleBroken(shifts.GONE)
        if found.starts_at <= clock.now():
            raise RuleBroken("This has begun already.")
        before = found.volunteer
        if before != volunteer:
            await _check_free(volunteer, found.starts_at, found.ends_at)
        await volunteers.check_ready(volunteer, found.role, london_day(found.starts_at))
        found.volunteer = volunteer
        found.state = ShiftState.TAKEN.value
        found.version += 1
        await found.save()
        swapped = before is not None and before != volunteer
        await tell_shift("shift.swapped" if swapped else "shift.taken", found, by, before=before)


async def ask_swap(shift_id: UUID, *, by: Actor) -> None:
    """Ask for somebody else to take it. Until then it stays theirs."""
    async with transaction():
        found = await _to_change(shift_id, ShiftState.SWAP, by)
        if found.state == ShiftState.SWAP:
            return
        if found.placement:
            raise RuleBroken("A visit is moved together with the person, not swapped.")
        found.state = ShiftState.SWAP.value
        await _save(found, "shift.swap_asked", by)


async def give_back(shift_id: UUID, *, by: Actor) -> None:
    """They cannot come: it is open to everybody again; a visit to one person is called off."""
    async with transaction():
        found = await _to_change(shift_id, ShiftState.OPEN, by)
        if found.state == ShiftState.OPEN:
            return
        who = found.volunteer
        if found.placement:
            found.state = ShiftState.CANCELLED.value
        else:
            found.state = ShiftState.OPEN.value
            found.volunteer = None
        soon = found.starts_at - clock.now() < timedelta(days=2)
        await _save(found, "shift.given_back", by, before=who, soon=soon)


async def _to_change(shift_id: UUID, to: ShiftState, by: Actor) -> Shift:
    found = await held(shift_id, by=by)
    if found.state != to:
        shifts.check_move(ShiftState(found.state), to)
    if found.starts_at <= clock.now() or found.checked_in_at:
        raise RuleBroken("This has begun already. Ring your coordinator.")
    return found


async def cancel(shift_id: UUID, *, by: Member) -> None:
    """Call one shift off; whoever has it hears of it."""
    async with transaction():
        await _cancel(await held(shift_id), by)


async def cancel_meeting(asset: UUID, on: date, *, by: Actor) -> int:
    """The group does not meet on a London day: its shifts to come of that day are called off. Gives how many."""
    async with transaction():
        found = await rows(
            "SELECT id FROM shift WHERE asset = $1 AND starts_at >= $2 AND starts_at < $3 AND starts_at > $4"
            " AND state IN ('open', 'taken', 'swap') ORDER BY id",
            asset,
            shifts.midnight(on),
            shifts.midnight(on + timedelta(days=1)),
            clock.now(),
        )
        for one in found:
            await _cancel(await held(one["id"]), by)
    return len(found)


async def _cancel(found: Shift, by: Actor) -> None:
    if found.state == ShiftState.CANCELLED:
        return
    shifts.check_move(ShiftState(found.state), ShiftState.CANCELLED)
    if found.checked_in_at:
        raise RuleBroken("Somebody is there already. It ends when they check out.")
    found.state = ShiftState.CANCELLED.value
    await _save(found, "shift.cancelled", by)


async def _save(found: Shift, what: str, by: Actor, **codes: Code) -> None:
    found.version += 1
    await found.save()
    await tell_shift(what, found, by, **codes)


async def tell_shift(what: str, found: Shift, by: Actor, **codes: Code) -> None:
    """Tell a shift's news; `before` is whose it was until now."""
    await news.tell(what, subject=found.id, by=by, journey=None, person=None, volunteer=found.volunteer, **codes)


async def open_again(ids: Sequence[UUID], *, by: Actor) -> None:
    """Shifts with a group whose volunteer cannot come any more: open to everybody again. Inside the caller's transaction."""
    for shift_id in ids:
        found = await held(shift_id)
        if found.state not in shifts.HELD or found.checked_in_at:
            continue
        who = found.volunteer
        if found.placement:
            found.state = ShiftState.CANCELLED.value
        else:
            found.state = ShiftState.OPEN.value
            found.volunteer = None
        await _save(found, "shift.given_back", by, before=who, soon=False)
