"""The front door of this room: areas, practices, wards and place names, school terms, and the service's settings."""

from litestar import Router

from livewell.places.routes import areas, gazetteer, practices, settings, terms

router = Router(
    "/",
    route_handlers=[
        *areas.HANDLERS,
        *practices.HANDLERS,
        *gazetteer.HANDLERS,
        *terms.HANDLERS,
        *settings.HANDLERS,
    ],
)
