"""/journeys/…/own-space and /session-wishes: what the team does for somebody's own space, and answers there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import clock, web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.record import queries as record
from livewell.record.rules import PART_LABELS
from livewell.residents import actions, letters, queries, rules
from livewell.staff.permissions import Permission

SPACE = "/journeys/{journey_id:uuid}/own-space"
NO_LONGER = "This code has been used, has ended, or a newer one was made. Make a fresh one."


@get(SPACE, permission=Permission.SEE_CASELOAD, opens="journey", name="residents.team")
async def team(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Whether somebody has their own space, and what can be done for it."""
    return await _space_page(request, journey_id, Form.blank(), None)


@post(f"{SPACE}/link", permission=Permission.WORK_WITH_PEOPLE, name="residents.send_link")
async def send_link(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """Send them a link by e-mail."""
    form = Form(await request.form())
    await actions.send_link(journey_id, submission=form.submission, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/own-space", said="A link is on its way to their email address.")


@post(f"{SPACE}/code", permission=Permission.WORK_WITH_PEOPLE, name="residents.make_code")
async def make_code(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Make a printed code, and show it this once."""
    code = await actions.make_code(journey_id, by=web.member(request))
    return await _code_page(request, journey_id, code)


@post(f"{SPACE}/letter", permission=Permission.WORK_WITH_PEOPLE, name="residents.code_letter")
async def code_letter(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """The letter with a code that was just made, to print and hand over."""
    member = web.member(request)
    code = rules.tidy_code(Form(await request.form()).typed("code"))
    if not await actions.is_live_code(journey_id, code, by=member):
        raise RuleBroken(NO_LONGER)
    seen = await queries.panel(journey_id, member)
    html = letters.paper_html(
        called=seen.journey.called,
        code=rules.shown(code),
        until=clock.today() + timedelta(days=rules.PAPER_LASTS.days),
        address=web.house(request).address,
        phone=seen.phone,
        language=await queries.language_of(seen.journey.person),
    )
    return await web.pdf(html, filename="code.pdf")


@post(f"{SPACE}/end", permission=Permission.WORK_WITH_PEOPLE, name="residents.end_for")
async def end_for(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """End every visit, link and code."""
    await actions.end_visits(journey_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/own-space", said="Every visit, link and code has ended.")


@get("/session-wishes", permission=Permission.WORK_WITH_PEOPLE, name="residents.wishes")
async def wishes(request: Asked) -> Response[str]:
    """What people ask about their sessions."""
    return await _wishes_page(request, Form.blank(), None)


@post("/session-wishes/{wish_id:uuid}", permission=Permission.WORK_WITH_PEOPLE, name="residents.answer_wish")
async def answer_wish(request: Asked, wish_id: FromPath[UUID]) -> Response[Any]:
    """Answer one."""
    if not await queries.may_answer(wish_id, web.member(request)):
        raise NotFound
    form = Form(await request.form())
    answer = form.text("answer", "Your answer", required="Write what they will read", longest=500)
    if not form.ok:
        return await _wishes_page(request, form, wish_id)
    journey = await actions.answer_wish(wish_id, answer=answer, by=web.member(request))
    return web.go(f"/journeys/{journey}/own-space", said="They can read your answer in their own space.")


async def _space_page(
    request: Asked, journey_id: UUID, form: Form, wrong: UUID | None, *, code: str = ""
) -> Response[str]:
    member = web.member(request)
    context = {
        "record": await record.record(journey_id, seen_by=member),
        "parts": PART_LABELS,
        "panel": await queries.panel(journey_id, member),
        "form": form,
        "blank": Form.blank(),
        "wrong": wrong,
        "code": code,
    }
    return web.page(request, "residents/team.html", context, status_code=422 if form.errors else 200)


async def _code_page(request: Asked, journey_id: UUID, code: str) -> Response[str]:
    return await _space_page(request, journey_id, Form.blank(), None, code=rules.shown(code))


async def _wishes_page(request: Asked, form: Form, wrong: UUID | None) -> Response[str]:
    """`wrong` is the one whose form has a mistake."""
    member = web.member(request)
    context = {
        "wishes": await queries.wishes(member),
        "withdrew": await queries.withdrew(member),
        "form": form,
        "blank": Form.blank(),
        "wrong": wrong,
    }
    return web.page(request, "residents/wishes.html", context, status_code=422 if form.errors else 200)


HANDLERS = (team, send_link, make_code, code_letter, end_for, wishes, answer_wish)
"""The team's side."""
