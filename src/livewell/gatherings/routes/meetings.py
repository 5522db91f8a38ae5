"""/directory/{id}/gatherings: how a group meets, in figures, and the form to write a meeting down."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.gatherings import actions, queries
from livewell.gatherings.forms import meetings as forms
from livewell.gatherings.queries import GatheringSeen, ToRecord
from livewell.gatherings.routes.keeping import kept, kept_with
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.sheets_out import CSV_TYPE, write_csv
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_DRAFT = "gathering"
_KEEP = Permission.KEEP_GATHERINGS


@get("/directory/{asset_id:uuid}/gatherings", permission=_KEEP, name="gatherings.of_asset")
async def of_asset(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """How often a group met, how many came, and what that warns of."""
    await kept(request, asset_id)
    page = request.query_params.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004
    return web.page(request, "gatherings/of_asset.html", {"seen": await queries.page_of(asset_id, page=number)})


@get("/directory/{asset_id:uuid}/gatherings.csv", permission=_KEEP, name="gatherings.table")
async def table(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Every meeting in figures, without a name, for a spreadsheet."""
    await kept(request, asset_id)
    columns, rows = await queries.table_of(asset_id)
    return Response(
        write_csv(columns, rows),
        media_type=CSV_TYPE,
        headers={"content-disposition": 'attachment; filename="meetings.csv"'},
    )


# ── a new one ──


@get("/directory/{asset_id:uuid}/gatherings/new", permission=_KEEP, name="gatherings.new")
async def new(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """The form, with the last time that the listing names."""
    await kept(request, asset_id)
    offered = await queries.to_record(asset_id)
    draft = await drafts.kept(_owner(web.member(request)), _DRAFT, str(asset_id))
    form = Form.blank({**draft, "from_draft": "yes"} if draft is not None else forms.prefilled(offered))
    return _form_page(request, form, offered)


@post("/directory/{asset_id:uuid}/gatherings/new", permission=_KEEP, name="gatherings.record")
async def record(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    member = web.member(request)
    await kept(request, asset_id)
    offered = await queries.to_record(asset_id)
    form = Form(await request.form())
    met = forms.read_meeting(form, offered)
    if met is None:
        return _form_page(request, form, offered)
    await actions.record(asset_id, met, submission=form.submission, by=member)
    await drafts.drop(_owner(member), _DRAFT, str(asset_id))
    return web.go(f"/directory/{asset_id}/gatherings", said="The meeting is written down.")


@post("/directory/{asset_id:uuid}/gatherings/new/draft", permission=_KEEP, name="gatherings.keep_draft")
async def keep_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    await kept(request, asset_id)
    form = Form(await request.form())
    await drafts.keep(_owner(web.member(request)), _DRAFT, str(asset_id), form.everything())
    return Response("Draft saved", media_type="text/plain", status_code=200)


@post("/directory/{asset_id:uuid}/gatherings/new/draft/drop", permission=_KEEP, name="gatherings.drop_draft")
async def drop_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Throw the draft away."""
    await drafts.drop(_owner(web.member(request)), _DRAFT, str(asset_id))
    return web.go(f"/directory/{asset_id}/gatherings/new", said="The draft is gone.")


# ── one that is written down ──


@get("/directory/{asset_id:uuid}/gatherings/{gathering_id:uuid}", permission=_KEEP, name="gatherings.gathering")
async def gathering(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[str]:
    """One meeting, to read and to put right."""
    seen = await queries.gathering(gathering_id)
    await kept_with(request, asset_id, seen.asset)
    return _form_page(request, Form.blank(forms.as_typed(seen)), await queries.to_record(asset_id, again=seen), seen)


@post("/directory/{asset_id:uuid}/gatherings/{gathering_id:uuid}", permission=_KEEP, name="gatherings.correct")
async def correct(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[Any]:
    """Put it right."""
    seen = await queries.gathering(gathering_id)
    await kept_with(request, asset_id, seen.asset)
    offered = await queries.to_record(asset_id, again=seen)
    form = Form(await request.form())
    met = forms.read_meeting(form, offered)
    if met is None:
        return _form_page(request, form, offered, seen)
    await actions.correct(gathering_id, met, version=form.version, by=web.member(request))
    return web.go(f"/directory/{asset_id}/gatherings", said="The meeting is put right.")


@post("/directory/{asset_id:uuid}/gatherings/{gathering_id:uuid}/remove", permission=_KEEP, name="gatherings.remove")
async def remove(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[bytes]:
    """Take out a meeting that did not happen."""
    seen = await queries.gathering(gathering_id)
    await kept_with(request, asset_id, seen.asset)
    form = Form(await request.form())
    await actions.remove(gathering_id, version=form.version, by=web.member(request))
    return web.go(f"/directory/{asset_id}/gatherings", said="The meeting is taken out.")


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _form_page(request: Asked, form: Form, offered: ToRecord, seen: GatheringSeen | None = None) -> Response[str]:
    home = f"/directory/{offered.asset}/gatherings"
    context = {
        "form": form,
        "offered": offered,
        "seen": seen,
        "home": home,
        "address": f"{home}/{seen.id}" if seen else f"{home}/new",
        "occasions": forms.occasion_choices(offered),
        "parts": forms.part_labels(form, offered),
    }
    return web.page(request, "gatherings/form.html", context, status_code=200 if form.ok else 422)


HANDLERS = (of_asset, table, new, record, keep_draft, drop_draft, gathering, correct, remove)
