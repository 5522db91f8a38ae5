"""The address of a listing that was merged leads on to the listing it became part of."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar import Response

from livewell.assets import queries
from livewell.kit import web
from livewell.kit.errors import NotFound


async def or_onwards(page: Awaitable[Response[Any]], asset_id: UUID, address: str) -> Response[Any]:
    """The page, or the way to the same page of what the listing became part of: `address`, with {} where its id stands."""
    try:
        return await page
    except NotFound:
        there = await queries.moved_to(asset_id)
        if there is None:
            raise
        return web.go(address.format(there))


async def where_it_is_now(asset_id: UUID) -> UUID:
    """The listing, or what it became part of while somebody filled in a form about it."""
    return await queries.moved_to(asset_id) or asset_id
