"""The doors of this room: raising a safety matter, pathways and walking one, looking after them, and safety plans."""

from litestar import Router

from livewell.crisis.routes import administration, matters, own_plan, pathways, plans, walks

router = Router(
    "/",
    route_handlers=[
        *matters.HANDLERS,
        *pathways.HANDLERS,
        *walks.HANDLERS,
        *administration.HANDLERS,
        *plans.HANDLERS,
        *own_plan.HANDLERS,
    ],
)
