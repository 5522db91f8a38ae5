"""/places: everything about the place on one page, and the files of its wards and place names."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile

from livewell.kit import web
from livewell.kit.actor import Actor
from livewell.kit.forms import Form
from livewell.kit.geo import ATTRIBUTION
from livewell.kit.web import Asked
from livewell.places import actions, queries
from livewell.places.forms import MOST_FILE_BYTES, FileUnreadable

# The value of staff.permissions.Permission.MANAGE_PLACES; staff stands above places, so it is not imported.
MANAGE = "places:manage"
# The file, and the rest of the form around it.
_UPLOAD = MOST_FILE_BYTES + 64 * 1024


async def file_in(sent: FormMultiDict, field: str) -> bytes:
    """What is in the file that was chosen in `field`, empty when none was."""
    files = [one for one in sent.getall(field, []) if isinstance(one, UploadFile)]
    return await files[0].read() if files else b""


async def _whole_page(request: Asked, form: Form, faults: tuple[str, ...] = ()) -> Response[str]:
    context = {
        "form": form,
        "faults": faults,
        "areas": await queries.areas(),
        "practices": await queries.practices(),
        "wards": await queries.wards_loaded(),
        "names": await queries.names_loaded(),
        "terms": await queries.terms_seen(),
        "attribution": ATTRIBUTION,
    }
    return web.page(request, "places/places.html", context, status_code=200 if form.ok else 422)


@get("/places", permission=MANAGE, name="places.all")
async def places(request: Asked) -> Response[str]:
    """Every area and practice, what is loaded of wards and names, and the school terms."""
    return await _whole_page(request, Form.blank())


async def _load(request: Asked, field: str, load: Callable[[bytes, Actor], Awaitable[str]]) -> Response[Any]:
    content = await file_in(await request.form(), field)
    try:
        said = await load(content, web.actor(request))
    except FileUnreadable as wrong:
        form = Form.blank()
        first, *more = wrong.sentences
        form.error(field, first)
        return await _whole_page(request, form, tuple(more))
    return web.go("/places", said=said)


@post("/places/wards", permission=MANAGE, name="places.load_wards", body_limit=_UPLOAD)
async def load_wards(request: Asked) -> Response[Any]:
    """Load wards from a GeoJSON file."""

    async def load(content: bytes, by: Actor) -> str:
        return f"{await actions.load_wards(content, by=by):,} wards are loaded."

    return await _load(request, "wards_file", load)


@post("/places/names", permission=MANAGE, name="places.load_names", body_limit=_UPLOAD)
async def load_names(request: Asked) -> Response[Any]:
    """Load names of places from a CSV file."""

    async def load(content: bytes, by: Actor) -> str:
        return f"{await actions.load_place_names(content, by=by):,} names of places are loaded."

    return await _load(request, "names_file", load)


HANDLERS = [places, load_wards, load_names]
