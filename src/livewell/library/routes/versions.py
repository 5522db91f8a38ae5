"""/library/items/…/versions: what an item said before, what changed, and bringing it back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.library import actions, queries
from livewell.library.rules.differences import differences
from livewell.staff.permissions import Permission

_KEEP = Permission.EDIT_LIBRARY
_MOST_VERSIONS = 30_000
"""What a small number of the database holds."""


@get("/library/items/{item_id:uuid}/versions/{number:int}", permission=_KEEP, name="library.version")
async def version(request: Asked, item_id: FromPath[UUID], number: FromPath[int]) -> Response[str]:
    """What it said, and what changed since the version before it."""
    _check(number)
    found = await queries.any_item(item_id)
    seen = await queries.any_version(item_id, number)
    before = await queries.any_version(item_id, number - 1) if number > 1 else None
    context = {
        "item": found,
        "version": seen,
        "before": before,
        "lines": differences(before.body, seen.body) if before else [],
        "may_restore": not found.has_draft and number != found.last and seen.approved_at is not None,
    }
    return web.page(request, "library/version.html", context)


@post("/library/items/{item_id:uuid}/versions/{number:int}/restore", permission=_KEEP, name="library.restore")
async def restore(request: Asked, item_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    """Make a new version of what it said."""
    _check(number)
    form = Form(await request.form())
    made = await actions.restore(item_id, number, version=form.version, by=web.member(request))
    said = f"Version {made} says what version {number} said. It is not published yet."
    return web.go(f"/library/items/{item_id}", said=said)


@post("/library/items/{item_id:uuid}/discard", permission=_KEEP, name="library.discard")
async def discard(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Throw away what nobody published."""
    form = Form(await request.form())
    await actions.discard(item_id, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said="The version that was not published is gone.")


def _check(number: int) -> None:
    if not 0 < number < _MOST_VERSIONS:
        raise NotFound


HANDLERS = [version, restore, discard]
