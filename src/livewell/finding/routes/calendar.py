"""/community/{asset_id}/sessions.ics: when it happens, for anybody's calendar."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import queries as assets
from livewell.finding import letters
from livewell.finding.queries import listing as pages
from livewell.finding.routes.listing import address_of, onwards, seen_by
from livewell.finding.rules.sessions import sessions_between
from livewell.kit import clock
from livewell.kit.web import PUBLIC, Asked

_A_YEAR = timedelta(days=366)


@get("/community/{asset_id:uuid}/sessions.ics", permission=PUBLIC, name="finding.sessions")
async def sessions(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Every session of the twelve months from today, by its date."""
    asset = await seen_by(request, asset_id)
    if asset.merged_into is not None:
        return await onwards(asset_id, "/sessions.ics")
    today = clock.today()
    found = sessions_between(asset.listing, first=today, last=today + _A_YEAR, calendar=await assets.calendar())
    made = letters.calendar_of(await pages.page_in_short(asset), found, address=address_of(request, asset_id))
    return Response(
        made,
        media_type="text/calendar",
        headers={"content-disposition": 'attachment; filename="sessions.ics"', "cache-control": "private, max-age=300"},
    )


HANDLERS = [sessions]
