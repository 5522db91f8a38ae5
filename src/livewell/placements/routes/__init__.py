"""The doors of volunteers at work: for workers, coordinators and the volunteers themselves."""

from litestar import Router

from livewell.kit.guest_door import GuestNotHere, show_guest_not_here
from livewell.placements.routes import asking, at_home, caring, giving, matching, own, own_giving, rota

router = Router(
    "/",
    route_handlers=[
        *asking.HANDLERS,
        *matching.HANDLERS,
        *rota.HANDLERS,
        *giving.HANDLERS,
        *caring.HANDLERS,
        *own.HANDLERS,
        *own_giving.HANDLERS,
        *at_home.HANDLERS,
    ],
    exception_handlers={GuestNotHere: show_guest_not_here},
)
