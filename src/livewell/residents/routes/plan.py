"""/my/goals and /my/places: what somebody works towards, and where they go."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.coaching import queries as counted
from livewell.finding import shortlist
from livewell.finding.queries.listing import shortlisted
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.residents import actions, forms, queries

PLACE = "/my/places/{connection_id:uuid}"


@get("/my/goals", permission=OWN_SPACE, name="residents.goals")
async def goals(request: Asked) -> Response[str]:
    """Every goal with its steps, and how far they are."""
    return await _goals_page(request, Form.blank(), None)


@post("/my/steps/{step_id:uuid}/tick", permission=OWN_SPACE, name="residents.tick_step")
async def tick_step(request: Asked, step_id: FromPath[UUID]) -> Response[bytes]:
    """A step is done, or not after all."""
    form = Form(await request.form())
    done = form.yes("done")
    await actions.tick_step(step_id, done=done, by=web.resident(request))
    said = _("Well done.") if done else _("Saved.")
    return web.go("/my" if form.typed("from") == "home" else "/my/goals", said=said)


@post("/my/goals/{goal_id:uuid}/how-far", permission=OWN_SPACE, name="residents.how_far")
async def how_far(request: Asked, goal_id: FromPath[UUID]) -> Response[Any]:
    """Where they are with a goal, as they see it."""
    form = Form(await request.form())
    level = forms.read_level(form)
    if level is None:
        return await _goals_page(request, form, goal_id)
    await actions.say_how_far(goal_id, level=level, submission=form.submission, by=web.resident(request))
    return web.go("/my/goals", said=_("Saved. Your worker sees where you are."))


@get("/my/places", permission=OWN_SPACE, name="residents.places")
async def places(request: Asked) -> Response[str]:
    """Places in their plan, and the list they made in this browser."""
    return await _places_page(request, Form.blank())


@post("/my/places/from-list", permission=OWN_SPACE, name="residents.put_in_plan")
async def put_in_plan(request: Asked) -> Response[Any]:
    """Put what they ticked of their list into their plan; the list is left as it is."""
    form = Form(await request.form())
    chosen = forms.read_chosen(form)
    if not chosen:
        return await _places_page(request, form)
    await actions.put_in_plan(chosen, submission=form.submission, by=web.resident(request))
    return web.go("/my/places", said=_("They are in your plan. Your worker sees them too."))


@get(PLACE, permission=OWN_SPACE, name="residents.place")
async def place(request: Asked, connection_id: FromPath[UUID]) -> Response[str]:
    """One place: when it is next, where, whom to ask for, and how it was."""
    return await _place_page(request, connection_id, Form.blank())


@post(f"{PLACE}/went", permission=OWN_SPACE, name="residents.went")
async def went(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """I went."""
    form = Form(await request.form())
    typed = forms.read_visit(form)
    if typed is None:
        return await _place_page(request, connection_id, form)
    await actions.went(
        connection_id,
        went_on=typed.went_on,
        for_me=typed.for_me,
        submission=form.submission,
        by=web.resident(request),
    )
    return web.go(f"/my/places/{connection_id}", said=_("Saved. Thank you for telling us."))


@post(f"{PLACE}/how-it-was", permission=OWN_SPACE, name="residents.how_it_was")
async def how_it_was(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """It was for me, it was not, or I am not sure."""
    form = Form(await request.form())
    for_me = forms.read_for_me(form)
    if for_me is None:
        return await _place_page(request, connection_id, form)
    await actions.say_how_it_was(connection_id, for_me=for_me, by=web.resident(request))
    return web.go(f"/my/places/{connection_id}", said=_("Saved. Thank you for telling us."))


@post(f"{PLACE}/look-again", permission=OWN_SPACE, name="residents.look_again")
async def look_again(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """Please help me to look for something else."""
    form = Form(await request.form())
    await actions.ask_to_look_again(connection_id, submission=form.submission, by=web.resident(request))
    return web.go("/my/places", said=_("Your worker will look for something else with you."))


async def _goals_page(request: Asked, form: Form, wrong: UUID | None) -> Response[str]:
    """`wrong` is the goal whose form has a mistake."""
    by = web.resident(request)
    mine = await queries.goals_of(by)
    context = {
        "goals": mine,
        "counted": await counted.indicators([goal.id for goal in mine]),
        "journey": await queries.journey_of(by),
        "form": form,
        "blank": Form.blank(),
        "wrong": wrong,
    }
    return web.page(request, "residents/goals.html", context, status_code=422 if form.errors else 200)


async def _places_page(request: Asked, form: Form) -> Response[str]:
    mine = await queries.places_of(web.resident(request))
    there = {one.asset for one in mine if not one.is_over}
    kept = shortlist.read(request)
    listed = (await shortlisted(kept)).pages if kept else ()
    context = {
        "places": mine,
        "form": form,
        "listed": [(str(one.asset.id), one.asset.name) for one in listed if one.asset.id not in there],
    }
    return web.page(request, "residents/places.html", context, status_code=422 if form.errors else 200)


async def _place_page(request: Asked, connection_id: UUID, form: Form) -> Response[str]:
    seen, going = await queries.own_place(connection_id, web.resident(request))
    context = {"place": seen, "going": going, "form": form, "choices": forms.for_me_choices()}
    return web.page(request, "residents/place.html", context, status_code=422 if form.errors else 200)


HANDLERS = (goals, tick_step, how_far, places, put_in_plan, place, went, how_it_was, look_again)
"""Goals and places."""
