"""/groups/{id}: one group; its details, its list, its stage and its listing."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.groups import actions, queries
from livewell.groups.forms import groups as forms
from livewell.groups.queries import GroupSeen
from livewell.groups.queries.choices import offered
from livewell.groups.queries.pages import page_of
from livewell.groups.rules import STAGE_OF, Step
from livewell.groups.rules.lasting import INDEPENDENCE, INPUT
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_SUPPORT = Permission.SUPPORT_GROUPS
ONE = "/groups/{group_id:uuid}"


@get(ONE, permission=Permission.SEE_TOGETHER, name="groups.one")
async def one(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """Where it came from, where it stands, who came, and what it needs."""
    context = {
        "seen": await page_of(group_id, seen_by=web.member(request)),
        "input_definition": INPUT,
        "independence": INDEPENDENCE,
    }
    return web.page(request, "groups/group.html", context)


# ── details ──


@get(f"{ONE}/change", permission=_SUPPORT, name="groups.change_page")
async def change_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """What is said of it, to put right."""
    seen = await queries.group(group_id)
    return await _change_page(request, seen, forms.filled(seen))


@post(f"{ONE}/change", permission=_SUPPORT, name="groups.change")
async def change(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Put it right."""
    seen = await queries.group(group_id)
    form = Form(await request.form())
    typed = forms.read_details(form, await offered(keep=seen.supporter))
    if typed is None:
        return await _change_page(request, seen, form)
    await actions.put_right(group_id, typed, version=form.version, by=web.member(request))
    return web.go(f"/groups/{group_id}", said="It is put right.")


async def _change_page(request: Asked, seen: GroupSeen, form: Form) -> Response[str]:
    context = {
        "form": form,
        "group": seen,
        "choices": await offered(keep=seen.supporter),
        "kinds": forms.KIND_CHOICES,
        "address": f"/groups/{seen.id}/change",
    }
    return web.page(request, "groups/form.html", context, status_code=200 if form.ok else 422)


# ── its list ──


@get(ONE + "/steps/{step:str}", permission=_SUPPORT, name="groups.step_page")
async def step_page(request: Asked, group_id: FromPath[UUID], step: FromPath[str]) -> Response[str]:
    """One line of its list, to date."""
    return await _step_page(request, group_id, _step(step), None)


@post(ONE + "/steps/{step:str}", permission=_SUPPORT, name="groups.tick")
async def tick(request: Asked, group_id: FromPath[UUID], step: FromPath[str]) -> Response[Any]:
    """It is done, on this day."""
    form = Form(await request.form())
    done = forms.read_step(form)
    if done is None:
        return await _step_page(request, group_id, _step(step), form)
    await actions.tick(
        group_id, _step(step), on=done.on, words=done.words, version=form.version, by=web.member(request)
    )
    return web.go(f"/groups/{group_id}#list", said="The list says so now.")


def _step(text: str) -> Step:
    """A line that somebody dates by hand. NotFound for all others."""
    if text not in set(Step) - {*STAGE_OF, Step.IDEA}:
        raise NotFound
    return Step(text)


async def _step_page(request: Asked, group_id: UUID, step: Step, form: Form | None) -> Response[str]:
    group = await queries.group(group_id)
    line = next(one for one in await queries.steps_of(group_id) if one.step is step)
    if form is None:
        form = forms.filled_step(line)
    version = form.version if form.version is not None else line.version
    context = {"form": form, "group": group, "line": line, "version": version}
    return web.page(request, "groups/step.html", context, status_code=200 if form.ok else 422)


# ── its stage ──


@get(f"{ONE}/stage", permission=_SUPPORT, name="groups.stage_page")
async def stage_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """Where it may go from here."""
    return await _stage_page(request, group_id, Form.blank({"moved": clock.today()}))


@post(f"{ONE}/stage", permission=_SUPPORT, name="groups.move")
async def move(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """It goes there."""
    form = Form(await request.form())
    going = forms.read_move(form, await queries.group(group_id))
    if going is None:
        return await _stage_page(request, group_id, form)
    await actions.move(group_id, going.to, on=going.on, why=going.why, version=form.version, by=web.member(request))
    return web.go(f"/groups/{group_id}", said="Its stage is changed.")


async def _stage_page(request: Asked, group_id: UUID, form: Form) -> Response[str]:
    seen = await page_of(group_id, seen_by=web.member(request))
    context = {
        "form": form,
        "group": seen.group,
        "stages": forms.stage_choices(seen.group),
        "lacks": seen.lacks,
        "independence": INDEPENDENCE,
        "version": form.version or seen.group.version,
    }
    return web.page(request, "groups/stage.html", context, status_code=200 if form.ok else 422)


# ── its listing ──


@get(f"{ONE}/listing", permission=_SUPPORT, name="groups.listing_page")
async def listing_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """Look for its listing, or begin one."""
    form = Form(request.query_params)
    words = form.text("q", "Name or words", longest=120)
    group = await queries.group(group_id)
    found = (await listings.listed(words or group.name, page_size=15)).rows
    context = {"form": form if words else Form.blank({"q": group.name}), "group": group, "found": found}
    return web.page(request, "groups/listing.html", context)


@post(f"{ONE}/listing", permission=_SUPPORT, name="groups.link_listing")
async def link_listing(request: Asked, group_id: FromPath[UUID]) -> Response[bytes]:
    """Say which its listing is."""
    form = Form(await request.form())
    try:
        asset = UUID(form.typed("asset"))
    except ValueError:
        raise NotFound from None
    await actions.link_listing(group_id, asset, version=form.version, by=web.member(request))
    return web.go(f"/groups/{group_id}", said="The group has its listing.")


@post(f"{ONE}/listing/new", permission=_SUPPORT, name="groups.make_listing")
async def make_listing(request: Asked, group_id: FromPath[UUID]) -> Response[bytes]:
    """Begin its listing."""
    form = Form(await request.form())
    made = await actions.make_listing(
        group_id,
        address=f"{web.house(request).address}/cafes/{group_id}/programme",
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/directory/{made}", said="The listing has begun. It is hidden until it says enough to be shown.")


HANDLERS = (
    one,
    change_page,
    change,
    step_page,
    tick,
    stage_page,
    move,
    listing_page,
    link_listing,
    make_listing,
)
