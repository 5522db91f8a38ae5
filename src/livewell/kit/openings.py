"""Who opened which record, written before the page leaves."""

from typing import cast
from uuid import UUID

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from livewell.kit.door import house, signed_in

OPENED = 200


class WriteOpening(ASGIMiddleware):
    """On a route with `opens="journey"`, a 200 answer is sent only once the access log has its row."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on with a `send` that writes first."""
        kind: str | None = scope["route_handler"].opt.get("opens") if scope["type"] == ScopeType.HTTP else None
        if kind is None:
            await next_app(scope, receive, send)
            return
        connection: Request[None, None, object] = Request(scope)  # type: ignore[type-var]
        here = signed_in(connection)
        record = cast("UUID", scope["path_params"][f"{kind}_id"])

        async def after_writing(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == OPENED and here is not None:
                home = house(connection)
                await home.keep_opening(kind, record, home.whose[kind], here.member, str(scope["route_handler"].name))
            await send(message)

        await next_app(scope, receive, after_writing)
