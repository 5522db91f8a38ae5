"""/journeys/…/review, /ending and /reopen: looking back, ending well, and what comes after."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery

from livewell.coaching import queries as coaching
from livewell.connections import queries as connections
from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.journeys.rules import END_REASONS, EndReason
from livewell.kit import clock, web
from livewell.kit.dates import london_day
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.measures import pam
from livewell.measures import queries as measures
from livewell.measures.queries import ScoreSeen
from livewell.outcomes import actions, forms, queries, rules
from livewell.safety import queries as safety
from livewell.staff.permissions import Permission


@get(
    "/journeys/{journey_id:uuid}/review",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="outcomes.review",
)
async def review(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Look back and ahead: goals, a score where one is due, and what was said."""
    journey = await journeys.journey(journey_id, web.member(request))
    return await _review_page(request, journey, Form.blank())


@post("/journeys/{journey_id:uuid}/review", permission=Permission.WORK_WITH_PEOPLE, name="outcomes.keep_review")
async def keep_review(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Keep the review."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    read = forms.read_review(form, await _agreed_goals(journey_id))
    if read is None:
        return await _review_page(request, journey, form, status_code=422)
    await actions.review(journey_id, read, submission=form.submission, by=member)
    return web.go(f"/journeys/{journey_id}", said="The review is kept.")


@get(
    "/journeys/{journey_id:uuid}/ending",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="outcomes.ending",
)
async def ending(request: Asked, journey_id: FromPath[UUID], reason: FromQuery[str] = "") -> Response[str]:
    """Why it is ending first; then, with ?reason=, what that ending asks for."""
    journey = await journeys.journey(journey_id, web.member(request))
    assessment = await coaching.assessment(journey_id)
    known = reason if reason in set(EndReason) else ""
    prefilled = {"reason": known, "groups_before": assessment.groups if assessment else None}
    return await _ending_page(request, journey, Form.blank(prefilled), assessment)


@post("/journeys/{journey_id:uuid}/ending", permission=Permission.WORK_WITH_PEOPLE, name="outcomes.end")
async def end(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """End the journey."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    read = forms.read_ending(
        form,
        await _agreed_goals(journey_id),
        pam_is_fresh=_is_fresh(await measures.scores(journey_id, pam.INSTRUMENT)),
        booked=bool(await queries.booked_sessions(journey_id)),
    )
    if read is None:
        return await _ending_page(request, journey, form, await coaching.assessment(journey_id), status_code=422)
    await actions.end(journey_id, read, submission=form.submission, by=member)
    return web.go(f"/journeys/{journey_id}", said="The journey has ended. The referrer is being told what came of it.")


@get("/journeys/{journey_id:uuid}/reopen", permission=Permission.TRIAGE, opens="journey", name="outcomes.reopen")
async def reopen(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Ask why they are coming back."""
    journey = await journeys.journey(journey_id, web.member(request))
    return web.page(request, "outcomes/reopen.html", {"journey": journey, "form": Form.blank()})


@post("/journeys/{journey_id:uuid}/reopen", permission=Permission.TRIAGE, name="outcomes.open_again")
async def open_again(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Open the new journey."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    why = forms.read_why(form)
    if not form.ok:
        return web.page(request, "outcomes/reopen.html", {"journey": journey, "form": form}, status_code=422)
    new = await actions.reopen(journey_id, why=why, submission=form.submission, by=member)
    return web.go(f"/journeys/{new}", said="A new journey is open. The one before is kept as it was.")


async def _agreed_goals(journey_id: UUID) -> list[coaching.GoalFacts]:
    return [goal for goal in await coaching.goals(journey_id) if goal.is_agreed]


def _is_fresh(scores: list[ScoreSeen]) -> bool:
    latest = max((score.taken_on for score in scores if not score.struck), default=None)
    return rules.pam_is_fresh(latest, london_day(clock.now()))


async def _shared(journey: JourneyFacts, form: Form) -> Mapping[str, Any]:
    goals = await _agreed_goals(journey.id)
    return {
        "journey": journey,
        "form": form,
        "goals": goals,
        "rating_fields": {
            goal.id: (forms.rating_field(goal.id, "person"), forms.rating_field(goal.id, "worker")) for goal in goals
        },
        "not_dones": forms.NOT_DONES,
        "hows": forms.HOWS,
    }


async def _review_page(request: Asked, journey: JourneyFacts, form: Form, *, status_code: int = 200) -> Response[str]:
    activation = await measures.panel(journey.id, web.member(request))
    context = {
        **await _shared(journey, form),
        "pam_due": activation.due,
        "pam_is_due": activation.is_due or activation.is_overdue,
    }
    return web.page(request, "outcomes/review.html", context, status_code=status_code)


async def _ending_page(
    request: Asked,
    journey: JourneyFacts,
    form: Form,
    assessment: coaching.AssessmentFacts | None,
    *,
    status_code: int = 200,
) -> Response[str]:
    reason = form.typed("reason")
    known = reason in set(EndReason)
    context = {
        **await _shared(journey, form),
        "reason": reason if known else "",
        "reason_label": END_REASONS[EndReason(reason)] if known else "",
        "reasons": forms.REASONS,
        "sections": rules.makes_sense(reason) if known else frozenset(),
        "asks_planned": known and rules.planned_by(reason) is None,
        "pam_is_fresh": known and _is_fresh(await measures.scores(journey.id, pam.INSTRUMENT)),
        "what_nexts": forms.WHAT_NEXTS,
        "expectations": forms.EXPECTATIONS,
        "expected": assessment.values.get("expectations", "") if assessment else "",
        "booked": await queries.booked_sessions(journey.id) if known else (),
        "connections": await connections.of_journey(journey.id) if known else (),
        "safety_flag": (await safety.open_for([journey.id])).get(journey.id),
    }
    return web.page(request, "outcomes/ending.html", context, status_code=status_code)


router = Router("/", route_handlers=[review, keep_review, ending, end, reopen, open_again])
