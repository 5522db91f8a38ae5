"""Closed for good, said by somebody who came by a link: as assets/actions/closing.py has it, and answered when asked."""

from uuid import UUID

from livewell.assets import actions as assets
from livewell.kit.db import transaction
from livewell.owners import queries
from livewell.owners.actions.answers import as_actor, note_answer
from livewell.owners.queries import Here
from livewell.owners.rules import Answer


async def say_closed(asset_id: UUID, *, by: Here) -> None:
    """It has closed for good. Raises `NotFound` when it is not theirs."""
    await queries.kept(by, asset_id)
    async with transaction():
        await ask_to_close(asset_id, email=by.email, name=by.name, reply_to=by.reply_to)


async def ask_to_close(asset_id: UUID, *, email: str, name: str, reply_to: str) -> None:
    """Those who run it say that it has closed, which is also their answer. Inside the caller's transaction."""
    await note_answer(asset_id, email=email, answer=Answer.CLOSED)
    await assets.ask_to_close(asset_id, name=name, reply_to=reply_to, by=as_actor(name))


async def take_back(asset_id: UUID, change_id: UUID, *, by: Here) -> None:
    """
    They thought better of what waits.

    Raises `NotFound` when it is not theirs, `RuleBroken` when it was decided already.
    """
    await queries.kept(by, asset_id)
    await assets.take_back(asset_id, change_id, name=by.name, reply_to=by.reply_to, by=as_actor(by.name))
