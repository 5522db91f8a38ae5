"""/journeys/…/safety/new: whom to call first, then the form that raises a safety matter."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import setting
from livewell.safety import actions, forms
from livewell.safety.rules import ANSWER_WITHIN, ANSWER_WITHIN_WHEN_URGENT, SUPPLIED_LOCALLY
from livewell.staff.permissions import Permission


@get(
    "/journeys/{journey_id:uuid}/safety/new",
    permission=Permission.RAISE_SAFETY,
    opens="journey",
    name="crisis.new_matter",
)
async def new_matter(request: Asked, journey_id: FromPath[UUID], came_from: FromQuery[str] = "") -> Response[str]:
    """The page, with where it came up already chosen when the link said so (?came_from=session)."""
    journey = await journeys.journey(journey_id, web.member(request))
    known = came_from in {value for value, _ in forms.RAISED_FROM}
    return await _page(request, journey, Form.blank({"raised_from": came_from} if known else {}))


@post("/journeys/{journey_id:uuid}/safety/new", permission=Permission.RAISE_SAFETY, name="crisis.raise_matter")
async def raise_matter(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Raise it: the team of the area is told at once."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    raised = forms.read_raised(form)
    if raised is None:
        return await _page(request, journey, form, status_code=422)
    await actions.raise_matter(
        person=journey.person,
        journey=journey.id,
        area=journey.area,
        kind=raised.kind,
        urgent=raised.urgent,
        what=raised.what,
        done_so_far=raised.done_so_far,
        raised_from=raised.raised_from,
        submission=form.submission,
        by=member,
    )
    return web.go(
        f"/journeys/{journey_id}",
        said="The safety matter is raised. The health coaches of the area are being told now. "
        "If anybody is in danger, do not wait for them: call 999.",
    )


async def _page(request: Asked, journey: JourneyFacts, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {
        "journey": journey,
        "form": form,
        "kinds": forms.KINDS,
        "places": forms.RAISED_FROM,
        "minutes": int(ANSWER_WITHIN_WHEN_URGENT.total_seconds() // 60),
        "hours": int(ANSWER_WITHIN.total_seconds() // 3600),
        "supplied_locally": SUPPLIED_LOCALLY,
        "duty_phone": await setting("duty_contact_phone"),
    }
    return web.page(request, "crisis/new_matter.html", context, status_code=status_code)


HANDLERS = [new_matter, raise_matter]
