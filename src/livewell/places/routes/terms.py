"""/places/terms: when schools are open."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import actions, queries
from livewell.places.forms import read_term
from livewell.places.forms.terms import say_what_is_wrong
from livewell.places.routes.gazetteer import MANAGE


@get("/places/terms/new", permission=MANAGE, name="places.new_term")
async def new_term(request: Asked) -> Response[str]:
    """The form to add a term."""
    return web.page(request, "places/new_term.html", {"form": Form.blank()})


@post("/places/terms/new", permission=MANAGE, name="places.add_term")
async def add_term(request: Asked) -> Response[Any]:
    """Add a term."""
    form = Form(await request.form())
    term = read_term(form)
    if term is not None:
        try:
            await actions.add_term(term, submission=form.submission, by=web.actor(request))
        except RuleBroken as refusal:
            say_what_is_wrong(form, {"first_on": str(refusal)})
        else:
            return web.go("/places", said="The term is added.")
    return web.page(request, "places/new_term.html", {"form": form}, status_code=422)


async def _term(term_id: UUID) -> queries.TermSeen:
    seen = await queries.term(term_id)
    if seen is None:
        raise NotFound
    return seen


@get("/places/terms/{term_id:uuid}", permission=MANAGE, name="places.term")
async def term(request: Asked, term_id: FromPath[UUID]) -> Response[str]:
    """One term."""
    seen = await _term(term_id)
    form = Form.blank({"name": seen.name, "first_on": seen.first_on, "last_on": seen.last_on})
    return web.page(request, "places/term.html", {"form": form, "term": seen})


@post("/places/terms/{term_id:uuid}", permission=MANAGE, name="places.change_term")
async def change_term(request: Asked, term_id: FromPath[UUID]) -> Response[Any]:
    """Change a term."""
    seen = await _term(term_id)
    form = Form(await request.form())
    changed = read_term(form)
    if changed is not None:
        try:
            await actions.change_term(term_id, changed, version=form.version or 0, by=web.actor(request))
        except RuleBroken as refusal:
            say_what_is_wrong(form, {"first_on": str(refusal)})
        else:
            return web.go("/places", said="The changes are saved.")
    return web.page(request, "places/term.html", {"form": form, "term": seen}, status_code=422)


@post("/places/terms/{term_id:uuid}/remove", permission=MANAGE, name="places.remove_term")
async def remove_term(request: Asked, term_id: FromPath[UUID]) -> Response[Any]:
    """Remove a term: it is no record about a person, so its row goes."""
    form = Form(await request.form())
    await actions.remove_term(term_id, version=form.version or 0, by=web.actor(request))
    return web.go("/places", said="The term is removed.")


HANDLERS = [new_term, add_term, term, change_term, remove_term]
