"""/groups and /outreach for the team and who looks at it together; /cafes for everybody."""

from litestar import Router

from livewell.groups.routes import keeping, lists, one, outreach, planning, programme, public

router = Router(
    "/",
    route_handlers=[
        *lists.HANDLERS,
        *one.HANDLERS,
        *keeping.HANDLERS,
        *planning.HANDLERS,
        *programme.HANDLERS,
        *outreach.HANDLERS,
        *public.HANDLERS,
    ],
)
