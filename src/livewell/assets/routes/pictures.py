"""/community/photos: photographs as everybody sees them."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import queries
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.web import PUBLIC, Asked

_A_DAY = "private, max-age=86400"


@get("/community/photos/{photo_id:uuid}", permission=PUBLIC, name="assets.photo")
async def photo(request: Asked, photo_id: FromPath[UUID]) -> Response[bytes]:
    """A photograph; that of a hidden listing for those who may edit it alone."""
    return await _served(request, photo_id, small=False)


@get("/community/photos/{photo_id:uuid}/small", permission=PUBLIC, name="assets.small_photo")
async def small_photo(request: Asked, photo_id: FromPath[UUID]) -> Response[bytes]:
    """Its small copy, for the same people."""
    return await _served(request, photo_id, small=True)


async def _served(request: Asked, photo_id: UUID, *, small: bool) -> Response[bytes]:
    found = await queries.photo(photo_id, small=small)
    on = web.signed_in(request)
    mine = on is not None and queries.may_edit(on.member, found.organisation_id)
    if not (found.shown or mine):
        raise NotFound
    headers = {"cache-control": _A_DAY, "x-content-type-options": "nosniff"}
    return Response(found.data, media_type=found.media_type, headers=headers)


HANDLERS = [photo, small_photo]
