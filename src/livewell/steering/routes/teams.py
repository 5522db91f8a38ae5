"""/team-plans: what each team has, finds and does first, with those who use the service."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import queries as forum
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.steering import actions, queries
from livewell.steering.forms import teams as forms

_ALL = "/team-plans"
_ONE = f"{_ALL}/{{plan_id:uuid}}"
_PRIORITY = f"{_ONE}/priorities/{{priority_id:uuid}}"
_SEE = Permission.SEE_TOGETHER
_STEER = Permission.STEER
_WHO = Permission.SEE_WHO
_A_YEAR = timedelta(days=365)


@get(_ALL, permission=_SEE, name="steering.plans")
async def every(request: Asked) -> Response[str]:
    """Every plan that is not past, and what is due."""
    context = {
        "plans": await queries.plans(),
        "due": await queries.due_priorities(),
        "sees_who": _WHO in web.member(request).can,
    }
    return web.page(request, "steering/plans.html", context)


@get(f"{_ALL}/new", permission=_STEER, name="steering.new_plan")
async def new(request: Asked) -> Response[str]:
    """The form to begin one."""
    today = clock.today()
    return await _new_page(request, Form.blank({"begins": today, "review": today + _A_YEAR}))


@post(f"{_ALL}/new", permission=_STEER, name="steering.begin_plan")
async def begin(request: Asked) -> Response[Any]:
    """Begin it."""
    form = Form(await request.form())
    typed = forms.read_plan(form, await queries.areas())
    if typed is None:
        return await _new_page(request, form)
    area, begins_on, review_on = typed
    made = await actions.begin_plan(
        area=area, begins_on=begins_on, review_on=review_on, submission=form.submission, by=web.member(request)
    )
    return web.go(f"{_ALL}/{made}", said="The plan is there to be filled together.")


async def _new_page(request: Asked, form: Form) -> Response[str]:
    context = {"form": form, "areas": await queries.areas()}
    return web.page(request, "steering/new_plan.html", context, status_code=200 if form.ok else 422)


@get(_ONE, permission=_SEE, name="steering.plan")
async def one(request: Asked, plan_id: FromPath[UUID]) -> Response[str]:
    """One plan whole, and those before it."""
    found = await queries.plan(plan_id)
    context = {"plan": found, "others": await queries.plans_before(found.area, found.id)}
    context["sees_who"] = _WHO in web.member(request).can
    return web.page(request, "steering/plan.html", context)


@get(f"{_ONE}/assets", permission=_STEER, name="steering.assets_page")
async def assets_page(request: Asked, plan_id: FromPath[UUID]) -> Response[str]:
    """What is there: talents, contacts, networks."""
    found = await queries.plan(plan_id)
    return _assets_page(request, found, Form.blank({"assets": found.assets_words}))


@post(f"{_ONE}/assets", permission=_STEER, name="steering.write_assets")
async def write_assets(request: Asked, plan_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    form = Form(await request.form())
    words = forms.read_assets(form)
    if words is None:
        return _assets_page(request, await queries.plan(plan_id), form)
    await actions.write_assets(plan_id, words, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{plan_id}", said="Saved.")


def _assets_page(request: Asked, found: queries.PlanSeen, form: Form) -> Response[str]:
    context = {"plan": found, "form": form}
    return web.page(request, "steering/assets.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/benchmarks", permission=_STEER, name="steering.benchmarks_page")
async def benchmarks_page(request: Asked, plan_id: FromPath[UUID]) -> Response[str]:
    """The team's own statements, to be rated together."""
    found = await queries.plan(plan_id)
    return _benchmarks_page(request, found, forms.filled_benchmarks(found.benchmarks))


@post(f"{_ONE}/benchmarks", permission=_STEER, name="steering.rate")
async def rate(request: Asked, plan_id: FromPath[UUID]) -> Response[Any]:
    """Keep them."""
    form = Form(await request.form())
    found = await queries.plan(plan_id)
    typed = forms.read_benchmarks(form, range(1, forms.MOST_STATEMENTS + 1))
    if typed is None:
        return _benchmarks_page(request, found, form)
    await actions.rate(plan_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{_ALL}/{plan_id}", said="Saved.")


def _benchmarks_page(request: Asked, found: queries.PlanSeen, form: Form) -> Response[str]:
    context = {
        "plan": found,
        "form": form,
        "numbers": forms.rows_of(found.benchmarks),
        "ratings": forms.RATING_CHOICES,
    }
    return web.page(request, "steering/benchmarks.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/priorities", permission=_STEER, name="steering.priority_page")
async def priority_page(request: Asked, plan_id: FromPath[UUID]) -> Response[str]:
    """The form for one priority."""
    return await _priority_page(request, plan_id, Form.blank())


@post(f"{_ONE}/priorities", permission=_STEER, name="steering.add_priority")
async def add_priority(request: Asked, plan_id: FromPath[UUID]) -> Response[Any]:
    """Put it into the plan."""
    form = Form(await request.form())
    typed = forms.read_priority(form, await queries.staff_choices(), await forum.choices())
    if typed is None:
        return await _priority_page(request, plan_id, form)
    await actions.add_priority(plan_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"{_ALL}/{plan_id}", said="The priority is in the plan.")


async def _priority_page(request: Asked, plan_id: UUID, form: Form) -> Response[str]:
    context = {
        "plan": await queries.plan(plan_id),
        "form": form,
        "staff": await queries.staff_choices(),
        "members": await forum.choices(),
    }
    return web.page(request, "steering/priority_form.html", context, status_code=200 if form.ok else 422)


@get(_PRIORITY, permission=_STEER, name="steering.settle_page")
async def settle_page(request: Asked, plan_id: FromPath[UUID], priority_id: FromPath[UUID]) -> Response[str]:
    """What came of one."""
    return await _settle_page(request, plan_id, priority_id, Form.blank())


async def _settle_page(request: Asked, plan_id: UUID, priority_id: UUID, form: Form) -> Response[str]:
    context = {"priority": await queries.priority(plan_id, priority_id), "form": form}
    return web.page(request, "steering/settle.html", context, status_code=200 if form.ok else 422)


@post(_PRIORITY, permission=_STEER, name="steering.settle_priority")
async def settle(request: Asked, plan_id: FromPath[UUID], priority_id: FromPath[UUID]) -> Response[Any]:
    """It is done, or dropped."""
    form = Form(await request.form())
    done = form.one_of("outcome", ("done", "dropped"), required="Say whether it is done or dropped")
    words = forms.read_came_of_it(form)
    if done is None or words is None:
        return await _settle_page(request, plan_id, priority_id, form)
    await actions.settle_priority(
        plan_id, priority_id, done=done == "done", came_of_it=words, version=form.version, by=web.member(request)
    )
    return web.go(f"{_ALL}/{plan_id}", said="Saved.")


@post(f"{_ONE}/in-force", permission=_STEER, name="steering.put_in_force")
async def put_in_force(request: Asked, plan_id: FromPath[UUID]) -> Response[bytes]:
    """Put it in force."""
    await actions.put_in_force(plan_id, by=web.member(request))
    return web.go(f"{_ALL}/{plan_id}", said="The plan is in force. The one before it is past.")


@post(f"{_ONE}/past", permission=_STEER, name="steering.close_plan")
async def close(request: Asked, plan_id: FromPath[UUID]) -> Response[bytes]:
    """Put it past."""
    await actions.close_plan(plan_id, by=web.member(request))
    return web.go(f"{_ALL}/{plan_id}", said="The plan is past. It stays to be read.")


HANDLERS = [
    every,
    new,
    begin,
    one,
    assets_page,
    write_assets,
    benchmarks_page,
    rate,
    priority_page,
    add_priority,
    settle_page,
    settle,
    put_in_force,
    close,
]
