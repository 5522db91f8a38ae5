"""/journeys/…/assessment: strengths, what matters, story and hopes first; saved as the two of you go."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions, forms, queries
from livewell.coaching.actions import Answers
from livewell.coaching.actions.assessment import TEXTS
from livewell.coaching.forms import AssessmentTyped
from livewell.coaching.queries import AssessmentFacts
from livewell.coaching.questions import offered
from livewell.coaching.rules import INTENSITY_BY_LEVEL, INTENSITY_LABELS, SECTIONS
from livewell.journeys import queries as journeys
from livewell.kit import drafts, web, wording
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import queries as measures
from livewell.places.queries import kinder_words
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

DRAFT = "coaching.assessment"
ADDRESS = "/journeys/{journey_id:uuid}/assessment"


@get(ADDRESS, permission=Permission.WORK_WITH_PEOPLE, opens="journey", name="coaching.assessment")
async def assessment(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """To read for everybody who works with the person; to write for a coach."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    found = await queries.assessment(journey_id)
    if Permission.COACH not in member.can or not journey.is_open:
        context = {"journey": journey, "assessment": found}
        return web.page(request, "coaching/assessment_read.html", context)
    draft = await drafts.kept(_owner(member), DRAFT, _key(journey_id, found))
    form = forms.assessment_as_form(found) if draft is None else Form.blank({**draft, "from_draft": "yes"})
    return await _page(request, journey_id, form)


@post(ADDRESS, permission=Permission.COACH, name="coaching.save_assessment")
async def save_assessment(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Save what there is; the last button also finishes it."""
    member = web.member(request)
    form = Form(await request.form())
    typed = forms.read_assessment(form)
    if typed is None:
        return await _page(request, journey_id, form, status_code=422)
    before = await queries.assessment(journey_id)
    finish = form.typed("then") == "finish"
    try:
        await actions.save_assessment(
            journey_id, answers=_answers(typed), version=form.version or 0, finish=finish, by=member
        )
    except RuleBroken as broken:
        form.error("intensity_why", str(broken))
        return await _page(request, journey_id, form, status_code=422)
    await drafts.drop(_owner(member), DRAFT, _key(journey_id, before))
    if finish:
        return web.go(f"/journeys/{journey_id}", said="The assessment is finished. It can still be added to.")
    return web.go(f"/journeys/{journey_id}/assessment", said="Saved.")


@post(ADDRESS + "/draft", permission=Permission.COACH, name="coaching.keep_assessment_draft")
async def keep_draft(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Keep what is being written."""
    member = web.member(request)
    await journeys.journey(journey_id, member)
    form = Form(await request.form())
    found = await queries.assessment(journey_id)
    if (form.version or 0) == (found.version if found else 0):
        await drafts.keep(_owner(member), DRAFT, _key(journey_id, found), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@post(ADDRESS + "/draft/drop", permission=Permission.COACH, name="coaching.drop_assessment_draft")
async def drop_draft(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """Throw a draft away."""
    member = web.member(request)
    await journeys.journey(journey_id, member)
    await drafts.drop(_owner(member), DRAFT, _key(journey_id, await queries.assessment(journey_id)))
    return web.go(f"/journeys/{journey_id}/assessment", said="The draft is gone.")


def _answers(typed: AssessmentTyped) -> Answers:
    return Answers(
        **typed.texts,
        conditions=typed.conditions,
        groups=typed.groups,
        skipped=typed.skipped,
        intensity=typed.intensity,
        intensity_why=typed.intensity_why,
    )


async def _page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    latest = (await measures.panel(journey_id, member)).latest
    words = await kinder_words()
    suggested = INTENSITY_BY_LEVEL.get(latest.level) if latest and latest.level else None
    context = {
        "journey": journey,
        "assessment": await queries.assessment(journey_id),
        "form": form,
        "sections": SECTIONS,
        "questions": {code: offered(code, journey_id) for code in SECTIONS},
        "hints": {name: wording.find(form.typed(name), words) for name in TEXTS},
        "words": words,
        "conditions": forms.CONDITIONS,
        "intensities": forms.INTENSITIES,
        "latest": latest,
        "suggested": None if suggested is None else (INTENSITY_LABELS[suggested[0]], suggested[1]),
    }
    return web.page(request, "coaching/assessment.html", context, status_code=status_code)


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _key(journey_id: UUID, found: AssessmentFacts | None) -> str:
    """A draft belongs to the version it was begun on: once somebody has saved, an older draft does not come back."""
    return f"{journey_id}:{found.version if found else 0}"


HANDLERS = [assessment, save_assessment, keep_draft, drop_draft]
