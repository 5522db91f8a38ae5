"""/community: the directory for everybody."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from livewell.assets import queries, rules
from livewell.assets.forms import search as forms
from livewell.assets.forms.search import Search
from livewell.kit import geo, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

_A_PAGE = 20
_AT_MOST = 200


# ── for everybody ──


@get("/community", permission=PUBLIC, name="assets.community")
async def community(request: Asked) -> Response[str]:
    """Search the directory by words, distance, kind and Way to Wellbeing."""
    context = await _searched(request, "/community")
    if web.is_htmx(request):
        return web.fragment(request, "assets/community.html", "results", context)
    return web.page(request, "assets/community.html", context)


@get("/community/{asset_id:uuid}", permission=PUBLIC, name="assets.asset")
async def asset(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """One listing. Those who may edit it see it before it is shown to everybody."""
    on = web.signed_in(request)
    found = await queries.asset(asset_id, hidden_too=on is not None)
    mine = on is not None and queries.may_edit(on.member, found.organisation_id)
    if not (found.published or mine):
        raise NotFound
    edit = None
    if on is not None and mine:
        home = "/directory" if Permission.EDIT_LISTINGS in on.member.can else "/my-listings"
        edit = f"{home}/{asset_id}"
    return web.page(request, "assets/asset.html", {"asset": found, "edit": edit})


async def _searched(request: Asked, path: str) -> dict[str, Any]:
    form = Form(request.query_params)
    search = forms.read_search(form)
    place = await geo.find_place(search.place) if search.place else None
    if search.place and place is None:
        form.error("postcode", f"We could not find {search.place}. Check it, or search without it")
    found = await queries.find(
        search.words,
        near=place.point if place else None,
        within_miles=search.within if place else None,
        kind=search.kind,
        way=search.way,
        limit=_AT_MOST,
    )
    pages = max(-(-len(found.rows) // _A_PAGE), 1)
    page = min(max(search.page, 1), pages)
    first = (page - 1) * _A_PAGE
    return {
        "form": form,
        "search": search,
        "place": place,
        "found": found,
        "shown": found.rows[first : first + _A_PAGE],
        "first": first + 1,
        "last": min(first + _A_PAGE, len(found.rows)),
        "page": page,
        "pages": pages,
        "link": _link(path, search, page=""),
        "chosen": _chosen(path, search),
        "choices": forms.CHOICES,
        "path_of_search": path,
    }


def _link(path: str, search: Search, **without: str) -> str:
    """The address of this search; a name in `without` takes that value, and "page" comes last."""
    parts = {
        "q": search.words,
        "postcode": search.place,
        "within": str(search.within or ""),
        "kind": search.kind.value if search.kind else "",
        "way": search.way.value if search.way else "",
    } | {name: text for name, text in without.items() if name != "page"}
    query = urlencode({name: text for name, text in parts.items() if text})
    ending = "page=" if "page" in without else ""
    return f"{path}?{'&'.join(part for part in (query, ending) if part)}".rstrip("?")


def _chosen(path: str, search: Search) -> list[tuple[str, str]]:
    """What a search is narrowed by, each with the address of the search without it."""
    chosen = []
    if search.words:
        chosen.append((f"“{search.words}”", _link(path, search, q="")))
    if search.place:
        within = f"Within {search.within} miles of " if search.within else "Nearest to "
        chosen.append(
            (f"{within}{search.place}".replace("1 miles", "1 mile"), _link(path, search, postcode="", within=""))
        )
    if search.kind:
        chosen.append((rules.KIND_LABELS[search.kind], _link(path, search, kind="")))
    if search.way:
        chosen.append((rules.WAY_LABELS[search.way], _link(path, search, way="")))
    return chosen
