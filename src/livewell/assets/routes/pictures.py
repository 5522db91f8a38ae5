"""/community/photos: photographs as everybody sees them."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import queries
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.web import PUBLIC, Asked

_A_DAY = "private, max-age=86400"


@get(
    ["/community/photos/{photo_id:uuid}", "/community/photos/{photo_id:uuid}/{size:str}"],
    permission=PUBLIC,
    name="assets.photo",
)
async def photo(request: Asked, photo_id: FromPath[UUID], size: FromPath[str] = "large") -> Response[bytes]:
    """A photograph, or with /small its small copy; that of a hidden listing for those who may edit it alone."""
    found = await queries.photo(photo_id, small=size == "small")
    on = web.signed_in(request)
    mine = on is not None and queries.may_edit(on.member, found.organisation_id)
    if size not in {"large", "small"} or not (found.shown or mine):
        raise NotFound
    headers = {"cache-control": _A_DAY, "x-content-type-options": "nosniff"}
    return Response(found.data, media_type=found.media_type, headers=headers)


HANDLERS = [photo]
