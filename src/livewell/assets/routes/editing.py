"""What /directory and /my-listings share: a listing as a list of tasks, each a small form that keeps its own draft."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import FormMultiDict, UploadFile

from livewell.assets import actions, forms, queries
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.listing import Listing
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.pictures import LARGEST_FILE, PictureRefused
from livewell.kit.web import Asked

UPLOAD = LARGEST_FILE + 64 * 1024
"""Bytes: a photograph, and the rest of the form around it."""

_DRAFT = "listing"


@dataclass(frozen=True)
class Home:
    """Whose pages these are: where they stand, and what they call the list that leads to them."""

    path: str
    title: str
    decides: bool
    """Whether what is saved here is shown without anybody else's leave."""


TEAM = Home("/directory", "Directory", decides=True)
OWNER = Home("/my-listings", "My listings", decides=False)

Save = Callable[[AssetSeen, Listing, Form], Awaitable[str]]
"""Saves a listing and gives the sentence that says what became of it."""


async def tasks_page(request: Asked, home: Home, asset: AssetSeen) -> Response[str]:
    """A listing with its parts, each said in a line and leading to its form."""
    listing = asset.listing
    tasks = [
        (part.title, part.hint, f"{home.path}/{asset.id}/edit/{part.code}", part.says(listing), part.needed)
        for part in forms.PARTS.values()
    ]
    context = {
        "home": home,
        "asset": asset,
        "tasks": tasks,
        "waiting": await queries.waiting_for(asset.id),
        "alike": await queries.alike(asset.name, asset.point, but=asset.id) if home.decides else [],
        "versions": len(await queries.versions(asset.id)),
    }
    return web.page(request, "assets/listing.html", context)


async def part_page(request: Asked, home: Home, asset: AssetSeen, code: str, form: Form | None = None) -> Response[str]:
    """The form of one part; without `form`, with the draft somebody began, else with what the listing says."""
    part, begun = forms.a_part(code), False
    if form is None:
        draft = await drafts.kept(*_draft(request, asset.id, code))
        begun = draft is not None
        form = Form(draft) if draft is not None else forms.filled(code, asset.listing)
    context = await forms.part_page_context(code, form, asset.listing)
    context |= {"home": home, "asset": asset, "part": part, "begun": begun}
    return web.page(request, "assets/part.html", context, status_code=200 if form.ok else 422)


async def save_part(request: Asked, home: Home, asset: AssetSeen, code: str, save: Save) -> Response[Any]:
    """Save one part, or show its form again with a line more or less, or with what has to be put right."""
    forms.a_part(code)
    form = Form(await request.form())
    arranged = await forms.arranged(form, code)
    if arranged is not None:
        return await part_page(request, home, asset, code, arranged)
    listing = await forms.read_part(form, code, asset.listing)
    if listing is None:
        return await part_page(request, home, asset, code, form)
    said = await save(asset, listing, form)
    await drafts.drop(*_draft(request, asset.id, code))
    return web.go(f"{home.path}/{asset.id}", said=said)


async def keep_draft(request: Asked, asset: AssetSeen, code: str) -> Response[bytes]:
    """Keep what somebody has typed so far."""
    forms.a_part(code)
    form = Form(await request.form())
    await drafts.keep(*_draft(request, asset.id, code), form.everything())
    return Response(b"", status_code=204)


async def drop_draft(request: Asked, home: Home, asset: AssetSeen, code: str) -> Response[bytes]:
    """Forget it."""
    forms.a_part(code)
    await drafts.drop(*_draft(request, asset.id, code))
    return web.go(f"{home.path}/{asset.id}/edit/{code}", said="The draft is gone.")


def _draft(request: Asked, asset_id: UUID, code: str) -> tuple[str, str, str]:
    return f"staff:{web.member(request).id}", _DRAFT, f"{asset_id}:{code}"


# Photographs.


def photos_page(request: Asked, home: Home, asset: AssetSeen, form: Form) -> Response[str]:
    """The photographs of a listing, and the form for one more."""
    context = {"home": home, "asset": asset, "form": form}
    return web.page(request, "assets/photos.html", context, status_code=200 if form.ok else 422)


async def save_photo(request: Asked, home: Home, asset: AssetSeen) -> Response[Any]:
    """Add a photograph."""
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
        return photos_page(request, home, asset, form)
    return web.go(f"{home.path}/{asset.id}/photos", said="The photograph is on the listing.")


async def _file(sent: FormMultiDict) -> bytes:
    files = [one for one in sent.getall("photo", []) if isinstance(one, UploadFile)]
    return await files[0].read() if files else b""


async def change_photo(request: Asked, home: Home, asset: AssetSeen, photo_id: UUID) -> Response[Any]:
    """Take a photograph away, or show it first."""
    form = Form(await request.form())
    by = web.member(request)
    if form.typed("do") == "first":
        await actions.order_photos(asset.id, [photo_id], by=by)
        return web.go(f"{home.path}/{asset.id}/photos", said="It is shown first.")
    await actions.remove_photo(asset.id, photo_id, by=by)
    return web.go(f"{home.path}/{asset.id}/photos", said="The photograph is gone.")
