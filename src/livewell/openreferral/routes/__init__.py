"""The doors of the room: the standard for everybody, and for staff what is brought in and taken away."""

from litestar import Router

from livewell.openreferral.routes import feeds, taking_away
from livewell.openreferral.routes.oruk import oruk

router = Router(path="/", route_handlers=[oruk, *feeds.HANDLERS, *taking_away.HANDLERS])
"""Every address of the room."""
