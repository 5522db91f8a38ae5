"""/fund/mine: what an applicant wrote, where it stands, what was asked and decided, and their report."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.fund import actions
from livewell.fund.door import APPLICANT_DOOR
from livewell.fund.forms import asking
from livewell.fund.queries import lists
from livewell.fund.queries.applications import ApplicationSeen
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked
from livewell.places.queries import wards

ONE = "/fund/mine/{application_id:uuid}"
DRAFT = "fund.application"


@get("/fund/mine", permission=PUBLIC, name="fund.mine")
async def mine(request: Asked) -> Response[str]:
    """What they asked for, the newest first."""
    guest = await APPLICANT_DOOR.guest(request)
    return APPLICANT_DOOR.page(request, guest, "fund/mine.html", {"lines": await lists.own(guest.record, guest.holder)})


@get(ONE, permission=PUBLIC, name="fund.own")
async def own(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """One of them: to write on while it is half-written, else where it stands."""
    guest, seen = await _own(request, application_id)
    if not seen.is_begun:
        return _status_page(request, guest, seen, Form.blank())
    draft = await drafts.kept(_owner(seen), DRAFT, str(seen.version))
    form = Form.blank({**draft, "version": seen.version}) if draft else asking.asked_as_form(seen.asked, seen.version)
    return await _writing_page(request, guest, seen, form, from_draft=draft is not None)


@post(ONE, permission=PUBLIC, name="fund.write")
async def write(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Keep it for later, or send it."""
    guest, seen = await _own(request, application_id)
    form = Form(await request.form())
    sending = form.typed("do") == "send"
    asked = asking.read_asked(form, await _wards(), most=seen.most_pence, sending=sending)
    if asked is None:
        return await _writing_page(request, guest, seen, form)
    act = actions.send if sending else actions.save
    await act(application_id, asked, version=form.version or 0, by=guest)
    await drafts.drop(_owner(seen), DRAFT, str(seen.version))
    if sending:
        return web.go(f"/fund/mine/{application_id}", said="Your application is sent. A message is on its way to you.")
    return web.go("/fund/mine", said="It is kept. Come back by the link in your message whenever you like.")


@post(f"{ONE}/draft", permission=PUBLIC, name="fund.keep_draft")
async def keep_draft(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """Keep what is typed so far."""
    _, seen = await _own(request, application_id)
    form = Form(await request.form())
    if seen.is_begun and form.version == seen.version:
        await drafts.keep(_owner(seen), DRAFT, str(seen.version), form.everything())
    return Response("", status_code=204)


@post(f"{ONE}/answer", permission=PUBLIC, name="fund.answer")
async def answer(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Answer what the fund asked."""
    guest, seen = await _own(request, application_id)
    form = Form(await request.form())
    words = asking.read_answer(form)
    if words is None:
        return _status_page(request, guest, seen, form)
    await actions.answer(application_id, words, submission=form.submission, by=guest)
    return web.go(f"/fund/mine/{application_id}", said="Thank you. We have your answer.")


@post(f"{ONE}/withdraw", permission=PUBLIC, name="fund.withdraw")
async def withdraw(request: Asked, application_id: FromPath[UUID]) -> Response[bytes]:
    """Take it back."""
    guest, _ = await _own(request, application_id)
    await actions.withdraw(application_id, by=guest)
    return web.go(f"/fund/mine/{application_id}", said="It is withdrawn.")


@get(f"{ONE}/report", permission=PUBLIC, name="fund.report_page")
async def report_page(request: Asked, application_id: FromPath[UUID]) -> Response[str]:
    """Where they tell what came of it."""
    guest, seen = await _own(request, application_id)
    form = asking.report_as_form(seen.report.said, seen.report.version) if seen.report else Form.blank({"version": 0})
    return _report_page(request, guest, seen, form)


@post(f"{ONE}/report", permission=PUBLIC, name="fund.report")
async def report(request: Asked, application_id: FromPath[UUID]) -> Response[Any]:
    """Tell it."""
    guest, seen = await _own(request, application_id)
    form = Form(await request.form())
    typed = asking.read_report(form)
    if typed is None:
        return _report_page(request, guest, seen, form)
    await actions.report(application_id, typed, version=form.version or 0, by=guest)
    return web.go(f"/fund/mine/{application_id}", said="Thank you for telling us.")


async def _own(request: Asked, application_id: UUID) -> tuple[Guest, ApplicationSeen]:
    guest = await APPLICANT_DOOR.guest(request)
    return guest, await lists.own_one(application_id, guest.record, guest.holder)


async def _wards() -> list[tuple[str, str]]:
    return [(ward.code, ward.name) for ward in await wards()]


def _owner(seen: ApplicationSeen) -> str:
    return f"fund:{seen.id}"


async def _writing_page(
    request: Asked, guest: Guest, seen: ApplicationSeen, form: Form, *, from_draft: bool = False
) -> Response[str]:
    context = {"seen": seen, "form": form, "wards": await _wards(), "ways": asking.WAYS, "from_draft": from_draft}
    return APPLICANT_DOOR.page(request, guest, "fund/write.html", context, status_code=200 if form.ok else 422)


def _status_page(request: Asked, guest: Guest, seen: ApplicationSeen, form: Form) -> Response[str]:
    context = {"seen": seen, "form": form}
    return APPLICANT_DOOR.page(request, guest, "fund/own.html", context, status_code=200 if form.ok else 422)


def _report_page(request: Asked, guest: Guest, seen: ApplicationSeen, form: Form) -> Response[str]:
    context = {"seen": seen, "form": form, "reaches": asking.REACHES}
    return APPLICANT_DOOR.page(request, guest, "fund/report.html", context, status_code=200 if form.ok else 422)


HANDLERS = (mine, own, write, keep_draft, answer, withdraw, report_page, report)
