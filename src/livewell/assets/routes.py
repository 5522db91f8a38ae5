"""The front door of this room."""

from litestar import Router

router = Router("/", route_handlers=[])
