"""/groups/{id}/programme: what happens at a café or a group, for those who plan it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.groups import actions, queries
from livewell.groups.forms import programme as forms
from livewell.groups.queries.programme import EntrySeen, earlier, entry, programme
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.placements.queries import rota
from livewell.staff.permissions import Permission

_SUPPORT = Permission.SUPPORT_GROUPS
_ALL = "/groups/{group_id:uuid}/programme"
_ONE = _ALL + "/{entry_id:uuid}"
_ROTA_AHEAD = timedelta(weeks=2)


@get(_ALL, permission=Permission.SEE_TOGETHER, name="groups.programme")
async def every(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """What is planned, and what was."""
    group, can = await queries.group(group_id), web.member(request).can
    today = clock.today()
    # Who hosts stands on the rota of the listing, and only those who see volunteers read their names.
    sees_rota = group.asset is not None and Permission.SEE_VOLUNTEERS in can
    context = {
        "group": group,
        "coming": await programme(group_id),
        "earlier": await earlier(group_id),
        "works": _SUPPORT in can,
        "sees_rota": sees_rota,
        "shifts": await rota(group.asset, today, today + _ROTA_AHEAD) if group.asset and sees_rota else (),
    }
    return web.page(request, "groups/programme.html", context)


@get(f"{_ALL}/new", permission=_SUPPORT, name="groups.new_entry")
async def new(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """One more thing."""
    return await _form_page(request, group_id, Form.blank({"kind": "drop_in"}), None)


@post(f"{_ALL}/new", permission=_SUPPORT, name="groups.plan_entry")
async def plan(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Plan it."""
    form = Form(await request.form())
    typed = forms.read_entry(form)
    if typed is None:
        return await _form_page(request, group_id, form, None)
    await actions.plan_entry(group_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"/groups/{group_id}/programme", said="It is in the programme.")


@get(_ONE, permission=_SUPPORT, name="groups.entry")
async def one(request: Asked, group_id: FromPath[UUID], entry_id: FromPath[UUID]) -> Response[str]:
    """One thing, to change or call off."""
    seen = await _of(group_id, entry_id)
    return await _form_page(request, group_id, forms.filled(seen), seen)


@post(_ONE, permission=_SUPPORT, name="groups.change_entry")
async def change(request: Asked, group_id: FromPath[UUID], entry_id: FromPath[UUID]) -> Response[Any]:
    """Put it right."""
    seen = await _of(group_id, entry_id)
    form = Form(await request.form())
    typed = forms.read_entry(form)
    if typed is None:
        return await _form_page(request, group_id, form, seen)
    await actions.change_entry(entry_id, typed, version=form.version, by=web.member(request))
    return web.go(f"/groups/{group_id}/programme", said="It is changed.")


@get(f"{_ONE}/cancel", permission=_SUPPORT, name="groups.cancel_page")
async def cancel_page(request: Asked, group_id: FromPath[UUID], entry_id: FromPath[UUID]) -> Response[str]:
    """Why it does not happen."""
    return await _cancel_page(request, group_id, entry_id, Form.blank())


@post(f"{_ONE}/cancel", permission=_SUPPORT, name="groups.cancel_entry")
async def cancel(request: Asked, group_id: FromPath[UUID], entry_id: FromPath[UUID]) -> Response[Any]:
    """It does not happen."""
    form = Form(await request.form())
    why = forms.read_cancelled(form)
    if why is None:
        return await _cancel_page(request, group_id, entry_id, form)
    await _of(group_id, entry_id)
    await actions.cancel_entry(entry_id, why=why, by=web.member(request))
    return web.go(f"/groups/{group_id}/programme", said="It is called off, and the programme says why.")


async def _of(group_id: UUID, entry_id: UUID) -> EntrySeen:
    seen = await entry(entry_id)
    if seen.group != group_id:
        raise NotFound
    return seen


async def _form_page(request: Asked, group_id: UUID, form: Form, seen: EntrySeen | None) -> Response[str]:
    home = f"/groups/{group_id}/programme"
    context = {
        "form": form,
        "group": await queries.group(group_id),
        "entry": seen,
        "kinds": forms.KIND_CHOICES,
        "address": f"{home}/{seen.id}" if seen else f"{home}/new",
    }
    return web.page(request, "groups/entry.html", context, status_code=200 if form.ok else 422)


async def _cancel_page(request: Asked, group_id: UUID, entry_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "group": await queries.group(group_id), "entry": await _of(group_id, entry_id)}
    return web.page(request, "groups/entry_off.html", context, status_code=200 if form.ok else 422)


HANDLERS = (every, new, plan, one, change, cancel_page, cancel)
