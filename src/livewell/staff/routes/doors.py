"""/demo: a door for each persona of the demonstration, and no door at all anywhere else."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from livewell.kit import cookies, web
from livewell.kit.errors import NotFound
from livewell.kit.web import PUBLIC, Asked
from livewell.staff import actions, queries
from livewell.staff.routes.sign_in import HOME, with_sign_in, without
from livewell.staff.rules import ROLE_LABELS, Role

WHAT_THEY_DO: dict[Role, str] = {
    Role.PRACTICE_REFERRER: "Refers people and sees what came of it.",
    Role.HEALTH_COACH: "Decides on referrals, hears what matters, agrees goals, introduces a link worker.",
    Role.LINK_WORKER: "Walks alongside people to groups and activities nearby.",
    Role.MANAGER: "Sees the whole service, its waits and its settings.",
    Role.ORGANISATION_EDITOR: "Keeps the listings of a community group up to date.",
    Role.VOLUNTEER_COORDINATOR: "Brings volunteers in, checks and trains them, and looks after them.",
    Role.FORUM_FACILITATOR: "Serves the coproduction forum: who comes, what it decides, what is done.",
    Role.EVALUATOR: "Sees figures, and nobody's name.",
    Role.ADMINISTRATOR: "Looks after accounts and places, and opens no records.",
}


def _only_in_a_demo(request: Asked) -> None:
    if not web.house(request).demo:
        raise NotFound


@get("/demo", permission=PUBLIC, name="staff.demo_doors")
async def demo_doors(request: Asked) -> Response[str]:
    """One card for each persona."""
    _only_in_a_demo(request)
    personas = await queries.personas()
    doors = [
        (ROLE_LABELS[role], WHAT_THEY_DO[role], [one for one in personas if one.role is role])
        for role in Role
        if any(one.role is role for one in personas)
    ]
    return web.page(
        request, "staff/demo_doors.html", {"doors": doors, "own_doors": await web.house(request).own_doors()}
    )


@post("/demo", permission=PUBLIC, name="staff.enter_demo")
async def enter_demo(request: Asked) -> Response[Any]:
    """Through one of the doors."""
    _only_in_a_demo(request)
    form = await request.form()
    try:
        staff_user = UUID(str(form.get("persona", "")))
    except ValueError:
        raise NotFound from None
    on = web.signed_in(request)
    new = await actions.enter_demo(
        staff_user=staff_user,
        demo=web.house(request).demo,
        address=web.address_of(request),
        browser="A door of the demo",
        in_place_of=on.sign_in if on else None,
    )
    return without(request, with_sign_in(request, web.go(HOME), new), cookies.HALF_WAY)


HANDLERS = [demo_doors, enter_demo]
