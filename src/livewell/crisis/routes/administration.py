"""/pathways/manage: writing pathways, having them approved, and which are due to be looked at again."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.crisis import forms
from livewell.crisis.actions import pathways as actions
from livewell.crisis.actions.pathways import PathwayWords
from livewell.crisis.forms import PathwayTyped
from livewell.crisis.queries import pathways as queries
from livewell.kit import web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.safety.rules import SUPPLIED_LOCALLY
from livewell.staff.permissions import Permission


@get("/pathways/manage", permission=Permission.MANAGE_PATHWAYS, name="crisis.manage_pathways")
async def manage_pathways(request: Asked) -> Response[str]:
    """Every pathway and where it stands; those due for review first."""
    found = await queries.written()
    return web.page(request, "crisis/manage.html", {"due": [one for one in found if one.is_due], "pathways": found})


@get("/pathways/manage/new", permission=Permission.MANAGE_PATHWAYS, name="crisis.new_pathway")
async def new_pathway(request: Asked) -> Response[str]:
    """A pathway for another situation."""
    return await _edit_page(request, None, Form.blank({"urgent": True}))


@post("/pathways/manage/new", permission=Permission.MANAGE_PATHWAYS, name="crisis.add_pathway")
async def add_pathway(request: Asked) -> Response[Any]:
    """Keep it as a draft."""
    form = Form(await request.form())
    typed = forms.read_pathway(form, owners=await queries.possible_owners())
    if typed is None:
        return await _edit_page(request, None, form, status_code=422)
    pathway = await actions.add_pathway(_words(typed), submission=form.submission, by=web.member(request))
    return web.go(f"/pathways/manage/{pathway}", said="The pathway is kept as a draft. Nobody is shown it as ready.")


@get("/pathways/manage/{pathway_id:uuid}", permission=Permission.MANAGE_PATHWAYS, name="crisis.managed_pathway")
async def managed_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[str]:
    """The text being written, what stands against approving it, and every version that was approved."""
    return await _managed_page(request, pathway_id, Form.blank())


@get("/pathways/manage/{pathway_id:uuid}/edit", permission=Permission.MANAGE_PATHWAYS, name="crisis.edit_pathway")
async def edit_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[str]:
    """Its steps, contacts, owner and review date."""
    return await _edit_page(request, pathway_id, forms.pathway_as_form(await queries.pathway(pathway_id)))


@post("/pathways/manage/{pathway_id:uuid}/edit", permission=Permission.MANAGE_PATHWAYS, name="crisis.change_pathway")
async def change_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[Any]:
    """Keep the text; what was approved stays in use until this is approved."""
    form = Form(await request.form())
    typed = forms.read_pathway(form, owners=await queries.possible_owners())
    if typed is None:
        return await _edit_page(request, pathway_id, form, status_code=422)
    await actions.change_pathway(pathway_id, _words(typed), version=form.version or 0, by=web.member(request))
    return web.go(f"/pathways/manage/{pathway_id}", said="The text is kept. It is not in use until it is approved.")


@post(
    "/pathways/manage/{pathway_id:uuid}/approve", permission=Permission.MANAGE_PATHWAYS, name="crisis.approve_pathway"
)
async def approve_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[Any]:
    """Put the text into use, with the name and role of whoever answers for it."""
    form = Form(await request.form())
    approved_as = forms.read_approval(form)
    if form.ok:
        try:
            await actions.approve_pathway(
                pathway_id, approved_as=approved_as, version=form.version or 0, by=web.member(request)
            )
        except RuleBroken as broken:
            form.error("approver", str(broken))
    if not form.ok:
        return await _managed_page(request, pathway_id, form, status_code=422)
    return web.go(f"/pathways/manage/{pathway_id}", said="The pathway is approved. From now on it can be followed.")


@post(
    "/pathways/manage/{pathway_id:uuid}/withdraw", permission=Permission.MANAGE_PATHWAYS, name="crisis.withdraw_pathway"
)
async def withdraw_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[bytes]:
    """Take it out of use at once."""
    await actions.withdraw_pathway(pathway_id, by=web.member(request))
    return web.go(f"/pathways/manage/{pathway_id}", said="The pathway is withdrawn. Nobody is shown it any more.")


@post(
    "/pathways/manage/{pathway_id:uuid}/take-up", permission=Permission.MANAGE_PATHWAYS, name="crisis.take_up_pathway"
)
async def take_up_pathway(request: Asked, pathway_id: FromPath[UUID]) -> Response[bytes]:
    """Write on it again."""
    await actions.take_up_pathway(pathway_id, by=web.member(request))
    return web.go(f"/pathways/manage/{pathway_id}", said="It is a draft again. It is not ready until it is approved.")


def _words(typed: PathwayTyped) -> PathwayWords:
    return PathwayWords(typed.content, typed.owner, typed.review_on)


async def _managed_page(request: Asked, pathway_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {
        "pathway": await queries.pathway(pathway_id),
        "versions": await queries.versions(pathway_id),
        "form": form,
    }
    return web.page(request, "crisis/managed.html", context, status_code=status_code)


async def _edit_page(request: Asked, pathway_id: UUID | None, form: Form, *, status_code: int = 200) -> Response[str]:
    found = await queries.pathway(pathway_id) if pathway_id else None
    context = {
        "pathway": found,
        "form": form,
        "kinds": forms.KINDS,
        "owners": await queries.possible_owners(),
        "step_rows": forms.STEP_ROWS,
        "contact_rows": forms.CONTACT_ROWS,
        "supplied_locally": SUPPLIED_LOCALLY,
    }
    return web.page(request, "crisis/edit_pathway.html", context, status_code=status_code)


HANDLERS = [
    manage_pathways,
    new_pathway,
    add_pathway,
    managed_pathway,
    edit_pathway,
    change_pathway,
    approve_pathway,
    withdraw_pathway,
    take_up_pathway,
]
