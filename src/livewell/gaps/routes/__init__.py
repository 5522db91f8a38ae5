"""/something-missing for everybody; /gaps for those who work on what is missing and those who look at it together."""

from litestar import Router

from livewell.gaps.routes import case, lists, one, public, raising

router = Router(
    "/",
    route_handlers=[
        *public.HANDLERS,
        *raising.HANDLERS,
        *lists.HANDLERS,
        *case.HANDLERS,
        *one.HANDLERS,
    ],
)
