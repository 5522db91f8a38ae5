"""/volunteers/…/supervision, /concerns, /thanks and /service: how volunteers are looked after."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.placements import actions, queries
from livewell.placements.forms import caring as forms
from livewell.placements.routes.files import reference_pdf
from livewell.staff.permissions import P
from livewell.volunteers.queries import volunteer as one_volunteer


@get("/volunteers/supervision", permission=P.RUN_VOLUNTEERING, name="placements.supervision_due")
async def supervision_due(request: Asked) -> Response[str]:
    """Whose talk is overdue, or due in a fortnight."""
    return web.page(request, "placements/supervision_due.html", {"due": await queries.supervision_due()})


@get("/volunteers/{volunteer_id:uuid}/supervision", permission=P.RUN_VOLUNTEERING, name="placements.supervision")
async def supervision(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """One volunteer's talks, and a form for one."""
    return await _talks(request, volunteer_id, Form.blank({"held": clock.today()}))


@post("/volunteers/{volunteer_id:uuid}/supervision", permission=P.RUN_VOLUNTEERING, name="placements.note_supervision")
async def note_supervision(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Write down what was spoken of."""
    form = Form(await request.form())
    read = forms.read_talk(form)
    if read is None:
        return await _talks(request, volunteer_id, form)
    await actions.note_supervision(
        volunteer_id, read, version=form.version, submission=form.submission, by=web.member(request)
    )
    return web.go(f"/volunteers/{volunteer_id}/supervision", said="Written down. The next talk is planned.")


async def _talks(request: Asked, volunteer_id: UUID, form: Form) -> Response[str]:
    member = web.member(request)
    talks = await queries.talks(volunteer_id, seen_by=member)
    context = {
        "volunteer": await one_volunteer(volunteer_id, seen_by=member),
        "talks": [one for one in talks if one.is_held],
        "due": next((one for one in talks if not one.is_held), None),
        "form": form,
    }
    return web.page(request, "placements/supervision.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/concerns", permission=P.SETTLE_CONCERNS, name="placements.concerns")
async def concerns(request: Asked) -> Response[str]:
    """What was said about volunteers."""
    return web.page(request, "placements/concerns.html", {"concerns": await queries.concerns()})


@get("/volunteers/concerns/{concern_id:uuid}", permission=P.SETTLE_CONCERNS, name="placements.concern")
async def concern(request: Asked, concern_id: FromPath[UUID]) -> Response[str]:
    """One of them."""
    return await _concern(request, concern_id, Form.blank())


@post("/volunteers/concerns/{concern_id:uuid}/close", permission=P.SETTLE_CONCERNS, name="placements.close_concern")
async def close_concern(request: Asked, concern_id: FromPath[UUID]) -> Response[Any]:
    """Close it, saying what came of it."""
    form = Form(await request.form())
    outcome = forms.read_outcome(form)
    if outcome is None:
        return await _concern(request, concern_id, form)
    await actions.close(concern_id, outcome=outcome, submission=form.submission, by=web.member(request))
    return web.go("/volunteers/concerns", said="It is closed.")


@post("/volunteers/concerns/{concern_id:uuid}/{verb:str}", permission=P.SETTLE_CONCERNS, name="placements.on_concern")
async def on_concern(request: Asked, concern_id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """Take it on, or stop what they help with."""
    member = web.member(request)
    if verb == "take-on":
        await actions.take_on(concern_id, by=member)
        said = "You have taken this on."
    elif verb == "stop":
        await actions.stop_helping(concern_id, by=member)
        said = "Whatever they help with has stopped for now."
    else:
        raise NotFound
    return web.go(f"/volunteers/concerns/{concern_id}", said=said)


async def _concern(request: Asked, concern_id: UUID, form: Form) -> Response[str]:
    context = {"concern": await queries.concern(concern_id), "form": form}
    return web.page(request, "placements/concern.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/{volunteer_id:uuid}/concern", permission=P.SEE_VOLUNTEERS, name="placements.raise_page")
async def raise_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """Worried about a volunteer."""
    return await _raise(request, volunteer_id, Form.blank())


@post("/volunteers/{volunteer_id:uuid}/concern", permission=P.SEE_VOLUNTEERS, name="placements.raise_concern")
async def raise_concern(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Say it."""
    member = web.member(request)
    form = Form(await request.form())
    read = forms.read_concern(form)
    if read is None:
        return await _raise(request, volunteer_id, form)
    await actions.raise_concern(
        volunteer_id,
        words=read.words,
        urgent=read.urgent,
        stop_now=read.stop_now,
        submission=form.submission,
        by=member,
    )
    settles = P.SETTLE_CONCERNS in member.can
    page = "/volunteers/concerns" if settles else f"/volunteers/{volunteer_id}"
    return web.go(page, said="The coordinators and managers have it.")


async def _raise(request: Asked, volunteer_id: UUID, form: Form) -> Response[str]:
    context = {"volunteer": await one_volunteer(volunteer_id, seen_by=web.member(request)), "form": form}
    return web.page(request, "placements/raise.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/service", permission=P.SEE_VOLUNTEERS, name="placements.service")
async def service(request: Asked) -> Response[str]:
    """Who has helped for one, two, five or ten years."""
    return web.page(request, "placements/service.html", {"served": await queries.long_service()})


@get("/volunteers/{volunteer_id:uuid}/thanks", permission=P.RUN_VOLUNTEERING, name="placements.thanks_page")
async def thanks_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """What somebody was thanked for, and a form for more."""
    prefilled = {"kind": request.query_params.get("kind", ""), "years": request.query_params.get("years", "")}
    return await _thanks(request, volunteer_id, Form.blank(prefilled))


@post("/volunteers/{volunteer_id:uuid}/thanks", permission=P.RUN_VOLUNTEERING, name="placements.thank")
async def thank(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Thank somebody, or write a reference."""
    form = Form(await request.form())
    read = forms.read_thanks(form)
    if read is None:
        return await _thanks(request, volunteer_id, form)
    await actions.thank(
        volunteer_id,
        kind=read.kind,
        words=read.words,
        years=read.years,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/volunteers/{volunteer_id}/thanks", said="It stands on their own pages, and they hear of it.")


@get(
    "/volunteers/{volunteer_id:uuid}/thanks/{thanks_id:uuid}/reference.pdf",
    permission=P.RUN_VOLUNTEERING,
    name="placements.reference",
)
async def reference(volunteer_id: FromPath[UUID], thanks_id: FromPath[UUID]) -> Response[bytes]:
    """A reference letter."""
    return await reference_pdf(await queries.reference(volunteer_id, thanks_id))


async def _thanks(request: Asked, volunteer_id: UUID, form: Form) -> Response[str]:
    context = {
        "volunteer": await one_volunteer(volunteer_id, seen_by=web.member(request)),
        "thanks": await queries.thanks_to(volunteer_id),
        "form": form,
        "kinds": forms.THANKS_CHOICES,
        "years": forms.YEAR_CHOICES,
    }
    return web.page(request, "placements/thanks.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    supervision_due,
    supervision,
    note_supervision,
    concerns,
    concern,
    close_concern,
    on_concern,
    raise_page,
    raise_concern,
    service,
    thanks_page,
    thank,
    reference,
)
