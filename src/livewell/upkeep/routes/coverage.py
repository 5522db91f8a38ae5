"""/directory/coverage and /directory/provision: how well the community is known, and what there is twice."""

from litestar import Response, get

from livewell.interests.queries import leads_on
from livewell.kit import charts, clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import outlines
from livewell.staff.permissions import Permission
from livewell.upkeep import forms, queries, shading
from livewell.upkeep.rules.coverage import DEFINITION


@get("/directory/coverage", permission=Permission.SEE_COVERAGE, name="upkeep.coverage")
async def coverage(request: Asked) -> Response[str]:
    """Ward by ward: what there is, what was visited, how fresh it is, and what is missing."""
    form = Form(request.query_params)
    miles = forms.read_miles(form)
    wards = await queries.coverage()
    title = "Running listings in each ward"
    context = {
        "wards": wards,
        "total": sum(ward.assets for ward in wards),
        "visited": sum(ward.visited for ward in wards),
        "map": shading.visited_by_ward(await outlines(), wards),
        "bars": charts.bars(title, [(ward.name, ward.assets) for ward in wards], unit="listings", column="Ward"),
        "bars_title": title,
        "gaps": await queries.gaps(miles=miles),
        "not_found": await queries.not_found(),
        "miles": miles,
        "choices": forms.MILES_CHOICES,
        "form": Form.blank({"miles": miles}),
        "definition": DEFINITION,
        "on": clock.today(),
        "leads": await leads_on("map"),
    }
    return web.page(request, "upkeep/coverage.html", context)


@get("/directory/provision", permission=Permission.SEE_COVERAGE, name="upkeep.provision")
async def provision(request: Asked) -> Response[str]:
    """What is offered more than once close together."""
    return web.page(request, "upkeep/provision.html", {"found": await queries.provision()})


HANDLERS = (coverage, provision)
