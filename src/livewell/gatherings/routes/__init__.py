"""How groups meet, under /directory/{id}/gatherings and /own/listings/{id}/gatherings, and what people say of them, under /community/{id}/say."""

from litestar import Router

from livewell.gatherings.routes import comments, meetings, register
from livewell.owners.door import NotHere, show_not_here

router = Router(
    "/",
    route_handlers=[*meetings.HANDLERS, *register.HANDLERS, *comments.HANDLERS],
    exception_handlers={NotHere: show_not_here},
)
