"""/cafes: what is on at community cafés, for everybody and for everybody's calendar."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.groups import letters
from livewell.groups.queries.programme import cafes, public_programme
from livewell.kit import web
from livewell.kit.web import PUBLIC, Asked


@get("/cafes", permission=PUBLIC, name="groups.cafes")
async def every(request: Asked) -> Response[str]:
    """Every community café, and what comes next there."""
    return web.page(request, "groups/cafes.html", {"cafes": await cafes()})


@get("/cafes/{group_id:uuid}/programme", permission=PUBLIC, name="groups.cafe")
async def one(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """What is on at one of them."""
    group, listing, entries = await public_programme(group_id)
    return web.page(request, "groups/cafe.html", {"group": group, "listing": listing, "entries": entries})


@get("/cafes/{group_id:uuid}/programme.ics", permission=PUBLIC, name="groups.cafe_calendar")
async def calendar(request: Asked, group_id: FromPath[UUID]) -> Response[bytes]:
    """The same for a calendar."""
    group, listing, entries = await public_programme(group_id)
    address = f"{web.house(request).address}/cafes/{group_id}/programme"
    return Response(
        letters.calendar_of(group.name, listing.where, entries, address=address),
        media_type="text/calendar",
        headers={
            "content-disposition": 'attachment; filename="programme.ics"',
            "cache-control": "private, max-age=300",
        },
    )


HANDLERS = (every, one, calendar)
