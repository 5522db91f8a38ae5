"""Whose group a page is about, for those who keep it."""

from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.queries import AssetSeen
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.web import Asked


async def kept(request: Asked, asset_id: UUID) -> AssetSeen:
    """The listing, when whoever asks may change it; `NotFound` for everybody else."""
    return await listings.editable(asset_id, by=web.member(request))


async def kept_with(request: Asked, asset_id: UUID, recorded_of: UUID) -> AssetSeen:
    """The same, when something recorded of one listing belongs to it, or to one that was merged into it."""
    if recorded_of != asset_id and await listings.moved_to(recorded_of) != asset_id:
        raise NotFound
    return await kept(request, asset_id)
