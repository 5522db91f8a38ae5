"""/my/befriender: somebody reads who would like to visit them, and says yes or no, without a reason."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.placements import actions, queries

_PAGE = "/my/befriender"


@get(_PAGE, permission=OWN_SPACE, name="placements.at_home")
async def at_home(request: Asked) -> Response[str]:
    """Who is suggested to them, and who visits them."""
    context = {"befrienders": await queries.befrienders_of(web.resident(request))}
    return web.page(request, "placements/at_home.html", context)


@post(f"{_PAGE}/{{placement_id:uuid}}/{{said:str}}", permission=OWN_SPACE, name="placements.answer_at_home")
async def answer_at_home(request: Asked, placement_id: FromPath[UUID], said: FromPath[str]) -> Response[bytes]:
    """Yes or no. Nobody asks why."""
    by = web.resident(request)
    if said == "yes":
        await actions.agree(placement_id, side="person", by=by)
        return web.go(_PAGE, said=_("Thank you. Somebody of the team tells you both when it begins."))
    if said == "no":
        await actions.decline(placement_id, side="person", by=by)
        return web.go(_PAGE, said=_("Thank you for telling us. Nobody is told why, and we look for somebody else."))
    raise NotFound


HANDLERS = (at_home, answer_at_home)
