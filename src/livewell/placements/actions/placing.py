"""Bringing a volunteer and a person, or a group, together: suggested, agreed by both, begun, looked at, stopped, ended."""

from typing import Literal
from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.kit import clock, once
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.guests import Guest
from livewell.placements import queries
from livewell.placements.actions.freeing import free_shifts, locked, tell
from livewell.placements.rules import placing
from livewell.placements.rules.asking import AskState
from livewell.placements.rules.caring import first_supervision_on
from livewell.placements.rules.placing import PlacementState, Stopped
from livewell.placements.tables import BefrienderAsked, Placement, VolunteerSupervision, VolunteerThanks
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers import actions as volunteers

_PROPOSED = "placement.proposed"
NOT_FROM_THE_LIST = "They cannot be suggested here. Choose somebody from the list."
"""One sentence for every reason there may be: nobody learns from it which one it is."""

Side = Literal["volunteer", "person"]


async def propose(asked_id: UUID, *, volunteer: UUID, submission: UUID, by: Member) -> UUID:
    """
    Suggest a volunteer to somebody who asked for a befriender. Gives the placement's id.

    RuleBroken when the request is answered already, while somebody else is being asked, and, with one sentence for all of
    it, when the rule would not suggest them: not ready, no room, too far, asked before, kept apart.
    """
    async with transaction():
        before = await once.already_done(submission, _PROPOSED)
        if before is not None:
            return UUID(before)
        # The limit on people is counted under this lock: of many suggestions at once no more go through than there is room.
        await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer)
        asked = await row("SELECT journey, state FROM befriender_asked WHERE id = $1 FOR UPDATE", asked_id)
        if asked is None:
            raise NotFound
        if asked["state"] != AskState.OPEN:
            raise RuleBroken("This request is answered already.")
        if await value("SELECT 1 FROM placement WHERE asked = $1 AND state = 'proposed'", asked_id):
            raise RuleBroken(
                "Somebody is being asked already. One at a time, so that nobody is turned down for nothing."
            )
        found = await queries.suggestions(asked_id, only=volunteer)
        if not found:
            raise RuleBroken(NOT_FROM_THE_LIST)
        made = Placement(
            id=uuid4(),
            volunteer=volunteer,
            role=found[0].role,
            asked=asked_id,
            why_them="; ".join(found[0].reasons),
            made_at=clock.now(),
            made_by=by.id,
        )
        await made.save()
        await tell(_PROPOSED, made, by)
        await once.remember(submission, _PROPOSED, str(made.id))
    return UUID(str(made.id))


async def propose_at(
    asset_id: UUID, *, volunteer: UUID, role: UUID, leads: bool = False, submission: UUID, by: Actor
) -> UUID:
    """
    Ask a volunteer to help at a listing, or to lead there. Gives the placement's id.

    RuleBroken when they are not ready for the role, or help there in it already.
    """
    if by.staff_id is None:
        raise RuleBroken("A member of the team asks a volunteer to help somewhere.")
    async with transaction():
        before = await once.already_done(submission, _PROPOSED)
        if before is not None:
            return UUID(before)
        await row("SELECT id FROM volunteer WHERE id = $1 FOR UPDATE", volunteer)
        await volunteers.check_ready(volunteer, role)
        if await value("SELECT 1 FROM asset WHERE id = $1", asset_id) is None:
            raise NotFound
        there = await value(
            "SELECT 1 FROM placement WHERE volunteer = $1 AND asset = $2 AND role = $3"
            " AND state IN ('proposed', 'active', 'stopped')",
            volunteer,
            asset_id,
            role,
        )
        if there:
            raise RuleBroken("They help there already, or are being asked.")
        made = Placement(
            id=uuid4(),
            volunteer=volunteer,
            role=role,
            asset=asset_id,
            leads=leads,
            made_at=clock.now(),
            made_by=by.staff_id,
        )
        await made.save()
        await tell(_PROPOSED, made, by)
        await once.remember(submission, _PROPOSED, str(made.id))
    return UUID(str(made.id))


async def agree(placement_id: UUID, *, side: Side, by: Actor) -> None:
    """
    One of the two says yes. Said twice, it is once.

    A volunteer speaks for themself (or to a coordinator who writes it down), a person in their own space or to their worker.
    NotFound for whom it is none of their business, and for a person at home who is not asked yet.
    """
    async with transaction():
        made = await locked(placement_id)
        await _may_speak(made, side, by)
        if (made.volunteer_agreed_at if side == "volunteer" else made.person_agreed_at) is not None:
            return
        placing.check_move(PlacementState(made.state), PlacementState.ACTIVE)
        if side == "volunteer":
            made.volunteer_agreed_at = clock.now()
        else:
            made.person_agreed_at = clock.now()
        made.version += 1
        await made.save()
        await tell("placement.agreed", made, by, side=side)


async def decline(placement_id: UUID, *, side: Side, by: Actor) -> None:
    """One of the two says no, without a reason; nobody is told which of them. The request stays open for somebody else."""
    async with transaction():
        made = await locked(placement_id)
        await _may_speak(made, side, by)
        if made.state == PlacementState.DECLINED:
            return
        placing.check_move(PlacementState(made.state), PlacementState.DECLINED)
        made.state = PlacementState.DECLINED.value
        made.version += 1
        await made.save()
        await tell("placement.declined", made, by)


async def _may_speak(made: Placement, side: Side, by: Actor) -> None:
    """NotFound unless this is theirs to answer, on this side."""
    if isinstance(by, Guest):
        if side != "volunteer" or by.record != made.volunteer:
            raise NotFound
        return
    if isinstance(by, Resident):
        # At home they are asked once the volunteer has said yes, so that nobody looks forward to somebody who cannot come.
        theirs = (
            "SELECT true FROM befriender_asked a JOIN journey j ON j.id = a.journey WHERE a.id = $1 AND j.person = $2"
        )
        if side != "person" or made.volunteer_agreed_at is None or not await value(theirs, made.asked, by.person):
            raise NotFound
        return
    if not isinstance(by, Member):
        raise NotFound
    if side == "volunteer":
        if Permission.RUN_VOLUNTEERING not in by.can:
            raise NotFound
        return
    journey = await value("SELECT journey FROM befriender_asked WHERE id = $1", made.asked)
    if journey is None or Permission.ASK_FOR_VOLUNTEERS not in by.can:
        raise NotFound
    await journeys.journey(journey, by)


async def start(placement_id: UUID, *, by: Actor) -> None:
    """
    It begins today: both have said yes, and the volunteer is recruited, checked and trained for the role.

    The first look at how it goes is planned, and the first talk with their supervisor. Begun twice, it is once.
    """
    async with transaction():
        made = await locked(placement_id)
        if made.state == PlacementState.ACTIVE:
            return
        placing.check_move(PlacementState(made.state), PlacementState.ACTIVE)
        if made.state == PlacementState.STOPPED:
            raise RuleBroken("This has stopped for now. It is taken up again, not begun.")
        placing.check_agreed(
            with_a_person=made.asked is not None,
            volunteer=made.volunteer_agreed_at is not None,
            person=made.person_agreed_at is not None,
        )
        await volunteers.check_ready(made.volunteer, made.role)
        today = clock.today()
        made.state = PlacementState.ACTIVE.value
        made.begins_on = today
        made.review_on = placing.first_review_on(today)
        made.version += 1
        await made.save()
        if made.asked is not None:
            await _move_request(made.asked, AskState.MATCHED)
        await _plan_supervision(made.volunteer, by)
        await volunteers.began_to_help(made.volunteer, by=by)
        await tell("placement.started", made, by)


async def _plan_supervision(volunteer: UUID, by: Actor) -> None:
    """The first talk with a supervisor, when none was ever held or planned."""
    if by.staff_id is None or await value(
        "SELECT 1 FROM volunteer_supervision WHERE volunteer = $1 LIMIT 1", volunteer
    ):
        return
    supervisor = await value("SELECT coordinator FROM volunteer WHERE id = $1", volunteer) or by.staff_id
    await VolunteerSupervision(
        id=uuid4(), volunteer=volunteer, supervisor=supervisor, due_on=first_supervision_on(clock.today())
    ).save()


async def review(placement_id: UUID, *, version: int | None, by: Member) -> None:
    """They were asked how it goes, and go on: the next look is planned."""
    async with transaction():
        made = await locked(placement_id, version=version)
        if made.state != PlacementState.ACTIVE:
            raise RuleBroken("Only what goes on is looked at again.")
        made.review_on = placing.next_review_on(clock.today())
        made.version += 1
        await made.save()
        await tell("placement.reviewed", made, by)


async def stop(placement_id: UUID, *, why: Stopped, by: Actor) -> None:
    """Stop for now: what was planned is called off or open to others again. Stopped twice, it is once."""
    async with transaction():
        made = await locked(placement_id)
        if made.state == PlacementState.STOPPED:
            return
        await stop_locked(made, why=why, by=by)


async def stop_locked(made: Placement, *, why: Stopped, by: Actor) -> None:
    """The same for a placement that the caller has locked."""
    placing.check_move(PlacementState(made.state), PlacementState.STOPPED)
    made.state = PlacementState.STOPPED.value
    made.stopped_why = why.value
    made.version += 1
    await made.save()
    await free_shifts(made)
    await tell("placement.stopped", made, by, why=why.value)


async def take_up(placement_id: UUID, *, by: Member) -> None:
    """Go on after a stop: a person decides it, and only when the volunteer is ready."""
    async with transaction():
        made = await locked(placement_id)
        if made.state == PlacementState.ACTIVE:
            return
        if made.state != PlacementState.STOPPED:
            raise RuleBroken("Only what has stopped is taken up again.")
        await volunteers.check_ready(made.volunteer, made.role)
        made.state = PlacementState.ACTIVE.value
        made.stopped_why = ""
        made.review_on = placing.first_review_on(clock.today())
        made.version += 1
        await made.save()
        await tell("placement.taken_up", made, by)


async def end(
    placement_id: UUID, *, why: str = "", thanks: str = "", look_again: bool = False, submission: UUID, by: Member
) -> None:
    """
    It comes to an end. `thanks` is a word to the volunteer, kept for them; with `look_again` the request opens again.

    RuleBroken when it is over already.
    """
    async with transaction():
        if await once.already_done(submission, "placement.ended") is not None:
            return
        made = await locked(placement_id)
        await end_locked(made, why=why.strip(), look_again=look_again, by=by)
        if thanks.strip():
            await VolunteerThanks(
                id=uuid4(),
                volunteer=made.volunteer,
                kind="thanks",
                words=thanks.strip(),
                given_at=clock.now(),
                given_by=by.id,
            ).save()
        await once.remember(submission, "placement.ended", str(made.id))


async def end_locked(made: Placement, *, why: str, look_again: bool, by: Actor) -> None:
    """The same for a placement that the caller has locked."""
    placing.check_move(PlacementState(made.state), PlacementState.ENDED)
    was_going_on = made.state != PlacementState.PROPOSED
    made.state = PlacementState.ENDED.value
    made.ended_on = clock.today()
    made.ended_why = why
    made.stopped_why = ""
    made.version += 1
    await made.save()
    await free_shifts(made)
    if made.asked is not None and was_going_on:
        await _move_request(made.asked, AskState.OPEN if look_again else AskState.ENDED)
    elsewhere = await value(
        "SELECT 1 FROM placement WHERE volunteer = $1 AND state IN ('active', 'stopped') LIMIT 1", made.volunteer
    )
    if (
        was_going_on
        and not elsewhere
        and await value("SELECT forgotten_at IS NULL FROM volunteer WHERE id = $1", made.volunteer)
    ):
        await volunteers.helps_nowhere(made.volunteer, by=by)
    await tell("placement.ended", made, by)


async def _move_request(asked_id: UUID, to: AskState) -> None:
    await BefrienderAsked.update(
        {BefrienderAsked.state: to.value, BefrienderAsked.version: BefrienderAsked.version + 1}
    ).where((BefrienderAsked.id == asked_id) & (BefrienderAsked.state != to.value))
