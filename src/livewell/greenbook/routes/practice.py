"""/shared-pages: what the people of a practice share with their GP."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.greenbook import actions, queries
from livewell.greenbook.queries import WithGp
from livewell.greenbook.routes.own import source_of
from livewell.kit import web
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission


@get("/shared-pages", permission=Permission.SEE_OWN_REFERRALS, name="greenbook.sharers")
async def sharers(request: Asked) -> Response[str]:
    """Everybody of this practice who shares a page with it."""
    found = await queries.sharers(web.member(request))
    return web.page(request, "greenbook/sharers.html", {"found": found})


@get(
    "/shared-pages/{person_id:uuid}",
    permission=Permission.SEE_OWN_REFERRALS,
    opens="person",
    name="greenbook.with_gp",
)
async def with_gp(request: Asked, person_id: FromPath[UUID]) -> Response[str]:
    """What one of them shares."""
    return await _pages(request, await queries.with_gp(person_id, web.member(request)))


async def _pages(request: Asked, found: WithGp) -> Response[str]:
    shown = [(page, await source_of(page, below=2)) for page in found.pages]
    await actions.note_opened([page.id for page in found.pages], by=web.member(request))
    return web.page(request, "greenbook/with_gp.html", {"found": found, "shown": shown})


HANDLERS = [sharers, with_gp]
