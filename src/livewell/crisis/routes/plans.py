"""/journeys/…/safety-plan: what would help, agreed with the person and kept in their words."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.crisis import forms, letters
from livewell.crisis.actions import plans as actions
from livewell.crisis.queries import plans as queries
from livewell.crisis.rules.plans import PARTS
from livewell.journeys import queries as journeys
from livewell.kit import drafts, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

DRAFT = "crisis.safety_plan"
ADDRESS = "/journeys/{journey_id:uuid}/safety-plan"


@get(ADDRESS, permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="crisis.plan")
async def plan(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The plan as it stands, what the person said about it, and the versions before."""
    journey = await journeys.journey(journey_id, web.member(request))
    found = await queries.plans(journey.person)
    context = {
        "journey": journey,
        "plan": found[0] if found else None,
        "before": found[1:],
        "said_about": await queries.words_about(journey.person),
    }
    return web.page(request, "crisis/plan.html", context)


@get(f"{ADDRESS}/write", permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="crisis.write_plan")
async def write_plan(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The page to write it on together, as it stands or as it was begun."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    found = await queries.plan(journey.person)
    draft = await drafts.kept(_owner(member), DRAFT, _key(journey.person, found))
    form = forms.plan_as_form(found) if draft is None else Form.blank({**draft, "from_draft": "yes"})
    return await _page(request, journey_id, form)


@post(f"{ADDRESS}/write", permission=Permission.WORK_WITH_PEOPLE, name="crisis.agree_plan")
async def agree_plan(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Keep it as agreed; the version before stays to be read."""
    member = web.member(request)
    form = Form(await request.form())
    typed = forms.read_plan(form)
    if typed is None:
        return await _page(request, journey_id, form, status_code=422)
    journey = await journeys.journey(journey_id, member)
    before = await queries.plan(journey.person)
    await actions.agree_plan(
        journey_id,
        words=typed.words,
        with_whom=typed.with_whom,
        together=typed.together,
        agreed_on=typed.agreed_on,
        review_on=typed.review_on,
        version=form.version or 0,
        by=member,
    )
    await drafts.drop(_owner(member), DRAFT, _key(journey.person, before))
    return web.go(f"/journeys/{journey_id}/safety-plan", said="The safety plan is kept as you agreed it.")


@post(f"{ADDRESS}/draft", permission=Permission.WORK_WITH_PEOPLE, name="crisis.keep_plan_draft")
async def keep_draft(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Keep what is written so far, for the writer alone."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    found = await queries.plan(journey.person)
    if (form.version or 0) == (found.number if found else 0):
        await drafts.keep(_owner(member), DRAFT, _key(journey.person, found), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@post(f"{ADDRESS}/draft/drop", permission=Permission.WORK_WITH_PEOPLE, name="crisis.drop_plan_draft")
async def drop_draft(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """Throw a draft away."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    await drafts.drop(_owner(member), DRAFT, _key(journey.person, await queries.plan(journey.person)))
    return web.go(f"/journeys/{journey_id}/safety-plan/write", said="The draft is gone.")


@get(f"{ADDRESS}.pdf", permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="crisis.plan_pdf")
async def plan_pdf(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """The plan on one page of paper, to hand over."""
    journey = await journeys.journey(journey_id, web.member(request))
    found = await queries.plan(journey.person)
    if found is None:
        raise NotFound
    return await web.pdf(letters.plan_as_html(found, called=journey.called), filename="safety-plan.pdf")


async def _page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    journey = await journeys.journey(journey_id, web.member(request))
    context = {
        "journey": journey,
        "plan": await queries.plan(journey.person),
        "form": form,
        "headings": PARTS,
    }
    return web.page(request, "crisis/write_plan.html", context, status_code=status_code)


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _key(person_id: UUID, found: queries.Plan | None) -> str:
    """A draft belongs to the version it was begun on."""
    return f"{person_id}:{found.number if found else 0}"


HANDLERS = [plan, write_plan, agree_plan, keep_draft, drop_draft, plan_pdf]
