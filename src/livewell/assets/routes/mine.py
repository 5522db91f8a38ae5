"""/my-listings: the listings of an organisation's own editor, whose changes go live or wait as rules/tiers.py says."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries
from livewell.assets.forms import choices
from livewell.assets.queries import AssetSeen
from livewell.assets.routes import editing, photographs
from livewell.assets.routes.home import Home, seen_by
from livewell.assets.rules.closing import closes
from livewell.assets.rules.listing import Listing
from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_NO_ORGANISATION = "Your account belongs to no organisation yet. Ask the Live Well team to add it."
_CLOSED = "Saved. Its page says that you told us it has closed, and a link worker makes sure of it."


@get("/my-listings", permission=Permission.EDIT_OWN_LISTINGS, name="assets.my_listings")
async def my_listings(request: Asked) -> Response[str]:
    """The listings of an editor's own organisation."""
    member = web.member(request)
    own = member.organisation
    listed = await queries.of_organisation(own) if own else []
    context = {
        "organisation": await queries.organisation_name(own) if own else None,
        "assets": listed,
        # A number for each button, so that a double press is one confirmation.
        "submissions": {one.id: uuid4() for one in listed},
        "asked": [one for one in await queries.proposed_by(member.email) if one.is_waiting or one.sentence],
        "form": Form.blank(),
    }
    return web.page(request, "assets/my_listings.html", context)


@get("/my-listings/new", permission=Permission.EDIT_OWN_LISTINGS, name="assets.new_of_mine")
async def new_of_mine(request: Asked) -> Response[str]:
    """The first questions about something new."""
    return _new_page(request, Form.blank(), [])


def _new_page(request: Asked, form: Form, alike: list[queries.AssetRow]) -> Response[str]:
    context = {"home": OWNER, "form": form, "kinds": choices.KINDS, "alike": alike, "organisations": []}
    return web.page(request, "assets/new.html", context, status_code=200 if form.ok else 422)


@post("/my-listings/new", permission=Permission.EDIT_OWN_LISTINGS, name="assets.add_mine")
async def add_mine(request: Asked) -> Response[Any]:
    """Ask for a listing that is new."""
    member = web.member(request)
    form = Form(await request.form())
    listing = forms.read_new(form, with_organisation=False)
    if listing is None:
        return _new_page(request, form, [])
    if member.organisation is None:
        raise RuleBroken(_NO_ORGANISATION)
    alike = await forms.there_already(form, listing.name, of_the_team=False)
    if alike:
        return _new_page(request, form, alike)
    await actions.propose(
        None,
        listing,
        based_on=None,
        submission=form.submission,
        organisation=member.organisation,
        proposed_by=member.name,
        reply_to=member.email,
        by=member,
    )
    return web.go("/my-listings", said="Thank you. A link worker looks at it, and then you can write the rest.")


async def _save(request: Asked, asset: AssetSeen, wanted: Listing, form: Form) -> str:
    """Save it: what may goes live, the rest waits."""
    member = web.member(request)
    done = await actions.ask_for(
        asset.id,
        wanted,
        based_on=form.version,
        submission=form.submission,
        proposed_by=member.name,
        reply_to=member.email,
        by=member,
    )
    if closes(asset.listing, wanted):
        return _CLOSED
    if not done.waits:
        return "Saved. Everybody reads it now."
    waits = f"A link worker looks at this first: {', '.join(done.waits).lower()}."
    return f"Saved. {waits}" if done.live else f"Thank you. {waits}"


OWNER = Home("/my-listings", "My listings", "_of_mine", Permission.EDIT_OWN_LISTINGS, decides=False, save=_save)


@post(
    "/my-listings/{asset_id:uuid}/withdraw/{change_id:uuid}",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.withdraw_mine",
)
async def withdraw_mine(request: Asked, asset_id: FromPath[UUID], change_id: FromPath[UUID]) -> Response[bytes]:
    """They thought better of what waits."""
    member = web.member(request)
    asset = await seen_by(request, asset_id)
    await actions.take_back(asset.id, change_id, name=member.name, reply_to=member.email, by=member)
    return web.go(f"/my-listings/{asset.id}", said="It does not wait any more. The listing stays as it is.")


@post("/my-listings/{asset_id:uuid}/check", permission=Permission.EDIT_OWN_LISTINGS, name="assets.check_mine")
async def check_mine(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Say that all of a listing is still right."""
    form = Form(await request.form())
    asset = await seen_by(request, asset_id)
    await actions.confirm(asset.id, version=form.version, submission=form.submission, by=web.member(request))
    return web.go("/my-listings", said="Thank you. The listing says that you confirmed it today.")


HANDLERS = [
    my_listings, new_of_mine, add_mine, *editing.handlers(OWNER), *photographs.handlers(OWNER), withdraw_mine,
    check_mine,
]  # fmt: skip
