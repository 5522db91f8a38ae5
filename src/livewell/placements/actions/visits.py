"""Here, done, not back yet: one button each, and somebody who looks out for whoever is alone."""

from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.dates import london_day
from livewell.kit.db import rows, transaction
from livewell.kit.errors import RuleBroken
from livewell.placements.actions.rota import held
from livewell.placements.actions.rota import tell_shift as tell
from livewell.placements.rules import shifts, visits
from livewell.placements.rules.shifts import ShiftState
from livewell.placements.tables import Shift, VolunteerHours
from livewell.staff.rules import Member
from livewell.volunteers.actions import say_today


async def check_in(shift_id: UUID, *, by: Actor) -> None:
    """They are there. Nothing is kept of where. Pressed twice, it is once; RuleBroken much too early, or when it is over."""
    async with transaction():
        await say_today()
        found = await held(shift_id, by=by)
        if found.checked_in_at:
            return
        if found.state not in shifts.HELD:
            raise RuleBroken("This is not on your rota any more.")
        visits.check_in_time(found.starts_at, found.ends_at, clock.now())
        found.checked_in_at = clock.now()
        found.version += 1
        await found.save()
        await tell("shift.checked_in", found, by)


async def check_out(shift_id: UUID, *, by: Actor) -> bool:
    """
    They are done, and safe. The hours are noted; whoever was worried need not be. Pressed twice, it is once.

    Gives whether it was later than planned and the time of grace, so that somebody had been told.
    """
    async with transaction():
        found = await held(shift_id, by=by)
        now = clock.now()
        if found.state == ShiftState.DONE:
            return False
        shifts.check_move(ShiftState(found.state), ShiftState.DONE)
        if not found.checked_in_at and now < found.starts_at:
            raise RuleBroken("This has not begun yet.")
        late = found.alone and visits.is_late(found.ends_at, now)
        await _done(found, by, out=True)
        if found.alerted_at and not found.alert_settled_at:
            found.alert_settled_at = now
            found.alert_words = visits.CHECKED_OUT_LATE
            await found.save()
            await tell("shift.back_late", found, by)
    return late


async def note_done(shift_id: UUID, *, by: Member) -> None:
    """A coordinator writes down that it took place, as planned."""
    async with transaction():
        found = await held(shift_id)
        if found.state == ShiftState.DONE:
            return
        shifts.check_move(ShiftState(found.state), ShiftState.DONE)
        _over(found)
        await _done(found, by, out=False)


async def note_missed(shift_id: UUID, *, by: Member) -> None:
    """A coordinator writes down that nobody came."""
    async with transaction():
        found = await held(shift_id)
        if found.state == ShiftState.MISSED:
            return
        shifts.check_move(ShiftState(found.state), ShiftState.MISSED)
        _over(found)
        found.state = ShiftState.MISSED.value
        found.version += 1
        await found.save()
        await tell("shift.missed", found, by)


def _over(found: Shift) -> None:
    if found.ends_at > clock.now():
        raise RuleBroken("This is written down when it is over.")
    if found.alerted_at and not found.alert_settled_at:
        raise RuleBroken("Nobody knows yet whether they are safe. Say first what you did and how they are.")


async def _done(found: Shift, by: Actor, *, out: bool) -> None:
    now = clock.now()
    found.state = ShiftState.DONE.value
    found.checked_out_at = now if out else found.checked_out_at
    found.version += 1
    await found.save()
    minutes = visits.minutes_given(found.starts_at, found.ends_at, found.checked_in_at, found.checked_out_at)
    await VolunteerHours(
        id=uuid4(),
        volunteer=found.volunteer,
        given_on=london_day(found.starts_at),
        minutes=minutes,
        what=found.what or ("A visit" if found.placement else "A shift"),
        shift=found.id,
        asset=found.asset,
        noted_at=now,
        noted_by=by.staff_id,
    ).save()
    await tell("shift.done", found, by, minutes=minutes)


async def look_out() -> int:
    """
    Say, and say again, of each lone visit whose end is over without a word; gives how many were said.

    The worker calls it every minute. Two workers at once say each once.
    """
    said = 0
    now = clock.now()
    found = await rows(
        "SELECT id FROM shift WHERE alone AND state IN ('taken', 'swap') AND alert_settled_at IS NULL AND ends_at <= $1"
        " ORDER BY ends_at LIMIT 500",
        now - visits.GRACE,
    )
    for one in found:
        said += await _say_not_back(one["id"])
    return said


async def _say_not_back(shift_id: UUID) -> bool:
    async with transaction():
        found = await Shift.objects().where(Shift.id == shift_id).lock_rows("UPDATE", skip_locked=True).first()
        if found is None or found.state not in shifts.HELD or found.alert_settled_at:
            return False
        now = clock.now()
        if not visits.alert_due(found.ends_at, now, told_at=found.alerted_at):
            return False
        again = bool(found.alerted_at)
        found.alerted_at = now
        await found.save([Shift.alerted_at])
        await tell("shift.not_back", found, SYSTEM, again=again, here=bool(found.checked_in_at))
        return True


async def settle(shift_id: UUID, *, words: str, by: Member) -> None:
    """Somebody spoke with them, or did what was needed, and says in words what it was: from now on it is not said again."""
    if not words.strip():
        raise RuleBroken("Say what you did and how they are, so that the next one knows.")
    async with transaction():
        found = await held(shift_id)
        if found.alert_settled_at:
            return
        if not found.alerted_at:
            raise RuleBroken("Nobody was worried about this visit.")
        found.alert_settled_at = clock.now()
        found.alert_settled_by = by.id
        found.alert_words = words.strip()
        found.version += 1
        await found.save()
        await tell("shift.alert_settled", found, by)
