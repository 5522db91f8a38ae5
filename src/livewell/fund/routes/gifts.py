"""/gifts and /fund/figures: what is given that is not money, and what the fund did, each apart from the other."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.fund import actions
from livewell.fund.forms import keeping
from livewell.fund.queries import figures
from livewell.fund.queries.figures import Offer
from livewell.fund.rules.money import DEFINITION
from livewell.gaps.rules.numbers import SUPPRESSED
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission


@get("/fund/figures", permission=Permission.SEE_TOGETHER, name="fund.figures")
async def fund_figures(request: Asked) -> Response[str]:
    """How many asked and were awarded, by ward and Way; the books; people reached; gifts beside the money."""
    context = {
        "figures": await figures.figures(),
        "gifts": await figures.gifts(1),
        "definition": DEFINITION,
        "suppressed": SUPPRESSED,
    }
    return web.page(request, "fund/figures.html", context)


@get("/gifts", permission=Permission.SEE_TOGETHER, name="gifts.all")
async def all_gifts(request: Asked) -> Response[str]:
    """What was given, what it is worth, and what was offered on visits and waits."""
    page = Form(request.query_params).whole_number("page", lowest=1, highest=9999) or 1
    found = await figures.gifts(page)
    context = {
        "found": found,
        "offers": await figures.offers(),
        "sees_who": Permission.SEE_WHO in web.member(request).can,
        "page": page,
        "pages": max(1, -(-found.total // figures.GIFTS_A_PAGE)),
    }
    return web.page(request, "fund/gifts.html", context)


@get("/gifts/new", permission=Permission.KEEP_GIFTS, name="gifts.new")
async def new(request: Asked) -> Response[str]:
    """Where a gift is noted; `offer` in the address fills in who offered it."""
    offer = await _offer(Form(request.query_params).typed("offer"))
    values = {"given": clock.today(), "giver": offer.asset_name if offer else "", "offer": offer.id if offer else ""}
    return await _form_page(request, Form.blank(values), offer)


@post("/gifts/new", permission=Permission.KEEP_GIFTS, name="gifts.note")
async def note(request: Asked) -> Response[Any]:
    """Note it; with an offer, that offer is settled."""
    form = Form(await request.form())
    typed = keeping.read_gift(form, await figures.group_choices())
    if typed is None:
        return await _form_page(request, form, await _offer(form.typed("offer")))
    await actions.note_gift(typed, offer=_id(form.typed("offer")), submission=form.submission, by=web.member(request))
    return web.go("/gifts", said="Noted, with thanks.")


@post("/gifts/{gift_id:uuid}/strike", permission=Permission.KEEP_GIFTS, name="gifts.strike")
async def strike(request: Asked, gift_id: FromPath[UUID]) -> Response[bytes]:
    """It was noted amiss."""
    await actions.strike_gift(gift_id, by=web.member(request))
    return web.go("/gifts", said="Struck. It counts no more.")


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound from None


async def _offer(typed: str) -> Offer | None:
    """The offer an address or a form names, None for none. NotFound for one that waits no more, or never did."""
    if not typed:
        return None
    found = next((one for one in await figures.offers() if str(one.id) == typed), None)
    if found is None:
        raise NotFound
    return found


async def _form_page(request: Asked, form: Form, offer: Offer | None) -> Response[str]:
    context = {"form": form, "offer": offer, "groups": await figures.group_choices()}
    return web.page(request, "fund/gift_form.html", context, status_code=200 if form.ok else 422)


HANDLERS = (fund_figures, all_gifts, new, note, strike)
