"""The photographs of a listing: added, taken away, and shown first; the same at /directory and /my-listings."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.assets import actions
from livewell.assets.queries import AssetSeen
from livewell.assets.routes.home import Home, seen_by
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.pictures import LARGEST_FILE, PictureRefused
from livewell.kit.web import Asked

_UPLOAD = LARGEST_FILE + 64 * 1024
"""Bytes: a photograph, and the rest of the form around it."""


def handlers(home: Home) -> list[HTTPRouteHandler]:
    """The routes of a listing's photographs."""
    here, may = home.path + "/{asset_id:uuid}/photos", home.permission

    @get(here, permission=may, name=f"assets.photos{home.named}")
    async def photos(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
        """The photographs of a listing, and the form for one more."""
        return _page(request, home, await seen_by(request, asset_id), Form.blank())

    @post(here, permission=may, name=f"assets.add_photo{home.named}", body_limit=_UPLOAD)
    async def add_photo(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
        """Add one."""
        asset = await seen_by(request, asset_id)
        sent = await request.form()
        form = Form(sent)
        alt = form.text("alt", "What it shows", required="Say what it shows, for people who cannot see it", longest=200)
        data = await _file(sent)
        if not data:
            form.error("photo", "Choose a photograph")
        if form.ok:
            try:
                await actions.add_photo(asset.id, data, alt=alt, submission=form.submission, by=web.member(request))
            except PictureRefused as refused:
                form.error("photo", str(refused))
        if not form.ok:
            return _page(request, home, asset, form)
        return web.go(f"{home.path}/{asset.id}/photos", said="The photograph is on the listing.")

    @post(here + "/{photo_id:uuid}", permission=may, name=f"assets.change_photo{home.named}")
    async def change_photo(request: Asked, asset_id: FromPath[UUID], photo_id: FromPath[UUID]) -> Response[Any]:
        """Take one away, or show it first."""
        asset = await seen_by(request, asset_id)
        first = Form(await request.form()).typed("do") == "first"
        if first:
            await actions.order_photos(asset.id, [photo_id], by=web.member(request))
        else:
            await actions.remove_photo(asset.id, photo_id, by=web.member(request))
        said = "It is shown first." if first else "The photograph is gone."
        return web.go(f"{home.path}/{asset.id}/photos", said=said)

    return [photos, add_photo, change_photo]


def _page(request: Asked, home: Home, asset: AssetSeen, form: Form) -> Response[str]:
    context = {"home": home, "asset": asset, "form": form}
    return web.page(request, "assets/photos.html", context, status_code=200 if form.ok else 422)


async def _file(sent: FormMultiDict) -> bytes:
    files = [one for one in sent.getall("photo", []) if isinstance(one, UploadFile)]
    return await files[0].read() if files else b""
