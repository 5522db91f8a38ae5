"""Somebody asks for a session to be moved or called off, and their worker answers."""

from uuid import UUID, uuid4

from livewell.journeys import queries as journeys
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor, Resident
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.residents import queries, rules
from livewell.residents.rules import WishFor
from livewell.residents.tables import SessionWish


async def ask_about_session(
    session_id: UUID, *, what: WishFor, words: str, submission: UUID | None = None, by: Resident
) -> None:
    """
    Ask for another time, or for a session to be called off. It stays booked until the worker has answered.

    NotFound for a session that is not theirs; RuleBroken when it is over, or they have asked already. The same form
    sent twice is one.
    """
    async with transaction():
        if submission is not None and await once.already_done(submission, "residents.wish") is not None:
            return
        seen = await queries.own_session(session_id, by)
        journey = await journeys.journey_for(seen.journey, by, alone=True)
        seen = await queries.own_session(session_id, by)  # Held now: nobody asks at the same moment.
        rules.check_wish(
            is_booked=seen.is_booked, is_to_come=seen.planned_for > clock.now(), is_open=seen.waits_for_answer
        )
        wish = SessionWish(id=uuid4(), session=session_id, what=what.value, words=words.strip(), asked_at=clock.now())
        await wish.save()
        await news.tell(
            "wish.asked",
            subject=wish.id,
            by=by,
            journey=journey.id,
            person=by.person,
            session=session_id,
            for_what=what.value,
        )
        if submission is not None:
            await once.remember(submission, "residents.wish", str(wish.id))


async def answer_wish(wish_id: UUID, *, answer: str, by: Actor) -> UUID:
    """
    Say to somebody what becomes of what they asked for; gives the journey's id.

    NotFound when `by` may not see the journey; RuleBroken when it was answered already, or nothing is said.
    """
    if by.staff_id is None:
        raise NotFound
    if not answer.strip():
        raise RuleBroken("Write what they will read.")
    async with transaction():
        found = await row(
            "SELECT s.journey, x.session FROM session_wish x JOIN session s ON s.id = x.session WHERE x.id = $1",
            wish_id,
        )
        if found is None:
            raise NotFound
        journey = await journeys.journey_for(found["journey"], by, open_only=False)
        answered = (
            await SessionWish.update(
                {
                    SessionWish.answer: answer.strip(),
                    SessionWish.answered_at: clock.now(),
                    SessionWish.answered_by: by.staff_id,
                }
            )
            .where((SessionWish.id == wish_id) & SessionWish.answered_at.is_null())
            .returning(SessionWish.id)
        )
        if not answered:
            raise RuleBroken("Somebody answered this already.")
        await news.tell(
            "wish.answered",
            subject=wish_id,
            by=by,
            journey=journey.id,
            person=journey.person,
            session=found["session"],
        )
    return journey.id
