"""What volunteers give and spend: hours added and struck, claims made, decided by somebody else, and paid."""

from datetime import date
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.guests import Guest
from livewell.kit.pictures import LARGEST_FILE, MEDIA_TYPE, PictureRefused, clean_picture
from livewell.library.rules.files import FileRefused, check_pdf
from livewell.placements.rules import money
from livewell.placements.rules.money import ExpenseState
from livewell.placements.tables import VolunteerExpense, VolunteerHours
from livewell.places.queries import setting
from livewell.staff.rules import Member

_DAY = 24 * 60
_ADDED, _CLAIMED = "volunteer.hours_added", "expense.claimed"


async def _known(volunteer: UUID, by: Actor) -> None:
    """NotFound unless there is this volunteer, and a guest is them."""
    if isinstance(by, Guest) and by.record != volunteer:
        raise NotFound
    if await value("SELECT 1 FROM volunteer WHERE id = $1 AND forgotten_at IS NULL", volunteer) is None:
        raise NotFound


async def add_hours(
    volunteer: UUID, *, given_on: date, minutes: int, what: str, asset: UUID | None = None, submission: UUID, by: Actor
) -> UUID:
    """Time that no shift knows of. Gives its id; RuleBroken for a day to come, or more minutes than that day has."""
    if given_on > clock.today():
        raise RuleBroken("Hours are written down once they were given.")
    async with transaction():
        before = await once.already_done(submission, _ADDED)
        if before is not None:
            return UUID(before)
        await _known(volunteer, by)
        await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer)
        that_day = await value(
            "SELECT coalesce(sum(minutes), 0) FROM volunteer_hours"
            " WHERE volunteer = $1 AND given_on = $2 AND struck_at IS NULL",
            volunteer,
            given_on,
        )
        if that_day + minutes > _DAY:
            raise RuleBroken("A day has twenty-four hours, and some of that day are written down already.")
        kept = VolunteerHours(
            id=uuid4(),
            volunteer=volunteer,
            given_on=given_on,
            minutes=minutes,
            what=what.strip(),
            asset=asset,
            noted_at=clock.now(),
            noted_by=by.staff_id,
        )
        await kept.save()
        await news.tell(_ADDED, subject=kept.id, by=by, volunteer=volunteer, minutes=minutes)
        await once.remember(submission, _ADDED, str(kept.id))
    return UUID(str(kept.id))


async def strike_hours(hours_id: UUID, *, by: Actor) -> None:
    """They were a mistake: they stay to be seen, and count no more. Struck twice, it is once."""
    async with transaction():
        kept = await VolunteerHours.objects().where(VolunteerHours.id == hours_id).lock_rows("UPDATE").first()
        if kept is None or (isinstance(by, Guest) and by.record != kept.volunteer):
            raise NotFound
        if kept.struck_at:
            return
        kept.struck_at = clock.now()
        await kept.save()
        await news.tell("volunteer.hours_struck", subject=hours_id, by=by, volunteer=kept.volunteer)


async def clean_receipt(data: bytes) -> tuple[bytes, str]:
    """
    A receipt as it is kept, and its kind: a picture drawn again without what a camera wrote into it, or a PDF that does nothing.

    Raises `PictureRefused` with a sentence for whatever else it is.
    """
    if data.startswith(b"%PDF-"):
        if len(data) > LARGEST_FILE:
            raise PictureRefused("The file is too big. Send one of at most 10 MB")
        try:
            check_pdf(data)
        except FileRefused as refused:
            raise PictureRefused(str(refused)) from refused
        return data, "application/pdf"
    return (await clean_picture(data)).data, MEDIA_TYPE


async def claim(
    volunteer: UUID,
    *,
    spent_on: date,
    pence: int,
    miles: int | None,
    what: str,
    receipt: tuple[bytes, str] | None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Claim what was spent, in pence; with miles, the pence are what they come to at the rate of that moment. Gives the claim's id.

    RuleBroken for a day to come or too long ago, nothing, or more than one claim may be.
    """
    whole = pence if miles is None else money.for_miles(miles, pence_a_mile=await setting("mileage_pence"))
    today = clock.today()
    if not today - money.LONGEST_AGO <= spent_on <= today:
        raise RuleBroken("A claim is for the last half year, and not for a day to come.")
    if not 0 < whole <= money.MOST_PENCE:
        raise RuleBroken(f"One claim is between a penny and {money.say_pence(money.MOST_PENCE)}.")
    async with transaction():
        before = await once.already_done(submission, _CLAIMED)
        if before is not None:
            return UUID(before)
        await _known(volunteer, by)
        made = VolunteerExpense(
            id=uuid4(),
            volunteer=volunteer,
            spent_on=spent_on,
            pence=whole,
            miles=miles,
            what=what.strip(),
            receipt=receipt[0] if receipt else None,
            receipt_type=receipt[1] if receipt else "",
            claimed_at=clock.now(),
            claimed_by=by.staff_id,
        )
        await made.save()
        await news.tell(_CLAIMED, subject=made.id, by=by, volunteer=volunteer, pence=whole)
        await once.remember(submission, _CLAIMED, str(made.id))
    return UUID(str(made.id))


async def decide(claim_id: UUID, *, to: ExpenseState, sentence: str, version: int | None, by: Member) -> None:
    """
    Somebody else than who claimed says yes or no; a no has a sentence that the volunteer reads.

    RuleBroken for one's own claim and one that is decided; `Stale` when somebody else was quicker.
    """
    async with transaction():
        made = await _claim(claim_id, version)
        money.check_move(ExpenseState(made.state), to)
        same = await value(
            "SELECT email <> '' AND email = lower($2) FROM volunteer WHERE id = $1", made.volunteer, by.email
        )
        money.check_decider(claimed_by=made.claimed_by, decided_by=by.id, same_address=bool(same))
        if to is ExpenseState.DECLINED and not sentence.strip():
            raise RuleBroken("Say why, in a sentence the volunteer reads.")
        made.state = to.value
        made.sentence = sentence.strip()
        made.decided_at = clock.now()
        made.decided_by = by.id
        made.version += 1
        await made.save()
        await news.tell("expense.decided", subject=claim_id, by=by, volunteer=made.volunteer, to=to.value)


async def pay(claim_id: UUID, *, paid_on: date, version: int | None, by: Member) -> None:
    """It was paid on this day. Noted twice, it is once."""
    async with transaction():
        made = await _claim(claim_id, None)
        if made.state == ExpenseState.PAID:
            return
        if version is not None and made.version != version:
            raise Stale({"The claim": "Somebody else changed it."}, {"Yours": "Look again, then note the day."})
        money.check_move(ExpenseState(made.state), ExpenseState.PAID)
        if paid_on > clock.today() or paid_on < made.spent_on:
            raise RuleBroken("It was paid after it was spent, and not on a day to come.")
        made.state = ExpenseState.PAID.value
        made.paid_on = paid_on
        made.version += 1
        await made.save()
        await news.tell("expense.paid", subject=claim_id, by=by, volunteer=made.volunteer, pence=made.pence)


async def _claim(claim_id: UUID, version: int | None) -> VolunteerExpense:
    made = await VolunteerExpense.objects().where(VolunteerExpense.id == claim_id).lock_rows("UPDATE").first()
    if made is None:
        raise NotFound
    if version is not None and made.version != version:
        raise Stale({"The claim": "Somebody else has decided."}, {"Yours": "Read it again."})
    return made
