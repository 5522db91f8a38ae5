"""Asking somebody to fill in a measure, sending the link again, and taking back what was asked."""

from datetime import date
from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import clock, doorkeys, drafts, news, notify, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.ids import new_reference
from livewell.measures import queries as measures
from livewell.questionnaires import queries, rules
from livewell.questionnaires.rules import AskingState, How
from livewell.questionnaires.tables import Asking
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

OPENS = "own_questions"
"""The purpose of the key in a link."""
DRAFT = "questionnaires.answers"
"""The kind of a half-done sheet; its key is the id of the asking."""


async def ask(
    journey_id: UUID,
    *,
    instrument: str,
    how: How,
    words: str = "",
    due_on: date | None = None,
    submission: UUID | None = None,
    by: Actor,
) -> UUID:
    """
    Ask somebody to fill in an instrument; gives the id of the asking. The same form twice is one.

    By a link, the e-mail goes out by itself. NotFound when `by` may not see the journey or there is no such instrument;
    RuleBroken when it has ended, when this site may not use the instrument, when it waits already, or when nothing may
    be sent to them.
    """
    _only_staff(by)
    async with transaction():
        if submission is not None and (before := await once.already_done(submission, "questionnaires.ask")):
            return UUID(before)
        # Alone, so that two at the same moment do not ask for the same twice.
        journey = await journeys.journey_for(journey_id, by, alone=True)
        found = await measures.usable(instrument)
        if why := rules.why_not(
            how,
            can_ask=found.can_ask,
            takes_score=found.can_enter_score,
            why=found.why_not,
            by_email=await _why_not_by_email(journey) if how is How.LINK else "",
        ):
            raise RuleBroken(why)
        if await value(
            "SELECT id FROM asking WHERE journey = $1 AND instrument = $2 AND state = 'open'", journey_id, instrument
        ):
            raise RuleBroken(
                f"{found.instrument.name} has been asked already and waits for answers. Open it, or take it back first."
            )
        asked = Asking(
            id=uuid4(),
            journey=journey_id,
            instrument=instrument,
            how=how.value,
            reference=await _a_code() if how is How.PAPER else None,
            words=words.strip(),
            due_on=due_on,
            asked_at=clock.now(),
            asked_by=by.id,
            state=AskingState.OPEN.value,
        )
        await asked.save()
        await news.tell(
            "measure.asked",
            subject=asked.id,
            by=by,
            journey=journey_id,
            person=journey.person,
            instrument=instrument,
            how=how.value,
            due_on=due_on,
        )
        if submission is not None:
            await once.remember(submission, "questionnaires.ask", str(asked.id))
    return UUID(str(asked.id))


async def take_back(asking_id: UUID, *, journey: UUID, by: Actor) -> None:
    """What was asked is not needed any more: its link opens nothing, and half-done answers are forgotten."""
    _only_staff(by)
    async with transaction():
        facts = await journeys.journey_for(journey, by, open_only=False)
        asked = await held(asking_id, journey)
        if asked.state == AskingState.TAKEN_BACK.value:
            return
        await end(asked, AskingState.TAKEN_BACK)
        await news.tell("measure.taken_back", subject=asking_id, by=by, journey=journey, person=facts.person)


async def send_link_again(asking_id: UUID, *, journey: UUID, submission: UUID, by: Actor) -> None:
    """Send a fresh link for what is asked at home; the links before it open nothing any more. The same form twice is one."""
    _only_staff(by)
    async with transaction():
        if await once.already_done(submission, "questionnaires.link"):
            return
        facts = await journeys.journey_for(journey, by)
        asked = await held(asking_id, journey)
        rules.check_move(AskingState(asked.state), AskingState.ANSWERED)
        if How(asked.how) not in rules.AT_HOME:
            raise RuleBroken("Only what is filled in at home can be sent as a link.")
        if why := await _why_not_by_email(facts):
            raise RuleBroken(why)
        asked.how = How.LINK.value
        await asked.save([Asking.how])
        await doorkeys.end_keys(OPENS, asking_id)
        await news.tell("measure.link_asked", subject=asking_id, by=by, journey=journey, person=facts.person)
        await once.remember(submission, "questionnaires.link", str(asking_id))


async def held(asking_id: UUID, journey: UUID) -> Asking:
    """The asking of this journey, locked; NotFound otherwise. The journey is held before it."""
    found = (
        await Asking.objects().where((Asking.id == asking_id) & (Asking.journey == journey)).lock_rows("UPDATE").first()
    )
    if found is None:
        raise NotFound
    return found


async def end(asked: Asking, to: AskingState, *, score: UUID | None = None) -> None:
    """
    It is not open any more: its links open nothing and every half-done sheet is forgotten. Inside a transaction.

    RuleBroken when it was not open, in words for whoever wanted to answer it.
    """
    rules.check_move(AskingState(asked.state), to)
    asked.state, asked.score, asked.ended_at = to.value, score, clock.now()
    await asked.save([Asking.state, Asking.score, Asking.ended_at])
    await doorkeys.end_keys(OPENS, asked.id)
    await drafts.drop_everybodys(DRAFT, str(asked.id))


async def _why_not_by_email(journey: JourneyFacts) -> str:
    reach = await queries.reach(journey.person)
    return rules.why_not_by_email(never_contact=reach.never_contact, email=reach.email, set_up=notify.is_set_up())


async def _a_code() -> str:
    """A code that no other paper has."""
    while True:
        code = new_reference()
        if await value("SELECT id FROM asking WHERE reference = $1", code) is None:
            return code


def _only_staff(by: Actor) -> None:
    if not isinstance(by, Member) or Permission.WORK_WITH_PEOPLE not in by.can:
        raise RuleBroken("Only those who work with somebody ask them to fill something in.")
