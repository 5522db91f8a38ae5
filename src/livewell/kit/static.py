"""Style sheets, scripts and pictures, served under names that carry a hash of their content so that browsers keep them for ever."""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.kit.errors import NotFound, NotSetUp
from livewell.kit.folders import folder

MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFile:
    """One file as it is served: its address, its sha384 for subresource integrity, and its bytes."""

    url: str
    media_type: str
    integrity: str
    content: bytes
    squeezed: bytes | None

    @property
    def etag(self) -> str:
        """The validator of https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3, from the same hash."""
        return f'"{self.integrity[7:31]}"'


def read_static(served_as: str, path: Path) -> StaticFile:
    """Read one file; text is also kept compressed when that saves something."""
    content = path.read_bytes()
    sha384 = "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    small = gzip.compress(content, 9, mtime=0)
    return StaticFile(
        url=f"/static/{served_as}",
        media_type=MEDIA_TYPES[path.suffix],
        integrity=sha384,
        content=content,
        squeezed=small if len(small) < len(content) else None,
    )


@cache
def catalogue() -> dict[str, StaticFile]:
    """
    Every file we serve, by the plain name that templates use: `livewell.css`, `nhsuk-frontend.css`, `htmx.js`.

    Read once: names in a running process never change. Raises NotSetUp when `make assets` has not been run.
    """
    home = folder("static")
    files: dict[str, StaticFile] = {}
    for path in sorted(home.iterdir()):
        if path.suffix in MEDIA_TYPES:
            mark = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            files[path.name] = read_static(f"{path.stem}.{mark}{path.suffix}", path)
    try:
        listed: dict[str, dict[str, str]] = json.loads((home / "vendor/manifest.json").read_text())["files"]
    except OSError as missing:
        raise NotSetUp("The front-end files are not there yet. Run: make assets") from missing
    for name, entry in listed.items():
        files[name] = read_static(f"vendor/{entry['file']}", home / "vendor" / entry["file"])
    return files


@cache
def _by_address() -> dict[str, StaticFile]:
    return {file.url: file for file in catalogue().values()}


def asset_url(name: str) -> str:
    """Give the address of a static file by its plain name. KeyError when there is no such file."""
    return catalogue()[name].url


def integrity(name: str) -> str:
    """Give the sha384 of a static file for an `integrity` attribute (https://www.w3.org/TR/SRI/)."""
    return catalogue()[name].integrity


def answer(request: Request[Any, Any, Any], file: StaticFile) -> Response[bytes]:
    """Answer for one file: 304 when the browser has it, compressed when the browser can read that."""
    headers = {"Cache-Control": FOR_EVER, "ETag": file.etag, "Vary": "Accept-Encoding"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known or "*" in known:
        return Response(content=b"", status_code=304, headers=headers, media_type=file.media_type)
    content = file.content
    accepted = {coding.partition(";")[0].strip() for coding in request.headers.get("accept-encoding", "").split(",")}
    if file.squeezed is not None and "gzip" in accepted:
        content = file.squeezed
        headers["Content-Encoding"] = "gzip"
    return Response(content=content, headers=headers, media_type=file.media_type)


def static_files(permission: object) -> HTTPRouteHandler:
    """Make the route handler of /static, for GET and HEAD. `permission` is the mark of a public route."""

    @route(
        "/static/{path:path}",
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        name="static",
        permission=permission,
        include_in_schema=False,
    )
    async def static(request: Request[Any, Any, Any], path: FromPath[str]) -> Response[bytes]:
        file = _by_address().get(f"/static/{path.lstrip('/')}")
        if file is None:
            raise NotFound
        return answer(request, file)

    return static
