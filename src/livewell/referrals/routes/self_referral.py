"""/refer: anybody may ask for themself, one thing at a time, without an account."""

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.kit import limits, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.referrals import come_back
from livewell.referrals.actions.receiving import receive
from livewell.referrals.forms.choices import OWN_CHOICES
from livewell.referrals.forms.say import say_answers
from livewell.referrals.forms.self_referral import (
    BY_SLUG,
    HELPER,
    STEPS,
    Step,
    first_unanswered,
    read_all,
    step_after,
    step_before,
)
from livewell.referrals.queries import sent
from livewell.referrals.queries.place import practices
from livewell.referrals.routes import unfinished
from livewell.referrals.routes.unfinished import Unfinished

AN_HOUR = timedelta(hours=1)
BEGINNINGS = 30
SENDINGS = 30
"""From one address in an hour: a library full of people is welcome, a robot is not."""
CODES = 10
"""Codes tried from one address in an hour."""

CHECK = "/refer/check-answers"


async def _not_too_often(request: Asked, bucket: str, allowed: int) -> None:
    if await limits.too_many(bucket, web.address_of(request), allowed, AN_HOUR):
        raise TooManyRequestsException


@get("/refer", permission=PUBLIC, name="referrals.start")
async def start(request: Asked) -> Response[str]:
    """What Live Well is, and the ways to begin."""
    begun = await unfinished.find(request)
    return web.page(request, "referrals/start.html", {"begun": begun.begun, "next": STEPS[0]})


@get("/refer/worried", permission=PUBLIC, name="referrals.worried")
async def worried(request: Asked) -> Response[str]:
    """Help now, at once, and the way on to the form."""
    return web.page(request, "referrals/worried.html", {})


@get("/refer/self/{slug:str}", permission=PUBLIC, name="referrals.step")
async def step(request: Asked, slug: FromPath[str]) -> Response[str]:
    """One page of the form, as it was left."""
    begun = await unfinished.find(request)
    return await _step_page(request, _step(slug), Form(begun.answers), begun)


@post("/refer/self/{slug:str}", permission=PUBLIC, name="referrals.answer_step")
async def answer_step(request: Asked, slug: FromPath[str]) -> Response[str] | Response[bytes]:
    """Keep one page's answers and go on, or keep them as they are and give a code to come back by."""
    here = _step(slug)
    form = Form(await request.form())
    begun = await unfinished.find(request)
    if begun.sent:
        begun = Unfinished(token=begun.token)
    if not begun.begun:
        await _not_too_often(request, "self-referral-begin", BEGINNINGS)
    if form.typed("save"):
        begun.answer(here, here.answers(form), complete=False)
        code, until = await unfinished.give_code(request, begun)
        saved = web.page(request, "referrals/saved.html", {"code": code, "until": until, "step": here})
        return await unfinished.keep(request, begun, saved)
    here.read(form, await practices())
    if not form.ok:
        return await _step_page(request, here, form, begun, status_code=422)
    begun.answer(here, here.answers(form), complete=True)
    after = step_after(slug)
    checking = "change" in request.query_params or after is None
    return await unfinished.keep(
        request, begun, web.go(CHECK if checking or after is None else f"/refer/self/{after.slug}")
    )


def _step(slug: str) -> Step:
    if slug not in BY_SLUG:
        raise NotFound
    return BY_SLUG[slug]


async def _step_page(
    request: Asked, here: Step, form: Form, begun: Unfinished, *, status_code: int = 200
) -> Response[str]:
    changing = "change" in request.query_params
    before = step_before(here.slug)
    back = CHECK if changing else f"/refer/self/{before.slug}" if before else "/refer"
    context: dict[str, Any] = {
        "form": form,
        "step": here,
        "number": STEPS.index(here) + 1 if here is not HELPER else 0,
        "steps": len(STEPS),
        "back": back,
        "begun": begun.begun,
        "practices": await practices() if here.slug == "practice" else {},
        "choices": OWN_CHOICES,
    }
    return web.page(request, f"referrals/steps/{here.slug}.html", context, status_code=status_code)


@get(CHECK, permission=PUBLIC, name="referrals.check_answers")
async def check_answers(request: Asked) -> Response[str] | Response[bytes]:
    """Everything that was answered, each with a way to change it."""
    begun = await unfinished.find(request)
    listed = await practices()
    missing = first_unanswered(begun.answers, begun.answered, listed)
    if missing is not None:
        return web.go(f"/refer/self/{missing.slug}" if begun.begun else "/refer")
    context = {"answers": say_answers(begun.answers, listed), "form": Form.blank(submission=begun.submission)}
    return web.page(request, "referrals/check_answers.html", context)


@post(CHECK, permission=PUBLIC, name="referrals.send_self")
async def send_self(request: Asked) -> Response[bytes]:
    """Send it. A second press of the button gets the first one's receipt."""
    begun = await unfinished.find(request)
    if begun.sent:
        return web.go("/refer/done")
    listed = await practices()
    command = read_all(begun.answers, listed)
    missing = first_unanswered(begun.answers, begun.answered, listed)
    if command is None or missing is not None:
        return web.go(f"/refer/self/{missing.slug}" if missing and begun.begun else "/refer")
    await _not_too_often(request, "self-referral", SENDINGS)
    referral = await receive(command, submission=begun.submission, by=web.actor(request))
    return await unfinished.keep_sent(request, begun, referral, web.go("/refer/done"))


@get("/refer/done", permission=PUBLIC, name="referrals.done")
async def done(request: Asked) -> Response[str] | Response[bytes]:
    """The receipt: a reference, what happens next and by when. It names nobody."""
    begun = await unfinished.find(request)
    referral = await sent.just_sent(begun.sent) if begun.sent else None
    if referral is None:
        return web.go("/refer")
    return web.page(request, "referrals/done.html", {"referral": referral})


@get("/refer/come-back", permission=PUBLIC, name="referrals.come_back")
async def come_back_page(request: Asked) -> Response[str]:
    """Where to type the code."""
    return web.page(request, "referrals/come_back.html", {"form": Form.blank()})


@post("/refer/come-back", permission=PUBLIC, name="referrals.come_back_by_code")
async def come_back_by_code(request: Asked) -> Response[str] | Response[bytes]:
    """Go on where somebody left off."""
    form = Form(await request.form())
    typed = form.text("code", "Your code", required="Enter the code you were given", longest=100)
    if typed:
        await _not_too_often(request, "self-referral-code", CODES)
        code = come_back.tidy_code(typed)
        found = await unfinished.by_code(request, code) if code else None
        if found is not None:
            missing = first_unanswered(found.answers, found.answered, await practices())
            return await unfinished.keep(request, found, web.go(f"/refer/self/{missing.slug}" if missing else CHECK))
        form.error("code", "We could not find that code. Check it, or begin again. A code works for 14 days")
    return web.page(request, "referrals/come_back.html", {"form": form}, status_code=422)


@post("/refer/forget", permission=PUBLIC, name="referrals.forget")
async def forget(request: Asked) -> Response[bytes]:
    """Clear every answer from this browser and from the server."""
    begun = await unfinished.find(request)
    return await unfinished.forget(request, begun, web.go("/refer", said="Your answers were cleared."))


HANDLERS = [
    start,
    worried,
    step,
    answer_step,
    check_answers,
    send_self,
    done,
    come_back_page,
    come_back_by_code,
    forget,
]
