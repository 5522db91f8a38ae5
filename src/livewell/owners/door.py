"""The door of those who came by a link to keep what is listed: who is at their listings in this browser."""

from typing import Any

from litestar import Response

from livewell.kit import cookies, sorry, web
from livewell.kit.web import Asked
from livewell.owners import queries
from livewell.owners.queries import Here

_NOTHING_SAVED = "You were here for eight hours, or you left, so nothing was saved."


class NotHere(Exception):
    """Nobody came to their listings in this browser, or that time is over."""


async def who(request: Asked) -> Here:
    """Who is at their listings in this browser. Raises `NotHere`."""
    token = cookie(request, cookies.OWN)
    found = await queries.here(token) if token else None
    if found is None:
        raise NotHere
    return found


def cookie(request: Asked, name: str) -> str | None:
    """The number in one of our cookies, when it can be one."""
    value = request.cookies.get(cookies.cookie_name(name, secure=web.house(request).secure))
    return value if cookies.is_token(value) else None


def show_not_here(request: Asked, _: NotHere) -> Response[Any]:
    """To the page where a fresh link is asked for; whoever sent a form gets their words back."""
    if request.method in {"GET", "HEAD"}:
        return web.go("/own/link")
    return sorry.show_left(request, _NOTHING_SAVED, way="/own/link")
