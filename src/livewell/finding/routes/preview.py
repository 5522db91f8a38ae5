"""The page of a listing as it would be, for whoever asked for a change and whoever decides; nothing is shown by it."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import actions
from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.differences import FIELDS, differences
from livewell.assets.rules.listing import Listing
from livewell.finding.queries import listing as pages
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import queries as owners
from livewell.owners.door import NotHere, show_not_here, who
from livewell.staff.permissions import Permission


@get(
    "/own/listings/{asset_id:uuid}/preview",
    permission=PUBLIC,
    name="finding.preview_for_keeper",
    exception_handlers={NotHere: show_not_here},
)
async def for_keeper(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """For somebody who came by a link: their listing with what they asked for and nobody has decided."""
    by = await who(request)
    saved = await owners.kept(by, asset_id)
    wanted = await owners.wanted(saved, by)
    return await _page(request, wanted, saved, back=(f"/own/listings/{asset_id}", saved.name), photos_at="/own/photos")


@get(
    "/my-listings/{asset_id:uuid}/preview",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="finding.preview_for_editor",
)
async def for_editor(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The same for an organisation's own editor."""
    member = web.member(request)
    saved = await assets.editable(asset_id, by=member)
    asked = await assets.own_waiting(asset_id, member.email)
    wanted = asked.wanted(saved.listing) if asked else saved.listing
    return await _page(request, wanted, saved, back=(f"/my-listings/{asset_id}", saved.name))


@get(
    "/directory/changes/{change_id:uuid}/preview",
    permission=Permission.EDIT_LISTINGS,
    name="finding.preview_for_reviewer",
)
async def for_reviewer(request: Asked, change_id: FromPath[UUID]) -> Response[str]:
    """For whoever decides: the listing with one change, or one that would be new."""
    change = await assets.proposed(change_id)
    saved = await assets.asset(change.asset_id, hidden_too=True) if change.asset_id else None
    wanted = change.wanted(saved.listing if saved else None)
    return await _page(request, wanted, saved, back=(f"/directory/changes/{change_id}", "The change"))


async def _page(
    request: Asked,
    wanted: Listing,
    saved: AssetSeen | None,
    *,
    back: tuple[str, str],
    photos_at: str = "/community/photos",
) -> Response[str]:
    asset = await actions.preview(wanted, saved=saved)
    context = {
        "page": await pages.listing_page(asset),
        "asset": asset,
        "now": clock.now(),
        "form": Form.blank(),
        "photos_at": photos_at,
        "back": back,
        "is_new": saved is None,
        "waits": _waits(saved, wanted),
    }
    return web.page(request, "finding/preview.html", context)


def _waits(saved: AssetSeen | None, wanted: Listing) -> Sequence[str]:
    """What everybody reads otherwise so far, in words; what is only told of a new place is not named beside it."""
    named = [one.name for one in FIELDS if one.holds]
    return [one.label for one in differences(saved.listing, wanted, only=named)] if saved else []


HANDLERS = [for_keeper, for_editor, for_reviewer]
