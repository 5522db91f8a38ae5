"""/my/safety-plan: a person reads the plan they agreed, prints it, and says what they think of it."""

from typing import Any

from litestar import Response, get, post

from livewell.crisis import forms, letters
from livewell.crisis.actions import plans as actions
from livewell.crisis.queries import plans as queries
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked


@get("/my/safety-plan", permission=OWN_SPACE, name="crisis.own_plan")
async def own_plan(request: Asked) -> Response[str]:
    """My plan, or how to come by one."""
    return await _page(request, Form.blank())


@post("/my/safety-plan", permission=OWN_SPACE, name="crisis.say_about_plan")
async def say_about_plan(request: Asked) -> Response[Any]:
    """Say something about it, for the team to read."""
    form = Form(await request.form())
    words = forms.read_word(form)
    if not form.ok:
        return await _page(request, form, status_code=422)
    await actions.say_about_plan(words=words, submission=form.submission, by=web.resident(request))
    return web.go("/my/safety-plan", said=_("Your words are kept. Your worker will talk about them with you."))


@get("/my/safety-plan.pdf", permission=OWN_SPACE, name="crisis.own_plan_pdf")
async def own_plan_pdf(request: Asked) -> Response[bytes]:
    """My plan on one page of paper."""
    found = await queries.plan(web.resident(request).person)
    if found is None:
        raise NotFound
    return await web.pdf(letters.plan_as_html(found, called=""), filename="my-safety-plan.pdf")


async def _page(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    person = web.resident(request).person
    context = {
        "plan": await queries.plan(person),
        "said_about": await queries.words_about(person),
        "form": form,
    }
    return web.page(request, "crisis/own_plan.html", context, status_code=status_code)


HANDLERS = [own_plan, say_about_plan, own_plan_pdf]
