"""Adding a listing, changing it, and taking back an earlier version of it."""

from uuid import UUID, uuid4

from livewell.assets.actions import writing
from livewell.assets.rules import Provenance
from livewell.assets.rules.differences import both_texts
from livewell.assets.rules.listing import Listing
from livewell.kit import news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import Stale

_KIND = "asset.added"


async def add(listing: Listing, *, submission: UUID, source: Provenance = Provenance.TEAM, by: Actor) -> UUID:
    """
    Put something new into the directory; gives its id. The same form sent twice is one listing.

    Raises `NotFound` for somebody who may not edit listings, and for an organisation that is not there.
    """
    writing.must_be_of_the_team(by)
    at = await writing.whereabouts(listing)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        asset_id = uuid4()
        await writing.insert(asset_id, listing, at, source=source.value)
        await news.tell("asset.added", subject=asset_id, by=by, kind=listing.kind.value, source=source.value)
        await once.remember(submission, _KIND, str(asset_id))
    return asset_id


async def change(asset_id: UUID, listing: Listing, *, version: int | None, why: str = "edited", by: Actor) -> None:
    """
    Save what a listing says now; what it said before is kept as a version. Nothing is written when nothing differs.

    Raises `NotFound` when there is none or they may not, `Stale` with both texts when somebody saved since `version`.
    """
    writing.must_be_of_the_team(by)
    at = await writing.whereabouts(listing)
    async with transaction():
        saved = await writing.held(asset_id)
        # Whoever pressed twice, or wrote what somebody else did, has lost nothing to anybody.
        if saved.listing == listing:
            return
        if saved.version != version:
            raise Stale(*both_texts(saved.listing, listing))
        await writing.write_over(saved, listing, at, why=why, by=by)
        await news.tell("asset.changed", subject=asset_id, by=by, why=why, published=listing.published)
