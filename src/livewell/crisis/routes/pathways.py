"""/journeys/…/pathways: what to do when something is difficult, one click from every page about a person."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.crisis import forms
from livewell.crisis.actions import walks as actions
from livewell.crisis.queries import pathways as queries
from livewell.crisis.queries import walks
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import setting
from livewell.safety.rules import RAISED_FROM_LABELS, SUPPLIED_LOCALLY
from livewell.staff.permissions import Permission


@get(
    "/journeys/{journey_id:uuid}/pathways",
    permission=Permission.RAISE_SAFETY,
    opens="journey",
    name="crisis.pathways",
)
async def pathways(request: Asked, journey_id: FromPath[UUID], came_from: FromQuery[str] = "") -> Response[str]:
    """Whom to call, then the pathways; light enough for a weak signal."""
    journey = await journeys.journey(journey_id, web.member(request))
    context = {
        "journey": journey,
        "guides": await queries.guides(),
        "walks": await walks.walks(journey_id),
        "duty_phone": await setting("duty_contact_phone"),
        "came_from": _known(came_from),
    }
    return web.page(request, "crisis/pathways.html", context)


@get(
    "/journeys/{journey_id:uuid}/pathways/{pathway_id:uuid}",
    permission=Permission.RAISE_SAFETY,
    opens="journey",
    name="crisis.pathway",
)
async def pathway(
    request: Asked, journey_id: FromPath[UUID], pathway_id: FromPath[UUID], came_from: FromQuery[str] = ""
) -> Response[str]:
    """One pathway to read and to begin; while it is not approved, whom to call and how to raise a safety matter."""
    return await _page(request, journey_id, pathway_id, Form.blank({"raised_from": _known(came_from)}))


@post(
    "/journeys/{journey_id:uuid}/pathways/{pathway_id:uuid}",
    permission=Permission.RAISE_SAFETY,
    name="crisis.begin_walk",
)
async def begin_walk(request: Asked, journey_id: FromPath[UUID], pathway_id: FromPath[UUID]) -> Response[Any]:
    """Begin to follow it: the safety matter is raised in the same moment."""
    form = Form(await request.form())
    typed = forms.read_begun(form)
    if typed is None:
        return await _page(request, journey_id, pathway_id, form, status_code=422)
    walk = await actions.begin_walk(
        journey_id,
        pathway_id,
        words=typed.words,
        raised_from=typed.raised_from,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(
        f"/pathway-walks/{walk}",
        said="A safety matter is raised, and the health coaches of the area are being told now. "
        "If anybody is in danger, do not wait for them: call 999.",
    )


@get("/pathways", permission=Permission.RAISE_SAFETY, name="crisis.every_pathway")
async def every_pathway(request: Asked) -> Response[str]:
    """Every pathway to read, for nobody in particular."""
    context = {"guides": await queries.guides(), "duty_phone": await setting("duty_contact_phone")}
    return web.page(request, "crisis/every_pathway.html", context)


@get("/pathways/{pathway_id:uuid}", permission=Permission.RAISE_SAFETY, name="crisis.read_pathway")
async def read_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[str]:
    """One pathway to read, for nobody in particular."""
    context = {"guide": await queries.guide(pathway_id), "supplied_locally": SUPPLIED_LOCALLY}
    return web.page(request, "crisis/read_pathway.html", context)


def _known(came_from: str) -> str:
    return came_from if came_from in {place.value for place in RAISED_FROM_LABELS} else ""


async def _page(
    request: Asked, journey_id: UUID, pathway_id: UUID, form: Form, *, status_code: int = 200
) -> Response[str]:
    context = {
        "journey": await journeys.journey(journey_id, web.member(request)),
        "guide": await queries.guide(pathway_id),
        "form": form,
        "supplied_locally": SUPPLIED_LOCALLY,
        "duty_phone": await setting("duty_contact_phone"),
    }
    return web.page(request, "crisis/pathway.html", context, status_code=status_code)


HANDLERS = [pathways, pathway, begin_walk, every_pathway, read_pathway]
