"""/my/goals/…/counts: what somebody counts on the way to a goal of theirs."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import actions as coaching
from livewell.coaching import forms as coaching_forms
from livewell.coaching import queries as counted
from livewell.coaching.queries import IndicatorFacts
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.residents import queries
from livewell.residents.queries import OwnGoal

ADDRESS = "/my/goals/{goal_id:uuid}/counts/{indicator_id:uuid}"


@get(ADDRESS, permission=OWN_SPACE, name="residents.count")
async def count(request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID]) -> Response[str]:
    """Its values, its picture, and the form for the next."""
    return await _page(request, goal_id, indicator_id, Form.blank({"on": clock.today()}))


@post(ADDRESS, permission=OWN_SPACE, name="residents.note_count")
async def note_count(request: Asked, goal_id: FromPath[UUID], indicator_id: FromPath[UUID]) -> Response[Any]:
    """Note a value of one day."""
    await _found(request, goal_id, indicator_id)
    form = Form(await request.form())
    typed = coaching_forms.read_reading(form)
    if typed is None:
        return await _page(request, goal_id, indicator_id, form)
    value, on = typed
    await coaching.read_indicator(
        indicator_id, reading=value, on=on, submission=form.submission, by=web.resident(request)
    )
    return web.go(f"/my/goals/{goal_id}/counts/{indicator_id}", said=_("Saved. Your worker sees it too."))


async def _found(request: Asked, goal_id: UUID, indicator_id: UUID) -> tuple[OwnGoal, IndicatorFacts]:
    for goal in await queries.goals_of(web.resident(request)):
        if goal.id == goal_id:
            for one in (await counted.indicators([goal_id]))[goal_id]:
                if one.id == indicator_id:
                    return goal, one
    raise NotFound


async def _page(request: Asked, goal_id: UUID, indicator_id: UUID, form: Form) -> Response[str]:
    goal, found = await _found(request, goal_id, indicator_id)
    context = {"goal": goal, "indicator": found, "form": form}
    return web.page(request, "residents/count.html", context, status_code=200 if form.ok else 422)


HANDLERS = (count, note_count)
