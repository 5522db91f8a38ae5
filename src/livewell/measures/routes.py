"""/measures: how scores come about and what they can say, for anybody."""

from litestar import Response, Router, get

from livewell.kit import web
from livewell.kit.web import PUBLIC, Asked
from livewell.measures import gas, pam


@get("/measures", permission=PUBLIC, name="measures.about")
async def about(request: Asked) -> Response[str]:
    """The measures in use, their sources, and how little or much a change means."""
    context = {
        "versions": list(pam.VERSIONS.values()),
        "current": pam.CURRENT,
        "every_months": pam.EVERY_MONTHS,
        "tolerance": pam.TOLERANCE.days,
        "reliable": round(pam.reliable_change()),
        "rho": gas.RHO,
        "fewest": gas.FEWEST_GOALS,
    }
    return web.page(request, "measures/about.html", context)


router = Router("/", route_handlers=[about])
