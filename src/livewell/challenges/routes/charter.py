"""/forum/charter: what the forum stands for, for everybody; and its versions, for those who serve it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import charter as forms
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

_ALL = "/forum/charter/versions"
_ONE = f"{_ALL}/{{charter_id:uuid}}"
_RUN = Permission.RUN_FORUM


@get("/forum/charter", permission=PUBLIC, name="challenges.charter")
async def public(request: Asked) -> Response[str]:
    """What the forum stands for now, and what it agreed on before."""
    found = queries.beside_each_other(await queries.charters(agreed=True))
    return web.page(request, "challenges/charter.html", {"now": found[0] if found else None, "versions": found})


@get(_ALL, permission=_RUN, name="challenges.charters")
async def every(request: Asked) -> Response[str]:
    """Every version, also what is being written; and the button to begin one."""
    context = {"versions": await queries.charters(agreed=False), "form": Form.blank()}
    return web.page(request, "challenges/charters.html", context)


@post(_ALL, permission=_RUN, name="challenges.begin_charter")
async def begin(request: Asked) -> Response[bytes]:
    """Begin a version."""
    form = Form(await request.form())
    made = await actions.begin_charter(submission=form.submission, by=web.member(request))
    return web.go(f"{_ALL}/{made}", said="The new version is there to be written.")


@get(_ONE, permission=Permission.SEE_TOGETHER, name="challenges.charter_version")
async def one(request: Asked, charter_id: FromPath[UUID]) -> Response[str]:
    """One version: to write while it is a draft, to read afterwards."""
    found = await queries.charter(charter_id)
    typed = {"goals": found.typed_goals, "values": found.typed_values, "change": found.change}
    return _one(request, found, Form.blank(typed))


@post(_ONE, permission=_RUN, name="challenges.write_charter")
async def write(request: Asked, charter_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was written."""
    form = Form(await request.form())
    typed = forms.read_charter(form)
    if typed is None:
        return _one(request, await queries.charter(charter_id), form)
    await actions.write_charter(charter_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{charter_id}", said="Saved.")


def _one(request: Asked, found: queries.CharterSeen, form: Form) -> Response[str]:
    context = {"charter": found, "form": form}
    return web.page(request, "challenges/charter_version.html", context, status_code=200 if form.ok else 422)


@post(f"{_ONE}/put", permission=_RUN, name="challenges.put_charter")
async def put(request: Asked, charter_id: FromPath[UUID]) -> Response[bytes]:
    """Put it to the forum."""
    await actions.put_charter(charter_id, by=web.member(request))
    return web.go(f"{_ALL}/{charter_id}", said="It waits for the next agenda. Nothing in it changes meanwhile.")


@post(f"{_ONE}/back", permission=_RUN, name="challenges.take_charter_back")
async def back(request: Asked, charter_id: FromPath[UUID]) -> Response[bytes]:
    """Take it back before the forum spoke of it."""
    await actions.take_charter_back(charter_id, by=web.member(request))
    return web.go(f"{_ALL}/{charter_id}", said="You can change it again.")


HANDLERS = [public, every, begin, one, write, put, back]
