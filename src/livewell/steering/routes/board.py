"""/forum/steering: milestones, risks, challenges, decisions and figures on one page."""

from litestar import Response, get

from livewell.kit import web
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.steering import queries


@get("/forum/steering", permission=Permission.STEER, name="steering.board")
async def board(request: Asked) -> Response[str]:
    """Everything the steering group looks at."""
    context = {
        "milestones": await queries.milestones(),
        "risks": await queries.risks(past=False),
        "board": await queries.board(),
        "reviews": await queries.reviews(),
        "plans": await queries.plans(),
    }
    return web.page(request, "steering/board.html", context)


HANDLERS = [board]
