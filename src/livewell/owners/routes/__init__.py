"""The doors of those who run something, and of the team about them."""

from litestar import Router

from livewell.owners.door import NotHere
from livewell.owners.routes import answers, claims, coming, editing, keeping, own
from livewell.owners.routes.coming import show_not_here

router = Router(
    "/",
    route_handlers=[
        *coming.HANDLERS,
        *answers.HANDLERS,
        *own.HANDLERS,
        *editing.HANDLERS,
        *claims.HANDLERS,
        *keeping.HANDLERS,
    ],
    exception_handlers={NotHere: show_not_here},
)
