"""/forum/steering/milestones: set, said anew, moved for a reason, reached or dropped."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.steering import actions, queries
from livewell.steering.forms import plan as forms

_BOARD = "/forum/steering"
_ALL = f"{_BOARD}/milestones"
_ONE = f"{_ALL}/{{milestone_id:uuid}}"
_STEER = Permission.STEER


@get(f"{_ALL}/new", permission=_STEER, name="steering.new_milestone")
async def new(request: Asked) -> Response[str]:
    """The form for one."""
    return web.page(request, "steering/new_milestone.html", {"form": Form.blank()})


@post(f"{_ALL}/new", permission=_STEER, name="steering.add_milestone")
async def add(request: Asked) -> Response[Any]:
    """Put it into the plan."""
    form = Form(await request.form())
    typed = forms.read_milestone(form)
    if typed is None:
        return web.page(request, "steering/new_milestone.html", {"form": form}, status_code=422)
    await actions.add_milestone(typed, submission=form.submission, by=web.member(request))
    return web.go(_BOARD, said="The milestone is in the plan.")


@get(_ONE, permission=_STEER, name="steering.milestone")
async def one(request: Asked, milestone_id: FromPath[UUID]) -> Response[str]:
    """One milestone, with everything that can be done with it."""
    return await _one(request, milestone_id, Form.blank())


async def _one(request: Asked, milestone_id: UUID, form: Form) -> Response[str]:
    context = {
        "milestone": await queries.milestone(milestone_id),
        "moves": await queries.moves_of(milestone_id),
        "form": form,
    }
    return web.page(request, "steering/milestone.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/change", permission=_STEER, name="steering.change_milestone_page")
async def change_page(request: Asked, milestone_id: FromPath[UUID]) -> Response[str]:
    """The form to say it anew."""
    found = await queries.milestone(milestone_id)
    form = Form.blank({"title": found.title, "words": found.words, "owner": found.owner})
    return web.page(request, "steering/change_milestone.html", {"milestone": found, "form": form})


@post(f"{_ONE}/change", permission=_STEER, name="steering.change_milestone")
async def change(request: Asked, milestone_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    found = await queries.milestone(milestone_id)
    typed = forms.read_milestone_words(form, found.due_on)
    if typed is None:
        context = {"milestone": found, "form": form}
        return web.page(request, "steering/change_milestone.html", context, status_code=422)
    await actions.change_milestone(milestone_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{milestone_id}", said="Saved.")


@post(f"{_ONE}/move", permission=_STEER, name="steering.move_milestone")
async def move(request: Asked, milestone_id: FromPath[UUID]) -> Response[Any]:
    """Move it to another day."""
    form = Form(await request.form())
    typed = forms.read_moved(form)
    if typed is None:
        return await _one(request, milestone_id, form)
    to, why = typed
    await actions.move_milestone(milestone_id, to=to, why=why, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{milestone_id}", said="It is due on another day. Why stands beside it.")


@post(f"{_ONE}/reached", permission=_STEER, name="steering.reach_milestone")
async def reached(request: Asked, milestone_id: FromPath[UUID]) -> Response[Any]:
    """It is there."""
    form = Form(await request.form())
    words = forms.read_why(form, "came_of_it", "Say in a sentence what is there now")
    if words is None:
        return await _one(request, milestone_id, form)
    await actions.reach_milestone(milestone_id, came_of_it=words, version=form.version, by=web.member(request))
    return web.go(_BOARD, said="The milestone is reached.")


@post(f"{_ONE}/drop", permission=_STEER, name="steering.drop_milestone")
async def drop(request: Asked, milestone_id: FromPath[UUID]) -> Response[Any]:
    """It is not wanted any more."""
    form = Form(await request.form())
    why = forms.read_why(form, "drop_why", "Say why it is dropped")
    if why is None:
        return await _one(request, milestone_id, form)
    await actions.drop_milestone(milestone_id, why=why, version=form.version, by=web.member(request))
    return web.go(_BOARD, said="The milestone is dropped.")


HANDLERS = [new, add, one, change_page, change, move, reached, drop]
