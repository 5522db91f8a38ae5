"""A listing as everybody would see it if it said what somebody wants: looked at, and nothing written."""

from dataclasses import replace
from uuid import uuid4

from livewell.assets.actions import writing
from livewell.assets.queries import AssetSeen
from livewell.assets.queries.whole import said_otherwise
from livewell.assets.rules import Provenance, trust
from livewell.assets.rules.listing import Listing
from livewell.kit import clock


async def preview(listing: Listing, *, saved: AssetSeen | None) -> AssetSeen:
    """
    The asset `saved`, or without one an asset that is not there yet, as it would be seen if it said `listing`.

    New places are found by their postcodes, as they will be when it is saved.
    """
    at = await writing.whereabouts(listing)
    return said_otherwise(saved or _new(listing), listing, at)


def _new(listing: Listing) -> AssetSeen:
    now = clock.now()
    return AssetSeen(
        id=uuid4(),
        version=0,
        listing=replace(listing, venues=()),
        organisation_id=listing.organisation,
        source=Provenance.OWNER,
        standing=trust.Standing(),
        assured_until=None,
        trust=0,
        created_at=now,
        changed_at=now,
        merged_into=None,
        places=(),
        photos=(),
    )
