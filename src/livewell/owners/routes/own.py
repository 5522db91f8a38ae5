"""/own: the listings of somebody who came by a link; what is missing, what waits, and whether each is still right."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import forms as parts
from livewell.assets import queries as listings
from livewell.assets.forms import choices
from livewell.assets.queries import AssetRow, AssetSeen
from livewell.assets.rules.closing import is_closing
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, forms, queries, rules
from livewell.owners.door import who
from livewell.owners.queries import Here
from livewell.owners.routes.coming import gone

_SAID_RIGHT = "Thank you. The listing says that you confirmed it today."


@dataclass(frozen=True)
class Mine:
    """One listing as its keeper's list shows it."""

    asset: AssetSeen
    missing: tuple[str, ...]
    waits: tuple[str, ...]
    submission: UUID = field(default_factory=uuid4)

    @property
    def meets(self) -> bool:
        """Whether it has times, so that who came can be written down."""
        return bool(self.asset.listing.all_patterns)


@get("/own", permission=PUBLIC, name="owners.home")
async def home(request: Asked) -> Response[str]:
    """Every listing they keep."""
    by = await who(request)
    asked = await listings.proposed_by(by.reply_to)
    waits = {one.asset_id: one.labels for one in asked if one.is_waiting and one.asset_id is not None}
    mine = [
        Mine(one, rules.missing(one.listing, photos=len(one.photos)), waits.get(one.id, ()))
        for one in await queries.kept_listings(by)
    ]
    context = {
        "by": by,
        "mine": mine,
        "new": [one for one in asked if one.is_new and (one.is_waiting or one.sentence)],
    }
    return web.page(request, "owners/home.html", context)


@get("/own/listings/{asset_id:uuid}", permission=PUBLIC, name="owners.listing")
async def listing(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """One listing as a list of tasks, with what waits and what was sent back."""
    by = await who(request)
    seen = await queries.kept(by, asset_id)
    asked = [one for one in await listings.proposed_by(by.reply_to) if one.asset_id == asset_id]
    base = await queries.wanted(seen, by)
    context = {
        "by": by,
        "asset": seen,
        "tasks": [(part, part.says(base), rules.PART_WAITS[code]) for code, part in parts.PARTS.items()],
        "missing": rules.missing(base, photos=len(seen.photos)),
        "waiting": [one for one in asked if one.is_waiting],
        "closing": {one.id for one in asked if is_closing(one.fields)},
        "sent_back": next((one for one in asked if not one.is_waiting), None),
        "form": Form.blank(),
    }
    return web.page(request, "owners/listing.html", context)


@post("/own/listings/{asset_id:uuid}/right", permission=PUBLIC, name="owners.say_right")
async def say_right(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """All of it is right."""
    by = await who(request)
    form = Form(await request.form())
    await actions.say_right(asset_id, version=form.version, submission=form.submission, by=by)
    return web.go("/own", said=_SAID_RIGHT)


@get("/own/listings/{asset_id:uuid}/closed", permission=PUBLIC, name="owners.closed_page")
async def closed_page(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Ask whether it has closed for good."""
    by = await who(request)
    return web.page(request, "owners/closed.html", {"by": by, "asset": await queries.kept(by, asset_id)})


@post("/own/listings/{asset_id:uuid}/closed", permission=PUBLIC, name="owners.say_closed")
async def say_closed(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """It has closed for good: nobody is sent there from now on, and a link worker makes sure."""
    await actions.say_closed(asset_id, by=await who(request))
    return web.go("/own", said="Thank you for telling us. Its page says so now, and a link worker makes sure of it.")


@post("/own/listings/{asset_id:uuid}/withdraw/{change_id:uuid}", permission=PUBLIC, name="owners.withdraw")
async def withdraw(request: Asked, asset_id: FromPath[UUID], change_id: FromPath[UUID]) -> Response[bytes]:
    """They thought better of what waits."""
    by = await who(request)
    await actions.take_back(asset_id, change_id, by=by)
    return web.go(f"/own/listings/{asset_id}", said="It does not wait any more. The listing stays as it was.")


@get("/own/listings/{asset_id:uuid}/leave", permission=PUBLIC, name="owners.leave_page")
async def leave_page(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Ask whether they no longer run it."""
    by = await who(request)
    context = {
        "by": by,
        "asset": await queries.kept(by, asset_id),
        "others": [one for one in await queries.keepers_of(asset_id) if one.email != by.email or not by.email],
        "whole": any(
            one.organisation for one in await queries.keepers_of(asset_id) if by.email and one.email == by.email
        ),
    }
    return web.page(request, "owners/leave.html", context)


@post("/own/listings/{asset_id:uuid}/leave", permission=PUBLIC, name="owners.leave")
async def leave(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """They no longer run it."""
    by = await who(request)
    await actions.leave(asset_id, by=by)
    said = "Thank you for all you did. You do not keep that listing any more."
    if await queries.kept_ids(by.keeper, by.email):
        return web.go("/own", said=said)
    return gone(request, "/own/link", said=said)


@get("/own/listings/{asset_id:uuid}/name", permission=PUBLIC, name="owners.name_page")
async def name_page(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Who else runs it."""
    return await _name_page(request, asset_id, Form.blank())


@post("/own/listings/{asset_id:uuid}/name", permission=PUBLIC, name="owners.name")
async def name(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Name somebody else; a link worker looks first."""
    by = await who(request)
    form = Form(await request.form())
    named = forms.read_named(form)
    if named is None:
        return await _name_page(request, asset_id, form)
    await actions.name_somebody(asset_id, named, submission=form.submission, by=by)
    return web.go(f"/own/listings/{asset_id}", said="Thank you. A link worker looks at this, then they get a link.")


async def _name_page(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    by = await who(request)
    context = {"by": by, "asset": await queries.kept(by, asset_id), "form": form}
    return web.page(request, "owners/name.html", context, status_code=200 if form.ok else 422)


@get("/own/new", permission=PUBLIC, name="owners.new_page")
async def new_page(request: Asked) -> Response[str]:
    """The first questions about another listing."""
    return await _new_page(request, Form.blank(), [])


@post("/own/new", permission=PUBLIC, name="owners.new")
async def new(request: Asked) -> Response[Any]:
    """Ask for another listing."""
    by = await who(request)
    form = Form(await request.form())
    organisation = await _organisation(by)
    read = parts.read_new(form, with_organisation=organisation is None)
    if read is None:
        return await _new_page(request, form, [])
    alike = await parts.there_already(form, read.name, of_the_team=False)
    if alike:
        return await _new_page(request, form, alike)
    await actions.add(read, organisation=organisation, submission=form.submission, by=by)
    return web.go("/own", said="Thank you. A link worker looks at it, and then you can write the rest.")


async def _new_page(request: Asked, form: Form, alike: list[AssetRow]) -> Response[str]:
    by = await who(request)
    context = {
        "by": by,
        "form": form,
        "alike": alike,
        "kinds": choices.KINDS,
        "asks_who": await _organisation(by) is None,
    }
    return web.page(request, "owners/new.html", context, status_code=200 if form.ok else 422)


async def _organisation(by: Here) -> UUID | None:
    """The one organisation that all their listings belong to, None when there is none or more than one."""
    found = {one.organisation_id for one in await queries.kept_listings(by)}
    return found.pop() if len(found) == 1 else None


HANDLERS = (
    home, listing, say_right, closed_page, say_closed, withdraw, leave_page, leave, name_page, name, new_page,
    new,
)  # fmt: skip
