"""
What lies under a map that moves, when the operator has set it up: one file of tiles that we serve, or a tile server.

With neither there is no base, and nobody else is ever asked. The file is a PMTiles archive, read in pieces by the
browser: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md, ranges by RFC 9110, section 14.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import structlog
from litestar import Request, Response, Router, get
from litestar.response import Stream

from livewell.kit.door import PUBLIC
from livewell.kit.errors import NotFound
from livewell.settings import settings

LOG = structlog.get_logger("livewell.tiles")

ADDRESS = "/tiles/map.pmtiles"
PIECE = 64 * 1024
"""Bytes read and sent at once, so that a large file never stands in memory."""
_HEADER = 127
_MAGIC = b"PMTiles\x03"
_TILE_TYPE = 99
_MOST_ZOOM = 101
_KINDS: dict[int, Literal["vector", "raster"]] = {1: "vector", 2: "raster", 3: "raster", 4: "raster", 5: "raster"}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PARTIAL, _UNSATISFIABLE, _NOT_MODIFIED = 206, 416, 304


@dataclass(frozen=True)
class Archive:
    """A PMTiles file that can be served."""

    path: Path
    size: int
    etag: str
    kind: Literal["vector", "raster"]
    most_zoom: int


def archive() -> Archive | None:
    """The operator's file as it is now; None when none is set, or what is there is no PMTiles archive (said in the log)."""
    path = settings().map_pmtiles_path
    if path is None:
        return None
    try:
        about = path.stat()
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as trouble:
        LOG.warning("the map file cannot be read", trouble=type(trouble).__name__)
        return None
    if len(header) < _HEADER or not header.startswith(_MAGIC) or header[_TILE_TYPE] not in _KINDS:
        LOG.warning("the map file is no PMTiles archive of version 3 with tiles that a browser draws")
        return None
    return Archive(
        path,
        about.st_size,
        f'"{about.st_mtime_ns:x}-{about.st_size:x}"',
        _KINDS[header[_TILE_TYPE]],
        header[_MOST_ZOOM],
    )


def base() -> dict[str, Any] | None:
    """What the map's script needs to know of the base: our own file before a tile server, else None."""
    attribution = settings().map_tiles_attribution
    ours = archive()
    if ours is not None:
        return {"kind": ours.kind, "url": ADDRESS, "zoom": ours.most_zoom, "attribution": attribution}
    url = settings().map_tiles_url
    return {"kind": "server", "url": url, "zoom": 18, "attribution": attribution} if url else None


def pictures_from(url: str | None) -> str:
    """The source for img-src that a tile server's template needs: "https://tiles.example", or "" for our own."""
    if not url or url.startswith("/"):
        return ""
    parts = urlsplit(url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Piece:
    """The bytes asked for, first and last, both counted."""

    first: int
    last: int


def asked_for(header: str, size: int) -> Piece | None:
    """
    The piece that a Range header asks for of `size` bytes; None when all is to be sent: no range, several, or not bytes.

    Raises ValueError when there is no such piece.
    """
    matched = _RANGE.fullmatch(header.replace(" ", ""))
    if matched is None:
        return None
    first, last = matched.groups()
    if not first and not last:
        return None
    if not first:
        if int(last) == 0:
            raise ValueError(header)
        return Piece(max(size - int(last), 0), size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise ValueError(header)
    return Piece(int(first), min(int(last), size - 1) if last else size - 1)


async def _pieces(path: Path, piece: Piece) -> AsyncIterator[bytes]:
    left = piece.last - piece.first + 1
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, piece.first)
        while left > 0 and (read := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(read)
            yield read
    finally:
        file.close()


@get(ADDRESS, permission=PUBLIC, name="tiles.archive")
async def tiles_archive(request: Request[Any, Any, Any]) -> Response[Any]:
    """The map file, whole or the piece asked for."""
    found = await asyncio.to_thread(archive)
    if found is None:
        raise NotFound
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": found.etag,
        # Not to be squeezed on the way: a range counts the bytes of the file itself.
        "Cache-Control": "public, max-age=86400, no-transform",
    }
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if found.etag in known:
        return Response(content=b"", status_code=_NOT_MODIFIED, headers=headers, media_type="application/octet-stream")
    # A piece of another version than the browser has is no use to it (RFC 9110, section 13.1.5).
    stale = request.headers.get("if-range", found.etag) != found.etag
    try:
        piece = None if stale else asked_for(request.headers.get("range", ""), found.size)
    except ValueError:
        return Response(
            content=b"", status_code=_UNSATISFIABLE, headers={**headers, "Content-Range": f"bytes */{found.size}"}
        )
    sent = piece or Piece(0, found.size - 1)
    headers["Content-Length"] = str(sent.last - sent.first + 1)
    if piece is not None:
        headers["Content-Range"] = f"bytes {piece.first}-{piece.last}/{found.size}"
    return Stream(
        _pieces(found.path, sent),
        status_code=_PARTIAL if piece else 200,
        headers=headers,
        media_type="application/octet-stream",
    )


router = Router("/", route_handlers=[tiles_archive])
