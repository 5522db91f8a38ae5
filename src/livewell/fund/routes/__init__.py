"""/fund, /forum/me/fund and /gifts: what everybody reads, what applicants and panellists do, and what is kept."""

from litestar import Router

from livewell.fund.door import APPLICANT_DOOR
from livewell.fund.routes.applications import HANDLERS as APPLICATIONS
from livewell.fund.routes.desk import HANDLERS as DESK
from livewell.fund.routes.gifts import HANDLERS as GIFTS
from livewell.fund.routes.mine import HANDLERS as MINE
from livewell.fund.routes.panel import HANDLERS as PANEL
from livewell.fund.routes.public import HANDLERS as OPEN
from livewell.kit.guest_door import GuestNotHere, show_guest_not_here

router = Router(
    "/",
    route_handlers=[*OPEN, *APPLICANT_DOOR.handlers(), *MINE, *PANEL, *DESK, *APPLICATIONS, *GIFTS],
    exception_handlers={GuestNotHere: show_guest_not_here},
)
