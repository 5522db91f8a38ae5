"""The outermost edge: one Host, a deadline, who is signed in, HEAD for every page, and headers on every answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import cast

import structlog
from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders, State
from litestar.enums import ScopeType
from litestar.exceptions import ImproperlyConfiguredException
from litestar.handlers import BaseRouteHandler
from litestar.response.base import ASGIResponse
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute
from litestar.types import (
    ControllerRouterHandler,
    HTTPReceiveMessage,
    HTTPResponseStartEvent,
    HTTPScope,
    LifeSpanReceive,
    LifeSpanScope,
    LifeSpanSend,
    Message,
    Receive,
    Scope,
    Send,
)

from livewell.kit import cookies, languages, sorry
from livewell.kit.bodies import BodyLimit
from livewell.kit.door import (
    MOST_FIELDS,
    OWN_SPACE,
    AtHome,
    House,
    SignedIn,
    is_own_address,
    only_if_permitted,
    only_our_own_forms,
)
from livewell.kit.errors import DatabaseAway
from livewell.kit.headers import dress
from livewell.kit.openings import WriteOpening

LOG = structlog.get_logger("livewell.edge")

# These never ask who is there, so they answer when the database does not.
ASK_NOBODY = ("/static/", "/tiles/", "/healthz", "/readyz", "/metrics")
# The server has already read the request line; this bounds what we look at.
LONGEST_ADDRESS = 4096
TOO_MANY = 429
READ_BY_OTHERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Last-Modified, Retry-After",
}
ASKED_FIRST = {
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "Accept, Content-Type, If-None-Match, If-Modified-Since, X-Requested-With",
    "access-control-max-age": "86400",
}


Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def build(
    route_handlers: Sequence[ControllerRouterHandler], *, house: House, lifespan: Sequence[Lifespan] = ()
) -> "LiveWell":
    """
    An application behind this edge, closed by default.

    Raises ImproperlyConfiguredException when a route names no permission, opens a kind of record the
    house does not know, or opens one that its path does not name.
    """
    app = LiveWell(
        route_handlers=route_handlers,
        guards=[only_if_permitted, only_our_own_forms],
        middleware=[BodyLimit(), WriteOpening()],
        exception_handlers=sorry.HANDLERS,
        lifespan=list(lifespan),
        state=State({"house": house}),
        openapi_config=None,
        logging_config=None,
        debug=False,
        multipart_form_part_limit=MOST_FIELDS,
    )
    for route in app.routes:
        for handler in handlers_of(route):
            _check(route.path, handler, house)
    return app


def handlers_of(route: BaseRoute) -> list[BaseRouteHandler]:
    """The handlers somebody wrote for a route, without the OPTIONS one the framework adds."""
    if isinstance(route, HTTPRoute):
        return [handler for handler in route.route_handlers if handler.http_methods != {"OPTIONS"}]
    return [route.route_handler] if isinstance(route, ASGIRoute | WebSocketRoute) else []


def _check(path: str, handler: BaseRouteHandler, house: House) -> None:
    if handler.opt.get("permission") is None:
        raise ImproperlyConfiguredException(f"{path} names no permission.")
    if handler.opt["permission"] == OWN_SPACE and not is_own_address(path):
        raise ImproperlyConfiguredException(f"{path} is of somebody's own space, and does not stand there.")
    kind = handler.opt.get("opens")
    if kind is not None and (kind not in house.whose or f"{{{kind}_id:uuid}}" not in path):
        raise ImproperlyConfiguredException(
            f"{path} opens a {kind}: app.py must say whose it is, and the path name it."
        )


class LiveWell(Litestar):
    """The application with its edge around it. `state.house` must be set (see `livewell.app`)."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Answer one request; other kinds of connection go straight in."""
        if scope["type"] != ScopeType.HTTP:
            await super().__call__(scope, receive, send)
            return
        await self._answer(cast("HTTPScope", scope), cast("Receive", receive), cast("Send", send))

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        here: House = self.state.house
        path = scope["path"]
        started = False
        is_head = scope["method"] == "HEAD"
        for_programs = path.startswith(here.read_by_others)
        asks_first = scope["method"] == "OPTIONS" and for_programs

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(message, scope, here)
            await send(message)

        if is_head or asks_first:
            # A page answers HEAD as it answers GET, less its body (RFC 9110, section 9.3.2).
            scope = cast("HTTPScope", {**scope, "method": "GET"})
        if is_head:
            less = _LessItsBody(send)
            send, receive = less.send, less.receive
        refusal = _refusal(scope, here)
        if refusal is not None:
            status, sentence = refusal
            await sorry.bare(scope, receive, dressed, status=status, sentence=sentence, as_json=for_programs)
            return
        if asks_first:
            # A page of another website asks before it sends a header of its own. It may; nothing else is done.
            await ASGIResponse(body=b"", status_code=204, headers=ASKED_FIRST)(scope, receive, dressed)
            return
        try:
            async with asyncio.timeout(here.deadline_seconds) as deadline:
                scope["deadline"] = deadline  # type: ignore[typeddict-unknown-key]  # See door.more_time.
                own = is_own_address(path)
                scope["auth"] = None if own or path.startswith(ASK_NOBODY) else await _who(scope, here)
                scope["at_home"] = await _who_at_home(scope, here) if own else None  # type: ignore[typeddict-unknown-key]
                scope["user"] = scope["auth"].member if scope["auth"] else None
                with languages.speaking(_language(scope, here)):
                    await super().__call__(scope, receive, dressed)
        except Exception as error:
            apologise = _noted(error, scope, here)
            if not started:
                await apologise(scope, receive, dressed, as_json=for_programs)
            elif not isinstance(error, TimeoutError):
                raise


def _dress(message: HTTPResponseStartEvent, scope: HTTPScope, here: House) -> None:
    """Give an answer the headers that belong to every one, and to one of its address and status."""
    message.setdefault("headers", [])
    headers = MutableScopeHeaders(message)
    if message["status"] == TOO_MANY:
        headers.setdefault("retry-after", sorry.RETRY_AFTER[TOO_MANY])
    dress(
        headers,
        secure=here.secure,
        private=scope.get("auth") is not None or is_own_address(scope["path"]),
        map_pictures=here.map_pictures,
    )
    if scope["path"].startswith(here.read_by_others):
        headers.update(READ_BY_OTHERS)


def _noted(error: Exception, scope: HTTPScope, here: House) -> Callable[..., Awaitable[None]]:
    """Log what went wrong beside the application; gives the page that says sorry for it."""
    if isinstance(error, TimeoutError):
        LOG.warning("request took too long", method=scope["method"], seconds=here.deadline_seconds)
        return partial(
            sorry.bare, status=503, sentence="That took too long. Nothing is lost that was saved. Please try again."
        )
    if isinstance(error, DatabaseAway):
        LOG.warning("the database is away", method=scope["method"])
        return sorry.bare_away
    reference = sorry.write_down(error, where="the edge")
    return partial(sorry.bare, status=500, sentence=f"Something went wrong on our side. The reference is {reference}.")


class _LessItsBody:
    """An answer without its body; what comes in pieces makes no more of them, as when whoever asked has gone."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._said = asyncio.Event()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            if self._said.is_set():
                return
            self._said.set()
            message = {**message, "body": b"", "more_body": False}
        await self._send(message)

    async def receive(self) -> HTTPReceiveMessage:
        await self._said.wait()
        return {"type": "http.disconnect"}


def _refusal(scope: HTTPScope, here: House) -> tuple[int, str] | None:
    """The status and sentence for a request that is not even routed, or None."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1 or _host_name(hosts[0]) not in here.hosts:
        return 400, "This address is not one that Live Well answers to."
    if scope["method"] not in {"GET", "HEAD", "POST"}:
        return 405, "This address cannot be used in that way."
    raw = scope.get("raw_path", b"") or b""
    if len(raw) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414, "This address is too long."
    if "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
        return 400, "This address holds a character that no address has."
    return None


def _host_name(host: bytes) -> str:
    """The name in a Host header without its port, in lower case; empty when it is none."""
    text = host.decode("latin-1").lower()
    name, _, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not name:
        return text
    return name if not port or port.isdigit() else ""


async def _who(scope: HTTPScope, here: House) -> SignedIn | None:
    token = _cookie(scope, cookies.cookie_name(cookies.SIGN_IN, secure=here.secure))
    return await here.find_signed_in(token) if token is not None and cookies.is_token(token) else None


def _language(scope: HTTPScope, here: House) -> str:
    """The language of a page of somebody's own space: the one they chose in this browser, else the one they like best."""
    if not is_own_address(scope["path"]):
        return languages.ENGLISH
    found: AtHome | None = scope.get("at_home")  # type: ignore[assignment]
    chosen = _cookie(scope, cookies.cookie_name(cookies.LANGUAGE, secure=here.secure))
    return languages.known(chosen or (found.resident.language if found else None))


async def _who_at_home(scope: HTTPScope, here: House) -> AtHome | None:
    token = _cookie(scope, cookies.cookie_name(cookies.HOME, secure=here.secure))
    return await here.find_at_home(token) if token is not None and cookies.is_token(token) else None


def _cookie(scope: HTTPScope, name: str) -> str | None:
    """The value of a cookie, or None. Sent twice, it is nobody's: one of the two was planted."""
    found: list[str] = []
    for header, value in scope["headers"]:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, text = part.strip().partition("=")
                if key == name:
                    found.append(text)
    return found[0] if len(found) == 1 else None
