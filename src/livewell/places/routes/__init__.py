"""The front door of this room: areas, practices and the service's settings."""

from litestar import Router

from livewell.places.routes import areas, practices, settings

router = Router("/", route_handlers=[*areas.HANDLERS, *practices.HANDLERS, *settings.HANDLERS])
