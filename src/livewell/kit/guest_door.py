"""The pages of a guest's way in: the link, the one button, a fresh link, leaving; the same for every kind of guest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.kit import cookies, limits, sorry, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.guests import STAYS, Guest, GuestKind
from livewell.kit.web import PUBLIC, Asked

_AN_HOUR = timedelta(hours=1)
_TRIES_AN_HOUR = 60
_NOTHING_SAVED = "You were here for eight hours, or you left, so nothing was saved."


class GuestNotHere(Exception):
    """Nobody came in by this door in this browser, or that time is over."""

    def __init__(self, door: "GuestDoor") -> None:
        super().__init__()
        self.door = door


@dataclass(frozen=True)
class GuestDoor:
    """
    One door: its kind of guest, where its pages stand, its cookie, and its words.

    The pages of the way in are `<prefix>/link/{token}`, `/open`, `/ended`, `/link`, `/link/sent` and `/leave`; a room puts
    `handlers()` into its router, with `GuestNotHere: show_guest_not_here` among its exception handlers.
    """

    kind: GuestKind
    prefix: str
    cookie: str
    pages: str
    """What it opens, as a sentence goes on: your volunteering pages."""
    home: str
    """The first page behind it."""
    otherwise: str
    """A sentence for whom we have no address of."""
    menu: tuple[tuple[str, str], ...] = ()
    """The parts of these pages: what they are called, and where they stand."""

    async def guest(self, request: Asked) -> Guest:
        """Who is at their pages in this browser. Raises `GuestNotHere`."""
        found = await self.guest_if_any(request)
        if found is None:
            raise GuestNotHere(self)
        return found

    async def guest_if_any(self, request: Asked) -> Guest | None:
        """The same, or None, for a page that is open to everybody."""
        token = _cookie(request, self.cookie)
        return await self.kind.here(token) if token else None

    def page(
        self, request: Asked, guest: Guest, template: str, context: Mapping[str, Any], *, status_code: int = 200
    ) -> Response[str]:
        """One of their pages; its template extends `layouts/guest.html`, which shows the menu and the way out."""
        return web.page(request, template, {**context, "door": self, "guest": guest}, status_code=status_code)

    def came(self, request: Asked, token: str, path: str) -> Response[bytes]:
        """On to `path`, at their pages from now on: for an action that lets its own guest in."""
        answer = web.go(path)
        secure, seconds = web.house(request).secure, int(STAYS.total_seconds())
        answer.cookies.append(cookies.a_cookie(self.cookie, token, secure=secure, seconds=seconds))
        answer.cookies.append(cookies.no_cookie(cookies.KEY, secure=secure))
        return answer

    def handlers(self) -> list[HTTPRouteHandler]:
        """The routes of the way in."""
        return [*_coming(self), *_asking(self)]


def show_guest_not_here(request: Asked, error: GuestNotHere) -> Response[Any]:
    """To the page where a fresh link is asked for; whoever sent a form gets their words back."""
    if request.method in {"GET", "HEAD"}:
        return web.go(f"{error.door.prefix}/link")
    return sorry.show_left(request, _NOTHING_SAVED, way=f"{error.door.prefix}/link")


def _coming(door: GuestDoor) -> list[HTTPRouteHandler]:
    name, prefix = door.kind.name, door.prefix

    @get(f"{prefix}/link/{{token:str}}", permission=PUBLIC, name=f"{name}.link")
    async def link(request: Asked, token: FromPath[str]) -> Response[bytes]:
        """A link from a message. It spends nothing, so that whatever looks at mail before its reader does no harm."""
        await _not_too_often(request, f"{name}-open")
        if await door.kind.behind(token) is None:
            return web.go(door.home if await door.guest_if_any(request) else f"{prefix}/ended")
        answer = web.go(f"{prefix}/open")
        seconds = int(_AN_HOUR.total_seconds())
        answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))
        return answer

    @get(f"{prefix}/open", permission=PUBLIC, name=f"{name}.open_page")
    async def open_page(request: Asked) -> Response[Any]:
        """One button, which lets them in."""
        token = _cookie(request, cookies.KEY)
        called = await door.kind.behind(token) if token else None
        if called is None:
            return web.go(f"{prefix}/ended")
        return web.page(request, "guests/open.html", {"door": door, "called": called})

    @post(f"{prefix}/open", permission=PUBLIC, name=f"{name}.open")
    async def come_in(request: Asked) -> Response[bytes]:
        """Let them in. The link is spent."""
        try:
            token = await door.kind.come_in(_cookie(request, cookies.KEY) or "")
        except RuleBroken:
            return web.go(f"{prefix}/ended")
        return door.came(request, token, door.home)

    @get(f"{prefix}/ended", permission=PUBLIC, name=f"{name}.ended")
    async def ended(request: Asked) -> Response[str]:
        """A link that opens nothing any more, or never did; and the way to a fresh one."""
        context = {"door": door, "form": Form.blank(), "ended": True}
        return web.page(request, "guests/link.html", context, status_code=404)

    return [link, open_page, come_in, ended]


def _asking(door: GuestDoor) -> list[HTTPRouteHandler]:
    name, prefix = door.kind.name, door.prefix

    @get(f"{prefix}/link", permission=PUBLIC, name=f"{name}.ask_link_page")
    async def ask_link_page(request: Asked) -> Response[str]:
        """Where a fresh link is asked for."""
        return web.page(request, "guests/link.html", {"door": door, "form": Form.blank(), "ended": False})

    @post(f"{prefix}/link", permission=PUBLIC, name=f"{name}.ask_link")
    async def ask_link(request: Asked) -> Response[Any]:
        """Send a fresh link, when the address is somebody's; the answer is the same for every address."""
        form = Form(await request.form())
        email = form.email("email", required="Type your email address")
        if not form.ok:
            context = {"door": door, "form": form, "ended": False}
            return web.page(request, "guests/link.html", context, status_code=422)
        await _not_too_often(request, f"{name}-link-asked")
        await door.kind.ask_link(email.lower())
        return web.go(f"{prefix}/link/sent")

    @get(f"{prefix}/link/sent", permission=PUBLIC, name=f"{name}.link_sent")
    async def link_sent(request: Asked) -> Response[str]:
        """Look into your mailbox."""
        return web.page(request, "guests/sent.html", {"door": door})

    @post(f"{prefix}/leave", permission=PUBLIC, name=f"{name}.leave")
    async def leave(request: Asked) -> Response[bytes]:
        """End it, in every browser that came for the same."""
        await door.kind.leave(await door.guest(request))
        answer = web.go(f"{prefix}/link", said=f"You have left {door.pages}.")
        answer.cookies.append(cookies.no_cookie(door.cookie, secure=web.house(request).secure))
        return answer

    return [ask_link_page, ask_link, link_sent, leave]


def _cookie(request: Asked, name: str) -> str | None:
    value = request.cookies.get(cookies.cookie_name(name, secure=web.house(request).secure))
    return value if cookies.is_token(value) else None


async def _not_too_often(request: Asked, bucket: str) -> None:
    if await limits.too_many(bucket, web.address_of(request), _TRIES_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
