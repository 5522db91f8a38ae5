"""/places/practices: the practices whose people may come."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import actions, queries
from livewell.places.forms import read_practice
from livewell.places.routes.gazetteer import MANAGE


async def _form_page(
    request: Asked, form: Form, practice: queries.PracticeSeen | None, *, status_code: int = 200
) -> Response[str]:
    areas = [(str(area.id), area.name) for area in await queries.areas()]
    context = {"form": form, "practice": practice, "areas": areas}
    template = "places/practice.html" if practice else "places/new_practice.html"
    return web.page(request, template, context, status_code=status_code)


@get("/places/practices/new", permission=MANAGE, name="places.new_practice")
async def new_practice(request: Asked) -> Response[str]:
    """The form to add a practice."""
    return await _form_page(request, Form.blank({"listed": True}), None)


async def _choices() -> list[tuple[str, str]]:
    return [(str(area.id), area.name) for area in await queries.areas()]


@post("/places/practices/new", permission=MANAGE, name="places.add_practice")
async def add_practice(request: Asked) -> Response[Any]:
    """Add a practice."""
    form = Form(await request.form())
    details = read_practice(form, areas=await _choices())
    if details is not None:
        try:
            await actions.add_practice(details, by=web.actor(request))
        except RuleBroken as refusal:
            form.error("ods_code", str(refusal))
        else:
            return web.go("/places", said="The practice is added.")
    return await _form_page(request, form, None, status_code=422)


async def _practice(practice_id: UUID) -> queries.PracticeSeen:
    practice = await queries.practice(practice_id)
    if practice is None:
        raise NotFound
    return practice


@get("/places/practices/{practice_id:uuid}", permission=MANAGE, name="places.practice")
async def practice(request: Asked, practice_id: FromPath[UUID]) -> Response[str]:
    """One practice."""
    seen = await _practice(practice_id)
    values = {name: value for name, value in vars(seen).items() if name not in {"id", "area_name", "version"}}
    return await _form_page(request, Form.blank(values), seen)


@post("/places/practices/{practice_id:uuid}", permission=MANAGE, name="places.change_practice")
async def change_practice(request: Asked, practice_id: FromPath[UUID]) -> Response[Any]:
    """Change what is written about a practice."""
    seen = await _practice(practice_id)
    form = Form(await request.form())
    details = read_practice(form, areas=await _choices())
    if details is not None:
        try:
            await actions.change_practice(practice_id, details, version=form.version or 0, by=web.actor(request))
        except RuleBroken as refusal:
            form.error("ods_code", str(refusal))
        else:
            return web.go("/places", said="The changes are saved.")
    return await _form_page(request, form, seen, status_code=422)


HANDLERS = [new_practice, add_practice, practice, change_practice]
