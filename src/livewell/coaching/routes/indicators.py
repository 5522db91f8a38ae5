"""/goals/…/indicators and /indicators/…: what is counted or measured on the way to a goal."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions, forms, queries
from livewell.coaching.queries import GoalFacts, IndicatorFacts
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

WORK = Permission.WORK_WITH_PEOPLE
ADDRESS = "/goals/{goal_id:uuid}/indicators"


@get(ADDRESS + "/new", permission=WORK, opens="goal", name="coaching.new_indicator")
async def new_indicator(request: Asked, goal_id: FromPath[UUID]) -> Response[str]:
    """Something to count or measure."""
    return await _new_page(request, goal_id, Form.blank())


@post(ADDRESS + "/new", permission=WORK, name="coaching.begin_indicator")
async def begin_indicator(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """Begin it."""
    member = web.member(request)
    await queries.goal(goal_id, member)
    form = Form(await request.form())
    words = forms.read_indicator(form)
    if words is None:
        return await _new_page(request, goal_id, form)
    begun = await actions.begin_indicator(goal_id, words, submission=form.submission, by=member)
    return web.go(f"{_at(goal_id)}/{begun}", said="Now note the first value.")


@get(ADDRESS + "/{indicator_id:uuid}", permission=WORK, opens="goal", name="coaching.indicator")
async def indicator(request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID]) -> Response[str]:
    """Its values, its picture, and the form for the next."""
    return await _page(request, goal_id, indicator_id, Form.blank({"on": clock.today()}))


@post(ADDRESS + "/{indicator_id:uuid}", permission=WORK, name="coaching.read_indicator")
async def read_indicator(request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID]) -> Response[Any]:
    """Note a value."""
    await _found(request, goal_id, indicator_id)
    form = Form(await request.form())
    typed = forms.read_reading(form)
    if typed is None:
        return await _page(request, goal_id, indicator_id, form)
    reading, on = typed
    await actions.read_indicator(
        indicator_id, reading=reading, on=on, submission=form.submission, by=web.member(request)
    )
    return web.go(f"{_at(goal_id)}/{indicator_id}", said="Noted.")


@post(ADDRESS + "/{indicator_id:uuid}/end", permission=WORK, name="coaching.end_indicator")
async def end_indicator(request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID]) -> Response[bytes]:
    """Count it no longer."""
    await _found(request, goal_id, indicator_id)
    await actions.end_indicator(indicator_id, by=web.member(request))
    return web.go(f"/goals/{goal_id}", said="It is not counted any more. What was noted stays.")


@post(
    ADDRESS + "/{indicator_id:uuid}/readings/{reading_id:uuid}/strike", permission=WORK, name="coaching.strike_reading"
)
async def strike_reading(
    request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID], reading_id: FromPath[UUID]
) -> Response[bytes]:
    """A slip of the pen."""
    _, found = await _found(request, goal_id, indicator_id)
    if reading_id not in {one.id for one in found.readings}:
        raise NotFound
    await actions.strike_reading(reading_id, by=web.member(request))
    return web.go(f"{_at(goal_id)}/{indicator_id}", said="Struck. It stays to be seen, and does not count.")


def _at(goal_id: UUID) -> str:
    return f"/goals/{goal_id}/indicators"


async def _found(request: Asked, goal_id: UUID, indicator_id: UUID) -> tuple[GoalFacts, IndicatorFacts]:
    goal = await queries.goal(goal_id, web.member(request))
    for one in (await queries.indicators([goal_id]))[goal_id]:
        if one.id == indicator_id:
            return goal, one
    raise NotFound


async def _new_page(request: Asked, goal_id: UUID, form: Form) -> Response[str]:
    goal = await queries.goal(goal_id, web.member(request))
    return web.page(
        request, "coaching/new_indicator.html", {"goal": goal, "form": form}, status_code=200 if form.ok else 422
    )


async def _page(request: Asked, goal_id: UUID, indicator_id: UUID, form: Form) -> Response[str]:
    goal, found = await _found(request, goal_id, indicator_id)
    context = {"goal": goal, "indicator": found, "form": form}
    return web.page(request, "coaching/indicator.html", context, status_code=200 if form.ok else 422)


HANDLERS = [new_indicator, begin_indicator, indicator, read_indicator, end_indicator, strike_reading]
