"""/directory/export: everything out again, for another directory, for a spreadsheet, or to hand over."""

import json
from collections.abc import AsyncIterator
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from livewell.kit import clock, web
from livewell.kit.door import more_time
from livewell.kit.errors import NotFound
from livewell.kit.sheets_out import CSV_TYPE, XLSX_TYPE, csv_lines, write_csv, write_xlsx, xlsx_pieces
from livewell.kit.web import Asked
from livewell.openreferral.queries import handing_over, kept_beside
from livewell.openreferral.routes.packing import Part, zip_pieces
from livewell.openreferral.rules.sheet import COLUMNS
from livewell.staff.permissions import Permission

EDIT = Permission.EDIT_LISTINGS
_LINES_AT_ONCE = 250
_TITLE = "Listings"


@get("/directory/export", permission=EDIT, name="openreferral.export")
async def export(request: Asked) -> Response[str]:
    """What can be taken away."""
    return web.page(request, "openreferral/export.html", {})


@get("/directory/export/template/{ending:str}", permission=EDIT, name="openreferral.template")
async def template(ending: FromPath[str]) -> Response[bytes]:
    """An empty sheet with our columns."""
    media_type = _media_type(ending)
    columns = list(COLUMNS)
    body = write_csv(columns, []) if ending == "csv" else write_xlsx(columns, [], title=_TITLE)
    return Response(body, media_type=media_type, headers=_saved_as(f"live-well-template.{ending}"))


@get("/directory/export/listings/{ending:str}", permission=EDIT, name="openreferral.listings")
async def listings(request: Asked, ending: FromPath[str]) -> Stream:
    """Every published listing as a row, sent as they are found."""
    media_type = _media_type(ending)
    pieces = _csv(request) if ending == "csv" else xlsx_pieces(list(COLUMNS), _patiently(request), _TITLE)
    headers = _saved_as(f"live-well-listings-{clock.today()}.{ending}")
    return Stream(await _begun(request, pieces), media_type=media_type, headers=headers)


def _media_type(ending: str) -> str:
    """What a sheet of this ending is. Raises NotFound for any other."""
    if ending not in {"csv", "xlsx"}:
        raise NotFound
    return CSV_TYPE if ending == "csv" else XLSX_TYPE


def _saved_as(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


async def _patiently(request: Asked) -> AsyncIterator[list[str]]:
    async for row in handing_over.every_row():
        more_time(request)
        yield row


async def _csv(request: Asked) -> AsyncIterator[bytes]:
    waiting = list(csv_lines(list(COLUMNS), ()))
    async for row in _patiently(request):
        *_, line = csv_lines((), (row,))
        waiting.append(line)
        if len(waiting) == _LINES_AT_ONCE:
            yield b"".join(waiting)
            waiting = []
    yield b"".join(waiting)


@get("/directory/export/everything.zip", permission=EDIT, name="openreferral.everything")
async def everything(request: Asked) -> Stream:
    """The hand-over file: what everybody may read in the standard's words, and everything exactly as it is kept."""
    pieces = zip_pieces(_parts(), clock.now().astimezone(clock.LONDON))
    headers = _saved_as(f"live-well-{clock.today()}.zip")
    return Stream(await _begun(request, pieces), media_type="application/zip", headers=headers)


async def _parts() -> AsyncIterator[Part]:
    yield Part("README.txt", _one(handing_over.README.encode()))
    for name, documents in handing_over.parts():
        yield Part(name, _lines(documents))
    async for name, picture in kept_beside.every_picture():
        yield Part(name, _one(picture), packed=False)


async def _one(said: bytes) -> AsyncIterator[bytes]:
    yield said


async def _lines(documents: AsyncIterator[dict[str, Any]]) -> AsyncIterator[bytes]:
    """Each document on a line of its own, some lines at a time."""
    waiting: list[bytes] = []
    async for document in documents:
        waiting.append(json.dumps(document, ensure_ascii=False).encode() + b"\n")
        if len(waiting) == _LINES_AT_ONCE:
            yield b"".join(waiting)
            waiting = []
    if waiting:
        yield b"".join(waiting)


async def _begun(request: Asked, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, the first of them found already: what is wrong from the start is still said with its status."""
    first = await anext(pieces)

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            more_time(request)
            yield piece

    return all_of_them()


HANDLERS = (export, template, listings, everything)
