"""The front door of this room: finding something near somebody, and every step from there."""

from litestar import Router

from livewell.connections.routes import nearby, steps

router = Router("/", route_handlers=[*nearby.HANDLERS, *steps.HANDLERS])
