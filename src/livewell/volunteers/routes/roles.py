"""/volunteers/roles…: what there is to do, as coordinators write it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.volunteers import actions, queries
from livewell.volunteers.forms import desk
from livewell.volunteers.rules.training import TOPIC_CHOICES

P = Permission


@get("/volunteers/roles", permission=P.RUN_VOLUNTEERING, name="volunteers.roles")
async def roles(request: Asked) -> Response[str]:
    """Every role, open or not."""
    return web.page(request, "volunteers/roles.html", {"roles": await queries.all_roles()})


@get("/volunteers/roles/new", permission=P.RUN_VOLUNTEERING, name="volunteers.new_role_page")
async def new_role_page(request: Asked) -> Response[str]:
    """Write a role."""
    member = web.member(request)
    typed = {
        "open": True,
        "references_wanted": 2,
        "most_people": 1,
        "check_level": "none",
        "contact_name": member.name,
        "contact_email": member.email,
    }
    return _role_form(request, Form.blank(typed), None)


@post("/volunteers/roles/new", permission=P.RUN_VOLUNTEERING, name="volunteers.new_role")
async def new_role(request: Asked) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    read = desk.read_role(form)
    if read is None:
        return _role_form(request, form, None, status_code=422)
    await actions.add_role(read, submission=form.submission, by=web.member(request))
    return web.go("/volunteers/roles", said="The role is kept.")


@get("/volunteers/roles/{role_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.role_page")
async def role_page(request: Asked, role_id: FromPath[UUID]) -> Response[str]:
    """Change a role."""
    return _role_form(request, Form.blank((await queries.role(role_id)).values), role_id)


@post("/volunteers/roles/{role_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.change_role")
async def change_role(request: Asked, role_id: FromPath[UUID]) -> Response[Any]:
    """Keep the change."""
    form = Form(await request.form())
    read = desk.read_role(form)
    if read is None:
        return _role_form(request, form, role_id, status_code=422)
    await actions.change_role(role_id, read, version=form.version, by=web.member(request))
    return web.go("/volunteers/roles", said="The role is changed.")


def _role_form(request: Asked, form: Form, role_id: UUID | None, *, status_code: int = 200) -> Response[str]:
    context = {
        "form": form,
        "kept": role_id,
        "families": desk.FAMILY_CHOICES,
        "levels": desk.LEVEL_CHOICES,
        "topics": TOPIC_CHOICES,
        "times": desk.TIME_CHOICES,
    }
    return web.page(request, "volunteers/role_form.html", context, status_code=status_code)


HANDLERS = (roles, new_role_page, new_role, role_page, change_role)
