"""/community for everybody, /directory for the team, /my-listings for an organisation's own editor."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries, rules
from livewell.assets.forms import Search
from livewell.assets.queries import AssetRow
from livewell.kit import geo, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

_A_PAGE = 20
_AT_MOST = 200


# ── for everybody ──


@get("/community", permission=PUBLIC, name="assets.community")
async def community(request: Asked) -> Response[str]:
    """Search the directory by words, distance, kind and Way to Wellbeing."""
    context = await _searched(request, "/community", hidden_too=False)
    if web.is_htmx(request):
        return web.fragment(request, "assets/community.html", "results", context)
    return web.page(request, "assets/community.html", context)


@get("/community/{asset_id:uuid}", permission=PUBLIC, name="assets.asset")
async def asset(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """One listing. Those who may edit it see it before it is shown to everybody."""
    on = web.signed_in(request)
    found = await queries.asset(asset_id, hidden_too=on is not None)
    mine = on is not None and queries.may_edit(on.member, found.organisation_id)
    if not (found.published or mine):
        raise NotFound
    edit = None
    if on is not None and mine:
        edit = f"{_home(Permission.EDIT_LISTINGS in on.member.can)}/{asset_id}/edit"
    return web.page(request, "assets/asset.html", {"asset": found, "edit": edit})


async def _searched(request: Asked, path: str, *, hidden_too: bool) -> dict[str, Any]:
    form = Form(request.query_params)
    search = forms.read_search(form)
    place = await geo.find_place(search.place) if search.place else None
    if search.place and place is None:
        form.error("postcode", f"We could not find {search.place}. Check it, or search without it")
    found = await queries.find(
        search.words,
        near=place.point if place else None,
        within_miles=search.within if place else None,
        kind=search.kind,
        way=search.way,
        limit=_AT_MOST,
        hidden_too=hidden_too,
    )
    pages = max(-(-len(found.rows) // _A_PAGE), 1)
    page = min(max(search.page, 1), pages)
    first = (page - 1) * _A_PAGE
    return {
        "form": form,
        "search": search,
        "place": place,
        "found": found,
        "shown": found.rows[first : first + _A_PAGE],
        "first": first + 1,
        "last": min(first + _A_PAGE, len(found.rows)),
        "page": page,
        "pages": pages,
        "link": _link(path, search, page=""),
        "chosen": _chosen(path, search),
        "choices": forms.CHOICES,
        "path_of_search": path,
    }


def _link(path: str, search: Search, **without: str) -> str:
    """The address of this search; a name in `without` takes that value, and "page" comes last."""
    parts = {
        "q": search.words,
        "postcode": search.place,
        "within": str(search.within or ""),
        "kind": search.kind.value if search.kind else "",
        "way": search.way.value if search.way else "",
    } | {name: text for name, text in without.items() if name != "page"}
    query = urlencode({name: text for name, text in parts.items() if text})
    ending = "page=" if "page" in without else ""
    return f"{path}?{'&'.join(part for part in (query, ending) if part)}".rstrip("?")


def _chosen(path: str, search: Search) -> list[tuple[str, str]]:
    """What a search is narrowed by, each with the address of the search without it."""
    chosen = []
    if search.words:
        chosen.append((f"“{search.words}”", _link(path, search, q="")))
    if search.place:
        within = f"Within {search.within} miles of " if search.within else "Nearest to "
        chosen.append(
            (f"{within}{search.place}".replace("1 miles", "1 mile"), _link(path, search, postcode="", within=""))
        )
    if search.kind:
        chosen.append((rules.KIND_LABELS[search.kind], _link(path, search, kind="")))
    if search.way:
        chosen.append((rules.WAY_LABELS[search.way], _link(path, search, way="")))
    return chosen


# ── for those who keep it ──


@get("/directory", permission=Permission.EDIT_LISTINGS, name="assets.directory")
async def directory(request: Asked) -> Response[str]:
    """The whole directory with what is hidden, and what nobody has checked for long."""
    context = await _searched(request, "/directory", hidden_too=True)
    return web.page(request, "assets/directory.html", context | {"to_check": await queries.to_check()})


@get("/directory/new", permission=Permission.EDIT_LISTINGS, name="assets.new")
async def new(request: Asked) -> Response[str]:
    """The form for something new."""
    return _form_page(request, forms.empty(), None, any_listing=True)


@post("/directory/new", permission=Permission.EDIT_LISTINGS, name="assets.add")
async def add(request: Asked) -> Response[Any]:
    """Put something new into the directory."""
    return await _add(request, any_listing=True)


@get("/directory/{asset_id:uuid}/edit", permission=Permission.EDIT_LISTINGS, name="assets.edit")
async def edit(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The form with a listing in it."""
    found = await queries.editable(asset_id, by=web.member(request))
    return _form_page(request, forms.filled(found.listing), found, any_listing=True)


@post("/directory/{asset_id:uuid}/edit", permission=Permission.EDIT_LISTINGS, name="assets.change")
async def change(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Save a listing."""
    return await _change(request, asset_id, any_listing=True)


@post("/directory/{asset_id:uuid}/check", permission=Permission.EDIT_LISTINGS, name="assets.check")
async def check(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Say that a listing is still right."""
    return await _check(request, asset_id, any_listing=True)


@get("/my-listings", permission=Permission.EDIT_OWN_LISTINGS, name="assets.my_listings")
async def my_listings(request: Asked) -> Response[str]:
    """The listings of an editor's own organisation."""
    own = web.member(request).organisation
    context = {
        "organisation": await queries.organisation_name(own) if own else None,
        "assets": await queries.of_organisation(own) if own else [],
    }
    return web.page(request, "assets/my_listings.html", context)


@get("/my-listings/new", permission=Permission.EDIT_OWN_LISTINGS, name="assets.new_of_mine")
async def new_of_mine(request: Asked) -> Response[str]:
    """The form for something new of an editor's own organisation."""
    return _form_page(request, forms.empty(), None, any_listing=False)


@post("/my-listings/new", permission=Permission.EDIT_OWN_LISTINGS, name="assets.add_mine")
async def add_mine(request: Asked) -> Response[Any]:
    """Put something new of an editor's own organisation into the directory."""
    return await _add(request, any_listing=False)


@get("/my-listings/{asset_id:uuid}/edit", permission=Permission.EDIT_OWN_LISTINGS, name="assets.edit_mine")
async def edit_mine(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The form with a listing of an editor's own organisation in it."""
    found = await queries.editable(asset_id, by=web.member(request))
    return _form_page(request, forms.filled(found.listing), found, any_listing=False)


@post("/my-listings/{asset_id:uuid}/edit", permission=Permission.EDIT_OWN_LISTINGS, name="assets.change_mine")
async def change_mine(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Save a listing of an editor's own organisation."""
    return await _change(request, asset_id, any_listing=False)


@post("/my-listings/{asset_id:uuid}/check", permission=Permission.EDIT_OWN_LISTINGS, name="assets.check_mine")
async def check_mine(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Say that a listing of an editor's own organisation is still right."""
    return await _check(request, asset_id, any_listing=False)


def _home(any_listing: bool) -> str:  # noqa: FBT001 (one word at each call)
    return "/directory" if any_listing else "/my-listings"


def _form_page(request: Asked, form: Form, saved: AssetRow | None, *, any_listing: bool) -> Response[str]:
    return web.page(
        request,
        "assets/listing_form.html",
        {
            "form": form,
            "saved": saved,
            "choices": forms.CHOICES,
            "any_listing": any_listing,
            "home": _home(any_listing),
        },
        status_code=200 if form.ok else 422,
    )


async def _add(request: Asked, *, any_listing: bool) -> Response[Any]:
    form = Form(await request.form())
    listing = forms.read_listing(form, with_organisation=any_listing)
    if listing is None:
        return _form_page(request, form, None, any_listing=any_listing)
    made = await actions.add(listing, submission=form.submission, by=web.member(request))
    return web.go(f"/community/{made}", said=await _said(made, "The listing is in the directory."))


async def _change(request: Asked, asset_id: UUID, *, any_listing: bool) -> Response[Any]:
    form = Form(await request.form())
    listing = forms.read_listing(form, with_organisation=any_listing)
    by = web.member(request)
    if listing is None:
        saved = await queries.editable(asset_id, by=by)
        return _form_page(request, form, saved, any_listing=any_listing)
    await actions.change(asset_id, listing, version=form.version, checked=form.yes("checked"), by=by)
    return web.go(f"/community/{asset_id}", said=await _said(asset_id, "The listing is saved."))


async def _check(request: Asked, asset_id: UUID, *, any_listing: bool) -> Response[bytes]:
    form = Form(await request.form())
    await actions.confirm(asset_id, version=form.version, by=web.member(request))
    return web.go(_home(any_listing), said="Thank you. The listing says that it was checked today.")


async def _said(asset_id: UUID, sentence: str) -> str:
    saved = await queries.asset(asset_id, hidden_too=True)
    if saved.postcode and saved.point is None:
        return f"{sentence} We do not know where {saved.postcode} is, so it is not found by distance."
    return sentence


router = Router(
    "/",
    route_handlers=[
        community,
        asset,
        directory,
        new,
        add,
        edit,
        change,
        check,
        my_listings,
        new_of_mine,
        add_mine,
        edit_mine,
        change_mine,
        check_mine,
    ],
)
