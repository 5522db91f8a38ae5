"""How much a request may carry: 64 kB, unless its route says `body_limit=`."""

from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

BODY_LIMIT = 64 * 1024
_LONGEST_NUMBER = 12


class TooLarge(HTTPException):
    """More bytes than the route takes."""

    status_code = 413


class BodyLimit(ASGIMiddleware):
    """Refuses a body before it is parsed: by its announced length, else by counting as it arrives."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on with a `receive` that counts."""
        if scope["type"] != ScopeType.HTTP:
            await next_app(scope, receive, send)
            return
        limit = int(scope["route_handler"].opt.get("body_limit", BODY_LIMIT))
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or len(announced) > _LONGEST_NUMBER or int(announced) > limit:
            raise TooLarge
        arrived = 0

        async def counted() -> HTTPReceiveMessage:
            nonlocal arrived
            message = await receive()
            if message["type"] == "http.request":
                arrived += len(message.get("body", b""))
                if arrived > limit:
                    raise TooLarge
            return message  # type: ignore[return-value]

        await next_app(scope, counted, send)
