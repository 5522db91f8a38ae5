"""The house: every room's door, in the order a person walks through them."""

from litestar import Litestar

from livewell.assets.routes import router as assets
from livewell.coaching.routes import router as coaching
from livewell.connections.routes import router as connections
from livewell.feedback.routes import router as feedback
from livewell.greenbook.routes import router as greenbook
from livewell.journeys.routes import router as journeys
from livewell.linkwork.routes import router as linkwork
from livewell.measures.routes import router as measures
from livewell.outcomes.routes import router as outcomes
from livewell.people.routes import router as people
from livewell.places.routes import router as places
from livewell.record.routes import router as record
from livewell.referrals.routes import router as referrals
from livewell.reports.routes import router as reports
from livewell.safety.routes import router as safety
from livewell.sessions.routes import router as sessions
from livewell.staff.routes import router as staff

ROOMS = (
    referrals,
    journeys,
    coaching,
    greenbook,
    linkwork,
    sessions,
    connections,
    outcomes,
    feedback,
    record,
    assets,
    measures,
    safety,
    people,
    places,
    staff,
    reports,
)


def create_app() -> Litestar:
    """The whole application, ready for an ASGI server or a test."""
    return Litestar(route_handlers=[*ROOMS], openapi_config=None)
