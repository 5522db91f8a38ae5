"""/groups/…/plan: what the case for a group says that it will cost, take and reach."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.groups import actions, queries
from livewell.groups.forms import planning as forms
from livewell.groups.queries.planning import plan_of
from livewell.groups.rules.planning import DEFINITION
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_SUPPORT = Permission.SUPPORT_GROUPS
_PLAN = "/groups/{group_id:uuid}/plan"


@get(_PLAN, permission=_SUPPORT, name="groups.plan_page")
async def plan_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """The plan in its boxes."""
    group = await queries.group(group_id)
    return _page(request, group, forms.filled(await plan_of(group_id), group.version))


@post(_PLAN, permission=_SUPPORT, name="groups.plan")
async def plan(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    group = await queries.group(group_id)
    form = Form(await request.form())
    typed = forms.read_plan(form)
    if typed is not None and typed.until <= group.begun_on:
        form.error("until", "A plan ends after the group began", ("until-day", "until-month", "until-year"))
    if typed is None or not form.ok:
        return _page(request, group, form)
    await actions.plan_group(group_id, typed, version=form.version, by=web.member(request))
    return web.go(f"/groups/{group_id}/case", said="The plan is kept.")


def _page(request: Asked, group: queries.GroupSeen, form: Form) -> Response[str]:
    context = {"group": group, "form": form, "definition": DEFINITION}
    return web.page(request, "groups/plan.html", context, status_code=200 if form.ok else 422)


HANDLERS = (plan_page, plan)
