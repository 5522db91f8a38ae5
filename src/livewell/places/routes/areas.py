"""/places/areas: the areas of the service and their boundaries."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import actions, queries
from livewell.places.forms import MOST_BYTES, BoundaryUnreadable, read_boundary
from livewell.places.routes.gazetteer import MANAGE, file_in


@get("/places/areas/new", permission=MANAGE, name="places.new_area")
async def new_area(request: Asked) -> Response[str]:
    """The form to add an area."""
    return web.page(request, "places/new_area.html", {"form": Form.blank({"position": 0})})


def _read(form: Form) -> tuple[str, int]:
    name = form.text("name", "Name", required="Enter the name of the area", longest=80)
    position = form.whole_number("position", "Place in lists", lowest=0, highest=1000)
    return name, position or 0


@post("/places/areas/new", permission=MANAGE, name="places.add_area")
async def add_area(request: Asked) -> Response[Any]:
    """Add an area."""
    form = Form(await request.form())
    name, position = _read(form)
    if form.ok:
        try:
            area = await actions.add_area(name=name, position=position, by=web.actor(request))
        except RuleBroken as refusal:
            form.error("name", str(refusal))
        else:
            return web.go(f"/places/areas/{area}", said="The area is added.")
    return web.page(request, "places/new_area.html", {"form": form}, status_code=422)


async def _area(area_id: UUID) -> queries.AreaSeen:
    area = await queries.area(area_id)
    if area is None:
        raise NotFound
    return area


@get("/places/areas/{area_id:uuid}", permission=MANAGE, name="places.area")
async def area(request: Asked, area_id: FromPath[UUID]) -> Response[str]:
    """One area: its name, and its boundary."""
    seen = await _area(area_id)
    form = Form.blank({"name": seen.name, "position": seen.position})
    return web.page(request, "places/area.html", {"form": form, "area": seen})


@post("/places/areas/{area_id:uuid}", permission=MANAGE, name="places.change_area")
async def change_area(request: Asked, area_id: FromPath[UUID]) -> Response[Any]:
    """Change the name of an area."""
    seen = await _area(area_id)
    form = Form(await request.form())
    name, position = _read(form)
    if form.ok:
        try:
            await actions.change_area(
                area_id, name=name, position=position, version=form.version or 0, by=web.actor(request)
            )
        except RuleBroken as refusal:
            form.error("name", str(refusal))
        else:
            return web.go(f"/places/areas/{area_id}", said="The changes are saved.")
    return web.page(request, "places/area.html", {"form": form, "area": seen}, status_code=422)


@post(
    "/places/areas/{area_id:uuid}/boundary",
    permission=MANAGE,
    name="places.set_boundary",
    # The file, the same again pasted as text and percent-encoded, and the other fields.
    body_limit=MOST_BYTES * 2,
)
async def set_boundary(request: Asked, area_id: FromPath[UUID]) -> Response[Any]:
    """Give an area a boundary from a GeoJSON file, or from pasted text."""
    seen = await _area(area_id)
    sent = await request.form()
    form = Form.blank({"name": seen.name, "position": seen.position})
    given: str | bytes = await file_in(sent, "boundary_file")
    if not given:
        pasted = sent.get("boundary")
        given = pasted if isinstance(pasted, str) else ""
    try:
        boundary = read_boundary(given)
    except BoundaryUnreadable as fault:
        form.error("boundary_file", str(fault))
        return web.page(request, "places/area.html", {"form": form, "area": seen}, status_code=422)
    await actions.set_boundary(area_id, boundary, by=web.actor(request))
    return web.go(f"/places/areas/{area_id}", said="The boundary is set.")


HANDLERS = [new_area, add_area, area, change_area, set_boundary]
