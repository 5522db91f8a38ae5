"""/directory: the whole directory for those who keep it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries
from livewell.assets.forms import choices
from livewell.assets.queries import AssetSeen
from livewell.assets.routes import editing
from livewell.assets.routes.editing import TEAM
from livewell.assets.rules import AssetKind
from livewell.assets.rules.differences import differences
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.trust import FRESHNESS_LABELS, Freshness
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_A_PAGE = 50
_SHOWN = (("shown", "Shown to everybody"), ("hidden", "Hidden"))
_FRESH = tuple((one.value, label) for one, label in FRESHNESS_LABELS.items())
_MOST_PAGES = 10_000


@get("/directory", permission=Permission.EDIT_LISTINGS, name="assets.directory")
async def directory(request: Asked) -> Response[str]:
    """Every listing by name, hidden ones too, with what waits to be decided."""
    form = Form(request.query_params)
    words = " ".join(form.typed("q").split())[:200]
    kind, shown, fresh = form.typed("kind"), form.typed("shown"), form.typed("fresh")
    found_page = form.typed("page")
    page = int(found_page) if found_page.isascii() and found_page.isdigit() and len(found_page) < 6 else 1  # noqa: PLR2004
    page = min(max(page, 1), _MOST_PAGES)
    found = await queries.listed(
        words,
        kind=AssetKind(kind) if kind in set(AssetKind) else None,
        shown={"shown": True, "hidden": False}.get(shown),
        fresh=Freshness(fresh) if fresh in set(Freshness) else None,
        page=page,
        page_size=_A_PAGE,
    )
    asked = {name: text for name, text in (("q", words), ("kind", kind), ("shown", shown), ("fresh", fresh)) if text}
    context = {
        "form": form,
        "found": found,
        "first": (page - 1) * _A_PAGE + 1 if found.rows else 0,
        "last": (page - 1) * _A_PAGE + len(found.rows),
        "page": page,
        "pages": max(-(-found.count // _A_PAGE), 1),
        "link": f"/directory?{urlencode({**asked, 'page': ''})}",
        "kinds": choices.KINDS,
        "shown": _SHOWN,
        "fresh": _FRESH,
        "waiting": await queries.waiting_count(),
    }
    return web.page(request, "assets/directory.html", context)


@get("/directory/new", permission=Permission.EDIT_LISTINGS, name="assets.new")
async def new(request: Asked) -> Response[str]:
    """The first questions about something new."""
    return await _new_page(request, Form.blank(), [])


async def _new_page(request: Asked, form: Form, alike: list[queries.AssetRow]) -> Response[str]:
    name = form.typed("organisation_name").strip()
    known = await queries.organisations_like(name, limit=5) if name else []
    context = {"home": TEAM, "form": form, "kinds": choices.KINDS, "alike": alike, "organisations": known}
    return web.page(request, "assets/new.html", context, status_code=200 if form.ok else 422)


@post("/directory/new", permission=Permission.EDIT_LISTINGS, name="assets.add")
async def add(request: Asked) -> Response[Any]:
    """Begin a listing; it is hidden until it is shown. What may be there already is shown first."""
    form = Form(await request.form())
    listing = forms.read_new(form, with_organisation=True)
    if listing is None:
        return await _new_page(request, form, [])
    alike = await queries.alike(listing.name, None)
    if alike and not form.yes("is_new"):
        form.error("is_new", "This may be there already. Look at the listings below, or say that it is none of them")
        return await _new_page(request, form, alike)
    made = await actions.add(listing, submission=form.submission, by=web.member(request))
    return web.go(f"/directory/{made}", said="The listing has begun. It is hidden until you show it.")


async def _seen(request: Asked, asset_id: UUID) -> AssetSeen:
    return await queries.editable(asset_id, by=web.member(request))


@get("/directory/{asset_id:uuid}", permission=Permission.EDIT_LISTINGS, name="assets.listing")
async def listing(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """A listing as a list of tasks."""
    return await editing.tasks_page(request, TEAM, await _seen(request, asset_id))


@get("/directory/{asset_id:uuid}/edit/{part:str}", permission=Permission.EDIT_LISTINGS, name="assets.part")
async def part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[str]:
    """The form of one part."""
    return await editing.part_page(request, TEAM, await _seen(request, asset_id), part)


@post("/directory/{asset_id:uuid}/edit/{part:str}", permission=Permission.EDIT_LISTINGS, name="assets.save_part")
async def save_part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
    """Save one part; everybody reads it at once."""

    async def save(asset: AssetSeen, wanted: Listing, form: Form) -> str:
        await actions.change(asset.id, wanted, version=form.version, by=web.member(request))
        lost = [one.postcode for one in wanted.venues if one.postcode] if part == "where" else []
        saved = await queries.asset(asset.id, hidden_too=True) if lost else asset
        unknown = [one.postcode for one in saved.places if one.postcode and one.point is None] if lost else []
        if unknown:
            return f"Saved. We do not know where {unknown[0]} is, so it is not found by distance."
        return "Saved."

    return await editing.save_part(request, TEAM, await _seen(request, asset_id), part, save)


@post("/directory/{asset_id:uuid}/edit/{part:str}/draft", permission=Permission.EDIT_LISTINGS, name="assets.keep_draft")
async def keep_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Keep what somebody has typed so far."""
    return await editing.keep_draft(request, await _seen(request, asset_id), part)


@post(
    "/directory/{asset_id:uuid}/edit/{part:str}/draft/drop",
    permission=Permission.EDIT_LISTINGS,
    name="assets.drop_draft",
)
async def drop_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Forget it."""
    return await editing.drop_draft(request, TEAM, await _seen(request, asset_id), part)


@get("/directory/{asset_id:uuid}/photos", permission=Permission.EDIT_LISTINGS, name="assets.photos")
async def photos(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The photographs of a listing."""
    return editing.photos_page(request, TEAM, await _seen(request, asset_id), Form.blank())


@post(
    "/directory/{asset_id:uuid}/photos",
    permission=Permission.EDIT_LISTINGS,
    name="assets.add_photo",
    body_limit=editing.UPLOAD,
)
async def add_photo(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Add a photograph."""
    return await editing.save_photo(request, TEAM, await _seen(request, asset_id))


@post(
    "/directory/{asset_id:uuid}/photos/{photo_id:uuid}",
    permission=Permission.EDIT_LISTINGS,
    name="assets.change_photo",
)
async def change_photo(request: Asked, asset_id: FromPath[UUID], photo_id: FromPath[UUID]) -> Response[Any]:
    """Take a photograph away, or show it first."""
    return await editing.change_photo(request, TEAM, await _seen(request, asset_id), photo_id)


@get("/directory/{asset_id:uuid}/versions", permission=Permission.EDIT_LISTINGS, name="assets.versions")
async def versions(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """What a listing said before, each with what was changed then."""
    asset = await _seen(request, asset_id)
    found = await queries.versions(asset_id)
    after = [asset.listing, *(one.listing for one in found)]
    told = [(one, differences(one.listing, next_one)) for one, next_one in zip(found, after, strict=False)]
    return web.page(request, "assets/versions.html", {"asset": asset, "versions": told})


@get("/directory/{asset_id:uuid}/versions/{number:int}", permission=Permission.EDIT_LISTINGS, name="assets.version")
async def version(request: Asked, asset_id: FromPath[UUID], number: FromPath[int]) -> Response[str]:
    """What would be different if an earlier version were taken back."""
    asset = await _seen(request, asset_id)
    found = await queries.version(asset_id, number)
    context = {
        "asset": asset,
        "version": found,
        "differences": differences(asset.listing, found.listing),
        "form": Form.blank(),
    }
    return web.page(request, "assets/version.html", context)


@post("/directory/{asset_id:uuid}/versions/{number:int}", permission=Permission.EDIT_LISTINGS, name="assets.restore")
async def restore(request: Asked, asset_id: FromPath[UUID], number: FromPath[int]) -> Response[bytes]:
    """Take it back."""
    form = Form(await request.form())
    await actions.restore(asset_id, number=number, version=form.version, by=web.member(request))
    return web.go(f"/directory/{asset_id}", said="The listing says again what it said then.")


HANDLERS = [
    directory, new, add, listing, part, save_part, keep_draft, drop_draft, photos, add_photo, change_photo, versions,
    version, restore,
]  # fmt: skip
