"""/community/shortlist: what a visitor keeps for themself, in a signed cookie and nowhere else."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post

from livewell.finding import actions, letters, shortlist
from livewell.finding import forms_listing as forms
from livewell.finding.queries.listing import Shortlisted, shortlisted
from livewell.finding.routes.flyer import count_pdf
from livewell.finding.rules import shortlist as rules
from livewell.kit import notify, pdf, web
from livewell.kit.errors import NotSetUp, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.notify import SendFailedError
from livewell.kit.web import PUBLIC, Asked

_HOME = "/community/shortlist"


@post("/community/shortlist/add", permission=PUBLIC, name="finding.shortlist_add")
async def add(request: Asked) -> Response[Any]:
    """Put a listing on the list, and go back to where one was."""
    form = Form(await request.form())
    kept, asset = shortlist.read(request), forms.read_id(form, "asset")
    there = await shortlisted((asset,)) if asset else None
    if there is None or not there.pages:
        return web.go(_back(form), said="This listing is not there any more.")
    one = there.pages[0].asset.id
    if one not in kept and len(kept) >= rules.MOST:
        raise RuleBroken(f"Your list holds {rules.MOST} already. Take something off it first.")
    return _keep(request, rules.with_one(kept, one), back=_back(form), said="It is on your list.")


@post("/community/shortlist/remove", permission=PUBLIC, name="finding.shortlist_remove")
async def remove(request: Asked) -> Response[Any]:
    """Take a listing off the list."""
    form = Form(await request.form())
    asset = forms.read_id(form, "asset")
    kept = shortlist.read(request)
    return _keep(request, rules.without(kept, asset) if asset else kept, back=_back(form), said="It is off your list.")


@post("/community/shortlist/earlier", permission=PUBLIC, name="finding.shortlist_earlier")
async def earlier(request: Asked) -> Response[Any]:
    """Move a listing one place nearer to the beginning."""
    form = Form(await request.form())
    asset = forms.read_id(form, "asset")
    kept = shortlist.read(request)
    return _keep(request, rules.earlier(kept, asset) if asset else kept, back=_HOME, said="The order is changed.")


@post("/community/shortlist/empty", permission=PUBLIC, name="finding.shortlist_empty")
async def empty(request: Asked) -> Response[Any]:
    """Take everything off the list."""
    return _keep(request, (), back=_HOME, said="Your list is empty.")


@get("/community/shortlist", permission=PUBLIC, name="finding.shortlist")
async def the_list(request: Asked) -> Response[str]:
    """What somebody keeps, to print or to send to themself. What is gone from the directory falls out."""
    return await _page(request, Form.blank())


@get("/community/shortlist.pdf", permission=PUBLIC, name="finding.shortlist_pdf")
async def on_paper(request: Asked) -> Response[bytes]:
    """The list on paper."""
    await count_pdf(request)
    found = await shortlisted(shortlist.read(request))
    return await web.pdf(
        letters.shortlist_html(found.pages, address=web.house(request).address), filename="my-list.pdf"
    )


@post("/community/shortlist/send", permission=PUBLIC, name="finding.shortlist_send")
async def send(request: Asked) -> Response[Any]:
    """Send the list to an address that is used for this once and not kept."""
    form = Form(await request.form())
    address = form.email("email", required="Give the address to send it to")
    found = await shortlisted(shortlist.read(request))
    if not form.ok or not found.pages:
        return await _page(request, form)
    if not await actions.may_send(web.address_of(request)):
        form.error("email", "We have sent enough lists from here for today. Print the page, or try again tomorrow")
        return await _page(request, form)
    letter = letters.shortlist_email(found.pages, to=address, address=web.house(request).address)
    try:
        await actions.send_shortlist(letter, submission=form.submission)
    except (NotSetUp, SendFailedError):
        form.error("email", "We could not send it now. Print the page, or try again later")
        form.submission = uuid4()
        return await _page(request, form)
    return web.go(_HOME, said="Your list is on its way, if the address is right. We do not keep the address.")


def _keep(request: Asked, kept: tuple[UUID, ...], *, back: str, said: str) -> Response[bytes]:
    answer = web.go(back, said=said)
    answer.cookies.append(shortlist.cookie(request, kept))
    return answer


def _back(form: Form) -> str:
    """Where the form was: a page of the map, or the list."""
    back = form.typed("back")
    return back if web.is_local(back) and back.startswith("/community") else _HOME


async def _page(request: Asked, form: Form) -> Response[str]:
    kept = shortlist.read(request)
    found: Shortlisted = await shortlisted(kept)
    context = {
        "form": form,
        "pages": found.pages,
        "gone": found.gone,
        "can_send": notify.is_set_up(),
        "can_print_pdf": pdf.available(),
        "address": web.house(request).address,
    }
    answer = web.page(request, "finding/shortlist.html", context, status_code=200 if form.ok else 422)
    there = tuple(one.asset.id for one in found.pages)
    if there != kept:
        answer.cookies.append(shortlist.cookie(request, there))
    return answer


HANDLERS = [add, remove, earlier, empty, the_list, on_paper, send]
