"""Looking back together, ending a journey, and opening a new one after it."""

from uuid import UUID, uuid4

from livewell.coaching import actions as coaching
from livewell.coaching import queries as goals
from livewell.coaching.rules import Occasion
from livewell.journeys import actions as journeys
from livewell.journeys import queries as journey_queries
from livewell.journeys.queries import JourneyFacts
from livewell.journeys.rules import Stage
from livewell.kit import clock, news, once
from livewell.kit.dates import say_instant
from livewell.kit.db import row, transaction
from livewell.kit.errors import RuleBroken
from livewell.outcomes import queries, rules
from livewell.outcomes.forms import EndingCommand, Pam, Reviewed
from livewell.outcomes.rules import Expectation, Section
from livewell.outcomes.tables import Ending, Reopening, Review
from livewell.sessions import actions as sessions
from livewell.sessions.rules import CancelledBy
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role


async def review(journey_id: UUID, command: Reviewed, *, submission: UUID, by: Member) -> UUID:
    """Keep a look back and ahead: ratings, a score where there is one, and what was said. Gives the review's id."""
    async with transaction():
        before = await once.already_done(submission, "outcomes.reviewed")
        if before is not None:
            return UUID(before)
        journey = await _held(journey_id, by)
        if journey.stage is Stage.CONTACTING:
            raise RuleBroken("You look back together once you have met.")
        await coaching.rate_goals(journey_id, occasion=Occasion.REVIEW, ratings=command.ratings, by=by)
        await _record_pam(journey_id, command.pam, by)
        kept = Review(
            id=uuid4(),
            journey=journey_id,
            persons_words=command.persons_words,
            agreed=command.agreed,
            groups_now=command.groups_now,
            reviewed_at=clock.now(),
            reviewed_by=by.id,
        )
        await kept.save()
        await news.tell(
            "outcomes.reviewed",
            subject=kept.id,
            by=by,
            journey=journey_id,
            person=journey.person,
            goals=len(command.ratings),
            groups_now=command.groups_now,
        )
        await once.remember(submission, "outcomes.reviewed", str(kept.id))
    return UUID(str(kept.id))


async def end(journey_id: UUID, command: EndingCommand, *, submission: UUID, by: Member) -> UUID:
    """
    End a journey: ratings, score, ending and the last move in one transaction. Gives the ending's id.

    NotFound when `by` may not see the journey; RuleBroken when it has ended, when sessions are still booked and are not
    to be cancelled, or when something this reason needs is missing.
    """
    async with transaction():
        before = await once.already_done(submission, "journey.ended")
        if before is not None:
            return UUID(before)
        journey = await _held(journey_id, by)
        await _check(journey_id, command)
        await _cancel_booked(journey_id, command, by)
        await coaching.rate_goals(journey_id, occasion=Occasion.ENDING, ratings=command.ratings, by=by)
        await _record_pam(journey_id, command.pam, by)
        expectation = command.expectation or Expectation.NOT_ASKED
        await journeys.close(journey_id, reason=command.reason, planned=command.planned, why="", by=by)
        kept = Ending(
            id=uuid4(),
            journey=journey_id,
            groups_before=command.groups_before,
            groups_now=command.groups_now,
            what_next=[one.value for one in command.what_next],
            what_next_detail=command.what_next_detail,
            may_contact_about_volunteering=command.may_contact_about_volunteering,
            expectation=expectation.value,
            expectation_words=command.expectation_words,
            persons_words=command.persons_words,
            may_share_words=command.may_share_words and bool(command.persons_words),
            summary=command.summary,
            ask_of_practice=command.ask_of_practice,
            written_at=clock.now(),
            written_by=by.id,
        )
        await kept.save()
        await news.tell(
            "journey.ended",
            subject=journey_id,
            by=by,
            journey=journey_id,
            person=journey.person,
            reason=command.reason.value,
            planned=command.planned,
            what_next=[one.value for one in command.what_next],
            expectation=expectation.value,
            asks=bool(command.ask_of_practice),
        )
        if command.begin_volunteering:
            # Whoever listens gets the person, and nothing of how or why the journey ended.
            await news.tell("outcomes.volunteering", subject=kept.id, by=by, person=journey.person)
        await once.remember(submission, "journey.ended", str(kept.id))
    return UUID(str(kept.id))


async def _held(journey_id: UUID, by: Member) -> JourneyFacts:
    """The journey, held alone from here on: two endings at the same moment take turns, and the second is refused."""
    await row("SELECT id FROM journey WHERE id = $1 FOR UPDATE", journey_id)
    return await journey_queries.journey_for(journey_id, by)


async def _check(journey_id: UUID, command: EndingCommand) -> None:
    rules.check_planned(command.reason, planned=command.planned)
    rules.check_volunteering(
        command.what_next,
        may_contact=command.may_contact_about_volunteering,
        begin=command.begin_volunteering,
    )
    agreed = {goal.id for goal in await goals.goals(journey_id) if goal.is_agreed}
    answered = {
        Section.GOALS: agreed <= {rated.goal for rated in command.ratings},
        Section.PAM: command.pam is not None or command.pam_is_fresh,
        Section.GROUPS: command.groups_now is not None,
        Section.WHAT_NEXT: bool(command.what_next),
        Section.EXPECTATION: command.expectation is not None,
        Section.WORDS: bool(command.persons_words),
        Section.SUMMARY: bool(command.summary.strip()),
    }
    rules.check_sections(command.reason, [section for section, there in answered.items() if there])


async def _cancel_booked(journey_id: UUID, command: EndingCommand, by: Member) -> None:
    booked = await queries.booked_sessions(journey_id)
    if booked and not command.cancel_sessions:
        when = "; ".join(say_instant(session.planned_for) for session in booked)
        raise RuleBroken(f"Sessions are still booked: {when}. Cancel them with the ending, or hold them first.")
    for session in booked:
        await sessions.cancel(session.id, cancelled_by=CancelledBy.WORKER, why="The journey ended.", by=by)


async def _record_pam(journey_id: UUID, pam: Pam | None, by: Member) -> None:
    if pam is not None:
        await coaching.record_pam(journey_id, score=pam.score, not_done=pam.not_done, why=pam.why, how=pam.how, by=by)


async def reopen(journey_id: UUID, *, why: str, submission: UUID, by: Member) -> UUID:
    """
    Open a new journey after one that has ended; gives the new one's id. The old one stays as it was.

    A coach who opens it has it; a manager gives it back to the coach who had it. RuleBroken when it has not ended, or
    the person has an open journey already.
    """
    if Permission.TRIAGE not in by.can:
        raise RuleBroken("A health coach decides on opening a journey again.")
    async with transaction():
        before = await once.already_done(submission, "outcomes.reopened")
        if before is not None:
            return UUID(before)
        old = await journey_queries.journey(journey_id, by)
        if old.is_open:
            raise RuleBroken("This journey has not ended, so there is nothing to open again.")
        if not why.strip():
            raise RuleBroken("Say why they are coming back.")
        opened = await journeys.open_or_join(
            person=old.person,
            area=old.area,
            practice=old.practice,
            health_coach=by.id if by.role is Role.HEALTH_COACH else old.health_coach,
            by=by,
        )
        if opened.joined:
            raise RuleBroken("This person has an open journey already.")
        await Reopening(
            id=uuid4(), journey=opened.journey_id, why=why.strip(), reopened_at=clock.now(), reopened_by=by.id
        ).save()
        await news.tell(
            "outcomes.reopened",
            subject=opened.journey_id,
            by=by,
            journey=opened.journey_id,
            person=old.person,
            previous=journey_id,
        )
        await once.remember(submission, "outcomes.reopened", str(opened.journey_id))
    return opened.journey_id
