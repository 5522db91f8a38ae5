"""/interests: who knows about what, one's own interests, their plan, and talks about them."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.interests import actions, forms, queries, rules
from livewell.interests.queries import InterestSeen
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

KEEP = Permission.KEEP_INTERESTS
ONE = "/interests/{interest_id:uuid}"


@get("/interests", permission=KEEP, name="interests.all")
async def who_knows(request: Asked) -> Response[str]:
    """Who knows about …? And who leads on which part."""
    form = Form(request.query_params)
    words = form.text("q", "What you look for", longest=rules.LONGEST_AREA)
    page = form.whole_number("page", lowest=1, highest=9999) or 1
    by = web.member(request)
    context = {
        "form": form,
        "words": words,
        "found": await queries.who_knows(words, page=page, seen_by=by),
        "leads": await queries.leads(by),
    }
    return web.page(request, "interests/all.html", context)


@get("/interests/mine", permission=KEEP, name="interests.mine")
async def mine(request: Asked) -> Response[str]:
    """One's own, with what has ended, and a hint when they are many."""
    held = await queries.mine(web.member(request))
    hint = rules.too_many_hint(sum(one.is_current for one in held))
    return web.page(request, "interests/mine.html", {"held": held, "hint": hint, "ideas": rules.IDEAS})


@get("/interests/new", permission=KEEP, name="interests.new")
async def new(request: Asked) -> Response[str]:
    """Where an interest is begun; `area` in the address fills it in."""
    area = Form(request.query_params).text("area", "What it is", longest=rules.LONGEST_AREA)
    return _form_page(request, Form.blank({"area": area, "since": clock.today()}), None)


@post("/interests/new", permission=KEEP, name="interests.hold")
async def hold(request: Asked) -> Response[Any]:
    """Begin it."""
    form = Form(await request.form())
    typed = forms.read_interest(form)
    if typed is None:
        return _form_page(request, form, None)
    made = await actions.hold(typed, submission=form.submission, by=web.member(request))
    return web.go(f"/interests/{made}", said="Colleagues find you by it now.")


@get(ONE, permission=KEEP, name="interests.one")
async def one(request: Asked, interest_id: FromPath[UUID]) -> Response[str]:
    """One interest; its plan and talks for those who may see them."""
    return await _one_page(request, interest_id, Form.blank())


@get(f"{ONE}/change", permission=KEEP, name="interests.change_page")
async def change_page(request: Asked, interest_id: FromPath[UUID]) -> Response[str]:
    """One's own, to change."""
    seen = await queries.one(interest_id, web.member(request))
    values = {
        "area": seen.area,
        "basis": seen.basis.value,
        "words": seen.words,
        "leads_on": seen.leads_on.value if seen.leads_on else "",
        "since": seen.since_on,
    }
    return _form_page(request, Form.blank(values), seen)


@post(f"{ONE}/change", permission=KEEP, name="interests.change")
async def change(request: Asked, interest_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    by = web.member(request)
    form = Form(await request.form())
    typed = forms.read_interest(form)
    if typed is None:
        return _form_page(request, form, await queries.one(interest_id, by))
    await actions.change(interest_id, typed, version=form.version or 0, by=by)
    return web.go(f"/interests/{interest_id}", said="Changed.")


@post(f"{ONE}/end", permission=KEEP, name="interests.end")
async def end(request: Asked, interest_id: FromPath[UUID]) -> Response[Any]:
    """Say that one is no longer the one to ask."""
    form = Form(await request.form())
    until = form.day("until", "The day", required="Say on which day it ended", not_after=clock.today())
    if until is None:
        return await _one_page(request, interest_id, form)
    await actions.end(interest_id, until, version=form.version or 0, by=web.member(request))
    return web.go("/interests/mine", said="It has ended. It stays in your history.")


@post(f"{ONE}/steps", permission=KEEP, name="interests.plan_step")
async def plan_step(request: Asked, interest_id: FromPath[UUID]) -> Response[Any]:
    """Put a step into the plan."""
    form = Form(await request.form())
    typed = forms.read_step(form)
    if typed is None:
        return await _one_page(request, interest_id, form)
    await actions.plan_step(interest_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"/interests/{interest_id}", said="The step is in your plan.")


@post("/interests/steps/{step_id:uuid}/done", permission=KEEP, name="interests.finish_step")
async def finish_step(request: Asked, step_id: FromPath[UUID]) -> Response[bytes]:
    """A step is done."""
    form = Form(await request.form())
    interest = await actions.finish_step(step_id, version=form.version or 0, by=web.member(request))
    return web.go(f"/interests/{interest}", said="Done.")


@get(f"{ONE}/talk", permission=KEEP, name="interests.talk_page")
async def talk_page(request: Asked, interest_id: FromPath[UUID]) -> Response[str]:
    """Where a talk in supervision is noted."""
    return await _talk_page(request, interest_id, Form.blank({"held": clock.today()}))


@post(f"{ONE}/talk", permission=KEEP, name="interests.note_talk")
async def note_talk(request: Asked, interest_id: FromPath[UUID]) -> Response[Any]:
    """Note it, for the two who were there."""
    by = web.member(request)
    seen = await queries.one(interest_id, by)
    form = Form(await request.form())
    typed = forms.read_talk(form, await queries.supervisors(by) if seen.is_mine else None)
    if typed is None:
        return await _talk_page(request, interest_id, form)
    await actions.note_talk(interest_id, typed, submission=form.submission, by=by)
    return web.go(f"/interests/{interest_id}", said="Noted, for the two of you.")


async def _one_page(request: Asked, interest_id: UUID, form: Form) -> Response[str]:
    seen = await queries.one(interest_id, web.member(request))
    return web.page(request, "interests/one.html", {"seen": seen, "form": form}, status_code=200 if form.ok else 422)


def _form_page(request: Asked, form: Form, seen: InterestSeen | None) -> Response[str]:
    context = {"form": form, "seen": seen, "ideas": rules.IDEAS, **forms.CHOOSE}
    return web.page(request, "interests/form.html", context, status_code=200 if form.ok else 422)


async def _talk_page(request: Asked, interest_id: UUID, form: Form) -> Response[str]:
    by = web.member(request)
    seen = await queries.one(interest_id, by)
    context = {"form": form, "seen": seen, "supervisors": await queries.supervisors(by) if seen.is_mine else None}
    return web.page(request, "interests/talk.html", context, status_code=200 if form.ok else 422)


router = Router(
    "/",
    route_handlers=[
        who_knows, mine, new, hold, one, change_page, change, end, plan_step, finish_step, talk_page, note_talk
    ],
)  # fmt: skip
