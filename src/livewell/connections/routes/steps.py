"""/connections: one connection, and every step it can take."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.connections import actions, forms, queries, rules
from livewell.connections.queries import Connected
from livewell.kit import web, wording
from livewell.kit.forms import Form
from livewell.kit.templates import render
from livewell.kit.web import Asked
from livewell.places.queries import kinder_words
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@get(
    "/connections/{connection_id:uuid}",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="connection",
    name="connections.connection",
)
async def connection(request: Asked, connection_id: FromPath[UUID]) -> Response[str]:
    """One connection and the steps that are open."""
    return await _page(request, connection_id)


@post(
    "/connections/{connection_id:uuid}/introduce", permission=Permission.WORK_WITH_PEOPLE, name="connections.introduce"
)
async def introduce(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """To a named person, with what the group may know."""
    member = web.member(request)
    shown = await queries.connection(connection_id, seen_by=member)
    form = Form(await request.form())
    read = forms.read_introduction(form, called=shown.called)
    if read is None:
        return await _page(request, connection_id, introduce_form=form)
    journey_id = await actions.introduce(
        connection_id,
        introduced_to=read.introduced_to,
        note_for_group=read.note_for_group,
        note_agreed=read.note_agreed,
        why_this=read.why_this,
        by=member,
    )
    return web.go(f"/journeys/{journey_id}", said="The introduction is kept.")


@post("/connections/{connection_id:uuid}/visits", permission=Permission.WORK_WITH_PEOPLE, name="connections.attended")
async def attended(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """They went along."""
    form = Form(await request.form())
    read = forms.read_visit(form)
    if read is None:
        return await _page(request, connection_id, visit_form=form)
    journey_id = await actions.attended(
        connection_id,
        went_on=read.went_on,
        accompanied=read.accompanied,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/journeys/{journey_id}", said="The visit is noted.")


@post("/connections/{connection_id:uuid}/settle", permission=Permission.WORK_WITH_PEOPLE, name="connections.settle")
async def settle(request: Asked, connection_id: FromPath[UUID]) -> Response[bytes]:
    """They feel at home there."""
    journey_id = await actions.settle(connection_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}", said="Settled in. Well done, both of you.")


@post("/connections/{connection_id:uuid}/end", permission=Permission.WORK_WITH_PEOPLE, name="connections.end")
async def end(request: Asked, connection_id: FromPath[UUID]) -> Response[Any]:
    """It did not go on."""
    form = Form(await request.form())
    read = forms.read_end(form)
    if read is None:
        return await _page(request, connection_id, end_form=form)
    journey_id = await actions.end(connection_id, reason=read.reason, note=read.note, by=web.member(request))
    return web.go(f"/journeys/{journey_id}", said="The connection has ended. There may be something that suits better.")


@get(
    "/connections/{connection_id:uuid}/slip",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="connection",
    name="connections.slip",
)
async def slip(request: Asked, connection_id: FromPath[UUID]) -> Response[str]:
    """Everything the group is told, on a page to print."""
    return web.page(request, "connections/slip.html", await _slip(connection_id, web.member(request)))


@get(
    "/connections/{connection_id:uuid}/slip.pdf",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="connection",
    name="connections.slip_pdf",
)
async def slip_pdf(request: Asked, connection_id: FromPath[UUID]) -> Response[bytes]:
    """The same as a PDF. Its name says nothing of the person."""
    html = render("connections/slip_pdf.html", await _slip(connection_id, web.member(request)))
    return await web.pdf(html, filename="introduction.pdf")


async def _slip(connection_id: UUID, member: Member) -> dict[str, Any]:
    shown = await queries.connection(connection_id, seen_by=member)
    rules.check_slip(agreed=shown.note_agreed)
    return {
        "connection": shown,
        "worker": await queries.introducer(connection_id),
        "going": await queries.going(shown.asset.id),
    }


async def _page(
    request: Asked,
    connection_id: UUID,
    *,
    introduce_form: Form | None = None,
    visit_form: Form | None = None,
    end_form: Form | None = None,
) -> Response[str]:
    shown = await queries.connection(connection_id, seen_by=web.member(request))
    wrong = introduce_form or visit_form or end_form
    words = await kinder_words()
    context = {
        "connection": shown,
        "words": words,
        "hints": wording.find(f"{shown.why_this}\n{shown.note_for_group}", words),
        "going": await queries.going(shown.asset.id),
        "form": wrong or Form.blank(),
        "introduce_form": introduce_form or Form.blank(_introduction_so_far(shown)),
        "visit_form": visit_form or Form.blank(),
        "end_form": end_form or Form.blank(),
        "ends": forms.ENDS,
    }
    return web.page(request, "connections/connection.html", context, status_code=422 if wrong else 200)


def _introduction_so_far(shown: Connected) -> dict[str, object]:
    return {
        "introduced_to": shown.introduced_to or shown.asset.contact_name,
        "why_this": shown.why_this,
        "note_for_group": shown.note_for_group,
        "note_agreed": shown.note_agreed,
    }


HANDLERS = [connection, introduce, attended, settle, end, slip, slip_pdf]
