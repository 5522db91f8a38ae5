"""Every page about volunteers: for everybody, for themself, for those who speak for them, and for the team."""

from litestar import Router

from livewell.kit.guest_door import GuestNotHere, show_guest_not_here
from livewell.volunteers.door import VOLUNTEER_DOOR
from livewell.volunteers.routes import checking, desk, own, public, recruiting, reference, roles, training

router = Router(
    "/",
    route_handlers=[
        *public.HANDLERS,
        *VOLUNTEER_DOOR.handlers(),
        *own.HANDLERS,
        *reference.HANDLERS,
        *desk.HANDLERS,
        *recruiting.HANDLERS,
        *checking.HANDLERS,
        *training.HANDLERS,
        *roles.HANDLERS,
    ],
    exception_handlers={GuestNotHere: show_guest_not_here},
)
