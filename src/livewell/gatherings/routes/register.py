"""/directory/{id}/gatherings/register and /own/listings/{id}/gatherings/register: the names of a group."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.gatherings import actions, queries
from livewell.gatherings.forms import meetings as forms
from livewell.gatherings.queries import AttenderSeen
from livewell.gatherings.routes.keeping import DOORS, Door, Keeps
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked


def _every_name(door: Door) -> list[HTTPRouteHandler]:
    path, may, word = f"{door.path}/register", door.permission, f"gatherings.{door.word}"

    @get(path, permission=may, name=f"{word}register")
    async def register(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
        """Every name, and how often they were there."""
        return await _register_page(request, door, await door.let_in_to_names(request, asset_id), Form.blank())

    @post(path, permission=may, name=f"{word}add_name")
    async def add_name(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
        """Put a name into it."""
        keeps = await door.let_in_to_names(request, asset_id)
        form = Form(await request.form())
        named = forms.read_name(form)
        if named is None:
            return await _register_page(request, door, keeps, form)
        await actions.add_name(asset_id, named.name, submission=form.submission, by=keeps.by)
        return web.go(f"{door.home(asset_id)}/register", said="The name is in the register.")

    return [register, add_name]


def _one_name(door: Door) -> list[HTTPRouteHandler]:
    path, may, word = f"{door.path}/register/{{attender_id:uuid}}", door.permission, f"gatherings.{door.word}"

    @get(path, permission=may, name=f"{word}attender")
    async def attender(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[str]:
        """One name, to put right or to take out."""
        seen = await queries.attender(attender_id)
        keeps = await door.let_in_to_names(request, asset_id, seen.asset)
        return _name_page(request, door, keeps, seen, Form.blank({"name": seen.name, "left": seen.has_left}))

    @post(path, permission=may, name=f"{word}change_name")
    async def change_name(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[Any]:
        """Put it right, or note that they do not come any more."""
        seen = await queries.attender(attender_id)
        keeps = await door.let_in_to_names(request, asset_id, seen.asset)
        form = Form(await request.form())
        named = forms.read_name(form)
        if named is None:
            return _name_page(request, door, keeps, seen, form)
        await actions.change_name(attender_id, name=named.name, left=named.left, version=form.version, by=keeps.by)
        return web.go(f"{door.home(asset_id)}/register", said="The register is changed.")

    @post(f"{path}/erase", permission=may, name=f"{word}erase")
    async def erase(request: Asked, asset_id: FromPath[UUID], attender_id: FromPath[UUID]) -> Response[bytes]:
        """Take it out for good."""
        seen = await queries.attender(attender_id)
        keeps = await door.let_in_to_names(request, asset_id, seen.asset)
        await actions.erase(attender_id, by=keeps.by)
        return web.go(f"{door.home(asset_id)}/register", said="The name is taken out. The counts stay.")

    return [attender, change_name, erase]


async def _register_page(request: Asked, door: Door, keeps: Keeps, form: Form) -> Response[str]:
    names = await queries.register(keeps.asset.id)
    return door.page(
        request,
        "register",
        keeps,
        form,
        coming=[one for one in names if one.comes],
        left=[one for one in names if one.has_left and not one.is_erased],
        erased=sum(one.is_erased for one in names),
    )


def _name_page(request: Asked, door: Door, keeps: Keeps, seen: AttenderSeen, form: Form) -> Response[str]:
    return door.page(request, "name", keeps, form, seen=seen)


HANDLERS = [handler for door in DOORS for handlers in (_every_name, _one_name) for handler in handlers(door)]
