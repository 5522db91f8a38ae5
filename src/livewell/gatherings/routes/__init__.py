"""How groups meet, under /directory/{id}/gatherings, and what people say of them, under /community/{id}/say."""

from litestar import Router

from livewell.gatherings.routes import comments, meetings, register

router = Router("/", route_handlers=[*meetings.HANDLERS, *register.HANDLERS, *comments.HANDLERS])
