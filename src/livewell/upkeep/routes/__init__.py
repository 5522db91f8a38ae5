"""/visits, and what keeps the directory true: /directory/problems, freshness, duplicates, provision and coverage."""

from litestar import Router

from livewell.upkeep.routes import coverage, duplicates, freshness, problems, visits

router = Router(
    "/",
    route_handlers=[
        *visits.HANDLERS,
        *problems.HANDLERS,
        *freshness.HANDLERS,
        *duplicates.HANDLERS,
        *coverage.HANDLERS,
    ],
)
