"""/fund/desk: pots with their books, their panel, what waits, and every award as a sheet."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from livewell.forum import queries as forum
from livewell.fund import actions
from livewell.fund.forms import keeping, money_typed
from livewell.fund.forms.asking import read_who
from livewell.fund.queries import figures, lists, panel, pots
from livewell.fund.queries.pots import PotSeen
from livewell.fund.rules.money import DEFINITION
from livewell.kit import clock, web
from livewell.kit.door import more_time
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.sheets_out import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_pieces
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FUND
POT = "/fund/desk/pots/{pot_id:uuid}"


@get("/fund/desk", permission=RUN, name="fund.desk")
async def desk(request: Asked) -> Response[str]:
    """What waits, and the pots."""
    context = {"waiting": await lists.waiting(), "pots": await pots.pots()}
    return web.page(request, "fund/desk.html", context)


@get("/fund/desk/pots/new", permission=RUN, name="fund.new_pot")
async def new_pot(request: Asked) -> Response[str]:
    """Where a pot is made."""
    return _pot_form(request, Form.blank({"report_within": 180, "opens": clock.today()}), None)


@post("/fund/desk/pots/new", permission=RUN, name="fund.make_pot")
async def make_pot(request: Asked) -> Response[Any]:
    """Make it."""
    form = Form(await request.form())
    typed = keeping.read_pot(form)
    if typed is None:
        return _pot_form(request, form, None)
    made = await actions.make_pot(typed, submission=form.submission, by=web.member(request))
    return web.go(f"/fund/desk/pots/{made}", said="The pot is there. Now choose its panel.")


@get(POT, permission=RUN, name="fund.desk_pot")
async def one_pot(request: Asked, pot_id: FromPath[UUID]) -> Response[str]:
    """One pot: its books, its panel, and what was asked of it."""
    page = Form(request.query_params).whole_number("page", lowest=1, highest=9999) or 1
    return await _pot_page(request, pot_id, Form.blank(), page=page)


@get(f"{POT}/change", permission=RUN, name="fund.change_pot_page")
async def change_pot_page(request: Asked, pot_id: FromPath[UUID]) -> Response[str]:
    """The pot, to change."""
    pot = await pots.pot(pot_id)
    values: dict[str, object] = {
        "name": pot.name,
        "kind": pot.kind.value,
        "about": pot.about,
        "criteria": pot.criteria_text,
        "pounds": money_typed(pot.books.pot),
        "most": money_typed(pot.most_pence),
        "given_by": pot.given_by,
        "opens": pot.opens_on,
        "closes": pot.closes_on,
        "report_within": pot.report_within,
        "to_forum": "yes" if pot.to_forum else "",
    }
    return _pot_form(request, Form.blank(values), pot)


@post(f"{POT}/change", permission=RUN, name="fund.change_pot")
async def change_pot(request: Asked, pot_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    form = Form(await request.form())
    typed = keeping.read_pot(form)
    if typed is None:
        return _pot_form(request, form, await pots.pot(pot_id))
    await actions.change_pot(pot_id, typed, version=form.version or 0, by=web.member(request))
    return web.go(f"/fund/desk/pots/{pot_id}", said="Changed.")


@post(f"{POT}/close", permission=RUN, name="fund.close_pot")
async def close_pot(request: Asked, pot_id: FromPath[UUID]) -> Response[bytes]:
    """Nobody may ask any more."""
    form = Form(await request.form())
    await actions.close_pot(pot_id, version=form.version or 0, by=web.member(request))
    return web.go(f"/fund/desk/pots/{pot_id}", said="The pot is closed. What was asked is still decided.")


@post(f"{POT}/panel", permission=RUN, name="fund.seat")
async def seat(request: Asked, pot_id: FromPath[UUID]) -> Response[Any]:
    """Put a member on the panel."""
    form = Form(await request.form())
    chosen = form.one_of("member", await forum.choices(), required="Choose a member of the forum")
    if chosen is None:
        return await _pot_page(request, pot_id, form)
    await actions.seat(pot_id, UUID(chosen), by=web.member(request))
    return web.go(f"/fund/desk/pots/{pot_id}", said="They are on the panel.")


@post(f"{POT}/panel/{{member_id:uuid}}/leave", permission=RUN, name="fund.unseat")
async def unseat(request: Asked, pot_id: FromPath[UUID], member_id: FromPath[UUID]) -> Response[bytes]:
    """Take a member off the panel."""
    await actions.unseat(pot_id, member_id, by=web.member(request))
    return web.go(f"/fund/desk/pots/{pot_id}", said="They are no longer on the panel.")


@get(f"{POT}/new", permission=RUN, name="fund.help_page")
async def help_page(request: Asked, pot_id: FromPath[UUID]) -> Response[str]:
    """Where an application is begun for somebody who rings or comes by."""
    return _help_page(request, await pots.pot(pot_id), Form.blank())


@post(f"{POT}/new", permission=RUN, name="fund.help")
async def help_begin(request: Asked, pot_id: FromPath[UUID]) -> Response[Any]:
    """Begin it with them."""
    pot = await pots.pot(pot_id)
    form = Form(await request.form())
    who = read_who(form, needs_email=False)
    if who is None:
        return _help_page(request, pot, form)
    made = await actions.begin(pot_id, who, submission=form.submission, by=web.member(request))
    return web.go(f"/fund/desk/applications/{made}/write")


@get("/fund/desk/export/{ending:str}", permission=RUN, name="fund.export")
async def export(request: Asked, ending: FromPath[str]) -> Stream:
    """Every application that was sent, with its money: as CSV, line by line, or as XLSX, piece by piece."""
    name = f"fund-{clock.today()}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    if ending == "csv":
        return Stream(_lines(request), media_type=CSV_TYPE, headers=headers)
    if ending == "xlsx":
        pieces = xlsx_pieces(figures.COLUMNS, _patiently(request), "The small fund")
        return Stream(pieces, media_type=XLSX_TYPE, headers=headers)
    raise NotFound


async def _lines(request: Asked) -> AsyncIterator[bytes]:
    for line in csv_lines(figures.COLUMNS, ()):
        yield line
    async for row in _patiently(request):
        *_, line = csv_lines((), (row,))
        yield line


async def _patiently(request: Asked) -> AsyncIterator[list[str]]:
    async for row in figures.for_a_file():
        more_time(request)
        yield row


async def _pot_page(request: Asked, pot_id: UUID, form: Form, *, page: int = 1) -> Response[str]:
    pot = await pots.pot(pot_id)
    lines, total = await lists.of_pot(pot_id, page)
    seated = await panel.panel_of(pot_id)
    on = {str(member) for member, _ in seated}
    context = {
        "pot": pot,
        "form": form,
        "lines": lines,
        "page": page,
        "pages": max(1, -(-total // lists.A_PAGE)),
        "panel": seated,
        "members": [one for one in await forum.choices() if one[0] not in on],
        "definition": DEFINITION,
    }
    return web.page(request, "fund/pot.html", context, status_code=200 if form.ok else 422)


def _pot_form(request: Asked, form: Form, pot: PotSeen | None) -> Response[str]:
    context = {"form": form, "pot": pot, "kinds": keeping.KINDS}
    return web.page(request, "fund/pot_form.html", context, status_code=200 if form.ok else 422)


def _help_page(request: Asked, pot: PotSeen, form: Form) -> Response[str]:
    return web.page(request, "fund/help.html", {"form": form, "pot": pot}, status_code=200 if form.ok else 422)


HANDLERS = (
    desk, new_pot, make_pot, one_pot, change_pot_page, change_pot, close_pot, seat, unseat, help_page, help_begin, export
)  # fmt: skip
