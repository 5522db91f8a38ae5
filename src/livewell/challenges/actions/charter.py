"""The charter: a version begun, written, put to the forum and taken back; the forum alone agrees on it."""

from uuid import UUID, uuid4

from livewell.challenges.actions.approvals import put_to_forum, withdraw
from livewell.challenges.forms.charter import CharterTyped
from livewell.challenges.rules.approvals import PutKind
from livewell.challenges.rules.charter import CharterState, check_move, check_whole, may_write
from livewell.challenges.tables import Charter
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import row, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale

_BEGIN = "challenges.charter"


async def begin_charter(*, submission: UUID, by: Actor) -> UUID:
    """
    Begin a new version as a copy of the newest one agreed on, or an empty one; gives its id.

    RuleBroken when another is being written: one at a time, so that nobody agrees on the wrong one.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        await row("SELECT pg_advisory_xact_lock(hashtextextended('charter', 0))")
        every = await Charter.objects().order_by(Charter.number, ascending=False)
        if any(one.state != CharterState.APPROVED for one in every):
            raise RuleBroken("A new version is being written already. Finish that one first.")
        newest = every[0] if every else None
        made = Charter(
            id=uuid4(),
            number=newest.number + 1 if newest else 1,
            goals=newest.goals if newest else "",
            values=newest.values if newest else "",
            made_at=clock.now(),
            made_by=by.staff_id,
        )
        await made.save()
        await news.tell("forum.charter_begun", subject=made.id, by=by)
        await once.remember(submission, _BEGIN, str(made.id))
    return UUID(str(made.id))


async def write_charter(charter_id: UUID, typed: CharterTyped, *, version: int | None, by: Actor) -> None:
    """Write a draft. NotFound; RuleBroken when it is with the forum or agreed on; Stale when somebody else wrote."""
    async with transaction():
        found = await _held(charter_id)
        may_write(CharterState(found.state))
        if found.version != version:
            theirs = {"Goals": found.goals, "Values": found.values, "What is different": found.change}
            raise Stale(theirs, {"Goals": typed.goals, "Values": typed.values, "What is different": typed.change})
        found.goals, found.values, found.change = typed.goals, typed.values, typed.change
        found.version += 1
        await found.save()
        await news.tell("forum.charter_written", subject=charter_id, by=by)


async def put_charter(charter_id: UUID, *, by: Actor) -> None:
    """Put a draft to the forum: it waits for the next agenda. NotFound; RuleBroken when something is missing."""
    async with transaction():
        found = await _held(charter_id)
        check_move(CharterState(found.state), CharterState.PUT)
        check_whole(found.goals, found.values, found.change, first=found.number == 1)
        found.state = CharterState.PUT.value
        found.version += 1
        await found.save()
        title = f"What the forum stands for, version {found.number}"
        await put_to_forum(kind=PutKind.CHARTER, subject=charter_id, title=title, by=by)


async def take_charter_back(charter_id: UUID, *, by: Actor) -> None:
    """Take it back before the forum spoke of it: it is a draft again. NotFound; RuleBroken when it is not before it."""
    async with transaction():
        found = await _held(charter_id)
        if found.state != CharterState.PUT:
            raise RuleBroken("The forum has not this version before it, so there is nothing to take back.")
        found.state = CharterState.DRAFT.value
        found.version += 1
        await found.save()
        await withdraw(charter_id, by=by)


async def _held(charter_id: UUID) -> Charter:
    found = await Charter.objects().where(Charter.id == charter_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    return found
