"""The doors of the room: the standard for everybody, and for staff what is brought in from elsewhere."""

from litestar import Router

from livewell.openreferral.routes.oruk import oruk

router = Router(path="/", route_handlers=[oruk])
"""Every address of the room."""
