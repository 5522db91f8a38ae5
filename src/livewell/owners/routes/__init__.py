"""The doors of those who run something, and of the team about them."""

from litestar import Router

from livewell.owners.door import NotHere, show_not_here
from livewell.owners.routes import answers, claims, coming, editing, keeping, own

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
