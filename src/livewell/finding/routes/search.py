"""/community: one search for everybody, without signing in."""

import re
from datetime import timedelta
from typing import Any

from litestar import Response, get

from livewell.assets.queries import vocabulary
from livewell.finding import actions, forms, queries, shortlist
from livewell.finding.queries import CAP, Found, Here, Shown, Whole
from livewell.finding.queries.ground import ward_outlines
from livewell.finding.rules import Asked as Search
from livewell.finding.rules import asked as asking
from livewell.finding.rules import saying
from livewell.kit import clock, headers, limits, maps, web
from livewell.kit.geo import Point
from livewell.kit.web import PUBLIC, Asked

_A_PAGE = 20
_MOST_RELAXED = 6
_MACHINE = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor", re.IGNORECASE)
_UNMET_PER_HOUR = 20
"""Searches without an answer that are counted from one address: nobody fills the figures by themself."""


@get("/community", permission=PUBLIC, name="finding.community")
async def community(request: Asked) -> Response[str]:
    """Find something by words, place, time and what it takes to get in."""
    context = await _searched(request)
    if web.is_htmx(request):
        return web.fragment(request, "finding/community.html", "results", context)
    answer = web.page(request, "finding/community.html", context)
    # The page may ask the browser where it is, when somebody presses the button.
    answer.headers["permissions-policy"] = headers.MAY_ASK_WHERE
    return answer


@get("/community/words", permission=PUBLIC, name="finding.words")
async def words(request: Asked) -> Response[str]:
    """Ways to go on with what somebody types, as the options of a list."""
    typed = request.query_params.get("q", "")[: asking.LONGEST_WORDS]
    context = {"options": await queries.completions(typed)}
    return web.fragment(request, "finding/community.html", "words", context)


async def _searched(request: Asked) -> dict[str, Any]:
    typed = request.query_params.dict()
    asked = asking.read(typed)
    unread = asking.unread(typed)
    form = forms.filled(asked, unread)
    looked = await queries.where_is(asked.place)
    if looked.problem:
        form.error("place", looked.problem)
    found = await queries.find(asked, here=looked.here)
    pages = max(-(-found.total // _A_PAGE), 1)
    page = min(asked.page, pages)
    first = (page - 1) * _A_PAGE
    known = await vocabulary()
    terms = {code: name for code, (name, _) in known.names_and_parents.items()}
    urgent, shown = await queries.shown(found, first=first, limit=_A_PAGE, terms=terms)
    nothing = not shown
    # Who asked for help now, and is shown it, found what there is.
    if nothing and not urgent and request.query_params.get("sought") == "yes":
        await _note_unmet(request, asked, looked.here)
    return {
        "form": form,
        "asked": asked,
        "here": looked.here,
        "in_it": isinstance(looked.here, Whole),
        "notes": [note for note in [looked.note] if note]
        + [one.problem for one in unread.values()]
        + ["Those words are in almost everything, so we looked for everything"] * found.words.only_small
        + saying.notes(asked, placed=looked.here is not None, today=clock.today()),
        "instead": [(name, _link(asked.but(place=name))) for name in looked.instead],
        "found": found,
        "total": f"{CAP} or more" if found.capped else found.total,
        "cap": CAP,
        "urgent": urgent,
        "shown": shown,
        "first": first + 1,
        "last": first + len(shown),
        "page": page,
        "pages": pages,
        "link": _link(asked, page=True),
        "chips": [(said, _link(without)) for said, without in _chips(asked, looked.here, terms)],
        "facets": [
            (title, [(one, _link(one.asked)) for one in each]) for title, each in forms.facets(asked, found.counts)
        ],
        "order": saying.say_order(found.sort, unchecked=found.has_unchecked),
        "as_typed": _link(asked.but(as_typed=True)),
        "relaxed": await _relaxed(asked, looked.here, terms) if nothing else [],
        "map": await _map(found, [*urgent, *shown]),
        "choices": forms.choices(known),
        "kept": shortlist.read(request),
        "back": _link(asked),
    }


def _link(asked: Search, *, page: bool = False) -> str:
    """The address of a search; with `page` it ends where the number of a page goes."""
    query = asked.but(page=1).as_query()
    if page:
        query = f"{query}&page=" if query else "page="
    return f"/community?{query}" if query else "/community"


def _chips(asked: Search, here: Here | None, terms: dict[str, str]) -> list[tuple[str, Search]]:
    return saying.chips(asked, place=here.label if here else "", terms=terms, in_it=isinstance(here, Whole))


async def _relaxed(asked: Search, here: Here | None, terms: dict[str, str]) -> list[tuple[str, int, str]]:
    """What to try when there is nothing: what it is, how many it gives, and where it leads; only what gives some."""
    label, in_it = here.label if here else "", isinstance(here, Whole)
    tries = saying.relaxed(asked, place=label, terms=terms, in_it=in_it)[:_MOST_RELAXED]
    counts = await queries.how_many([one for _, one in tries], here=here)
    return [(said, count, _link(one)) for (said, one), count in zip(tries, counts, strict=True) if count]


async def _note_unmet(request: Asked, asked: Search, here: Here | None) -> None:
    address = web.address_of(request)
    # Another page, or another order, of the same search is the same wish.
    wish = asked.but(sort=None, as_typed=False).as_query()
    if not _is_somebody(request) or await limits.too_many("unmet-same", f"{address} {wish}", 1, timedelta(hours=1)):
        return
    if not await limits.too_many("unmet", address, _UNMET_PER_HOUR, timedelta(hours=1)):
        await actions.note_unmet(asked, here)


def _is_somebody(request: Asked) -> bool:
    """Whether a person asks: not a machine that reads every page and says so, nor a browser that looks ahead."""
    ahead = f"{request.headers.get('sec-purpose', '')} {request.headers.get('purpose', '')}"
    return "prefetch" not in ahead and not _MACHINE.search(request.headers.get("user-agent", ""))


async def _map(found: Found, shown: list[Shown]) -> maps.Map | None:
    """The places of this page of the list, with the same numbers; None when nothing is at a place."""
    pins = [
        maps.Pin(
            one.number or None,
            Point.on_grid(one.easting, one.northing),
            one.asset.name,
            f"#found-{one.asset.id}",
            kind="urgent" if one.asset.is_crisis else "place",
            near=one.asset.town,
        )
        for one in shown
        if one.easting is not None and one.northing is not None
    ]
    if not pins:
        return None
    here = maps.Pin(None, found.here.point, _you_are(found.here), "#search", kind="here") if found.here else None
    # Where somebody looks in a small circle, the circle is the map; else the map is what was found.
    radius = float(found.asked.within) if here and found.asked.within and not isinstance(found.here, Whole) else None
    return maps.make_map(
        pins,
        outlines=await ward_outlines(),
        here=here,
        radius_miles=radius,
        title=f"Places near {found.here.label}" if found.here else "Places",
        list_href="#results",
    )


def _you_are(here: Here) -> str:
    return "Where you are, to about 100 metres" if here.label == "where you are" else here.label


HANDLERS = [community, words]
