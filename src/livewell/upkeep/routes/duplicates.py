"""/directory/duplicates: listings that may be one, side by side."""

import re
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.upkeep import actions, forms, queries
from livewell.upkeep.queries.duplicates import both, provenance
from livewell.upkeep.rules.merging import Side, side_by_side


@get("/directory/duplicates", permission=Permission.EDIT_LISTINGS, name="upkeep.duplicates")
async def duplicates(request: Asked) -> Response[str]:
    """The pairs to decide; with ?show=decided, those that were."""
    decided = request.query_params.get("show") == "decided"
    context = {"pairs": await queries.pairs(decided=decided), "decided": decided}
    return web.page(request, "upkeep/duplicates.html", context)


@get("/directory/duplicates/{pair_id:uuid}", permission=Permission.EDIT_LISTINGS, name="upkeep.pair")
async def pair(request: Asked, pair_id: FromPath[UUID]) -> Response[str]:
    """Two listings, field by field."""
    return await _pair_page(request, pair_id, None)


@post("/directory/duplicates/{pair_id:uuid}/merge", permission=Permission.EDIT_LISTINGS, name="upkeep.merge")
async def merge(request: Asked, pair_id: FromPath[UUID]) -> Response[Any]:
    """Make them one."""
    form = Form(await request.form())
    chosen = forms.read_merge(form)
    if chosen is None:
        return await _pair_page(request, pair_id, form)
    kept = await actions.merge(
        pair_id,
        sides=chosen.sides,
        keep=chosen.keep,
        versions=(_number(form, "left_version"), _number(form, "right_version")),
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/directory/{kept}/upkeep", said="The two listings are one. You can undo it among “Those decided”.")


@post("/directory/duplicates/{pair_id:uuid}/different", permission=Permission.EDIT_LISTINGS, name="upkeep.different")
async def different(request: Asked, pair_id: FromPath[UUID]) -> Response[bytes]:
    """They are two different things."""
    await actions.different(pair_id, by=web.member(request))
    return web.go("/directory/duplicates", said="Kept as two. They are not shown side by side again.")


@post("/directory/duplicates/{pair_id:uuid}/undo", permission=Permission.EDIT_LISTINGS, name="upkeep.undo")
async def undo(request: Asked, pair_id: FromPath[UUID]) -> Response[bytes]:
    """Take the decision back."""
    as_before = await actions.undo(pair_id, by=web.member(request))
    said = "The decision is undone. The two wait to be decided."
    if not as_before:
        said += " The one that was kept was changed since, so it says what it says: look at its earlier versions."
    return web.go("/directory/duplicates", said=said)


async def _pair_page(request: Asked, pair_id: UUID, typed: Form | None) -> Response[str]:
    seen = await both(pair_id)
    lines = side_by_side(seen.left.listing, seen.right.listing, newer=seen.newer)
    suggested = {line.name: line.suggested for line in lines} | {"keep": seen.newer.value}
    context = {
        "seen": seen,
        "lines": lines,
        "form": typed or Form.blank(suggested),
        "sides": ((Side.LEFT.value, "The first"), (Side.RIGHT.value, "The second")),
        "left_from": provenance(seen.left),
        "right_from": provenance(seen.right),
    }
    return web.page(request, "upkeep/pair.html", context, status_code=200 if typed is None else 422)


def _number(form: Form, name: str) -> int | None:
    typed = form.typed(name)
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else None


HANDLERS = (duplicates, pair, merge, different, undo)
