"""/directory/changes: what those who run listings would like them to say, decided field by field."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries
from livewell.assets.queries import AssetSeen, ChangeSeen
from livewell.assets.rules.listing import Listing
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_A_PAGE = 50
_PART_OF = {
    "name": "about", "kind": "about", "organisation": "about", "sector": "about", "who_for": "who", "audiences": "who",
    "ages": "who", "safeguarding": "who", "venues": "where", "covers": "areas", "published": "showing",
}  # fmt: skip
"""The part in which each field that waits is written."""


@get("/directory/changes", permission=Permission.EDIT_LISTINGS, name="assets.changes")
async def changes(request: Asked) -> Response[str]:
    """What waits, the longest waiting first."""
    page = Form(request.query_params).whole_number("page", lowest=1, highest=1000) or 1
    count = await queries.waiting_count()
    context = {
        "changes": await queries.waiting(limit=_A_PAGE, offset=(page - 1) * _A_PAGE),
        "count": count,
        "page": page,
        "pages": max(-(-count // _A_PAGE), 1),
    }
    return web.page(request, "assets/changes.html", context)


async def _both(change_id: UUID) -> tuple[ChangeSeen, AssetSeen | None]:
    change = await queries.proposed(change_id)
    return change, await queries.asset(change.asset_id, hidden_too=True) if change.asset_id else None


async def _change_page(request: Asked, change_id: UUID, form: Form) -> Response[str]:
    change, asset = await _both(change_id)
    current = asset.listing if asset else None
    point = next((one.point for one in asset.places), None) if asset else None
    context = {
        "change": change,
        "asset": asset,
        "differences": change.differences(current),
        "alike": await queries.alike(change.listing.name, point, but=change.asset_id) if change.is_new else [],
        "form": form,
    }
    return web.page(request, "assets/change.html", context, status_code=200 if form.ok else 422)


@get("/directory/changes/{change_id:uuid}", permission=Permission.EDIT_LISTINGS, name="assets.proposed")
async def proposed(request: Asked, change_id: FromPath[UUID]) -> Response[str]:
    """One change, with what the listing says and what it would say."""
    return await _change_page(request, change_id, Form.blank())


@post("/directory/changes/{change_id:uuid}", permission=Permission.EDIT_LISTINGS, name="assets.approve")
async def approve(request: Asked, change_id: FromPath[UUID]) -> Response[bytes]:
    """Let everybody read it."""
    form = Form(await request.form())
    asset_id = await actions.approve(change_id, version=form.version, by=web.member(request))
    return web.go(f"/directory/{asset_id}", said="Approved. Everybody reads it now, if the listing is shown.")


@post("/directory/changes/{change_id:uuid}/back", permission=Permission.EDIT_LISTINGS, name="assets.send_back")
async def send_back(request: Asked, change_id: FromPath[UUID]) -> Response[Any]:
    """Send it back with a sentence."""
    form = Form(await request.form())
    sentence = form.text("sentence", "What you tell them", required="Say in a sentence why it goes back", longest=1000)
    if not form.ok:
        return await _change_page(request, change_id, form)
    await actions.send_back(change_id, sentence=sentence, version=form.version, by=web.member(request))
    return web.go("/directory/changes", said="It goes back with your sentence. The listing stays as it was.")


def _parts(change: ChangeSeen) -> list[str]:
    wanted = set(_PART_OF.values()) if change.is_new else {_PART_OF[name] for name in change.fields if name in _PART_OF}
    return [code for code in forms.PARTS if code in wanted]


async def _amend_page(
    request: Asked, change: ChangeSeen, asset: AssetSeen | None, wanted: Listing, form: Form | None
) -> Response[str]:
    codes = _parts(change)
    if form is None:
        form = Form.blank({name: value for code in codes for name, value in forms.a_part(code).fill(wanted).items()})
    context: dict[str, Any] = {}
    for code in codes:
        context |= await forms.part_page_context(code, form, wanted)
    context |= {
        "change": change,
        "parts": [forms.a_part(code) for code in codes],
        "form": form,
        "listing_version": form.typed("listing_version") or (asset.version if asset else ""),
    }
    return web.page(request, "assets/amend.html", context, status_code=200 if form.ok else 422)


@get("/directory/changes/{change_id:uuid}/amend", permission=Permission.EDIT_LISTINGS, name="assets.amend")
async def amend(request: Asked, change_id: FromPath[UUID]) -> Response[str]:
    """The parts that would change, to be written otherwise first."""
    change, asset = await _both(change_id)
    return await _amend_page(request, change, asset, change.wanted(asset.listing if asset else None), None)


@post("/directory/changes/{change_id:uuid}/amend", permission=Permission.EDIT_LISTINGS, name="assets.approve_amended")
async def approve_amended(request: Asked, change_id: FromPath[UUID]) -> Response[Any]:
    """Approve it as it was written otherwise."""
    change, asset = await _both(change_id)
    form = Form(await request.form())
    wanted = change.wanted(asset.listing if asset else None)
    read: Listing | None = wanted
    for code in _parts(change):
        arranged = await forms.arranged(form, code)
        if arranged is not None:
            return await _amend_page(request, change, asset, wanted, arranged)
        # Every part is read, so that everything that has to be put right is said at once.
        read = await forms.read_part(form, code, read or wanted)
    if read is None or not form.ok:
        return await _amend_page(request, change, asset, wanted, form)
    asset_id = await actions.approve(
        change_id,
        listing=read,
        listing_version=(form.whole_number("listing_version", lowest=0, highest=10**9) or 0) if asset else None,
        version=form.version,
        by=web.member(request),
    )
    return web.go(f"/directory/{asset_id}", said="Approved as you wrote it.")


HANDLERS = [changes, proposed, approve, send_back, amend, approve_amended]
