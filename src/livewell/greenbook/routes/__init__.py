"""The front door of the Green Book."""

from litestar import Router

from livewell.greenbook.routes import book, empty

router = Router("/", route_handlers=[*empty.HANDLERS, *book.HANDLERS])
