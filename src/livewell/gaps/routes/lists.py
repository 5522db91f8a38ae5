"""/gaps: what is missing, ward by ward and need by need; what was searched for in vain; whom to ask again."""

from dataclasses import replace
from urllib.parse import urlencode

from litestar import Response, get

from livewell.assets.queries import vocabulary
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.gaps import forms, queries, shading
from livewell.gaps.queries import Filter
from livewell.gaps.queries.begun import ward_choices
from livewell.gaps.rules import GapState
from livewell.gaps.rules.numbers import DEFINITION, SUPPRESSED
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import outlines, wards
from livewell.staff.permissions import Permission

_SEARCHES = 5
"""Searches in vain beside the list; all of them have a page."""


@get("/gaps", permission=Permission.SEE_TOGETHER, name="gaps.gaps")
async def gaps(request: Asked) -> Response[str]:
    """What is missing: a list to narrow, the picture and tables of the wards, and the needs."""
    member = web.member(request)
    works = queries.works_on_gaps(member)
    form = Form(request.query_params)
    wanted = _filter(form)
    found = await queries.open_gaps(wanted, seen_by=member)
    seen = await queries.overview(seen_by=member)
    known = await vocabulary()
    places = ward_choices(await wards())
    needs = known.choices(Taxonomy.NEEDS, chosen=[wanted.need])
    context = {
        "found": found,
        "overview": seen,
        "map": shading.missing_by_ward(await outlines(), seen.wards),
        "works": works,
        "waiting": await queries.waiting_count() if works else 0,
        "form": form,
        "states": forms.STATES_OF_TEAM if works else forms.STATES,
        "wards": places,
        "needs": needs,
        "ways": forms.WAYS,
        "kinds": forms.KINDS,
        "least": forms.LEAST_CHOICES,
        "link": _address(wanted, page=True),
        "chips": _chips(wanted, dict(places), dict(needs)),
        "ward_name": dict(places).get(wanted.ward, ""),
        "searches": await queries.searched(ward=wanted.ward, most=_SEARCHES),
        "shows_waiting": works and wanted.state == GapState.WAITING.value,
        "first": (found.page - 1) * 25 + 1 if found.rows else 0,
        "definition": DEFINITION,
        "suppressed": "" if works else SUPPRESSED,
    }
    return web.page(request, "gaps/gaps.html", context)


@get("/gaps/searches", permission=Permission.SEE_TOGETHER, name="gaps.searches")
async def searches(request: Asked) -> Response[str]:
    """What was searched for in vain, ward by ward, each to make a gap of."""
    places = ward_choices(await wards())
    form = Form(request.query_params)
    ward = form.typed("ward") if form.typed("ward") in dict(places) else ""
    each = [(one, "/gaps/new?" + urlencode(_said_of(one))) for one in await queries.searched(ward=ward)]
    context = {"searches": each, "wards": places, "form": form, "works": queries.works_on_gaps(web.member(request))}
    return web.page(request, "gaps/searches.html", context)


@get("/gaps/due", permission=Permission.WORK_ON_GAPS, name="gaps.due")
async def due(request: Asked) -> Response[str]:
    """Whom to ask again within a week."""
    return web.page(request, "gaps/due.html", {"due": await queries.due()})


def _said_of(one: queries.Searched) -> list[tuple[str, str]]:
    # The place is a ward already, so it stands beside what the search itself would say.
    told = [("source", "search"), ("title", one.what), ("need", one.need), ("way", one.way), ("ward", one.ward)]
    return [(name, text) for name, text in told if text]


def _filter(form: Form) -> Filter:
    page = form.typed("page")
    least = form.typed("least")
    return Filter(
        least=int(least) if least in dict(forms.LEAST_CHOICES) else 0,
        state=form.typed("state"),
        ward=form.typed("ward")[:12],
        need=form.typed("need")[:40],
        way=form.typed("way")[:20],
        kind=form.typed("kind")[:12],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,  # noqa: PLR2004
    )


def _address(wanted: Filter, *, page: bool = False) -> str:
    asked = [("state", wanted.state), ("ward", wanted.ward), ("need", wanted.need), ("way", wanted.way)]
    query = urlencode(
        [(name, text) for name, text in [*asked, ("kind", wanted.kind), ("least", str(wanted.least or ""))] if text]
    )
    if page:
        query = f"{query}&page=" if query else "page="
    return f"/gaps?{query}" if query else "/gaps"


def _chips(wanted: Filter, places: dict[str, str], needs: dict[str, str]) -> list[tuple[str, str]]:
    """What a list was narrowed by, each with the list without it."""
    said = (
        ("state", dict(forms.STATES_OF_TEAM).get(wanted.state, "")),
        ("ward", places.get(wanted.ward, "")),
        ("need", needs.get(wanted.need, "")),
        ("way", dict(forms.WAYS).get(wanted.way, "")),
        ("kind", dict(forms.KINDS).get(wanted.kind, "")),
    )
    chips = [(label, _address(replace(wanted, **{name: ""}))) for name, label in said if label]  # type: ignore[arg-type]
    least = dict(forms.LEAST_CHOICES).get(str(wanted.least), "")
    return [*chips, *([(least, _address(replace(wanted, least=0)))] if least else [])]


HANDLERS = (gaps, searches, due)
