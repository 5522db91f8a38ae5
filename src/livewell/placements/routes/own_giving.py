"""/volunteer/me/hours, /expenses, /worry and /talks: what a volunteer gives, spends, is worried about, and was thanked for."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.pictures import LARGEST_FILE, PictureRefused
from livewell.kit.web import PUBLIC, Asked
from livewell.placements import actions, queries
from livewell.placements.forms import caring, giving
from livewell.placements.routes.files import receipt_answer, reference_pdf, sent_file
from livewell.placements.routes.paging import page_number, pages_of
from livewell.places.queries import setting
from livewell.volunteers.door import VOLUNTEER_DOOR

_UPLOAD = LARGEST_FILE + 64 * 1024
_PAGE = 40


@get("/volunteer/me/hours", permission=PUBLIC, name="placements.own_hours")
async def own_hours(request: Asked, page: FromQuery[str] = "1") -> Response[str]:
    """Their hours, and a form for more."""
    form = Form.blank({"given": clock.today()})
    return await _hours(request, await VOLUNTEER_DOOR.guest(request), form, page_number(page))


@post("/volunteer/me/hours", permission=PUBLIC, name="placements.own_add_hours")
async def own_add_hours(request: Asked) -> Response[Any]:
    """Add some."""
    guest = await VOLUNTEER_DOOR.guest(request)
    form = Form(await request.form())
    read = giving.read_hours(form)
    if read is None:
        return await _hours(request, guest, form, 1)
    await actions.add_hours(
        guest.record,
        given_on=read.given_on,
        minutes=read.minutes,
        what=read.what,
        submission=form.submission,
        by=guest,
    )
    return web.go("/volunteer/me/hours", said="Your hours are written down. Thank you.")


@post("/volunteer/me/hours/{hours_id:uuid}/strike", permission=PUBLIC, name="placements.own_strike_hours")
async def own_strike_hours(request: Asked, hours_id: FromPath[UUID]) -> Response[bytes]:
    """They were a mistake."""
    await actions.strike_hours(hours_id, by=await VOLUNTEER_DOOR.guest(request))
    return web.go("/volunteer/me/hours", said="They count no more.")


async def _hours(request: Asked, guest: Guest, form: Form, page: int) -> Response[str]:
    found = await queries.hours(volunteer=guest.record, page=page)
    context = {"hours": found, "form": form, "page": page, "pages": pages_of(found.total, _PAGE)}
    return VOLUNTEER_DOOR.page(
        request, guest, "placements/own_hours.html", context, status_code=200 if form.ok else 422
    )


@get("/volunteer/me/expenses", permission=PUBLIC, name="placements.own_expenses")
async def own_expenses(request: Asked, page: FromQuery[str] = "1") -> Response[str]:
    """Their claims, and a form for one more."""
    form = Form.blank({"spent": clock.today()})
    return await _expenses(request, await VOLUNTEER_DOOR.guest(request), form, page_number(page))


@post("/volunteer/me/expenses", permission=PUBLIC, name="placements.own_claim", request_max_body_size=_UPLOAD)
async def own_claim(request: Asked) -> Response[Any]:
    """Claim something."""
    guest = await VOLUNTEER_DOOR.guest(request)
    sent = await request.form()
    form = Form(sent)
    read = giving.read_claim(form)
    data = await sent_file(sent)
    receipt = None
    if data:
        try:
            receipt = await actions.clean_receipt(data)
        except PictureRefused as refused:
            form.error("receipt", str(refused))
    if read is None or not form.ok:
        return await _expenses(request, guest, form, 1)
    await actions.claim(
        guest.record,
        spent_on=read.spent_on,
        pence=read.pence,
        miles=read.miles,
        what=read.what,
        receipt=receipt,
        submission=form.submission,
        by=guest,
    )
    return web.go("/volunteer/me/expenses", said="Your claim is with the coordinators.")


@get("/volunteer/me/expenses/{claim_id:uuid}/receipt", permission=PUBLIC, name="placements.own_receipt")
async def own_receipt(request: Asked, claim_id: FromPath[UUID]) -> Response[bytes]:
    """A receipt of theirs."""
    guest = await VOLUNTEER_DOOR.guest(request)
    return receipt_answer(*await queries.receipt(claim_id, volunteer=guest.record))


async def _expenses(request: Asked, guest: Guest, form: Form, page: int) -> Response[str]:
    found, total = await queries.expenses(volunteer=guest.record, page=page)
    context = {
        "expenses": found,
        "form": form,
        "kinds": giving.KINDS,
        "a_mile": f"{await setting('mileage_pence')}p",
        "page": page,
        "pages": pages_of(total, _PAGE),
    }
    return VOLUNTEER_DOOR.page(
        request, guest, "placements/own_expenses.html", context, status_code=200 if form.ok else 422
    )


@get("/volunteer/me/worry", permission=PUBLIC, name="placements.own_worry")
async def own_worry(request: Asked) -> Response[str]:
    """Worried about somebody, or something."""
    return await _worry(request, await VOLUNTEER_DOOR.guest(request), Form.blank())


@post("/volunteer/me/worry", permission=PUBLIC, name="placements.own_raise")
async def own_raise(request: Asked) -> Response[Any]:
    """Say it: about a person it is with the safety team at once."""
    guest = await VOLUNTEER_DOOR.guest(request)
    form = Form(await request.form())
    read = caring.read_worry(form, await _about(guest))
    if read is None:
        return await _worry(request, guest, form)
    if read.placement is not None:
        await actions.worry_about_person(
            read.placement, kind=read.kind, urgent=read.urgent, words=read.words, submission=form.submission, by=guest
        )
    else:
        await actions.raise_concern(
            guest.record, words=read.words, urgent=read.urgent, submission=form.submission, by=guest
        )
    return web.go("/volunteer/me/worry/sent")


@get("/volunteer/me/worry/sent", permission=PUBLIC, name="placements.own_worry_sent")
async def own_worry_sent(request: Asked) -> Response[str]:
    """Somebody has it."""
    return VOLUNTEER_DOOR.page(request, await VOLUNTEER_DOOR.guest(request), "placements/own_worry_sent.html", {})


async def _about(guest: Guest) -> tuple[tuple[str, str], ...]:
    placed = await queries.placements_of(volunteer=guest.record)
    people = tuple((str(one.id), one.first_name) for one in placed if one.with_a_person and one.begins_on)
    return (*people, (caring.SOMETHING_ELSE, "Something else about volunteering"))


async def _worry(request: Asked, guest: Guest, form: Form) -> Response[str]:
    context = {"form": form, "about": await _about(guest), "kinds": caring.KIND_CHOICES}
    return VOLUNTEER_DOOR.page(
        request, guest, "placements/own_worry.html", context, status_code=200 if form.ok else 422
    )


@get("/volunteer/me/talks", permission=PUBLIC, name="placements.own_talks")
async def own_talks(request: Asked) -> Response[str]:
    """Talks with their supervisor: when, and what was agreed; and what they were thanked for."""
    guest = await VOLUNTEER_DOOR.guest(request)
    context = {"talks": await queries.own_talks(guest.record), "thanks": await queries.thanks_to(guest.record)}
    return VOLUNTEER_DOOR.page(request, guest, "placements/own_talks.html", context)


@get("/volunteer/me/talks/{thanks_id:uuid}/reference.pdf", permission=PUBLIC, name="placements.own_reference")
async def own_reference(request: Asked, thanks_id: FromPath[UUID]) -> Response[bytes]:
    """A reference to take with them."""
    guest = await VOLUNTEER_DOOR.guest(request)
    return await reference_pdf(await queries.reference(guest.record, thanks_id))


HANDLERS = (
    own_hours,
    own_add_hours,
    own_strike_hours,
    own_expenses,
    own_claim,
    own_receipt,
    own_worry,
    own_raise,
    own_worry_sent,
    own_talks,
    own_reference,
)
