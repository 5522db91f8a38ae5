"""/directory/export: everything out again, for another directory, for a spreadsheet, or to hand over."""

import json
import tempfile
import zipfile
from collections.abc import AsyncIterator
from typing import IO

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from livewell.kit import clock, web
from livewell.kit.door import more_time
from livewell.kit.errors import NotFound
from livewell.kit.sheets import CSV_TYPE, XLSX_TYPE, write_csv, write_xlsx
from livewell.kit.web import Asked
from livewell.openreferral.queries import handing_over
from livewell.openreferral.rules.sheet import COLUMNS
from livewell.staff.permissions import Permission

EDIT = Permission.EDIT_LISTINGS
_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 64 * 1024


@get("/directory/export", permission=EDIT, name="openreferral.export")
async def export(request: Asked) -> Response[str]:
    """What can be taken away."""
    return web.page(request, "openreferral/export.html", {})


@get("/directory/export/template/{ending:str}", permission=EDIT, name="openreferral.template")
async def template(ending: FromPath[str]) -> Response[bytes]:
    """An empty sheet with our columns."""
    return _sheet("live-well-template", ending, [])


@get("/directory/export/listings/{ending:str}", permission=EDIT, name="openreferral.listings")
async def listings(request: Asked, ending: FromPath[str]) -> Response[bytes]:
    """Every published listing as a row."""
    rows = []
    async for row in handing_over.every_row():
        rows.append(row)
        more_time(request)
    return _sheet(f"live-well-listings-{clock.today()}", ending, rows)


def _sheet(name: str, ending: str, rows: list[list[str]]) -> Response[bytes]:
    """The sheet as CSV or as XLSX. Raises NotFound for any other ending."""
    if ending not in {"csv", "xlsx"}:
        raise NotFound
    as_csv = ending == "csv"
    body = write_csv(list(COLUMNS), rows) if as_csv else write_xlsx(list(COLUMNS), rows, title="Listings")
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=CSV_TYPE if as_csv else XLSX_TYPE, headers=headers)


@get("/directory/export/everything.zip", permission=EDIT, name="openreferral.everything")
async def everything(request: Asked) -> Stream:
    """The hand-over file: what everybody may read in the standard's words, and every listing exactly as it is kept."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  Closed when it has been sent.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", handing_over.README)
        for name, documents in handing_over.parts():
            with archive.open(name, "w", force_zip64=True) as part:
                async for document in documents:
                    part.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
                    more_time(request)
    file.seek(0)

    async def pieces() -> AsyncIterator[bytes]:
        with file:
            while piece := file.read(_CHUNK):
                more_time(request)
                yield piece

    headers = {"content-disposition": f'attachment; filename="live-well-{clock.today()}.zip"'}
    return Stream(pieces(), media_type="application/zip", headers=headers)


HANDLERS = (export, template, listings, everything)
