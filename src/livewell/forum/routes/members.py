"""/forum/members: who belongs to the forum, who asked, who is invited; and one of them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.forum import actions, forms, queries
from livewell.forum.rules import CameFrom
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM


@get("/forum/members", permission=RUN, name="forum.members")
async def members(request: Asked) -> Response[str]:
    """Everybody who belongs to the forum, by name and what they offer; with ?show=left, who does no more."""
    left = request.query_params.get("show") == "left"
    context = {
        "left": left,
        "members": await queries.not_members() if left else await queries.members(),
        "asking": await queries.waiting_to_join(),
        "groups": await queries.sub_groups(),
    }
    return web.page(request, "forum/members.html", context)


@get("/forum/members/new", permission=RUN, name="forum.add_page")
async def add_page(
    request: Asked, wish: FromQuery[UUID | None] = None, asset: FromQuery[UUID | None] = None
) -> Response[str]:
    """The form to take somebody in who said yes: also from a visit (`wish`), or somebody who keeps a listing (`asset`)."""
    begins: dict[str, object] = {}
    if wish is not None:
        found = await queries.wishes_from_visits(wish)
        begins = {"name": found[0].met[:120], "why": found[0].wishes[:1000]} if found else {}
    elif asset is not None:
        _, keepers = await queries.keepers_of(asset)
        begins = {"name": keepers[0].name, "email": keepers[0].email} if keepers else {}
    return await _add_page(request, Form.blank(begins), wish, asset)


@post("/forum/members/new", permission=RUN, name="forum.add")
async def add(request: Asked) -> Response[Any]:
    """Take them in: they get a link, and what they asked for on a visit is settled."""
    form = Form(await request.form())
    wish, asset = _uuid(form.typed("wish")), _uuid(form.typed("asset"))
    read = forms.read_joining(form)
    if read is None:
        return await _add_page(request, form, wish, asset)
    came = CameFrom.VISIT if wish else CameFrom.LISTING if asset else CameFrom.INVITED
    made = await actions.add(
        read, came_from=came, follow_on=wish, asset=asset, submission=form.submission, by=web.member(request)
    )
    return web.go(f"/forum/members/{made}", said="They belong to the forum now.")


async def _add_page(request: Asked, form: Form, wish: UUID | None, asset: UUID | None) -> Response[str]:
    wishes = await queries.wishes_from_visits(wish) if wish else []
    listing, keepers = await queries.keepers_of(asset) if asset else ("", [])
    context = {
        "form": form,
        "wish": wishes[0] if wishes else None,
        "asset": asset,
        "listing": listing,
        "keepers": keepers,
        "sectors": forms.SECTOR_CHOICES,
        "lived": forms.LIVED_CHOICES,
    }
    return web.page(request, "forum/add.html", context, status_code=200 if form.ok else 422)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


# ── one of them ──


@get("/forum/members/{member_id:uuid}", permission=RUN, name="forum.member")
async def member(request: Asked, member_id: FromPath[UUID]) -> Response[str]:
    """One member: what they bring, what they do, the time they gave; or who asked, and the answer to give."""
    return await _member_page(request, member_id, Form.blank({"given": clock.today()}))


@post("/forum/members/{member_id:uuid}/welcome", permission=RUN, name="forum.welcome")
async def welcome(request: Asked, member_id: FromPath[UUID]) -> Response[Any]:
    """Take in somebody who asked."""
    form = Form(await request.form())
    said = forms.read_sentence(form, "sentence")
    if said is None:
        return await _member_page(request, member_id, form)
    await actions.welcome(member_id, sentence=said, by=web.member(request))
    return web.go(f"/forum/members/{member_id}", said="They belong to the forum now.")


@post("/forum/members/{member_id:uuid}/decline", permission=RUN, name="forum.decline")
async def decline(request: Asked, member_id: FromPath[UUID]) -> Response[Any]:
    """Tell somebody who asked that it cannot be now."""
    form = Form(await request.form())
    said = forms.read_sentence(form, "sentence", required="Say why, in a sentence they will read")
    if said is None:
        return await _member_page(request, member_id, form)
    await actions.decline(member_id, sentence=said, by=web.member(request))
    return web.go("/forum/desk", said="They hear of it, with your sentence.")


@post("/forum/members/{member_id:uuid}/leave", permission=RUN, name="forum.member_leaves")
async def leaves(request: Asked, member_id: FromPath[UUID]) -> Response[bytes]:
    """They belong to the forum no more; with a tick they are forgotten."""
    form = Form(await request.form())
    await actions.leave(member_id, forget=form.yes("forget"), by=web.member(request))
    return web.go(f"/forum/members/{member_id}", said="They have left the forum.")


@post("/forum/members/{member_id:uuid}/forget", permission=RUN, name="forum.forget")
async def forget(request: Asked, member_id: FromPath[UUID]) -> Response[bytes]:
    """Take out everything that says who they are."""
    await actions.forget(member_id, by=web.member(request))
    return web.go(f"/forum/members/{member_id}", said="Their name, addresses and words are taken out.")


@post("/forum/members/{member_id:uuid}/time", permission=RUN, name="forum.member_time")
async def note_time(request: Asked, member_id: FromPath[UUID]) -> Response[Any]:
    """Write down time they gave."""
    form = Form(await request.form())
    read = forms.read_given(form)
    if read is None:
        return await _member_page(request, member_id, form)
    await actions.note_time(member_id, read, submission=form.submission, by=web.member(request))
    return web.go(f"/forum/members/{member_id}", said="Written down.")


async def _member_page(request: Asked, member_id: UUID, form: Form) -> Response[str]:
    context = {
        "member": await queries.member(member_id),
        "groups": await queries.groups_of(member_id),
        "actions": await queries.own_actions(member_id),
        "lines": await queries.contributions(member=member_id),
        "paid": forms.PAID_CHOICES,
        "form": form,
    }
    return web.page(request, "forum/member.html", context, status_code=200 if form.ok else 422)


HANDLERS = (members, add_page, add, member, welcome, decline, leaves, forget, note_time)
