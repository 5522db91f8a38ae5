"""
/reflections: looking back at one's own sessions, in private.

These pages show nothing of anybody's record, so the access log keeps no line of them: it would tell others how often
somebody looks back.
"""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.reflections import actions, forms, queries
from livewell.reflections.queries import Kept
from livewell.reflections.rules import THEMES
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

DRAFT = "reflections.reflection"
ABOUT = "/reflections/about/{held_id:uuid}"


@get("/reflections", permission=Permission.REFLECT, name="reflections.mine")
async def mine(request: Asked) -> Response[str]:
    """What I wrote, how it changes, what there is to look back at, and what colleagues show me."""
    member = web.member(request)
    kept = await queries.mine(member)
    context = {
        "kept": kept,
        "to_look_back_at": await queries.to_look_back_at(member),
        "shown": await queries.shown_to(member),
        "trends": queries.own_trends(kept),
    }
    return web.page(request, "reflections/mine.html", context)


@get(ABOUT, permission=Permission.REFLECT, name="reflections.write")
async def write(request: Asked, held_id: FromPath[UUID]) -> Response[str]:
    """Ten things to ask oneself, as they were left."""
    member = web.member(request)
    await queries.held(held_id, member)
    found = await queries.of_session(held_id, member)
    draft = await drafts.kept(_owner(member), DRAFT, _key(held_id, found))
    form = forms.reflection_as_form(found) if draft is None else Form.blank({**draft, "from_draft": "yes"})
    return await _page(request, held_id, form)


@post(ABOUT, permission=Permission.REFLECT, name="reflections.keep")
async def keep(request: Asked, held_id: FromPath[UUID]) -> Response[Any]:
    """Keep it, for oneself."""
    member = web.member(request)
    form = Form(await request.form())
    typed = forms.read_reflection(form)
    if typed is None:
        return await _page(request, held_id, form, status_code=422)
    before = await queries.of_session(held_id, member)
    reflection = await actions.keep_reflection(
        held_id,
        themes=typed.themes,
        words=typed.words,
        version=form.version or 0,
        submission=form.submission,
        by=member,
    )
    await drafts.drop(_owner(member), DRAFT, _key(held_id, before))
    return web.go(f"/reflections/{reflection}", said="Kept, for you alone.")


@post(f"{ABOUT}/draft", permission=Permission.REFLECT, name="reflections.keep_draft")
async def keep_draft(request: Asked, held_id: FromPath[UUID]) -> Response[str]:
    """Keep what is written so far."""
    member = web.member(request)
    await queries.held(held_id, member)
    form = Form(await request.form())
    found = await queries.of_session(held_id, member)
    if (form.version or 0) == (found.version if found else 0):
        await drafts.keep(_owner(member), DRAFT, _key(held_id, found), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@post(f"{ABOUT}/draft/drop", permission=Permission.REFLECT, name="reflections.drop_draft")
async def drop_draft(request: Asked, held_id: FromPath[UUID]) -> Response[bytes]:
    """Throw a draft away."""
    member = web.member(request)
    await queries.held(held_id, member)
    await drafts.drop(_owner(member), DRAFT, _key(held_id, await queries.of_session(held_id, member)))
    return web.go(f"/reflections/about/{held_id}", said="The draft is gone.")


@get("/reflections/{reflection_id:uuid}", permission=Permission.REFLECT, name="reflections.reflection")
async def reflection(request: Asked, reflection_id: FromPath[UUID]) -> Response[str]:
    """One reflection, for its writer and for whom they show it."""
    return await _one_page(request, reflection_id, Form.blank())


@post("/reflections/{reflection_id:uuid}/share", permission=Permission.REFLECT, name="reflections.share")
async def share(request: Asked, reflection_id: FromPath[UUID]) -> Response[Any]:
    """Show it to somebody who supervises."""
    member = web.member(request)
    form = Form(await request.form())
    reader = forms.read_share(form, supervisors=await queries.supervisors(member))
    if reader is None:
        return await _one_page(request, reflection_id, form, status_code=422)
    await actions.share_reflection(reflection_id, reader=reader, by=member)
    return web.go(f"/reflections/{reflection_id}", said="They can read it now. You can take it back at any time.")


@post("/reflections/{reflection_id:uuid}/take-back", permission=Permission.REFLECT, name="reflections.take_back")
async def take_back(request: Asked, reflection_id: FromPath[UUID]) -> Response[bytes]:
    """Nobody else reads it from now on."""
    await actions.take_back_reflection(reflection_id, by=web.member(request))
    return web.go(f"/reflections/{reflection_id}", said="It is yours alone again.")


@post("/reflections/{reflection_id:uuid}/throw-away", permission=Permission.REFLECT, name="reflections.throw_away")
async def throw_away(request: Asked, reflection_id: FromPath[UUID]) -> Response[bytes]:
    """Delete it for good."""
    await actions.throw_away_reflection(reflection_id, by=web.member(request))
    return web.go("/reflections", said="It is deleted.")


async def _page(request: Asked, held_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    context = {
        "held": await queries.held(held_id, member),
        "kept": await queries.of_session(held_id, member),
        "form": form,
        "themes": THEMES,
        "answers": forms.ANSWERS,
    }
    return web.page(request, "reflections/write.html", context, status_code=status_code)


async def _one_page(request: Asked, reflection_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    found = await queries.reflection(reflection_id, seen_by=member)
    context = {
        "reflection": found,
        "supervisors": await queries.supervisors(member) if found.is_mine else [],
        "form": form,
    }
    return web.page(request, "reflections/reflection.html", context, status_code=status_code)


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _key(held_id: UUID, found: Kept | None) -> str:
    """A draft belongs to the version it was begun on."""
    return f"{held_id}:{found.version if found else 0}"


router = Router(
    "/",
    route_handlers=[mine, write, keep, keep_draft, drop_draft, reflection, share, take_back, throw_away],
)
