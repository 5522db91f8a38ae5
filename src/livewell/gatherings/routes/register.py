"""/directory/{id}/gatherings/register: the names of a group."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets.queries import AssetSeen
from livewell.gatherings import actions, queries
from livewell.gatherings.forms import meetings as forms
from livewell.gatherings.queries import AttenderSeen
from livewell.gatherings.routes.keeping import kept, kept_with
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_KEEP = Permission.KEEP_GATHERINGS


@get("/directory/{asset_id:uuid}/gatherings/register", permission=_KEEP, name="gatherings.register")
async def register(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Every name, and how often they were there."""
    return await _register_page(request, await kept(request, asset_id), Form.blank())


@post("/directory/{asset_id:uuid}/gatherings/register", permission=_KEEP, name="gatherings.add_name")
async def add_name(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Put a name into it."""
    asset = await kept(request, asset_id)
    form = Form(await request.form())
    named = forms.read_name(form)
    if named is None:
        return await _register_page(request, asset, form)
    await actions.add_name(asset_id, named.name, submission=form.submission, by=web.member(request))
    return web.go(f"/directory/{asset_id}/gatherings/register", said="The name is in the register.")


@get("/directory/{asset_id:uuid}/gatherings/register/{attender_id:uuid}", permission=_KEEP, name="gatherings.attender")
async def attender(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[str]:
    """One name, to put right or to take out."""
    seen = await queries.attender(attender_id)
    asset = await kept_with(request, asset_id, seen.asset)
    return _name_page(request, asset, seen, Form.blank({"name": seen.name, "left": seen.has_left}))


@post(
    "/directory/{asset_id:uuid}/gatherings/register/{attender_id:uuid}", permission=_KEEP, name="gatherings.change_name"
)
async def change_name(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[Any]:
    """Put it right, or note that they do not come any more."""
    seen = await queries.attender(attender_id)
    asset = await kept_with(request, asset_id, seen.asset)
    form = Form(await request.form())
    named = forms.read_name(form)
    if named is None:
        return _name_page(request, asset, seen, form)
    await actions.change_name(
        attender_id, name=named.name, left=named.left, version=form.version, by=web.member(request)
    )
    return web.go(f"/directory/{asset_id}/gatherings/register", said="The register is changed.")


@post(
    "/directory/{asset_id:uuid}/gatherings/register/{attender_id:uuid}/erase", permission=_KEEP, name="gatherings.erase"
)
async def erase(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[bytes]:
    """Take it out for good."""
    seen = await queries.attender(attender_id)
    await kept_with(request, asset_id, seen.asset)
    await actions.erase(attender_id, by=web.member(request))
    return web.go(f"/directory/{asset_id}/gatherings/register", said="The name is taken out. The counts stay.")


async def _register_page(request: Asked, asset: AssetSeen, form: Form) -> Response[str]:
    names = await queries.register(asset.id)
    context = {
        "asset": asset,
        "form": form,
        "coming": [one for one in names if one.comes],
        "left": [one for one in names if one.has_left and not one.is_erased],
        "erased": sum(one.is_erased for one in names),
    }
    return web.page(request, "gatherings/register.html", context, status_code=200 if form.ok else 422)


def _name_page(request: Asked, asset: AssetSeen, seen: AttenderSeen, form: Form) -> Response[str]:
    context = {"asset": asset, "seen": seen, "form": form}
    return web.page(request, "gatherings/name.html", context, status_code=200 if form.ok else 422)


HANDLERS = (register, add_name, attender, change_name, erase)
