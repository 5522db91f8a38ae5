"""/my/learning/plan and /my/learning/wishes: somebody's own plan, and what they would like to be able to learn."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import Stale
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.learning import actions
from livewell.learning.forms import people as forms
from livewell.learning.queries import bookings
from livewell.learning.queries import wishes as queries
from livewell.learning.rules import LONGEST_WORDS
from livewell.learning.rules.nominations import CameFrom


@get("/my/learning/plan", permission=OWN_SPACE, name="learning.own_plan")
async def own_plan(request: Asked) -> Response[str]:
    """Their plan, beside what they have done so far."""
    plan = await bookings.plan(web.resident(request).person)
    fields = {
        name: getattr(plan, name) for name in ("want", "why", "helps", "know_by", "steps", "looked_back", "shared")
    }
    return await _plan_page(request, Form.blank(fields | {"version": plan.version}))


@post("/my/learning/plan", permission=OWN_SPACE, name="learning.own_write_plan")
async def own_write_plan(request: Asked) -> Response[Any]:
    """Keep it."""
    form = Form(await request.form())
    words = forms.read_plan(form)
    if words is None:
        return await _plan_page(request, form)
    if form.version is None:
        raise Stale(theirs={}, yours=actions.plan_in_words(words))
    await actions.write_plan(words, version=form.version, by=web.resident(request))
    return web.go("/my/learning", said=_("Your plan is saved."))


@get("/my/learning/wishes", permission=OWN_SPACE, name="learning.own_wishes")
async def own_wishes(request: Asked) -> Response[str]:
    """What people would like to learn, to say that one would like it too, or something else."""
    return await _wishes_page(request, Form.blank())


@post("/my/learning/wishes", permission=OWN_SPACE, name="learning.own_wish")
async def own_wish(request: Asked) -> Response[Any]:
    """Say what one would like."""
    form = Form(await request.form())
    wish = forms.read_wish(form, came_from=CameFrom.CLIENT)
    if wish is None:
        return await _wishes_page(request, form)
    await actions.nominate(wish, submission=form.submission, by=web.resident(request))
    return web.go(
        "/my/learning/wishes",
        said=_("Thank you. Somebody of the team reads it first, then others can say that they would like it too."),
    )


@post("/my/learning/wishes/{nomination_id:uuid}/vote", permission=OWN_SPACE, name="learning.own_vote")
async def own_vote(request: Asked, nomination_id: FromPath[UUID]) -> Response[bytes]:
    """I would like it too, or not any more."""
    form = Form(await request.form())
    by = web.resident(request)
    await actions.vote(nomination_id, kind="person", record=by.person, wants=form.yes("wants"))
    return web.go("/my/learning/wishes", said=_("Your voice is counted."))


async def _plan_page(request: Asked, form: Form) -> Response[str]:
    by = web.resident(request)
    found = [one for one in await bookings.of_person(by.person) if not one.is_over]
    context = {"form": form, "done": found, "longest": LONGEST_WORDS}
    return web.page(request, "learning/own_plan.html", context, status_code=422 if form.errors else 200)


async def _wishes_page(request: Asked, form: Form) -> Response[str]:
    by = web.resident(request)
    context = {
        "wishes": await queries.wishes(voter=queries.voter("person", by.person)),
        "form": form,
        "categories": forms.categories(),
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/own_wishes.html", context, status_code=422 if form.errors else 200)


HANDLERS = (own_plan, own_write_plan, own_wishes, own_wish, own_vote)
