"""The front door of this room."""

from litestar import Router

from livewell.sessions.routes import diary, one, settle

router = Router("/", route_handlers=[*one.HANDLERS, *settle.HANDLERS, *diary.HANDLERS])
