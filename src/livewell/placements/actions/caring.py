"""Looking after volunteers: supervision planned and held, concerns from them and about them, thanks and references."""

from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.guests import Guest
from livewell.placements.actions.freeing import locked
from livewell.placements.actions.placing import stop_locked
from livewell.placements.forms.caring import Spoken
from livewell.placements.rules import caring
from livewell.placements.rules.caring import ConcernState
from livewell.placements.rules.placing import Stopped
from livewell.placements.tables import VolunteerConcern, VolunteerSupervision, VolunteerThanks
from livewell.safety import actions as safety
from livewell.safety.rules import RaisedFrom, SafetyKind
from livewell.staff.rules import Member

_HELD, _CONCERN, _THANKS = "volunteer.supervised", "volunteer.concern_raised", "volunteer.thanked"


async def note_supervision(
    volunteer: UUID, spoken: Spoken, *, version: int | None, submission: UUID, by: Member
) -> UUID:
    """
    A talk was held: what was planned is held now, and the next is due two months later. Gives its id.

    `version` is that of the planned talk. RuleBroken for a day to come, or when nothing was agreed.
    """
    if spoken.held_on > clock.today():
        raise RuleBroken("A talk is written down once it was held.")
    if not spoken.agreed.strip():
        raise RuleBroken("Say what you agreed: the volunteer reads it.")
    async with transaction():
        before = await once.already_done(submission, _HELD)
        if before is not None:
            return UUID(before)
        if await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer) is None:
            raise NotFound
        planned: VolunteerSupervision | None = (
            await VolunteerSupervision.objects()
            .where((VolunteerSupervision.volunteer == volunteer) & VolunteerSupervision.held_on.is_null())
            .order_by(VolunteerSupervision.due_on)
            .lock_rows("UPDATE")
            .first()
        )
        if planned is not None and version is not None and planned.version != version:
            raise Stale({"Agreed": planned.agreed}, {"Agreed": spoken.agreed})
        held = planned or VolunteerSupervision(id=uuid4(), volunteer=volunteer, supervisor=by.id, due_on=spoken.held_on)
        held.supervisor = by.id
        held.held_on = spoken.held_on
        held.going_well = spoken.going_well.strip()
        held.difficult = spoken.difficult.strip()
        held.wellbeing = spoken.wellbeing.strip()
        held.agreed = spoken.agreed.strip()
        held.noted_at = clock.now()
        if planned is not None:
            held.version += 1
        await held.save()
        await VolunteerSupervision(
            id=uuid4(),
            volunteer=volunteer,
            supervisor=by.id,
            due_on=caring.next_supervision_on(spoken.held_on),
        ).save()
        await news.tell(_HELD, subject=held.id, by=by, volunteer=volunteer)
        await once.remember(submission, _HELD, str(held.id))
    return UUID(str(held.id))


async def worry_about_person(
    placement_id: UUID, *, kind: SafetyKind, urgent: bool, words: str, submission: UUID, by: Actor
) -> UUID:
    """
    A volunteer is worried about somebody they visit: it becomes a safety matter at once. Gives the concern's id.

    The matter, the concern and their news are one transaction. For the volunteer themself, or a coordinator they told;
    NotFound for any other guest. What they wrote is read by the safety team alone.
    """
    async with transaction():
        before = await once.already_done(submission, _CONCERN)
        if before is not None:
            return UUID(before)
        about = await row(
            "SELECT p.volunteer, j.id AS journey, j.person, j.area FROM placement p"
            " JOIN befriender_asked a ON a.id = p.asked JOIN journey j ON j.id = a.journey WHERE p.id = $1",
            placement_id,
        )
        if about is None or (isinstance(by, Guest) and by.record != about["volunteer"]):
            raise NotFound
        matter = await safety.raise_matter(
            person=about["person"],
            journey=about["journey"],
            area=about["area"],
            kind=kind,
            urgent=urgent,
            what=f"A volunteer who visits them is worried: {words.strip()}" if words.strip() else "",
            raised_from=RaisedFrom.RECORD,
            submission=submission,
            by=by,
        )
        kept = VolunteerConcern(
            id=uuid4(),
            volunteer=about["volunteer"],
            about="person",
            placement=placement_id,
            matter=matter,
            words="",
            urgent=urgent,
            raised_at=clock.now(),
            raised_by=by.staff_id,
        )
        await kept.save()
        await news.tell(_CONCERN, subject=kept.id, by=by, volunteer=about["volunteer"], urgent=urgent, about="person")
        await once.remember(submission, _CONCERN, str(kept.id))
    return UUID(str(kept.id))


async def raise_concern(
    volunteer: UUID, *, words: str, urgent: bool, stop_now: bool = False, submission: UUID, by: Actor
) -> UUID:
    """
    Something about a volunteer, or that a volunteer would like to say about volunteering. Gives the concern's id.

    With `stop_now`, which is the team's to say, whatever they help with stops at once. NotFound for another's guest.
    """
    if not words.strip():
        raise RuleBroken("Say what has happened, so that whoever answers knows where to begin.")
    async with transaction():
        before = await once.already_done(submission, _CONCERN)
        if before is not None:
            return UUID(before)
        if isinstance(by, Guest) and by.record != volunteer:
            raise NotFound
        if await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer) is None:
            raise NotFound
        kept = VolunteerConcern(
            id=uuid4(),
            volunteer=volunteer,
            about="volunteer",
            words=words.strip(),
            urgent=urgent,
            raised_at=clock.now(),
            raised_by=by.staff_id,
        )
        await kept.save()
        if stop_now and by.staff_id is not None:
            await _stop_all(volunteer, by)
        await news.tell(_CONCERN, subject=kept.id, by=by, volunteer=volunteer, urgent=urgent, about="volunteer")
        await once.remember(submission, _CONCERN, str(kept.id))
    return UUID(str(kept.id))


async def _stop_all(volunteer: UUID, by: Actor) -> None:
    for one in await rows("SELECT id FROM placement WHERE volunteer = $1 AND state = 'active' ORDER BY id", volunteer):
        await stop_locked(await locked(one["id"]), why=Stopped.CONCERN, by=by)


async def take_on(concern_id: UUID, *, by: Member) -> None:
    """Look into it: from now on it is theirs."""
    async with transaction():
        kept = await _concern(concern_id)
        if kept.state == ConcernState.ACKNOWLEDGED and kept.taken_by == by.id:
            return
        caring.check_move(ConcernState(kept.state), ConcernState.ACKNOWLEDGED)
        kept.state = ConcernState.ACKNOWLEDGED.value
        kept.taken_by = by.id
        kept.version += 1
        await kept.save()
        await news.tell("volunteer.concern_taken_on", subject=concern_id, by=by, volunteer=kept.volunteer)


async def stop_helping(concern_id: UUID, *, by: Member) -> None:
    """While it is looked into, whatever they help with stops."""
    async with transaction():
        kept = await _concern(concern_id)
        if kept.state == ConcernState.CLOSED:
            raise RuleBroken("This concern is closed. If something new has happened, raise a new one.")
        await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", kept.volunteer)
        await _stop_all(kept.volunteer, by)


async def close(concern_id: UUID, *, outcome: str, submission: UUID, by: Member) -> None:
    """Close it, saying what came of it. About somebody who was forgotten meanwhile, that is all that stays."""
    async with transaction():
        if await once.already_done(submission, "volunteer.concern_closed") is not None:
            return
        kept = await _concern(concern_id)
        caring.check_move(ConcernState(kept.state), ConcernState.CLOSED)
        if not outcome.strip():
            raise RuleBroken("Say what came of it before you close it.")
        kept.state = ConcernState.CLOSED.value
        kept.outcome = outcome.strip()
        kept.closed_at = clock.now()
        if await value("SELECT forgotten_at IS NOT NULL FROM volunteer WHERE id = $1", kept.volunteer):
            kept.words = ""
        kept.version += 1
        await kept.save()
        await news.tell("volunteer.concern_closed", subject=concern_id, by=by, volunteer=kept.volunteer)
        await once.remember(submission, "volunteer.concern_closed", str(kept.id))


async def _concern(concern_id: UUID) -> VolunteerConcern:
    kept = await VolunteerConcern.objects().where(VolunteerConcern.id == concern_id).lock_rows("UPDATE").first()
    if kept is None or kept.about != "volunteer":
        raise NotFound
    return kept


async def thank(
    volunteer: UUID, *, kind: str, words: str, years: int | None = None, submission: UUID, by: Member
) -> UUID:
    """
    A word of thanks, a reference letter, or years of service, kept for the volunteer. Gives its id.

    `kind` is thanks, reference or service. RuleBroken without words, and for years that they have not reached or were
    thanked for already.
    """
    if not words.strip():
        raise RuleBroken("Say something in your own words.")
    async with transaction():
        before = await once.already_done(submission, _THANKS)
        if before is not None:
            return UUID(before)
        about = await row("SELECT ready_on, forgotten_at FROM volunteer WHERE id = $1 FOR UPDATE", volunteer)
        if about is None or about["forgotten_at"] is not None:
            raise NotFound
        if kind == "service":
            reached = caring.years_reached(about["ready_on"], clock.today()) if about["ready_on"] else None
            if years not in caring.YEARS_OF_SERVICE or reached is None or years > reached:
                raise RuleBroken("They have not helped for so long yet.")
            if await value("SELECT 1 FROM volunteer_thanks WHERE volunteer = $1 AND years = $2", volunteer, years):
                raise RuleBroken("They were thanked for these years already.")
        kept = VolunteerThanks(
            id=uuid4(),
            volunteer=volunteer,
            kind=kind,
            years=years if kind == "service" else None,
            words=words.strip(),
            given_at=clock.now(),
            given_by=by.id,
        )
        await kept.save()
        await news.tell(_THANKS, subject=kept.id, by=by, volunteer=volunteer, kind=kind)
        await once.remember(submission, _THANKS, str(kept.id))
    return UUID(str(kept.id))
