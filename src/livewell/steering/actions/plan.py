"""Milestones set, moved for a reason, reached and dropped; risks to the project noted, looked at and past."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.steering.forms.plan import MilestoneTyped, RiskTyped
from livewell.steering.rules.plan import (
    MilestoneState,
    RiskState,
    check_milestone,
    check_moved,
    check_risk,
)
from livewell.steering.tables import Milestone, MilestoneMove, ProjectRisk

_ADD = "steering.milestone"
_NOTE = "steering.risk"


async def add_milestone(typed: MilestoneTyped, *, submission: UUID, by: Actor) -> UUID:
    """Put something into the project plan; gives its id. The same form twice is one."""
    async with transaction():
        before = await once.already_done(submission, _ADD)
        if before is not None:
            return UUID(before)
        made = Milestone(id=uuid4(), title=typed.title, words=typed.words, owner=typed.owner, due_on=typed.due_on)
        await made.save()
        await news.tell("milestone.added", subject=made.id, by=by, due_on=typed.due_on)
        await once.remember(submission, _ADD, str(made.id))
    return UUID(str(made.id))


async def change_milestone(milestone_id: UUID, typed: MilestoneTyped, *, version: int | None, by: Actor) -> None:
    """Say it anew; its day is moved by `move_milestone` alone. NotFound, Stale, RuleBroken once it is settled."""
    async with transaction():
        found = await _milestone(milestone_id)
        _check_fresh_milestone(found, version, {"The milestone": typed.title, "More about it": typed.words})
        if found.state != MilestoneState.OPEN:
            raise RuleBroken("This milestone is settled, so its words stay.")
        found.title, found.words, found.owner = typed.title, typed.words, typed.owner
        await _keep(found)
        await news.tell("milestone.changed", subject=milestone_id, by=by)


async def move_milestone(milestone_id: UUID, *, to: date, why: str, version: int | None, by: Actor) -> None:
    """Move it to another day, for a reason that is kept. NotFound, Stale, RuleBroken as the rules say."""
    async with transaction():
        found = await _milestone(milestone_id)
        _check_fresh_milestone(found, version, {"Why it moves": why})
        check_moved(MilestoneState(found.state), found.due_on, to, why)
        await MilestoneMove(
            id=uuid4(),
            milestone=milestone_id,
            from_on=found.due_on,
            to_on=to,
            why=why,
            moved_at=clock.now(),
            moved_by=by.staff_id,
        ).save()
        found.due_on = to
        await _keep(found)
        await news.tell("milestone.moved", subject=milestone_id, by=by, to=to)


async def reach_milestone(milestone_id: UUID, *, came_of_it: str, version: int | None, by: Actor) -> None:
    """It is there. NotFound, Stale, RuleBroken as the rules say."""
    await _settle(milestone_id, MilestoneState.DONE, came_of_it, version, by)


async def drop_milestone(milestone_id: UUID, *, why: str, version: int | None, by: Actor) -> None:
    """It is not wanted any more, and why. NotFound, Stale, RuleBroken as the rules say."""
    if not why.strip():
        raise RuleBroken("Say why it is dropped.")
    await _settle(milestone_id, MilestoneState.DROPPED, why, version, by)


async def note_risk(typed: RiskTyped, *, submission: UUID, by: Actor) -> UUID:
    """Note something that could go wrong with the project; gives its id. The same form twice is one."""
    async with transaction():
        before = await once.already_done(submission, _NOTE)
        if before is not None:
            return UUID(before)
        made = ProjectRisk(id=uuid4(), **_columns(typed), noted_on=clock.today())
        await made.save()
        await news.tell("project_risk.noted", subject=made.id, by=by)
        await once.remember(submission, _NOTE, str(made.id))
    return UUID(str(made.id))


async def change_risk(risk_id: UUID, typed: RiskTyped, *, version: int | None, by: Actor) -> None:
    """Say it anew, which is to have looked at it. NotFound, Stale, RuleBroken once it is past."""
    async with transaction():
        found = await _open_risk(risk_id)
        if found.version != version:
            yours = {"What could happen": typed.title, "More about it": typed.words, "What is done": typed.mitigation}
            theirs = {"What could happen": found.title, "More about it": found.words, "What is done": found.mitigation}
            raise Stale(theirs, yours)
        for name, value in _columns(typed).items():
            setattr(found, name, value)
        found.looked_at_on = clock.today()
        await _keep(found)
        await news.tell("project_risk.changed", subject=risk_id, by=by)


async def look_at_risk(risk_id: UUID, *, by: Actor) -> None:
    """It was looked at, and stands as it is. NotFound, RuleBroken once it is past."""
    async with transaction():
        found = await _open_risk(risk_id)
        found.looked_at_on = clock.today()
        await _keep(found)
        await news.tell("project_risk.looked_at", subject=risk_id, by=by)


async def watch_risk(risk_id: UUID, *, by: Actor) -> None:
    """From doing something about it to watching it, or back. NotFound, RuleBroken once it is past."""
    async with transaction():
        found = await _open_risk(risk_id)
        to = RiskState.OPEN if found.state == RiskState.WATCHED else RiskState.WATCHED
        check_risk(RiskState(found.state), to, "")
        found.state, found.looked_at_on = to.value, clock.today()
        await _keep(found)
        await news.tell("project_risk.moved", subject=risk_id, by=by, to=to)


async def close_risk(risk_id: UUID, *, why: str, by: Actor) -> None:
    """It is past, and why. NotFound, RuleBroken as the rules say."""
    async with transaction():
        found = await _risk(risk_id)
        check_risk(RiskState(found.state), RiskState.CLOSED, why)
        found.state, found.closed_why, found.looked_at_on = RiskState.CLOSED.value, why, clock.today()
        await _keep(found)
        await news.tell("project_risk.moved", subject=risk_id, by=by, to=RiskState.CLOSED)


def _columns(typed: RiskTyped) -> dict[str, Any]:
    return {
        "title": typed.title,
        "words": typed.words,
        "likely": typed.likely.value,
        "matters": typed.matters.value,
        "mitigation": typed.mitigation,
        "owner": typed.owner,
    }


async def _settle(milestone_id: UUID, to: MilestoneState, words: str, version: int | None, by: Actor) -> None:
    async with transaction():
        found = await _milestone(milestone_id)
        check_milestone(MilestoneState(found.state), to)
        _check_fresh_milestone(found, version, {"What came of it": words})
        found.state, found.why = to.value, words
        found.done_on = clock.today() if to is MilestoneState.DONE else None
        await _keep(found)
        await news.tell("milestone.settled", subject=milestone_id, by=by, to=to)


def _check_fresh_milestone(found: Milestone, version: int | None, yours: dict[str, str]) -> None:
    if found.version != version:
        theirs = {"The milestone": found.title, "More about it": found.words}
        raise Stale({name: theirs.get(name, "Something was changed meanwhile.") for name in yours}, yours)


async def _milestone(milestone_id: UUID) -> Milestone:
    found = await Milestone.objects().where(Milestone.id == milestone_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    return found


async def _risk(risk_id: UUID) -> ProjectRisk:
    found = await ProjectRisk.objects().where(ProjectRisk.id == risk_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    return found


async def _open_risk(risk_id: UUID) -> ProjectRisk:
    found = await _risk(risk_id)
    if found.state == RiskState.CLOSED:
        raise RuleBroken("This is past. Note it anew if it comes back.")
    return found


async def _keep(found: Milestone | ProjectRisk) -> None:
    found.version += 1
    await found.save()
