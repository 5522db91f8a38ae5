"""/forum/steering/risks: what could go wrong with the project, looked at again and again until it is past."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.steering import actions, queries
from livewell.steering.forms import plan as forms

_BOARD = "/forum/steering"
_ALL = f"{_BOARD}/risks"
_ONE = f"{_ALL}/{{risk_id:uuid}}"
_STEER = Permission.STEER


@get(_ALL, permission=_STEER, name="steering.past_risks")
async def past(request: Asked) -> Response[str]:
    """What could have gone wrong, and is past."""
    return web.page(request, "steering/risks.html", {"risks": await queries.risks(past=True)})


@get(f"{_ALL}/new", permission=_STEER, name="steering.new_risk")
async def new(request: Asked) -> Response[str]:
    """The form for one."""
    return _form_page(request, Form.blank(), None)


@post(f"{_ALL}/new", permission=_STEER, name="steering.note_risk")
async def note(request: Asked) -> Response[Any]:
    """Note it."""
    form = Form(await request.form())
    typed = forms.read_risk(form)
    if typed is None:
        return _form_page(request, form, None)
    await actions.note_risk(typed, submission=form.submission, by=web.member(request))
    return web.go(_BOARD, said="It is noted.")


@get(_ONE, permission=_STEER, name="steering.risk")
async def one(request: Asked, risk_id: FromPath[UUID]) -> Response[str]:
    """One risk to the project."""
    return await _one(request, risk_id, Form.blank())


async def _one(request: Asked, risk_id: UUID, form: Form) -> Response[str]:
    context = {"risk": await queries.risk(risk_id), "form": form}
    return web.page(request, "steering/risk.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/change", permission=_STEER, name="steering.change_risk_page")
async def change_page(request: Asked, risk_id: FromPath[UUID]) -> Response[str]:
    """The form to say it anew."""
    found = await queries.risk(risk_id)
    typed = {
        "title": found.title,
        "words": found.words,
        "likely": found.likely.value,
        "matters": found.matters.value,
        "mitigation": found.mitigation,
        "owner": found.owner,
    }
    return _form_page(request, Form.blank(typed), found)


@post(f"{_ONE}/change", permission=_STEER, name="steering.change_risk")
async def change(request: Asked, risk_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    typed = forms.read_risk(form)
    if typed is None:
        return _form_page(request, form, await queries.risk(risk_id))
    await actions.change_risk(risk_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{risk_id}", said="Saved, and looked at today.")


def _form_page(request: Asked, form: Form, found: queries.RiskSeen | None) -> Response[str]:
    context = {"form": form, "risk": found, "likely": forms.LIKELY, "matters": forms.MATTERS}
    return web.page(request, "steering/risk_form.html", context, status_code=200 if form.ok else 422)


@post(f"{_ONE}/looked", permission=_STEER, name="steering.look_at_risk")
async def looked(request: Asked, risk_id: FromPath[UUID]) -> Response[bytes]:
    """It was looked at, and stands."""
    await actions.look_at_risk(risk_id, by=web.member(request))
    return web.go(f"{_ALL}/{risk_id}", said="It says now that it was looked at today.")


@post(f"{_ONE}/watch", permission=_STEER, name="steering.watch_risk")
async def watch(request: Asked, risk_id: FromPath[UUID]) -> Response[bytes]:
    """From doing something to watching, or back."""
    await actions.watch_risk(risk_id, by=web.member(request))
    return web.go(f"{_ALL}/{risk_id}", said="Saved.")


@post(f"{_ONE}/close", permission=_STEER, name="steering.close_risk")
async def close(request: Asked, risk_id: FromPath[UUID]) -> Response[Any]:
    """It is past."""
    form = Form(await request.form())
    why = forms.read_why(form, "why", "Say why it is past")
    if why is None:
        return await _one(request, risk_id, form)
    await actions.close_risk(risk_id, why=why, by=web.member(request))
    return web.go(_BOARD, said="It is past.")


HANDLERS = [past, new, note, one, change_page, change, looked, watch, close]
