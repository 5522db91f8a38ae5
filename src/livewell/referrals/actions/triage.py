"""Triage: a health coach accepts, asks, declines, or marks as urgent; nobody reaches a link worker without that."""

from uuid import UUID

from livewell.journeys import actions as journeys
from livewell.kit import clock, db, news
from livewell.kit.dates import add_working_days
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import actions as people
from livewell.places import queries as places
from livewell.referrals import rules
from livewell.referrals.queries import people as known
from livewell.referrals.queries import seen
from livewell.referrals.rules import DeclineReason, ReferralStatus
from livewell.referrals.tables import InformationRequest, Referral
from livewell.staff.rules import Member, Role


async def _locked(referral_id: UUID, by: Member) -> Referral:
    """The referral, held until the transaction ends. NotFound when there is none that `by` may triage."""
    referral = await Referral.objects().where(Referral.id == referral_id).lock_rows("UPDATE").first()
    if referral is None or not seen.may_triage(by, referral.area):
        raise NotFound
    return referral


async def accept(
    referral_id: UUID,
    *,
    override_why: str = "",
    health_coach: UUID | None = None,
    area: UUID | None = None,
    by: Member,
) -> UUID:
    """
    Accept: the person's journey opens or is joined, and they get a Green Book. Gives the journey's id.

    Without `health_coach` it is the coach who accepts; a manager names one. `area` is for a referral that has none.
    `override_why` is needed when the check said that the person is not eligible.
    """
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_move(ReferralStatus(referral.status), ReferralStatus.ACCEPTED)
        if referral.eligible is False and not override_why:
            raise RuleBroken("Say why you accept somebody who is not eligible by the check.")
        coach, where = await _coach_and_area(referral, health_coach, area, by)
        opened = await journeys.open_or_join(
            person=referral.person,
            area=where,
            practice=await known.practice_of(referral.person),
            health_coach=coach,
            first_contact_due_on=add_working_days(clock.today(), await places.setting("first_contact_working_days")),
            by=by,
        )
        await referral.update_self(
            {
                Referral.status: ReferralStatus.ACCEPTED,
                Referral.journey: opened.journey_id,
                Referral.area: where,
                Referral.decided_at: clock.now(),
                Referral.decided_by: by.id,
                Referral.override_why: "" if referral.eligible else override_why,
                Referral.version: referral.version + 1,
            }
        )
        await news.tell(
            "referral.accepted",
            subject=referral.id,
            by=by,
            journey=opened.journey_id,
            person=referral.person,
            joined=opened.joined,
            overridden=referral.eligible is False,
        )
        return opened.journey_id


async def _coach_and_area(
    referral: Referral, health_coach: UUID | None, area: UUID | None, by: Member
) -> tuple[UUID, UUID]:
    """Which coach takes it on, and in which area."""
    coach = health_coach or (by.id if by.role == Role.HEALTH_COACH else None)
    if coach is None:
        raise RuleBroken("Choose the health coach who will be in touch.")
    found = await known.coach(coach)
    if found is None:
        raise RuleBroken("Choose a health coach who is working with Live Well now.")
    where: UUID | None = referral.area or area or found.area
    if where is None:
        raise RuleBroken("Choose the area that will look after this person.")
    return coach, where


async def ask(referral_id: UUID, *, question: str, by: Member) -> UUID:
    """Ask the referrer something before deciding. Gives the question's id."""
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_open(ReferralStatus(referral.status))
        request = InformationRequest(
            referral=referral.id, question=question, asked_at=clock.now(), asked_by=by.id, answer=""
        )
        await request.save()
        await referral.update_self(
            {Referral.status: ReferralStatus.AWAITING_INFORMATION, Referral.version: referral.version + 1}
        )
        await news.tell(
            "referral.information_asked", subject=referral.id, by=by, person=referral.person, request=request.id
        )
        return request.id


async def answer(referral_id: UUID, *, request_id: UUID, text: str, by: Member) -> None:
    """
    Answer what a coach asked: the referrer or their practice on the referral's own page, or a coach who was told.

    When nothing else is open the referral waits for a health coach again.
    """
    async with transaction():
        referral = await Referral.objects().where(Referral.id == referral_id).lock_rows("UPDATE").first()
        if referral is None or not (
            seen.may_triage(by, referral.area) or seen.sent_it(by, referral.referrer, referral.practice)
        ):
            raise NotFound
        rules.check_open(ReferralStatus(referral.status))
        asked = await db.row(
            "SELECT answered_at FROM information_request WHERE id = $1 AND referral = $2", request_id, referral.id
        )
        if asked is None:
            raise NotFound
        if asked["answered_at"] is not None:
            raise RuleBroken("That question was answered already.")
        await InformationRequest.update(
            {
                InformationRequest.answer: text,
                InformationRequest.answered_at: clock.now(),
                InformationRequest.answered_by: by.id,
            }
        ).where(InformationRequest.id == request_id)
        still_open = await InformationRequest.exists().where(
            (InformationRequest.referral == referral.id) & InformationRequest.answered_at.is_null()
        )
        if not still_open:
            await referral.update_self(
                {Referral.status: ReferralStatus.RECEIVED, Referral.version: referral.version + 1}
            )
        await news.tell(
            "referral.information_given", subject=referral.id, by=by, person=referral.person, request=request_id
        )


async def decline(referral_id: UUID, *, reason: DeclineReason, suggestion: str, by: Member) -> None:
    """Decline with a coded reason and, always, something the person can still use."""
    if not suggestion:
        raise RuleBroken("Suggest something that the person can still use.")
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_move(ReferralStatus(referral.status), ReferralStatus.DECLINED)
        await referral.update_self(
            {
                Referral.status: ReferralStatus.DECLINED,
                Referral.decline_reason: reason,
                Referral.decline_suggestion: suggestion,
                Referral.decided_at: clock.now(),
                Referral.decided_by: by.id,
                Referral.version: referral.version + 1,
            }
        )
        await news.tell("referral.declined", subject=referral.id, by=by, person=referral.person, reason=reason)


async def set_urgent(referral_id: UUID, *, urgent: bool, by: Member) -> None:
    """Mark a referral as urgent, so that it stands first, or take the mark away."""
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_open(ReferralStatus(referral.status))
        if referral.urgent == urgent:
            return
        await referral.update_self({Referral.urgent: urgent, Referral.version: referral.version + 1})
        await news.tell("referral.urgent", subject=referral.id, by=by, person=referral.person, urgent=urgent)


async def same_person(referral_id: UUID, *, other: UUID, by: Member) -> UUID:
    """
    The person of this referral and `other` are one. Gives the id of the record that goes on.

    The record with a journey goes on, else the older; the other's referrals move to it.
    """
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_open(ReferralStatus(referral.status))
        goes_on, gives_up = await known.which_goes_on(referral.person, other)
        moved = [
            one.id
            for one in await Referral.objects()
            .where(Referral.person == gives_up)
            .order_by(Referral.received_at)
            .lock_rows("UPDATE")
        ]
        await people.decide_same(goes_on=goes_on, other=gives_up, moved=moved, by=by)
        if moved:
            await Referral.update({Referral.person: goes_on}).where(Referral.id.is_in(moved))
        return goes_on


async def different_people(referral_id: UUID, *, other: UUID, by: Member) -> None:
    """The person of this referral and `other` are two people: nobody is asked again."""
    async with transaction():
        referral = await _locked(referral_id, by)
        rules.check_open(ReferralStatus(referral.status))
        await known.may_compare(referral.person, other)
        await people.decide_different(person=referral.person, other=other, by=by)


async def undo_same_person(referral_id: UUID, *, by: Member) -> None:
    """Take back that two records are one, for as long as no journey has started from what moved."""
    async with transaction():
        referral = await _locked(referral_id, by)
        decision = await known.joined_to(referral.person)
        if decision is None:
            raise RuleBroken("There is nothing to take back.")
        if not decision.can_be_undone:
            raise RuleBroken("A journey has started, so the two records stay joined.")
        moved = await people.undo_same(decision.id, by=by)
        if moved:
            await Referral.update({Referral.person: decision.other}).where(Referral.id.is_in(moved))
