"""/directory: the whole directory for those who keep it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries
from livewell.assets.forms import choices
from livewell.assets.queries import AssetSeen
from livewell.assets.routes import editing, photographs
from livewell.assets.routes.home import Home, seen_by
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
    alike = await forms.there_already(form, listing.name, of_the_team=True)
    if alike:
        return await _new_page(request, form, alike)
    made = await actions.add(listing, submission=form.submission, by=web.member(request))
    return web.go(f"/directory/{made}", said="The listing has begun. It is hidden until you show it.")


async def _save(request: Asked, asset: AssetSeen, wanted: Listing, form: Form) -> str:
    """Save it; everybody reads it at once."""
    await actions.change(asset.id, wanted, version=form.version, by=web.member(request))
    if wanted.venues == asset.listing.venues or not any(one.postcode for one in wanted.venues):
        return "Saved."
    saved = await queries.asset(asset.id, hidden_too=True)
    unknown = [one.postcode for one in saved.places if one.postcode and one.point is None]
    if unknown:
        return f"Saved. We do not know where {unknown[0]} is, so it is not found by distance."
    return "Saved."


TEAM = Home("/directory", "Directory", "", Permission.EDIT_LISTINGS, decides=True, save=_save)


@get("/directory/{asset_id:uuid}/versions", permission=Permission.EDIT_LISTINGS, name="assets.versions")
async def versions(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """What a listing said before, each with what was changed then."""
    asset = await seen_by(request, asset_id)
    found = await queries.versions(asset_id)
    after = [asset.listing, *(one.listing for one in found)]
    told = [(one, differences(one.listing, next_one)) for one, next_one in zip(found, after, strict=False)]
    return web.page(request, "assets/versions.html", {"asset": asset, "versions": told})


@get("/directory/{asset_id:uuid}/versions/{number:int}", permission=Permission.EDIT_LISTINGS, name="assets.version")
async def version(request: Asked, asset_id: FromPath[UUID], number: FromPath[int]) -> Response[str]:
    """What would be different if an earlier version were taken back."""
    asset = await seen_by(request, asset_id)
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
    directory, new, add, *editing.handlers(TEAM), *photographs.handlers(TEAM), versions, version, restore,
]  # fmt: skip
