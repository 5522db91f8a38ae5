"""/journeys/…/introduce, /introductions and /link-workers: bringing a person and a link worker together."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.linkwork import actions, forms, queries
from livewell.staff.permissions import Permission


@get("/journeys/{journey_id:uuid}/introduce", permission=Permission.COACH, opens="journey", name="linkwork.introduce")
async def introduce(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The form, with what each link worker carries beside their name."""
    journey = await journeys.journey(journey_id, web.member(request))
    return await _introduce_page(request, journey, Form.blank())


@post("/journeys/{journey_id:uuid}/introduce", permission=Permission.COACH, name="linkwork.send_introduction")
async def send_introduction(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Ask the link worker."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    near = await queries.link_workers_near(journey.area)
    asked = forms.read_introduction(
        form,
        here=[str(one.id) for one in near if one.area == journey.area],
        elsewhere=[str(one.id) for one in near if one.area != journey.area],
        has_goal=any(goal.steps for goal in await queries.agreed_goals(journey_id)),
    )
    if asked is None:
        return await _introduce_page(request, journey, form, status_code=422)
    await actions.introduce(
        journey_id,
        link_worker=asked.link_worker,
        how=asked.how,
        meeting_at=asked.meeting_at,
        reasons=asked.reasons,
        summary=asked.summary,
        person_agrees=asked.person_agrees,
        no_goal_why=asked.no_goal_why,
        elsewhere_why=asked.elsewhere_why,
        submission=form.submission,
        by=member,
    )
    return web.go(f"/journeys/{journey_id}", said="The introduction is made. It now waits for the link worker.")


@get("/introductions", permission=Permission.WORK_WITH_PEOPLE, name="linkwork.introductions")
async def introductions(request: Asked) -> Response[str]:
    """Everybody who waits for a link worker's answer: yours to give, or yours to look after."""
    member = web.member(request)
    found = await queries.waiting(seen_by=member)
    return web.page(request, "linkwork/introductions.html", {"waiting": found, "me": member.id})


@get(
    "/introductions/{introduction_id:uuid}",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="introduction",
    name="linkwork.introduction",
)
async def introduction(request: Asked, introduction_id: FromPath[UUID]) -> Response[str]:
    """What the link worker needs in order to answer."""
    return await _introduction_page(request, introduction_id, Form.blank())


@post(
    "/introductions/{introduction_id:uuid}/take-on",
    permission=Permission.WORK_WITH_PEOPLE,
    name="linkwork.take_on",
)
async def take_on(request: Asked, introduction_id: FromPath[UUID]) -> Response[bytes]:
    """Take the person on."""
    journey_id = await actions.take_on(introduction_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}", said="You have taken this person on. Their record is open to you now.")


@post(
    "/introductions/{introduction_id:uuid}/hand-back",
    permission=Permission.WORK_WITH_PEOPLE,
    name="linkwork.hand_back",
)
async def hand_back(request: Asked, introduction_id: FromPath[UUID]) -> Response[Any]:
    """Back to the coach."""
    member = web.member(request)
    form = Form(await request.form())
    why = forms.read_why(form)
    if not form.ok:
        return await _introduction_page(request, introduction_id, form, status_code=422)
    journey_id = await actions.hand_back(introduction_id, why=why, by=member)
    said = "Handed back. The health coach sees it on their caseload."
    still_theirs = await queries.sees_record(journey_id, member)
    return web.go(f"/journeys/{journey_id}" if still_theirs else "/caseload", said=said)


@get("/link-workers", permission=Permission.REASSIGN, name="linkwork.link_workers")
async def link_workers(request: Asked) -> Response[str]:
    """The link workers a coach supervises, with what each carries."""
    found = await queries.link_workers(seen_by=web.member(request))
    return web.page(request, "linkwork/link_workers.html", {"link_workers": found})


async def _introduce_page(
    request: Asked, journey: JourneyFacts, form: Form, *, status_code: int = 200
) -> Response[str]:
    near = await queries.link_workers_near(journey.area)
    goals = await queries.agreed_goals(journey.id)
    context = {
        "journey": journey,
        "form": form,
        "here": [one for one in near if one.area == journey.area],
        "elsewhere": [one for one in near if one.area != journey.area],
        "goals": goals,
        "has_goal": any(goal.steps for goal in goals),
        "hows": forms.HOWS,
        "reasons": forms.REASONS,
    }
    return web.page(request, "linkwork/introduce.html", context, status_code=status_code)


async def _introduction_page(
    request: Asked, introduction_id: UUID, form: Form, *, status_code: int = 200
) -> Response[str]:
    member = web.member(request)
    shown = await queries.introduction(introduction_id, seen_by=member)
    context = {
        "introduction": shown,
        "goals": await queries.agreed_goals(shown.journey),
        "is_mine": shown.link_worker == member.id,
        "record_open": await queries.sees_record(shown.journey, member),
        "form": form,
    }
    return web.page(request, "linkwork/introduction.html", context, status_code=status_code)


router = Router(
    "/", route_handlers=[introduce, send_introduction, introductions, introduction, take_on, hand_back, link_workers]
)
