"""/forum/steering, /forum/reviews and /team-plans: what the steering group looks at."""

from litestar import Router

from livewell.steering.routes.board import HANDLERS as BOARD
from livewell.steering.routes.milestones import HANDLERS as MILESTONES
from livewell.steering.routes.reviews import HANDLERS as REVIEWS
from livewell.steering.routes.risks import HANDLERS as RISKS
from livewell.steering.routes.teams import HANDLERS as TEAMS

router = Router(path="/", route_handlers=[*BOARD, *MILESTONES, *RISKS, *REVIEWS, *TEAMS])
