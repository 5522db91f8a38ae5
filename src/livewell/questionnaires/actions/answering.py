"""Taking answers: from the person, from a worker, by a link or from paper; and what happens at once when one asks for help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import doorkeys, news, once
from livewell.kit.actor import Actor, Resident, resident
from livewell.kit.db import row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.languages import gettext as _
from livewell.kit.news import Heard
from livewell.measures import actions as measures
from livewell.measures import queries as scores
from livewell.measures.actions import Recorded
from livewell.measures.rules.taking import Flag, How, NotDone
from livewell.questionnaires import queries, rules
from livewell.questionnaires.actions.asking import OPENS, end, held
from livewell.questionnaires.rules import AskingState
from livewell.questionnaires.tables import Asking
from livewell.safety import actions as safety
from livewell.safety.rules import RaisedFrom, SafetyKind

_ANSWERED = "questionnaires.answered"


@dataclass(frozen=True)
class Answered:
    """What came of a sheet that was sent in."""

    score: UUID
    instrument: str
    needs_help: bool
    """An answer asks for help at once: whom to call is shown before anything else, and the duty contact is told."""


@dataclass(frozen=True)
class Bearer:
    """Whoever holds the link that was sent to somebody: they answer as that person."""

    asking: UUID
    key: UUID
    by: Resident


async def answer(
    asking_id: UUID,
    *,
    journey: UUID,
    answers: Mapping[str, int],
    how: How,
    taken_at: datetime | None = None,
    seconds: float | None = None,
    submission: UUID,
    by: Actor,
) -> Answered:
    """
    Take the answers to what was asked; the same form twice is one.

    When one of them asks for help, a safety matter is opened for the duty contact in the same transaction. NotFound
    when the journey is not for `by`; RuleBroken when it has ended, when it is answered already, or for no answers.
    """
    async with transaction():
        if before := await once.already_done(submission, _ANSWERED):
            return await _seen(UUID(before))
        facts = await journeys.journey_for(journey, by, alone=True)
        asked = await held(asking_id, journey)
        rules.check_move(AskingState(asked.state), AskingState.ANSWERED)
        taken = await measures.record(
            person=facts.person,
            journey=journey,
            instrument=asked.instrument,
            answers=answers,
            how=how,
            taken_at=taken_at,
            seconds=seconds,
            by=by,
        )
        return await _finished(asked, AskingState.ANSWERED, taken, facts=facts, submission=submission, by=by)


async def answer_by_link(
    bearer: Bearer, *, answers: Mapping[str, int], seconds: float | None = None, submission: UUID
) -> Answered:
    """
    The same for whoever holds the link. It is spent with the answers and not before; the same form twice is one.

    RuleBroken when the link was used or has ended meanwhile.
    """
    async with transaction():
        if before := await once.already_done(submission, _ANSWERED):
            return await _seen(UUID(before))
        await doorkeys.use_key(bearer.key)
        journey = await _journey_of(bearer.asking)
        facts = await journeys.journey_for(journey, bearer.by, alone=True)
        asked = await held(bearer.asking, journey)
        rules.check_move(AskingState(asked.state), AskingState.ANSWERED)
        taken = await measures.record(
            person=facts.person,
            journey=journey,
            instrument=asked.instrument,
            answers=answers,
            how=How.SELF,
            seconds=seconds,
            by=bearer.by,
        )
        return await _finished(asked, AskingState.ANSWERED, taken, facts=facts, submission=submission, by=bearer.by)


async def decline(asking_id: UUID, *, journey: UUID, by: Actor) -> None:
    """They would rather not. It is an answer: it is written down as one, and nobody asks again for this one."""
    async with transaction():
        facts = await journeys.journey_for(journey, by, alone=True)
        asked = await held(asking_id, journey)
        if asked.state == AskingState.DECLINED.value:
            return
        rules.check_move(AskingState(asked.state), AskingState.DECLINED)
        taken = await measures.record(
            person=facts.person,
            journey=journey,
            instrument=asked.instrument,
            not_done=NotDone.DECLINED,
            how=How.SELF if isinstance(by, Resident) else How.TOGETHER,
            by=by,
        )
        await _finished(asked, AskingState.DECLINED, taken, facts=facts, submission=None, by=by)


async def decline_by_link(bearer: Bearer) -> None:
    """The same for whoever holds the link, which is spent."""
    async with transaction():
        await doorkeys.use_key(bearer.key)
        await decline(bearer.asking, journey=await _journey_of(bearer.asking), by=bearer.by)


async def enter_score(
    asking_id: UUID,
    *,
    journey: UUID,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    taken_at: datetime | None = None,
    submission: UUID,
    by: Actor,
) -> Answered:
    """Write down the score that the licensed source gave for what was asked, or why there is none."""
    async with transaction():
        if before := await once.already_done(submission, _ANSWERED):
            return await _seen(UUID(before))
        facts = await journeys.journey_for(journey, by, alone=True)
        asked = await held(asking_id, journey)
        to = AskingState.ANSWERED if not_done is None else AskingState.DECLINED
        rules.check_move(AskingState(asked.state), to)
        taken = await measures.record(
            person=facts.person,
            journey=journey,
            instrument=asked.instrument,
            score=score,
            not_done=not_done,
            why=why,
            how=how,
            taken_at=taken_at,
            by=by,
        )
        return await _finished(asked, to, taken, facts=facts, submission=submission, by=by)


async def correct(
    score_id: UUID,
    *,
    journey: UUID,
    answers: Mapping[str, int] | None = None,
    score: Decimal | None = None,
    not_done: NotDone | None = None,
    why: str = "",
    how: How = How.SCORE_ONLY,
    by: Actor,
) -> Answered:
    """
    Put right what was written down wrongly, also after the journey has ended; the old row stays, struck through.

    An answer that asks for help does so when it is put right as well. NotFound, RuleBroken: as `measures.actions.correct`.
    """
    async with transaction():
        facts = await journeys.journey_for(journey, by, open_only=False)
        if isinstance(by, Resident):
            raise RuleBroken(_("Tell your worker what is wrong, and they will put it right."))
        before = await _seen(score_id)
        right = await measures.correct(
            score_id, journey=journey, answers=answers, score=score, not_done=not_done, why=why, how=how, by=by
        )
        if right.asks_for_help and not before.needs_help:
            await _tell_duty(facts, before.instrument, submission=uuid4(), by=by)
        return Answered(right.id, before.instrument, right.asks_for_help)


async def settle(heard: Heard) -> None:
    """A score that came from its licensed source answers what was asked for it, wherever it was written down."""
    found = await rows(
        """
        SELECT k.id, k.journey FROM asking k JOIN score s ON s.journey = k.journey AND s.instrument = k.instrument
         WHERE s.id = $1 AND k.state = 'open' AND k.asked_at <= s.noted_at
        """,
        heard.subject,
    )
    for one in found:
        asked = await held(one["id"], one["journey"])
        none = await value("SELECT not_done FROM score WHERE id = $1", heard.subject)
        await end(asked, AskingState.DECLINED if none else AskingState.ANSWERED, score=heard.subject)


async def _finished(
    asked: Asking,
    to: AskingState,
    taken: Recorded,
    *,
    facts: JourneyFacts,
    submission: UUID | None,
    by: Actor,
) -> Answered:
    """What was asked is over, the news is told, and whoever is on duty hears of an answer that asks for help."""
    await end(asked, to, score=taken.id)
    await news.tell(
        "measure.answered" if to is AskingState.ANSWERED else "measure.declined",
        subject=asked.id,
        by=by,
        journey=facts.id,
        person=facts.person,
        instrument=asked.instrument,
    )
    if taken.asks_for_help:
        await _tell_duty(facts, asked.instrument, submission=submission or uuid4(), by=by)
    if submission is not None:
        await once.remember(submission, _ANSWERED, str(taken.id))
    return Answered(taken.id, asked.instrument, taken.asks_for_help)


async def _tell_duty(facts: JourneyFacts, instrument: str, *, submission: UUID, by: Actor) -> None:
    """Open a safety matter: urgent whatever the number, for no number says how safe somebody is."""
    used = await scores.usable(instrument)
    at_home = isinstance(by, Resident)
    await safety.raise_matter(
        person=facts.person,
        journey=facts.id,
        area=facts.area,
        kind=SafetyKind.SUICIDAL_THOUGHTS,
        urgent=True,
        what=(
            f"In {used.instrument.name} they answered that they have been bothered by thoughts that they would be better"
            " off dead or of hurting themself in some way. The answers are on their record, under Measures."
        ),
        done_so_far=(
            "They filled it in at home. Whom to call in a crisis was shown to them at once. Nobody was with them as far"
            " as we know."
            if at_home
            else "It was filled in with a worker, who was shown whom to call and the site’s pathway at once."
        ),
        raised_from=RaisedFrom.MEASURE,
        duty=used.duty.contact if used.duty else None,
        submission=submission,
        by=by,
    )


async def _seen(score: UUID) -> Answered:
    found = await row("SELECT instrument, flags FROM score WHERE id = $1", score)
    if found is None:
        raise NotFound
    return Answered(score, found["instrument"], Flag.ITEM_9.value in found["flags"])


async def answered_before(submission: UUID) -> Answered | None:
    """What this very form came to when it was sent before: for a second press of its button, after the link is spent."""
    async with transaction():
        before = await value("SELECT answer FROM submission WHERE id = $1 AND kind = $2", submission, _ANSWERED)
        return await _seen(UUID(before)) if before else None


async def _journey_of(asking: UUID) -> UUID:
    journey: UUID = await value("SELECT journey FROM asking WHERE id = $1", asking)
    return journey


async def bearer(token: str) -> Bearer | None:
    """
    Who holds the link with this token; None when it was used, has ended or never was. It spends nothing.

    A link that was sent to an address which is not theirs any more has ended too.
    """
    opened = await doorkeys.open_key(token, OPENS)
    asked = await queries.asking_behind(opened.subject) if opened else None
    if opened is None or asked is None or not asked.is_open:
        return None
    if (await queries.reach(asked.person)).email.casefold() != opened.holder.casefold():
        return None
    return Bearer(asked.id, opened.key_id, resident(asked.person, opened.key_id))
