"""/journeys/…/goals/new and /goals/…: a goal from its first words to what was reached of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions, forms, queries
from livewell.coaching.actions import GoalRated, GoalWords, StepWords
from livewell.coaching.forms import GoalTyped
from livewell.coaching.queries import GoalFacts
from livewell.coaching.rules import ATTAINMENT_LABELS, BASELINES, Occasion
from livewell.journeys import queries as journeys
from livewell.kit import charts, web
from livewell.kit.dates import london_day, say_day
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

WORK = Permission.WORK_WITH_PEOPLE


@get("/journeys/{journey_id:uuid}/goals/new", permission=WORK, opens="journey", name="coaching.new_goal")
async def new_goal(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """A goal in the person's own words."""
    return await _form_page(request, journey_id, Form.blank(), None, "new")


@post("/journeys/{journey_id:uuid}/goals/new", permission=WORK, name="coaching.draft_goal")
async def draft_goal(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Write it down as it is being worked out."""
    form = Form(await request.form())
    typed = forms.read_goal(form)
    if typed is None:
        return await _form_page(request, journey_id, form, None, "new", status_code=422)
    goal = await actions.draft_goal(
        journey_id, words=_words(typed), steps=_steps(typed), submission=form.submission, by=web.member(request)
    )
    return web.go(f"/goals/{goal}", said="The goal is written down. Read it together, then agree it.")


@get("/goals/{goal_id:uuid}", permission=WORK, opens="goal", name="coaching.goal")
async def goal(request: Asked, goal_id: FromPath[UUID]) -> Response[str]:
    """One goal: its words, steps, levels and what was reached."""
    return await _goal_page(request, goal_id, Form.blank())


@get("/goals/{goal_id:uuid}/edit", permission=WORK, opens="goal", name="coaching.goal_to_edit")
async def goal_to_edit(request: Asked, goal_id: FromPath[UUID]) -> Response[str]:
    """A goal that is not agreed yet, to go on writing."""
    found = await queries.goal(goal_id, web.member(request))
    return await _form_page(request, found.journey, forms.goal_as_form(found), found, "edit")


@post("/goals/{goal_id:uuid}/edit", permission=WORK, name="coaching.edit_goal")
async def edit_goal(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """Save it."""
    member = web.member(request)
    found = await queries.goal(goal_id, member)
    form = Form(await request.form())
    typed = forms.read_goal(form)
    if typed is None:
        return await _form_page(request, found.journey, form, found, "edit", status_code=422)
    await actions.edit_goal(goal_id, words=_words(typed), steps=_steps(typed), version=form.version or 0, by=member)
    return web.go(f"/goals/{goal_id}", said="Saved.")


@get("/goals/{goal_id:uuid}/change", permission=WORK, opens="goal", name="coaching.goal_to_change")
async def goal_to_change(request: Asked, goal_id: FromPath[UUID]) -> Response[str]:
    """An agreed goal, to write a new version."""
    found = await queries.goal(goal_id, web.member(request))
    return await _form_page(request, found.journey, forms.goal_as_form(found), found, "change")


@post("/goals/{goal_id:uuid}/change", permission=WORK, name="coaching.change_goal")
async def change_goal(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """Begin the new version; the old one stands until it is agreed."""
    member = web.member(request)
    found = await queries.goal(goal_id, member)
    form = Form(await request.form())
    typed = forms.read_goal(form)
    if typed is None:
        return await _form_page(request, found.journey, form, found, "change", status_code=422)
    newer = await actions.change_goal(
        goal_id, words=_words(typed), steps=_steps(typed), submission=form.submission, by=member
    )
    return web.go(f"/goals/{newer}", said="The new version is begun. The old one stands until this one is agreed.")


@post("/goals/{goal_id:uuid}/agree", permission=WORK, name="coaching.agree_goal")
async def agree_goal(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """The person agrees it."""
    member = web.member(request)
    form = Form(await request.form())
    baseline = forms.read_baseline(form)
    if baseline is None:
        return await _goal_page(request, goal_id, form, status_code=422)
    await actions.agree_goal(goal_id, baseline=baseline, version=form.version or 0, by=member)
    found = await queries.goal(goal_id, member)
    return web.go(f"/journeys/{found.journey}", said="The goal is agreed.")


@post("/goals/{goal_id:uuid}/rate", permission=WORK, name="coaching.rate_goal")
async def rate_goal(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """How far it was reached today, the person first."""
    member = web.member(request)
    found = await queries.goal(goal_id, member)
    form = Form(await request.form())
    typed = forms.read_rating(form)
    if typed is None:
        return await _goal_page(request, goal_id, form, status_code=422)
    await actions.rate_goals(
        found.journey,
        occasion=Occasion.REVIEW,
        ratings=[GoalRated(goal_id, person=typed.person, worker=typed.worker)],
        by=member,
    )
    return web.go(f"/goals/{goal_id}", said="Kept.")


@post("/goals/{goal_id:uuid}/set-aside", permission=WORK, name="coaching.set_aside_goal")
async def set_aside_goal(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """Set it aside, saying why."""
    member = web.member(request)
    found = await queries.goal(goal_id, member)
    form = Form(await request.form())
    why = forms.read_why(form)
    if not form.ok:
        return await _goal_page(request, goal_id, form, status_code=422)
    await actions.set_aside_goal(goal_id, why=why, by=member)
    return web.go(f"/journeys/{found.journey}", said="The goal is set aside.")


@post("/goals/{goal_id:uuid}/first", permission=WORK, name="coaching.put_goal_first")
async def put_goal_first(request: Asked, goal_id: FromPath[UUID]) -> Response[bytes]:
    """It matters most now."""
    journey = await actions.put_first(goal_id, by=web.member(request))
    return web.go(f"/journeys/{journey}/about/goals", said="It comes first now.")


@post("/goal-steps/{step_id:uuid}/tick", permission=WORK, name="coaching.tick_step")
async def tick_step(request: Asked, step_id: FromPath[UUID]) -> Response[bytes]:
    """A step is done, or not after all."""
    form = Form(await request.form())
    journey = await actions.tick_step(step_id, done=form.yes("done"), by=web.member(request))
    return web.go(f"/journeys/{journey}", said="Well done." if form.yes("done") else "Noted.")


def _words(typed: GoalTyped) -> GoalWords:
    return GoalWords(
        in_words=typed.in_words,
        way=typed.way,
        domain=typed.domain,
        importance=typed.importance,
        confidence=typed.confidence,
        may_share=typed.may_share,
        **typed.levels,
    )


def _steps(typed: GoalTyped) -> list[StepWords]:
    return [StepWords(step.what, step.due_on) for step in typed.steps]


async def _form_page(
    request: Asked, journey_id: UUID, form: Form, found: GoalFacts | None, verb: str, *, status_code: int = 200
) -> Response[str]:
    context = {
        "journey": await journeys.journey(journey_id, web.member(request)),
        "goal": found,
        "form": form,
        "verb": verb,
        "ways": forms.WAYS,
        "domains": forms.DOMAINS,
        "levels": forms.LEVELS,
        "rows": forms.STEP_ROWS,
    }
    return web.page(request, "coaching/goal_form.html", context, status_code=status_code)


async def _goal_page(request: Asked, goal_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    found = await queries.goal(goal_id, member)
    journey = await journeys.journey(found.journey, member)
    rated = [
        (
            f"{say_day(london_day(rating.rated_at))}, {'the person' if rating.rater == 'person' else 'the worker'}",
            rating.level,
        )
        for rating in found.ratings
    ]
    context = {
        "goal": found,
        "journey": journey,
        "form": form,
        "baselines": forms.BASELINE_CHOICES,
        "baseline_words": BASELINES,
        "attainments": [
            (str(level), found.levels[level] or label, label if found.levels[level] not in {"", label} else "")
            for level, label in sorted(ATTAINMENT_LABELS.items(), reverse=True)
        ],
        "labels": ATTAINMENT_LABELS,
        "indicators": (await queries.indicators([goal_id]))[goal_id],
        "chart": charts.attainment("How far the goal was reached", rated, ATTAINMENT_LABELS) if rated else None,
    }
    return web.page(request, "coaching/goal.html", context, status_code=status_code)


HANDLERS = [
    new_goal,
    draft_goal,
    goal,
    goal_to_edit,
    edit_goal,
    goal_to_change,
    change_goal,
    agree_goal,
    rate_goal,
    set_aside_goal,
    put_goal_first,
    tick_step,
]
