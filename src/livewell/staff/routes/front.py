"""The pages that anybody may open, and the first page of each role."""

from litestar import Response, get

from livewell.kit import web
from livewell.kit.cookies import EVERY_COOKIE, cookie_name
from livewell.kit.door import SecondFactorNeeded
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import LANDING


@get("/", permission=PUBLIC, name="staff.front_door")
async def front_door(request: Asked) -> Response[str]:
    """What Live Well is, and the three ways on."""
    return web.page(request, "public/front_door.html", {})


@get("/home", permission=Permission.OWN_ACCOUNT, name="staff.home")
async def home(request: Asked) -> Response[bytes]:
    """On to the first page of one's role; before it, to the second step of whoever will need one."""
    on = web.signed_in(request)
    if on is not None and on.closed_until_second_factor:
        raise SecondFactorNeeded
    return web.go(LANDING[web.member(request).role])


@get("/help-now", permission=PUBLIC, name="staff.help_now")
async def help_now(request: Asked) -> Response[str]:
    """Who to call when it cannot wait."""
    return web.page(request, "public/help_now.html", {})


@get("/accessibility", permission=PUBLIC, name="staff.accessibility")
async def accessibility(request: Asked) -> Response[str]:
    """The accessibility statement."""
    return web.page(request, "public/accessibility.html", {})


@get("/privacy", permission=PUBLIC, name="staff.privacy")
async def privacy(request: Asked) -> Response[str]:
    """What is kept about people, and why."""
    return web.page(request, "public/privacy.html", {})


@get("/cookies", permission=PUBLIC, name="staff.cookies")
async def cookies(request: Asked) -> Response[str]:
    """Which cookies there are."""
    secure = web.house(request).secure
    named = {cookie_name(name, secure=secure): sentence for name, sentence in EVERY_COOKIE.items()}
    return web.page(request, "public/cookies.html", {"cookies": named})


HANDLERS = [front_door, home, help_now, accessibility, privacy, cookies]
