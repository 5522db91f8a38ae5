"""/volunteers/…/talk and /volunteers/references…: the conversation, and what those who know somebody say."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.volunteers import actions, queries
from livewell.volunteers.forms import applying, desk
from livewell.volunteers.queries import Whole
from livewell.volunteers.routes.reference import read_answers
from livewell.volunteers.rules.words import CONVERSATION, REFERENCE

P = Permission


@get("/volunteers/{volunteer_id:uuid}/talk", permission=P.RUN_VOLUNTEERING, name="volunteers.talk_page")
async def talk_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """The questions, with room for what was said."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    return _talk_page(request, seen, Form.blank({"asked_by_1": member.name}))


@post("/volunteers/{volunteer_id:uuid}/talk", permission=P.RUN_VOLUNTEERING, name="volunteers.talk")
async def talk(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was said, and whether this suits."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    form = Form(await request.form())
    read = desk.read_talk(form)
    if read is None:
        return _talk_page(request, seen, form, status_code=422)
    await actions.note_talk(volunteer_id, read, submission=form.submission, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="The conversation is kept.")


def _talk_page(request: Asked, seen: Whole, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"seen": seen, "form": form, "questions": tuple(CONVERSATION.items())}
    return web.page(request, "volunteers/talk.html", context, status_code=status_code)


@get("/volunteers/{volunteer_id:uuid}/references", permission=P.RUN_VOLUNTEERING, name="volunteers.referee_page")
async def referee_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """Name somebody who may be asked about them."""
    seen = await queries.whole(volunteer_id, seen_by=web.member(request))
    return web.page(request, "volunteers/referee.html", {"seen": seen, "form": Form.blank()})


@post("/volunteers/{volunteer_id:uuid}/references", permission=P.RUN_VOLUNTEERING, name="volunteers.referee")
async def referee(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Keep the name."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    form = Form(await request.form())
    named = applying.read_referee(form, "new", own=seen.values["email"])
    if named is None:
        form.error("referee-new-name", "Type their name")
    if named is None or not form.ok:
        return web.page(request, "volunteers/referee.html", {"seen": seen, "form": form}, status_code=422)
    await actions.add_referee(volunteer_id, named, submission=form.submission, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="They can be asked now.")


@get("/volunteers/references/{reference_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.reference")
async def reference(request: Asked, reference_id: FromPath[UUID]) -> Response[str]:
    """What somebody said, and what we make of it; or asking them."""
    return await _reference_page(request, reference_id, Form.blank())


@post("/volunteers/references/{reference_id:uuid}/ask", permission=P.RUN_VOLUNTEERING, name="volunteers.ask_reference")
async def ask(request: Asked, reference_id: FromPath[UUID]) -> Response[bytes]:
    """Send them the link."""
    form = Form(await request.form())
    await actions.ask_reference(reference_id, version=form.version, by=web.member(request))
    return web.go(f"/volunteers/references/{reference_id}", said="The link is on its way to them.")


@post(
    "/volunteers/references/{reference_id:uuid}/take-back", permission=P.RUN_VOLUNTEERING, name="volunteers.take_back"
)
async def take_back(request: Asked, reference_id: FromPath[UUID]) -> Response[bytes]:
    """Ask them no more."""
    form = Form(await request.form())
    await actions.take_back(reference_id, version=form.version, by=web.member(request))
    return web.go(f"/volunteers/references/{reference_id}", said="They are asked no more.")


@post("/volunteers/references/{reference_id:uuid}/judge", permission=P.RUN_VOLUNTEERING, name="volunteers.judge")
async def judge(request: Asked, reference_id: FromPath[UUID]) -> Response[Any]:
    """Say what we make of it."""
    form = Form(await request.form())
    suits = form.yes_or_no("suits", required="Say whether it speaks for them")
    if suits is None:
        return await _reference_page(request, reference_id, form, status_code=422)
    await actions.judge_reference(reference_id, suits=suits, version=form.version, by=web.member(request))
    return web.go(f"/volunteers/references/{reference_id}", said="It is read.")


@post("/volunteers/references/{reference_id:uuid}/said", permission=P.RUN_VOLUNTEERING, name="volunteers.write_down")
async def write_down(request: Asked, reference_id: FromPath[UUID]) -> Response[Any]:
    """Write down what they said on the telephone."""
    form = Form(await request.form())
    answers = read_answers(form)
    if answers is None:
        return await _reference_page(request, reference_id, form, status_code=422)
    await actions.write_down_reference(reference_id, answers, version=form.version, by=web.member(request))
    return web.go(f"/volunteers/references/{reference_id}", said="It is written down.")


async def _reference_page(request: Asked, reference_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    seen = await queries.reference(reference_id, seen_by=member)
    about = (await queries.named([seen.volunteer]))[seen.volunteer]
    context = {"seen": seen, "about": about, "form": form, "questions": tuple(REFERENCE.items())}
    return web.page(request, "volunteers/reference.html", context, status_code=status_code)


HANDLERS = (talk_page, talk, referee_page, referee, reference, ask, take_back, judge, write_down)
