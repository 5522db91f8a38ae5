"""What is kept of a group on its way: time, leads, reviews, flyers, signs."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.groups import actions, queries
from livewell.groups.forms import keeping as forms
from livewell.groups.queries.parts import may_lead
from livewell.groups.rules import NEXT_REVIEW_AFTER
from livewell.groups.rules.lasting import INPUT, REVIEW_QUESTIONS
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_SUPPORT = Permission.SUPPORT_GROUPS
_ONE = "/groups/{group_id:uuid}"


# ── time ──


@get(f"{_ONE}/time", permission=_SUPPORT, name="groups.time_page")
async def time_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """What the team gave, and the form for more."""
    return await _time_page(request, group_id, Form.blank({"given": clock.today()}))


@post(f"{_ONE}/time", permission=_SUPPORT, name="groups.give_time")
async def give_time(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Write down what one gave oneself."""
    form = Form(await request.form())
    typed = forms.read_time(form)
    if typed is None:
        return await _time_page(request, group_id, form)
    await actions.give_time(
        group_id,
        minutes=typed.minutes,
        on=typed.on,
        what=typed.what,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/groups/{group_id}/time", said="Your time is written down.")


@post(_ONE + "/time/{input_id:uuid}/strike", permission=_SUPPORT, name="groups.strike_time")
async def strike_time(request: Asked, group_id: FromPath[UUID], input_id: FromPath[UUID]) -> Response[bytes]:
    """It was written down by mistake."""
    if input_id not in {one.id for one in await queries.input_of(group_id)}:
        raise NotFound
    await actions.strike_time(input_id, by=web.member(request))
    return web.go(f"/groups/{group_id}/time", said="It is taken out.")


async def _time_page(request: Asked, group_id: UUID, form: Form) -> Response[str]:
    group = await queries.group(group_id)
    context = {
        "form": form,
        "group": group,
        "input": await queries.input_of(group_id, most=100),
        "figures": await queries.figures(group),
        "definition": INPUT,
    }
    return web.page(request, "groups/time.html", context, status_code=200 if form.ok else 422)


# ── leads ──


@get(f"{_ONE}/lead", permission=_SUPPORT, name="groups.lead_page")
async def lead_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """Who of its community may lead it."""
    return await _lead_page(request, group_id, Form.blank({"since": clock.today()}))


@post(f"{_ONE}/lead", permission=_SUPPORT, name="groups.name_lead")
async def name_lead(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """They lead it."""
    form = Form(await request.form())
    group = await queries.group(group_id)
    typed = forms.read_lead(form, await may_lead(group.asset))
    if typed is None:
        return await _lead_page(request, group_id, form)
    await actions.name_lead(group_id, typed, submission=form.submission, by=web.member(request))
    return web.go(f"/groups/{group_id}#lead", said="The group has its lead.")


async def _lead_page(request: Asked, group_id: UUID, form: Form) -> Response[str]:
    group = await queries.group(group_id)
    ready = await may_lead(group.asset)
    leads = await queries.leads_of(group_id)
    context = {
        "form": form,
        "group": group,
        "choices": forms.lead_choices(ready),
        "leads": leads,
        "now": next((one for one in leads if one.is_now), None),
    }
    return web.page(request, "groups/lead.html", context, status_code=200 if form.ok else 422)


@get(_ONE + "/lead/{lead_id:uuid}/end", permission=_SUPPORT, name="groups.end_lead_page")
async def end_lead_page(request: Asked, group_id: FromPath[UUID], lead_id: FromPath[UUID]) -> Response[str]:
    """They do not lead it any more."""
    return await _end_page(request, group_id, lead_id, Form.blank({"until": clock.today()}))


@post(_ONE + "/lead/{lead_id:uuid}/end", permission=_SUPPORT, name="groups.end_lead")
async def end_lead(request: Asked, group_id: FromPath[UUID], lead_id: FromPath[UUID]) -> Response[Any]:
    """Since when, and why."""
    form = Form(await request.form())
    typed = forms.read_left(form)
    if typed is None:
        return await _end_page(request, group_id, lead_id, form)
    await _lead_of(group_id, lead_id)
    await actions.end_lead(lead_id, on=typed.on, why=typed.why, by=web.member(request))
    return web.go(f"/groups/{group_id}#lead", said="Noted. Who leads it next?")


async def _end_page(request: Asked, group_id: UUID, lead_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "group": await queries.group(group_id), "lead": await _lead_of(group_id, lead_id)}
    return web.page(request, "groups/lead_left.html", context, status_code=200 if form.ok else 422)


async def _lead_of(group_id: UUID, lead_id: UUID) -> queries.LeadSeen:
    found = next((one for one in await queries.leads_of(group_id) if one.id == lead_id), None)
    if found is None:
        raise NotFound
    return found


# ── reviews ──


@get(f"{_ONE}/reviews/new", permission=_SUPPORT, name="groups.review_page")
async def review_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """The questions of a review."""
    today = clock.today()
    return await _review_page(request, group_id, Form.blank({"held": today, "next": today + NEXT_REVIEW_AFTER}))


@post(f"{_ONE}/reviews/new", permission=_SUPPORT, name="groups.hold_review")
async def hold_review(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was said."""
    form = Form(await request.form())
    typed = forms.read_review(form)
    if typed is None:
        return await _review_page(request, group_id, form)
    made = await actions.hold_review(
        group_id,
        typed.answers,
        held_on=typed.held_on,
        agreed=typed.agreed,
        next_on=typed.next_on,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/groups/{group_id}/reviews/{made}", said="The review is kept.")


async def _review_page(request: Asked, group_id: UUID, form: Form) -> Response[str]:
    context = {
        "form": form,
        "group": await queries.group(group_id),
        "questions": [(f"answer-{key}", question) for key, question in REVIEW_QUESTIONS.items()],
    }
    return web.page(request, "groups/review_form.html", context, status_code=200 if form.ok else 422)


@get(_ONE + "/reviews/{review_id:uuid}", permission=_SUPPORT, name="groups.review")
async def review(request: Asked, group_id: FromPath[UUID], review_id: FromPath[UUID]) -> Response[str]:
    """One review, to read."""
    seen = await queries.review(review_id)
    if seen.group != group_id:
        raise NotFound
    return web.page(request, "groups/review.html", {"review": seen, "group": await queries.group(group_id)})


# ── flyers ──


@get(f"{_ONE}/flyers", permission=_SUPPORT, name="groups.flyers_page")
async def flyers_page(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """Where flyers went, and the form for more."""
    return await _flyers_page(request, group_id, Form.blank({"given": clock.today()}))


@post(f"{_ONE}/flyers", permission=_SUPPORT, name="groups.give_flyers")
async def give_flyers(request: Asked, group_id: FromPath[UUID]) -> Response[Any]:
    """Write down where some went."""
    form = Form(await request.form())
    typed = forms.read_flyers(form)
    if typed is None:
        return await _flyers_page(request, group_id, form)
    await actions.give_flyers(
        group_id,
        place=typed.place,
        number=typed.number,
        on=typed.on,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/groups/{group_id}/flyers", said="Noted where they went.")


async def _flyers_page(request: Asked, group_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "group": await queries.group(group_id), "flyers": await queries.flyers_of(group_id)}
    return web.page(request, "groups/flyers.html", context, status_code=200 if form.ok else 422)


# ── signs ──


@get(_ONE + "/signs/{alert_id:uuid}", permission=_SUPPORT, name="groups.sign_page")
async def sign_page(request: Asked, group_id: FromPath[UUID], alert_id: FromPath[UUID]) -> Response[str]:
    """One sign, and what to do about it."""
    return await _sign_page(request, group_id, alert_id, Form.blank())


@post(_ONE + "/signs/{alert_id:uuid}", permission=_SUPPORT, name="groups.settle_sign")
async def settle_sign(request: Asked, group_id: FromPath[UUID], alert_id: FromPath[UUID]) -> Response[Any]:
    """Say what was done."""
    form = Form(await request.form())
    words = forms.read_settled(form)
    if words is None:
        return await _sign_page(request, group_id, alert_id, form)
    await _sign_of(group_id, alert_id)
    await actions.settle_alert(alert_id, words=words, by=web.member(request))
    return web.go(f"/groups/{group_id}", said="It is settled.")


async def _sign_page(request: Asked, group_id: UUID, alert_id: UUID, form: Form) -> Response[str]:
    context = {"form": form, "group": await queries.group(group_id), "sign": await _sign_of(group_id, alert_id)}
    return web.page(request, "groups/sign.html", context, status_code=200 if form.ok else 422)


async def _sign_of(group_id: UUID, alert_id: UUID) -> queries.AlertSeen:
    found = next((one for one in await queries.alerts_of(group_id) if one.id == alert_id), None)
    if found is None:
        raise NotFound
    return found


HANDLERS = (
    time_page,
    give_time,
    strike_time,
    lead_page,
    name_lead,
    end_lead_page,
    end_lead,
    review_page,
    hold_review,
    review,
    flyers_page,
    give_flyers,
    sign_page,
    settle_sign,
)
