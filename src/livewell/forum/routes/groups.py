"""/forum/members/groups: the sub-groups of the forum, the steering group among them, and who is in them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM


@get("/forum/members/groups", permission=RUN, name="forum.groups")
async def groups(request: Asked) -> Response[str]:
    """Every sub-group, and the form for another."""
    return await _groups_page(request, Form.blank())


@post("/forum/members/groups", permission=RUN, name="forum.begin_group")
async def begin(request: Asked) -> Response[Any]:
    """Begin a sub-group."""
    form = Form(await request.form())
    read = forms.read_group(form)
    if read is None:
        return await _groups_page(request, form)
    made = await actions.begin_group(
        read.name, purpose=read.purpose, steering=read.steering, submission=form.submission, by=web.member(request)
    )
    return web.go(f"/forum/members/groups/{made}", said="It is begun. Put its members in.")


async def _groups_page(request: Asked, form: Form) -> Response[str]:
    context = {"groups": await queries.sub_groups(), "form": form}
    return web.page(request, "forum/groups.html", context, status_code=200 if form.ok else 422)


@get("/forum/members/groups/{group_id:uuid}", permission=RUN, name="forum.group")
async def group(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """One sub-group: its members and its meetings."""
    found = await queries.sub_group(group_id)
    begins = {"name": found.name, "purpose": found.purpose, "steering": found.steering}
    return await _group_page(request, group_id, Form.blank(begins), version=found.version)


@post("/forum/members/groups/{group_id:uuid}", permission=RUN, name="forum.change_group")
async def change(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Call it differently, or say anew what it is for."""
    form = Form(await request.form())
    read = forms.read_group(form)
    if read is None:
        return await _group_page(request, group_id, form, version=form.version)
    await actions.change_group(
        group_id,
        read.name,
        purpose=read.purpose,
        steering=read.steering,
        version=form.version,
        by=web.member(request),
    )
    return web.go(f"/forum/members/groups/{group_id}", said="Saved.")


@post("/forum/members/groups/{group_id:uuid}/in", permission=RUN, name="forum.put_in_group")
async def put_in(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """A member joins it."""
    form = Form(await request.form())
    chosen = form.one_of("member", await queries.choices(), required="Choose a member")
    if chosen is None:
        found = await queries.sub_group(group_id)
        return await _group_page(request, group_id, form, version=found.version)
    await actions.put_in_group(group_id, UUID(chosen), by=web.member(request))
    return web.go(f"/forum/members/groups/{group_id}", said="They are in it now.")


@post("/forum/members/groups/{group_id:uuid}/out/{member_id:uuid}", permission=RUN, name="forum.take_out_of_group")
async def take_out(request: Asked, group_id: FromPath[UUID], member_id: FromPath[UUID]) -> Response[bytes]:
    """A member leaves it, and stays in the forum."""
    await actions.take_out_of_group(group_id, member_id, by=web.member(request))
    return web.go(f"/forum/members/groups/{group_id}", said="They are in it no more.")


@post("/forum/members/groups/{group_id:uuid}/end", permission=RUN, name="forum.end_group")
async def end(request: Asked, group_id: FromPath[UUID]) -> Response[bytes]:
    """It meets no more."""
    await actions.end_group(group_id, by=web.member(request))
    return web.go("/forum/members/groups", said="It has ended. What it decided stays.")


async def _group_page(request: Asked, group_id: UUID, form: Form, *, version: int | None) -> Response[str]:
    inside = await queries.in_group(group_id)
    there = {str(one.member) for one in inside}
    context = {
        "group": await queries.sub_group(group_id),
        "inside": inside,
        "others": [one for one in await queries.choices() if one[0] not in there],
        "meetings": await queries.of_group(group_id),
        "version": version,
        "form": form,
    }
    return web.page(request, "forum/group.html", context, status_code=200 if form.ok else 422)


HANDLERS = (groups, begin, group, change, put_in, take_out, end)
