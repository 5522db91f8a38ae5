"""/volunteers/hours, /volunteers/expenses and /volunteers/figures: what is given, what is spent, what it comes to."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.sheets_out import CSV_TYPE, write_csv
from livewell.kit.web import Asked
from livewell.placements import actions, queries
from livewell.placements.forms import giving as forms
from livewell.placements.routes.files import receipt_answer
from livewell.placements.routes.paging import page_number, pages_of
from livewell.placements.rules import money
from livewell.placements.rules.money import ExpenseState
from livewell.places.queries import setting
from livewell.staff.permissions import P
from livewell.volunteers.queries import volunteer as one_volunteer

_PAGE = 40


@get("/volunteers/hours", permission=P.RUN_VOLUNTEERING, name="placements.hours")
async def hours(request: Asked, page: FromQuery[str] = "1") -> Response[str]:
    """Everybody's hours, the newest first."""
    number = page_number(page)
    found = await queries.hours(page=number)
    year = clock.today().year
    context = {"hours": found, "page": number, "pages": pages_of(found.total, _PAGE), "year": year}
    return web.page(request, "placements/hours.html", context)


@get("/volunteers/hours/{year:int}/hours.csv", permission=P.RUN_VOLUNTEERING, name="placements.hours_file")
async def hours_file(year: FromPath[int]) -> Stream:
    """The hours of a year as a file."""
    if not 2000 <= year <= clock.today().year:  # noqa: PLR2004  Nobody helped before.
        raise NotFound
    lines = queries.every_hour(date(year, 1, 1), date(year, 12, 31))
    return _file(("Day", "Volunteer", "Minutes", "What"), lines, f"volunteer-hours-{year}.csv")


@get("/volunteers/expenses/all.csv", permission=P.RUN_VOLUNTEERING, name="placements.expenses_file")
async def expenses_file() -> Stream:
    """Every claim as a file."""
    head = ("Day", "Volunteer", "Pounds", "What", "State", "Paid on")
    return _file(head, queries.every_expense(), "volunteer-expenses.csv")


def _file(head: tuple[str, ...], lines: AsyncIterator[tuple[Any, ...]], name: str) -> Stream:
    async def pieces() -> AsyncIterator[bytes]:
        yield write_csv(head, [])
        async for line in lines:
            # One line at a time, guarded as a whole table would be; its head has gone out already.
            yield write_csv(head, [line]).split(b"\r\n", 1)[1]

    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Stream(pieces(), media_type=CSV_TYPE, headers=headers)


@get("/volunteers/{volunteer_id:uuid}/hours", permission=P.RUN_VOLUNTEERING, name="placements.hours_of")
async def hours_of(request: Asked, volunteer_id: FromPath[UUID], page: FromQuery[str] = "1") -> Response[str]:
    """One volunteer's hours and claims, and forms to write some down for them."""
    return await _one(request, volunteer_id, Form.blank({"given": clock.today()}), page_number(page))


@post("/volunteers/{volunteer_id:uuid}/hours", permission=P.RUN_VOLUNTEERING, name="placements.add_hours")
async def add_hours(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Hours they told a coordinator of."""
    form = Form(await request.form())
    read = forms.read_hours(form)
    if read is None:
        return await _one(request, volunteer_id, form, 1)
    await actions.add_hours(
        volunteer_id,
        given_on=read.given_on,
        minutes=read.minutes,
        what=read.what,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/volunteers/{volunteer_id}/hours", said="The hours are written down.")


@get("/volunteers/{volunteer_id:uuid}/expenses", permission=P.RUN_VOLUNTEERING, name="placements.claim_for_page")
async def claim_for_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """A form for a claim on paper."""
    return await _claim_page(request, volunteer_id, Form.blank({"spent": clock.today()}))


async def _claim_page(request: Asked, volunteer_id: UUID, form: Form) -> Response[str]:
    context = {
        "volunteer": await one_volunteer(volunteer_id, seen_by=web.member(request)),
        "form": form,
        "kinds": forms.KINDS,
        "a_mile": f"{await setting('mileage_pence')}p",
    }
    return web.page(request, "placements/claim_for.html", context, status_code=200 if form.ok else 422)


@post("/volunteers/{volunteer_id:uuid}/expenses", permission=P.RUN_VOLUNTEERING, name="placements.claim_for")
async def claim_for(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """A claim on paper. Somebody else decides on it than who writes it down."""
    form = Form(await request.form())
    read = forms.read_claim(form)
    if read is None:
        return await _claim_page(request, volunteer_id, form)
    await actions.claim(
        volunteer_id,
        spent_on=read.spent_on,
        pence=read.pence,
        miles=read.miles,
        what=read.what,
        receipt=None,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/volunteers/{volunteer_id}/hours", said="The claim is written down. Somebody else decides on it.")


@post("/volunteers/hours/{hours_id:uuid}/strike", permission=P.RUN_VOLUNTEERING, name="placements.strike_hours")
async def strike_hours(request: Asked, hours_id: FromPath[UUID]) -> Response[bytes]:
    """They were a mistake."""
    await actions.strike_hours(hours_id, by=web.member(request))
    return web.go("/volunteers/hours", said="They count no more.")


async def _one(request: Asked, volunteer_id: UUID, form: Form, page: int) -> Response[str]:
    found = await queries.hours(volunteer=volunteer_id, page=page)
    claims, _ = await queries.expenses(volunteer=volunteer_id)
    context = {
        "volunteer": await one_volunteer(volunteer_id, seen_by=web.member(request)),
        "hours": found,
        "expenses": claims,
        "form": form,
        "page": page,
        "pages": pages_of(found.total, _PAGE),
    }
    return web.page(request, "placements/hours_of.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/expenses", permission=P.RUN_VOLUNTEERING, name="placements.expenses")
async def expenses(request: Asked, show: FromQuery[str] = "open", page: FromQuery[str] = "1") -> Response[str]:
    """Claims that wait; with ?show=all every one."""
    number, every = page_number(page), show == "all"
    found, total = await queries.expenses(only_open=not every, page=number)
    sums = await queries.spent()
    context = {
        "expenses": found,
        "every": every,
        "sums": [(money.LABELS[state][0], money.say_pence(pence)) for state, pence in sums.items()],
        "page": number,
        "pages": pages_of(total, _PAGE),
    }
    return web.page(request, "placements/expenses.html", context)


@get("/volunteers/expenses/{claim_id:uuid}", permission=P.RUN_VOLUNTEERING, name="placements.expense")
async def expense(request: Asked, claim_id: FromPath[UUID]) -> Response[str]:
    """One claim."""
    return await _claim(request, claim_id, Form.blank({"paid": clock.today()}))


@get("/volunteers/expenses/{claim_id:uuid}/receipt", permission=P.RUN_VOLUNTEERING, name="placements.receipt")
async def receipt(claim_id: FromPath[UUID]) -> Response[bytes]:
    """Its receipt."""
    return receipt_answer(*await queries.receipt(claim_id))


@post("/volunteers/expenses/{claim_id:uuid}/decide", permission=P.RUN_VOLUNTEERING, name="placements.decide")
async def decide(request: Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """Yes or no."""
    form = Form(await request.form())
    read = forms.read_decision(form)
    if read is None:
        return await _claim(request, claim_id, form)
    await actions.decide(claim_id, to=read.to, sentence=read.sentence, version=form.version, by=web.member(request))
    yes = read.to is ExpenseState.APPROVED
    return web.go("/volunteers/expenses", said="It will be paid." if yes else "They hear of it, with your sentence.")


@post("/volunteers/expenses/{claim_id:uuid}/pay", permission=P.RUN_VOLUNTEERING, name="placements.pay")
async def pay(request: Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """It was paid."""
    form = Form(await request.form())
    paid_on = forms.read_paid(form)
    if paid_on is None:
        return await _claim(request, claim_id, form)
    await actions.pay(claim_id, paid_on=paid_on, version=form.version, by=web.member(request))
    return web.go("/volunteers/expenses", said="Written down as paid.")


async def _claim(request: Asked, claim_id: UUID, form: Form) -> Response[str]:
    context = {"expense": await queries.expense(claim_id), "form": form, "decisions": forms.DECISIONS}
    return web.page(request, "placements/expense.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/figures", permission=P.SEE_VOLUNTEERS, name="placements.figures")
async def figures(request: Asked) -> Response[str]:
    """What it comes to, in pictures and numbers, for the team alone."""
    return web.page(request, "placements/figures.html", {"figures": await queries.figures()})


HANDLERS = (
    hours,
    hours_file,
    expenses_file,
    hours_of,
    add_hours,
    claim_for_page,
    claim_for,
    strike_hours,
    expenses,
    expense,
    receipt,
    decide,
    pay,
    figures,
)
