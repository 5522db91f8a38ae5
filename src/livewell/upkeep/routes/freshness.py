"""/directory/freshness: what to make sure of next, on the screen, on the telephone and on paper."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets.rules import Checked
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.templates import render
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.upkeep import actions, forms, queries
from livewell.upkeep.forms import Looked
from livewell.upkeep.queries.freshness import A_PAGE, PRINTED
from livewell.upkeep.rules.freshness import SINCE_LABELS


@get("/directory/freshness", permission=Permission.EDIT_LISTINGS, name="upkeep.freshness")
async def freshness(request: Asked) -> Response[str]:
    """The listings to make sure of, the most urgent first, narrowed by ward and by how long ago."""
    form = Form(request.query_params)
    looked = forms.read_look(form)
    queue = await queries.queue(since=looked.since, ward=looked.ward, first=(looked.page - 1) * A_PAGE)
    wards = await queries.wards()
    context = {
        "form": Form.blank({"since": looked.since.value, "ward": looked.ward}),
        "queue": queue,
        "first": (looked.page - 1) * A_PAGE + 1,
        "last": (looked.page - 1) * A_PAGE + len(queue.rows),
        "page": looked.page,
        "pages": max(-(-queue.total // A_PAGE), 1),
        "link": f"/directory/freshness?{_query(looked)}&page=",
        "print_link": f"/directory/freshness/phone-list?{_query(looked)}",
        "since": forms.SINCE_CHOICES,
        "wards": wards,
        "back_to": f"{_query(looked)}&page={looked.page}",
        # A number for each button, so that a double click is one and two buttons are two.
        "submissions": {one.asset.id: uuid5(form.submission, str(one.asset.id)) for one in queue.rows},
    }
    return web.page(request, "upkeep/freshness.html", context)


@post("/directory/freshness/{asset_id:uuid}", permission=Permission.EDIT_LISTINGS, name="upkeep.still_right")
async def still_right(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Phoned, and still right: one listing at a time, as it was read."""
    form = Form(await request.form())
    await actions.make_sure(
        asset_id, how=Checked.PHONED, version=form.version, submission=form.submission, by=web.member(request)
    )
    looked = forms.read_look(form)
    return web.go(
        f"/directory/freshness?{_query(looked)}&page={looked.page}", said="The listing says that it was checked today."
    )


@get("/directory/freshness/phone-list", permission=Permission.EDIT_LISTINGS, name="upkeep.phone_list")
async def phone_list(request: Asked) -> Response[str]:
    """The same listings as a list to print, with boxes to tick at the telephone."""
    looked = forms.read_look(Form(request.query_params))
    context = await _printed(looked) | {"pdf_link": f"/directory/freshness/phone-list.pdf?{_query(looked)}"}
    return web.page(request, "upkeep/phone_list.html", context)


@get("/directory/freshness/phone-list.pdf", permission=Permission.EDIT_LISTINGS, name="upkeep.phone_list_pdf")
async def phone_list_pdf(request: Asked) -> Response[bytes]:
    """The same as a PDF."""
    looked = forms.read_look(Form(request.query_params))
    return await web.pdf(render("upkeep/phone_list_pdf.html", await _printed(looked)), filename="phone-list.pdf")


async def _printed(looked: Looked) -> dict[str, Any]:
    names = dict(await queries.wards())
    return {
        "queue": await queries.queue(since=looked.since, ward=looked.ward, limit=PRINTED, to_phone=True),
        "ward": names.get(looked.ward, ""),
        "since": SINCE_LABELS[looked.since],
        "on": clock.today(),
    }


def _query(looked: Looked) -> str:
    return urlencode({"since": looked.since.value, "ward": looked.ward})


HANDLERS = (freshness, still_right, phone_list, phone_list_pdf)
