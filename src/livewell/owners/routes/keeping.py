"""/directory/…/invite: the team asks somebody to keep a listing, by e-mail or by a printed letter, and ends it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.kit import clock, web
from livewell.kit.dates import london_day
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.owners import actions, forms, letters, queries
from livewell.owners.rules import LETTER_LASTS
from livewell.places import queries as places
from livewell.staff.permissions import Permission


@get("/directory/{asset_id:uuid}/invite", permission=Permission.EDIT_LISTINGS, name="owners.invite_page")
async def invite_page(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Who keeps it, and the forms to ask somebody."""
    return await _page(request, asset_id, Form.blank({"scope": forms.LISTING}))


@post("/directory/{asset_id:uuid}/invite", permission=Permission.EDIT_LISTINGS, name="owners.invite")
async def invite(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Send somebody a link."""
    form = Form(await request.form())
    read = forms.read_invited(form)
    if read is None:
        return await _page(request, asset_id, form)
    await actions.invite(
        asset_id,
        name=read.name,
        email=read.email,
        whole_organisation=read.whole_organisation,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/directory/{asset_id}/invite", said="The link is on its way to them.")


@post("/directory/{asset_id:uuid}/invite/letter", permission=Permission.EDIT_LISTINGS, name="owners.letter")
async def letter(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """A letter to print, with a square that a phone opens. The link stands nowhere but on it."""
    form = Form(await request.form())
    name = forms.read_letter(form)
    if name is None:
        return await _page(request, asset_id, form)
    seen = await listings.editable(asset_id, by=web.member(request))
    token = await actions.invite_by_letter(asset_id, name=name, by=web.member(request))
    html = letters.letter(
        listing=seen.name,
        name=name,
        link_to=f"{web.house(request).address}/own/{token}",
        until=london_day(clock.now() + LETTER_LASTS),
        phone=str((await places.settings())["public_phone"]),
    )
    return await web.pdf(html, filename="letter.pdf")


@post(
    "/directory/{asset_id:uuid}/keepers/{keeper_id:uuid}/end",
    permission=Permission.EDIT_LISTINGS,
    name="owners.end",
)
async def end(request: Asked, asset_id: FromPath[UUID], keeper_id: FromPath[UUID]) -> Response[bytes]:
    """Somebody keeps it no more."""
    await actions.end(keeper_id, by=web.member(request))
    return web.go(f"/directory/{asset_id}/invite", said="They cannot change it any more.")


async def _page(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    context = {
        "asset": await listings.editable(asset_id, by=web.member(request)),
        "keepers": await queries.keepers_of(asset_id),
        "form": form,
        "listing": forms.LISTING,
        "organisation": forms.ORGANISATION,
    }
    return web.page(request, "owners/invite.html", context, status_code=200 if form.ok else 422)


HANDLERS = (invite_page, invite, letter, end)
