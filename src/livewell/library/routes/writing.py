"""/library/items/…/words and details: what an item says, and what it is found by."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.library import actions, forms, queries
from livewell.library.routes.giving import TEXT
from livewell.library.rules import LONGEST_BODY, LONGEST_SUMMARY
from livewell.staff.permissions import Permission

_KEEP = Permission.EDIT_LIBRARY


@get("/library/items/{item_id:uuid}/words", permission=_KEEP, name="library.words")
async def words(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """The words of the version that is being written, or of the last one."""
    found = await queries.any_item(item_id)
    last = await queries.any_version(item_id, found.last)
    form = Form.blank({"title": last.title, "summary": last.summary, "body": last.body})
    return _words_page(request, found, form)


@post("/library/items/{item_id:uuid}/words", permission=_KEEP, name="library.write", body_limit=TEXT)
async def write(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Keep them as the version that waits."""
    form = Form(await request.form())
    said = forms.read_words(form)
    if said is None:
        return _words_page(request, await queries.any_item(item_id), form)
    number = await actions.write(item_id, said, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said=f"Version {number} is kept. It is not published yet.")


def _words_page(request: Asked, found: queries.ItemSeen, form: Form) -> Response[str]:
    context = {"item": found, "form": form, "longest": LONGEST_BODY, "longest_summary": LONGEST_SUMMARY}
    return web.page(request, "library/words.html", context, status_code=200 if form.ok else 422)


@get("/library/items/{item_id:uuid}/details", permission=_KEEP, name="library.details")
async def details(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """What it is, who may read it and what it is found by."""
    found = await queries.any_item(item_id)
    form = Form.blank(
        {
            "kind": found.kind.value,
            "readers": found.readers.value,
            "language": found.language,
            "easy": found.easy,
            "needs": found.needs,
            "conditions": found.conditions,
            "ways": found.ways,
            "whom": found.whom,
            "credit": found.credit,
        }
    )
    return _details_page(request, found, form)


@post("/library/items/{item_id:uuid}/details", permission=_KEEP, name="library.describe")
async def describe(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    form = Form(await request.form())
    said = forms.read_details(form)
    if said is None:
        return _details_page(request, await queries.any_item(item_id), form)
    await actions.describe(item_id, said, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said="It is changed.")


def _details_page(request: Asked, found: queries.ItemSeen, form: Form) -> Response[str]:
    context = {"item": found, "form": form, "choose": forms.CHOOSE}
    return web.page(request, "library/details.html", context, status_code=200 if form.ok else 422)


HANDLERS = [words, write, details, describe]
