"""/forum/challenges, /forum/votes, /forum/charter and /forum/approvals: what the forum works on."""

from litestar import Router

from livewell.challenges.routes.approvals import HANDLERS as APPROVALS
from livewell.challenges.routes.charter import HANDLERS as CHARTER
from livewell.challenges.routes.ideas import HANDLERS as IDEAS
from livewell.challenges.routes.own import HANDLERS as OWN
from livewell.challenges.routes.votes import HANDLERS as VOTES
from livewell.challenges.routes.working import HANDLERS as WORKING
from livewell.kit.guest_door import GuestNotHere, show_guest_not_here

router = Router(
    path="/",
    route_handlers=[*IDEAS, *WORKING, *VOTES, *OWN, *CHARTER, *APPROVALS],
    exception_handlers={GuestNotHere: show_guest_not_here},
)
