"""The doors of the forum: to everybody, to its members, and to those who serve it."""

from litestar import Router

from livewell.forum.door import MEMBER_DOOR
from livewell.forum.routes import belonging, desk, follow, groups, meetings, members, minutes, own, public
from livewell.kit.guest_door import GuestNotHere, show_guest_not_here

router = Router(
    "/",
    route_handlers=[
        *MEMBER_DOOR.handlers(),
        *public.HANDLERS,
        *own.HANDLERS,
        *belonging.HANDLERS,
        *desk.HANDLERS,
        *members.HANDLERS,
        *groups.HANDLERS,
        *meetings.HANDLERS,
        *minutes.HANDLERS,
        *follow.HANDLERS,
    ],
    exception_handlers={GuestNotHere: show_guest_not_here},
)
