"""Holding an interest, changing and ending it; its plan, step by step; and that it was spoken of in supervision."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.interests import rules
from livewell.interests.forms import InterestTyped, StepTyped, TalkTyped
from livewell.interests.queries import SUPERVISES
from livewell.interests.tables import Interest, InterestStep, InterestTalk
from livewell.kit import clock, news, once
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member


async def hold(typed: InterestTyped, *, submission: UUID, by: Member) -> UUID:
    """Say what one is the one to ask about; gives its id. The same form twice is one."""
    async with transaction():
        if before := await once.already_done(submission, "interests.hold"):
            return UUID(before)
        made = Interest(id=uuid4(), staff_user=by.id, noted_at=clock.now(), **_columns(typed))
        await made.save()
        await news.tell("interest.held", subject=made.id, by=by)
        await once.remember(submission, "interests.hold", str(made.id))
    return made.id


async def change(interest_id: UUID, typed: InterestTyped, *, version: int, by: Member) -> None:
    """Change one's own. NotFound for anybody else's, Stale when it was changed meanwhile, RuleBroken once it has ended."""
    async with transaction():
        held = await _own(interest_id, by)
        if _ended(held):
            raise RuleBroken("This interest has ended. It stays in the history as it was; begin it again as a new one.")
        if held.version != version:
            raise Stale({"What it is": held.area, "What you offer": held.words}, _said(typed))
        for name, now in _columns(typed).items():
            setattr(held, name, now)
        held.version += 1
        await held.save()
        await news.tell("interest.changed", subject=interest_id, by=by)


async def end(interest_id: UUID, until_on: date, *, version: int, by: Member) -> None:
    """Say that one is no longer the one to ask; it stays in the history. NotFound, Stale, RuleBroken as for `change`."""
    async with transaction():
        held = await _own(interest_id, by)
        if _ended(held):
            raise RuleBroken("This interest has ended already.")
        if held.version != version:
            raise Stale({"What it is": held.area}, {"What it is": "It ends"})
        rules.check_end(held.since_on, until_on, clock.today())
        held.until_on = until_on
        held.version += 1
        await held.save()
        await news.tell("interest.ended", subject=interest_id, by=by)


async def plan_step(interest_id: UUID, typed: StepTyped, *, submission: UUID, by: Member) -> UUID:
    """Put a step into the plan of one's own interest; gives its id. NotFound for anybody else's."""
    async with transaction():
        if before := await once.already_done(submission, "interests.step"):
            return UUID(before)
        await _own(interest_id, by)
        made = InterestStep(
            id=uuid4(),
            interest=interest_id,
            words=typed.words,
            training=typed.training,
            due_on=typed.due_on,
            noted_at=clock.now(),
        )
        await made.save()
        await news.tell("interest.step_planned", subject=interest_id, by=by)
        await once.remember(submission, "interests.step", str(made.id))
    return made.id


async def finish_step(step_id: UUID, *, version: int, by: Member) -> UUID:
    """Say that a step of one's own plan is done today; gives the interest. Done twice is done once."""
    async with transaction():
        step = await InterestStep.objects().where(InterestStep.id == step_id).lock_rows("UPDATE").first()
        if step is None:
            raise NotFound
        await _own(step.interest, by)
        if await value("SELECT done_on FROM interest_step WHERE id = $1", step_id) is None:
            if step.version != version:
                raise Stale({"The step": step.words}, {"The step": "Done"})
            step.done_on = clock.today()
            step.version += 1
            await step.save()
            await news.tell("interest.step_done", subject=step.interest, by=by)
    return UUID(str(step.interest))


async def note_talk(interest_id: UUID, typed: TalkTyped, *, submission: UUID, by: Member) -> UUID:
    """
    Note that it was spoken of in supervision; gives the talk. Only the two who were there ever read it.

    Its holder names who supervised; a supervisor notes it as their own. NotFound for anybody else; RuleBroken when
    whoever was named does not supervise.
    """
    async with transaction():
        if before := await once.already_done(submission, "interests.talk"):
            return UUID(before)
        holder = await value("SELECT staff_user FROM interest WHERE id = $1", interest_id)
        if holder is None or (holder != by.id and by.role not in SUPERVISES):
            raise NotFound
        supervisor = typed.supervisor if holder == by.id else by.id
        knows = await value("SELECT role FROM staff_user WHERE id = $1 AND active AND id <> $2", supervisor, holder)
        if knows not in {role.value for role in SUPERVISES}:
            raise RuleBroken("Choose a health coach or a manager who spoke with you in supervision.")
        made = InterestTalk(
            id=uuid4(),
            interest=interest_id,
            held_on=typed.held_on,
            supervisor=supervisor,
            words=typed.words,
            agreed=typed.agreed,
            training_agreed=typed.training_agreed,
            noted_at=clock.now(),
            noted_by=by.id,
        )
        await made.save()
        await news.tell("interest.spoken_of", subject=interest_id, by=by)
        await once.remember(submission, "interests.talk", str(made.id))
    return made.id


def _columns(typed: InterestTyped) -> dict[str, Any]:
    return {
        "area": typed.area,
        "basis": typed.basis.value,
        "words": typed.words,
        "leads_on": typed.leads_on.value if typed.leads_on else "",
        "since_on": typed.since_on,
    }


def _ended(held: Interest) -> bool:
    return isinstance(held.until_on, date)


def _said(typed: InterestTyped) -> dict[str, str]:
    return {"What it is": typed.area, "What you offer": typed.words}


async def _own(interest_id: UUID, by: Member) -> Interest:
    held = (
        await Interest.objects()
        .where((Interest.id == interest_id) & (Interest.staff_user == by.id))
        .lock_rows("UPDATE")
        .first()
    )
    if held is None:
        raise NotFound
    return held
