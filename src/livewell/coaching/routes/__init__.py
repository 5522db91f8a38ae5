"""The front door of this room, and of the one it stands on that knows no journeys: measures."""

from litestar import Router

from livewell.coaching.routes import activation, assessment, goals, indicators, scores

router = Router(
    "/",
    route_handlers=[
        *assessment.HANDLERS,
        *goals.HANDLERS,
        *indicators.HANDLERS,
        *activation.HANDLERS,
        *scores.HANDLERS,
    ],
)
