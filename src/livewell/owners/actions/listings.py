"""What somebody who came by a link does with their listings, each through the directory's own actions."""

from dataclasses import replace
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets.actions import Proposed
from livewell.assets.rules import Checked
from livewell.assets.rules.closing import closes
from livewell.assets.rules.listing import Listing
from livewell.kit import once
from livewell.kit.db import transaction
from livewell.owners import queries
from livewell.owners.actions.answers import as_actor, note_answer
from livewell.owners.queries import Here
from livewell.owners.rules import Answer

_RIGHT = "keeper.said_right"


async def change(asset_id: UUID, listing: Listing, *, version: int | None, submission: UUID, by: Here) -> Proposed:
    """
    Ask for a listing to say this: at once where it may be, by a link worker's leave where it must.

    That it has closed for good waits, as when they say so by a button. Raises `NotFound` when it is not theirs, `Stale`
    with both texts when somebody saved since `version`.
    """
    seen = await queries.kept(by, asset_id)
    async with transaction():
        if closes(seen.listing, listing):
            await note_answer(asset_id, email=by.email, answer=Answer.CLOSED)
        return await assets.ask_for(
            asset_id,
            listing,
            based_on=version,
            submission=submission,
            proposed_by=by.name,
            reply_to=by.reply_to,
            by=as_actor(by.name),
        )


async def add(listing: Listing, *, organisation: UUID | None, submission: UUID, by: Here) -> Proposed:
    """Ask for another listing; it waits for a link worker, and is theirs to keep once it is there."""
    return await assets.propose(
        None,
        replace(listing, published=True),
        based_on=None,
        submission=submission,
        organisation=organisation,
        proposed_by=by.name,
        reply_to=by.reply_to,
        by=as_actor(by.name),
    )


async def add_photo(asset_id: UUID, data: bytes, *, alt: str, submission: UUID, by: Here) -> None:
    """Show a photo. Raises `NotFound` when the listing is not theirs, and what `assets.actions.add_photo` raises."""
    await queries.kept(by, asset_id)
    await assets.add_photo(asset_id, data, alt=alt, submission=submission, by=as_actor(by.name))


async def remove_photo(asset_id: UUID, photo_id: UUID, *, by: Here) -> None:
    """Take a photo away. Raises `NotFound` when the listing is not theirs or has no such photo."""
    await queries.kept(by, asset_id)
    await assets.remove_photo(asset_id, photo_id, by=as_actor(by.name))


async def say_right(asset_id: UUID, *, version: int | None, submission: UUID, by: Here) -> None:
    """
    All of it is right, as they read it.

    Raises `NotFound` when it is not theirs, `RuleBroken` when it was changed since they opened it.
    """
    await queries.kept(by, asset_id)
    async with transaction():
        if await once.already_done(submission, _RIGHT) is not None:
            return
        await confirm(asset_id, version=version, email=by.email, name=by.name)
        await once.remember(submission, _RIGHT, str(asset_id))


async def confirm(asset_id: UUID, *, version: int | None, email: str, name: str) -> None:
    """Those who run it say that all of it is right. Inside the caller's transaction."""
    await note_answer(asset_id, email=email, answer=Answer.RIGHT)
    await assets.assure(asset_id, how=Checked.OWNER, version=version, by=as_actor(name), by_name=name)
