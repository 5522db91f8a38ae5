"""Who may keep the register and the figures of a group."""

from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.queries import AssetSeen
from livewell.kit.actor import Actor
from livewell.kit.db import execute
from livewell.kit.errors import NotFound
from livewell.staff.rules import Member


async def held(asset_id: UUID, *, by: Actor) -> AssetSeen:
    """
    The listing, held until the transaction ends, so that its register is written by one at a time.

    For somebody who signs in it is one that they may change. For those who run it and have no account, whoever calls
    has made sure that it is theirs. `NotFound` for everybody else, and when it was merged.
    """
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
    if isinstance(by, Member):
        return await listings.editable(asset_id, by=by)
    found = await listings.asset(asset_id, hidden_too=True)
    if found.merged_into is not None:
        raise NotFound
    return found


async def kept_by(asset_id: UUID, *, by: Actor) -> UUID:
    """The listing that something recorded of `asset_id` belongs to now: itself, or the one it was merged into."""
    onwards = await listings.moved_to(asset_id) or asset_id
    await held(onwards, by=by)
    return onwards
