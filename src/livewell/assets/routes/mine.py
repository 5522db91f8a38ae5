"""/my-listings: the listings of an organisation's own editor, whose changes go live or wait as rules/tiers.py says."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, forms, queries
from livewell.assets.actions import Proposed
from livewell.assets.forms import choices
from livewell.assets.queries import AssetSeen
from livewell.assets.routes import editing
from livewell.assets.routes.editing import OWNER
from livewell.assets.rules.listing import Listing
from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_NO_ORGANISATION = "Your account belongs to no organisation yet. Ask the Live Well team to add it."


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
    return _new_page(request, Form.blank())


def _new_page(request: Asked, form: Form) -> Response[str]:
    context = {"home": OWNER, "form": form, "kinds": choices.KINDS, "alike": [], "organisations": []}
    return web.page(request, "assets/new.html", context, status_code=200 if form.ok else 422)


@post("/my-listings/new", permission=Permission.EDIT_OWN_LISTINGS, name="assets.add_mine")
async def add_mine(request: Asked) -> Response[Any]:
    """Ask for a listing that is new."""
    member = web.member(request)
    form = Form(await request.form())
    listing = forms.read_new(form, with_organisation=False)
    if listing is None:
        return _new_page(request, form)
    if member.organisation is None:
        raise RuleBroken(_NO_ORGANISATION)
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


async def _seen(request: Asked, asset_id: UUID) -> AssetSeen:
    return await queries.editable(asset_id, by=web.member(request))


@get("/my-listings/{asset_id:uuid}", permission=Permission.EDIT_OWN_LISTINGS, name="assets.my_listing")
async def my_listing(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """A listing as a list of tasks."""
    return await editing.tasks_page(request, OWNER, await _seen(request, asset_id))


@get("/my-listings/{asset_id:uuid}/edit/{part:str}", permission=Permission.EDIT_OWN_LISTINGS, name="assets.my_part")
async def my_part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[str]:
    """The form of one part."""
    return await editing.part_page(request, OWNER, await _seen(request, asset_id), part)


@post(
    "/my-listings/{asset_id:uuid}/edit/{part:str}",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.save_my_part",
)
async def save_my_part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
    """Save one part: what may goes live, the rest waits."""

    async def save(asset: AssetSeen, wanted: Listing, form: Form) -> str:
        member = web.member(request)
        done = await actions.propose(
            asset.id,
            wanted,
            based_on=form.version,
            submission=form.submission,
            proposed_by=member.name,
            reply_to=member.email,
            by=member,
        )
        return said_of(done)

    return await editing.save_part(request, OWNER, await _seen(request, asset_id), part, save)


def said_of(done: Proposed) -> str:
    """What became of a change, for whoever made it."""
    if not done.waits:
        return "Saved. Everybody reads it now."
    waits = f"A link worker looks at this first: {', '.join(done.waits).lower()}."
    return f"Saved. {waits}" if done.live else f"Thank you. {waits}"


@post(
    "/my-listings/{asset_id:uuid}/edit/{part:str}/draft",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.keep_my_draft",
)
async def keep_my_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Keep what somebody has typed so far."""
    return await editing.keep_draft(request, await _seen(request, asset_id), part)


@post(
    "/my-listings/{asset_id:uuid}/edit/{part:str}/draft/drop",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.drop_my_draft",
)
async def drop_my_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
    """Forget it."""
    return await editing.drop_draft(request, OWNER, await _seen(request, asset_id), part)


@get("/my-listings/{asset_id:uuid}/photos", permission=Permission.EDIT_OWN_LISTINGS, name="assets.my_photos")
async def my_photos(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The photographs of a listing."""
    return editing.photos_page(request, OWNER, await _seen(request, asset_id), Form.blank())


@post(
    "/my-listings/{asset_id:uuid}/photos",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.add_my_photo",
    body_limit=editing.UPLOAD,
)
async def add_my_photo(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Add a photograph."""
    return await editing.save_photo(request, OWNER, await _seen(request, asset_id))


@post(
    "/my-listings/{asset_id:uuid}/photos/{photo_id:uuid}",
    permission=Permission.EDIT_OWN_LISTINGS,
    name="assets.change_my_photo",
)
async def change_my_photo(request: Asked, asset_id: FromPath[UUID], photo_id: FromPath[UUID]) -> Response[Any]:
    """Take a photograph away, or show it first."""
    return await editing.change_photo(request, OWNER, await _seen(request, asset_id), photo_id)


@post("/my-listings/{asset_id:uuid}/check", permission=Permission.EDIT_OWN_LISTINGS, name="assets.check_mine")
async def check_mine(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Say that all of a listing is still right."""
    form = Form(await request.form())
    asset = await _seen(request, asset_id)
    await actions.confirm(asset.id, version=form.version, submission=form.submission, by=web.member(request))
    return web.go("/my-listings", said="Thank you. The listing says that you confirmed it today.")


HANDLERS = [
    my_listings, new_of_mine, add_mine, my_listing, my_part, save_my_part, keep_my_draft, drop_my_draft, my_photos,
    add_my_photo, change_my_photo, check_mine,
]  # fmt: skip
