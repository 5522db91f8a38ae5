"""/community/{asset_id}: the page of a listing, worth printing."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen
from livewell.finding import shortlist
from livewell.finding.queries import collections
from livewell.finding.queries import listing as pages
from livewell.gatherings import queries as gatherings
from livewell.kit import clock, pdf, qr, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission


@get("/community/{asset_id:uuid}", permission=PUBLIC, name="finding.listing")
async def listing(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """One listing. The address of a merged one leads on for good; a hidden one is for those who may edit it."""
    asset = await seen_by(request, asset_id)
    if asset.merged_into is not None:
        return await onwards(asset_id)
    page = await pages.listing_page(asset)
    address = address_of(request, asset_id)
    on = web.signed_in(request)
    of_the_team = on is not None and Permission.EDIT_LISTINGS in on.member.can
    edit = f"/directory/{asset_id}" if of_the_team else f"/my-listings/{asset_id}"
    context = {
        "page": page,
        "asset": asset,
        "now": clock.now(),
        "address": address,
        "share": f"mailto:?subject={quote(asset.name)}&body={quote(f'{asset.name}{chr(10)}{address}')}",
        "square": qr.inline_svg(address, title=f"A square for a phone’s camera: it opens {asset.name}"),
        "ratings": await gatherings.ratings(asset_id),
        "kept": shortlist.read(request),
        "back": f"/community/{asset_id}",
        "can_print_pdf": pdf.available(),
        "edit": edit if on is not None and assets.may_edit(on.member, asset.organisation_id) else None,
        "visit": f"/community/{asset_id}/visit" if of_the_team else None,
        "form": Form.blank(),
        "choices": await collections.choices(without=asset_id) if of_the_team else (),
    }
    return web.page(request, "finding/listing.html", context)


async def seen_by(request: Asked, asset_id: UUID) -> AssetSeen:
    """A listing for whoever asks; merged ones too. `NotFound` when it is hidden from them."""
    asset = await assets.asset(asset_id, hidden_too=True)
    on = web.signed_in(request)
    mine = on is not None and assets.may_edit(on.member, asset.organisation_id)
    if not (asset.published or asset.merged_into is not None or mine):
        raise NotFound
    return asset


async def onwards(asset_id: UUID, ending: str = "") -> Response[bytes]:
    """On to the listing that a merged one became part of, for good (301)."""
    kept = await assets.moved_to(asset_id)
    if kept is None:
        raise NotFound
    return Response(b"", status_code=301, headers={"location": f"/community/{kept}{ending}"}, media_type="text/html")


def address_of(request: Asked, asset_id: UUID) -> str:
    """The whole address of a listing's page, as it goes into a square, a letter or a calendar."""
    return f"{web.house(request).address}/community/{asset_id}"


HANDLERS = [listing]
