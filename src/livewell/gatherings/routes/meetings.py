"""/directory/{id}/gatherings and /own/listings/{id}/gatherings: how a group meets, in figures, and the form to write it down."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.gatherings import actions, queries
from livewell.gatherings.forms import meetings as forms
from livewell.gatherings.queries import GatheringSeen, ToRecord
from livewell.gatherings.routes.keeping import DOORS, Door, Keeps
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.sheets_out import CSV_TYPE, write_csv
from livewell.kit.web import Asked

_DRAFT = "gathering"


def _figures(door: Door) -> list[HTTPRouteHandler]:
    path, may, word = door.path, door.permission, f"gatherings.{door.word}"

    @get(path, permission=may, name=f"{word}of_asset")
    async def of_asset(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
        """How often a group met, how many came, and what that warns of."""
        keeps = await door.let_in(request, asset_id)
        page = request.query_params.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004
        seen = await queries.page_of(asset_id, page=number)
        return door.page(request, "of_asset", keeps, None, seen=seen)

    @get(f"{path}.csv", permission=may, name=f"{word}table")
    async def table(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
        """Every meeting in figures, without a name, for a spreadsheet."""
        await door.let_in(request, asset_id)
        columns, rows = await queries.table_of(asset_id)
        return Response(
            write_csv(columns, rows),
            media_type=CSV_TYPE,
            headers={"content-disposition": 'attachment; filename="meetings.csv"'},
        )

    return [of_asset, table]


def _a_new_one(door: Door) -> list[HTTPRouteHandler]:
    path, may, word = f"{door.path}/new", door.permission, f"gatherings.{door.word}"

    @get(path, permission=may, name=f"{word}new")
    async def new(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
        """The form, with the last time that the listing names."""
        keeps = await door.let_in(request, asset_id)
        offered = await _offered(keeps)
        draft = await drafts.kept(keeps.writer, _DRAFT, str(asset_id))
        form = Form.blank({**draft, "from_draft": "yes"} if draft is not None else forms.prefilled(offered))
        return _form_page(request, door, keeps, form, offered)

    @post(path, permission=may, name=f"{word}record")
    async def record(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
        """Write it down."""
        keeps = await door.let_in(request, asset_id)
        offered = await _offered(keeps)
        form = Form(await request.form())
        met = forms.read_meeting(form, offered)
        if met is not None:
            await actions.record(asset_id, met, submission=form.submission, by=keeps.by)
        elif not await queries.was_written_down(form.submission):
            return _form_page(request, door, keeps, form, offered)
        await drafts.drop(keeps.writer, _DRAFT, str(asset_id))
        return web.go(door.home(asset_id), said="The meeting is written down.")

    @post(f"{path}/draft", permission=may, name=f"{word}keep_draft")
    async def keep_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
        """Keep what is being written, so that nothing is lost when the phone goes dark."""
        keeps = await door.let_in(request, asset_id)
        form = Form(await request.form())
        await drafts.keep(keeps.writer, _DRAFT, str(asset_id), form.everything())
        return Response("Draft saved", media_type="text/plain", status_code=200)

    @post(f"{path}/draft/drop", permission=may, name=f"{word}drop_draft")
    async def drop_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
        """Throw the draft away."""
        keeps = await door.let_in(request, asset_id)
        await drafts.drop(keeps.writer, _DRAFT, str(asset_id))
        return web.go(f"{door.home(asset_id)}/new", said="The draft is gone.")

    return [new, record, keep_draft, drop_draft]


def _one_written_down(door: Door) -> list[HTTPRouteHandler]:
    path, may, word = f"{door.path}/{{gathering_id:uuid}}", door.permission, f"gatherings.{door.word}"

    @get(path, permission=may, name=f"{word}gathering")
    async def gathering(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[str]:
        """One meeting, to read and to put right."""
        seen = await queries.gathering(gathering_id)
        keeps = await door.let_in_to(request, asset_id, seen.asset)
        form = Form.blank(forms.as_typed(seen))
        return _form_page(request, door, keeps, form, await _offered(keeps, seen), seen)

    @post(path, permission=may, name=f"{word}correct")
    async def correct(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[Any]:
        """Put it right."""
        seen = await queries.gathering(gathering_id)
        keeps = await door.let_in_to(request, asset_id, seen.asset)
        offered = await _offered(keeps, seen)
        form = Form(await request.form())
        met = forms.read_meeting(form, offered)
        if met is None:
            return _form_page(request, door, keeps, form, offered, seen)
        await actions.correct(gathering_id, met, version=form.version, names=keeps.names, by=keeps.by)
        return web.go(door.home(asset_id), said="The meeting is put right.")

    @post(f"{path}/remove", permission=may, name=f"{word}remove")
    async def remove(request: Asked, asset_id: FromPath[UUID], gathering_id: FromPath[UUID]) -> Response[bytes]:
        """Take out a meeting that did not happen."""
        seen = await queries.gathering(gathering_id)
        keeps = await door.let_in_to(request, asset_id, seen.asset)
        form = Form(await request.form())
        await actions.remove(gathering_id, version=form.version, by=keeps.by)
        return web.go(door.home(asset_id), said="The meeting is taken out.")

    return [gathering, correct, remove]


async def _offered(keeps: Keeps, again: GatheringSeen | None = None) -> ToRecord:
    offered = await queries.to_record(keeps.asset.id, again=again)
    return offered if keeps.names else offered.without_names(again)


def _form_page(
    request: Asked, door: Door, keeps: Keeps, form: Form, offered: ToRecord, seen: GatheringSeen | None = None
) -> Response[str]:
    home = door.home(offered.asset)
    return door.page(
        request,
        "form",
        keeps,
        form,
        offered=offered,
        seen=seen,
        address=f"{home}/{seen.id}" if seen else f"{home}/new",
        occasions=forms.occasion_choices(offered),
        parts=forms.part_labels(form, offered),
    )


HANDLERS = [
    handler for door in DOORS for handlers in (_figures, _a_new_one, _one_written_down) for handler in handlers(door)
]
