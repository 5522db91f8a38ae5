"""The front door of this room, and of the two it stands on that know no journeys: measures and the Green Book."""

from litestar import Router

from livewell.coaching.routes import activation, assessment, book, goals

router = Router("/", route_handlers=[*assessment.HANDLERS, *goals.HANDLERS, *activation.HANDLERS, *book.HANDLERS])
