"""/own/…: a link from a message opens somebody's listings in this browser for a while, without a password."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import cookies, doorkeys, limits, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, forms, queries
from livewell.owners.actions.links import OPENS
from livewell.owners.door import cookie, who
from livewell.owners.rules import CLAIMS_AN_HOUR, OPENINGS_AN_HOUR, STAYS_OPEN

_AN_HOUR = timedelta(hours=1)


def carried(request: Asked, token: str, path: str) -> Response[bytes]:
    """On to `path` with the number of a link in a cookie: it stands in no address, so in no history and no Referer."""
    answer = web.go(path)
    seconds = int(_AN_HOUR.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))
    return answer


def came(request: Asked, token: str, path: str, *, said: str | None = None) -> Response[bytes]:
    """On to `path`, at one's listings from now on; the number of the link is forgotten."""
    answer = web.go(path, said=said)
    secure, seconds = web.house(request).secure, int(STAYS_OPEN.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.OWN, token, secure=secure, seconds=seconds))
    answer.cookies.append(cookies.no_cookie(cookies.KEY, secure=secure))
    return answer


async def not_too_often(request: Asked, bucket: str, allowed: int) -> None:
    """Count one try of this network address; raises TooManyRequestsException for one too many."""
    if await limits.too_many(bucket, web.address_of(request), allowed, _AN_HOUR):
        raise TooManyRequestsException


@get("/own/{token:str}", permission=PUBLIC, name="owners.link")
async def link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """A link from a message. It spends nothing, so that whatever looks at mail before its reader does no harm."""
    await not_too_often(request, "own-open", OPENINGS_AN_HOUR)
    if await doorkeys.open_key(token, OPENS) is not None:
        return carried(request, token, "/own/open")
    mine = cookie(request, cookies.OWN)
    return web.go("/own" if mine and await queries.here(mine) else "/own/ended")


@get("/own/open", permission=PUBLIC, name="owners.open_page")
async def open_page(request: Asked) -> Response[Any]:
    """One button, which opens the listings."""
    token = cookie(request, cookies.KEY)
    opened = await doorkeys.open_key(token, OPENS) if token else None
    if opened is None:
        return web.go("/own/ended")
    return web.page(request, "owners/open.html", {"keeper": await queries.keeper(opened.subject)})


@post("/own/open", permission=PUBLIC, name="owners.open")
async def open_listings(request: Asked) -> Response[bytes]:
    """Open them. The link is spent, but for a printed one."""
    token = cookie(request, cookies.KEY)
    try:
        return came(request, await actions.open_browser(token or ""), "/own")
    except RuleBroken:
        return web.go("/own/ended")


@get("/own/ended", permission=PUBLIC, name="owners.ended")
async def ended(request: Asked) -> Response[str]:
    """A link that opens nothing any more, or never did; and the way to a fresh one."""
    return web.page(request, "owners/link.html", {"form": Form.blank(), "ended": True}, status_code=404)


@get("/own/link", permission=PUBLIC, name="owners.ask_link_page")
async def ask_link_page(request: Asked) -> Response[str]:
    """Where a fresh link is asked for."""
    return web.page(request, "owners/link.html", {"form": Form.blank(), "ended": False})


@post("/own/link", permission=PUBLIC, name="owners.ask_link")
async def ask_link(request: Asked) -> Response[Any]:
    """Send a fresh link, when the address keeps anything; the answer is the same for every address."""
    form = Form(await request.form())
    email = forms.read_email(form)
    if email is None:
        return web.page(request, "owners/link.html", {"form": form, "ended": False}, status_code=422)
    await not_too_often(request, "own-link-asked", CLAIMS_AN_HOUR)
    await actions.ask_link(email)
    return web.go("/own/link/sent")


@get("/own/link/sent", permission=PUBLIC, name="owners.link_sent")
async def link_sent(request: Asked) -> Response[str]:
    """Look into your mailbox."""
    return web.page(request, "owners/link_sent.html", {})


@post("/own/leave", permission=PUBLIC, name="owners.leave_browser")
async def leave_browser(request: Asked) -> Response[bytes]:
    """End it, in every browser that came by the same keeping."""
    await actions.close_browser(await who(request))
    return gone(request, "/own/link", said="You have left your listings.")


def gone(request: Asked, path: str, *, said: str) -> Response[bytes]:
    """On to `path`, and at one's listings no more."""
    answer = web.go(path, said=said)
    answer.cookies.append(cookies.no_cookie(cookies.OWN, secure=web.house(request).secure))
    return answer


HANDLERS = (link, open_page, open_listings, ended, ask_link_page, ask_link, link_sent, leave_browser)
