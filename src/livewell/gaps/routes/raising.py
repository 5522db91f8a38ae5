"""/gaps/new and /gaps/…/change: the team says what is missing, in one step from wherever they heard it, and puts it right."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets.queries import vocabulary
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.finding.rules import asked as asking
from livewell.gaps import actions, forms, queries
from livewell.gaps.queries.begun import ward_choices
from livewell.gaps.rules import LONGEST_TITLE, LONGEST_WORDS, SOURCE_LABELS, Source
from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import wards
from livewell.staff.permissions import Permission

_WORK = Permission.WORK_ON_GAPS
_WORDS = ("title", "words")
_CARRIED = ("title", "words", "kind", "way", "need", "ward", "people")


@get("/gaps/new", permission=_WORK, name="gaps.new")
async def new(request: Asked) -> Response[str]:
    """The form, with what the page knew that it was opened from."""
    params = Form(request.query_params)
    source = forms.read_source(params, Source.SESSION)
    given: dict[str, object] = {"people": 1, "kind": "learning" if source is Source.LEARNING else "provision"}
    asset = forms.read_id(params, "asset")
    found = await queries.listing(asset) if asset else None
    if found is not None:
        given |= forms.filled(queries.like(found, source)) | {"asset": found.id}
    if source is Source.SEARCH:
        search = asking.read(request.query_params.dict())
        given |= forms.filled(await queries.searched_for(search, await vocabulary()))
    given |= {name: params.typed(name) for name in _CARRIED if params.typed(name)}
    given |= {name: params.typed_all(name) for name in ("times", "for_whom") if params.typed_all(name)}
    given |= {"source": source.value, "journey": params.typed("journey")}
    return await _new_page(request, Form.blank(given), [])


@post("/gaps/new", permission=_WORK, name="gaps.raise")
async def raise_gap(request: Asked) -> Response[Any]:
    """Take it; where it may be there already, ask first whether it is the same."""
    form = Form(await request.form())
    said = forms.read_said(form, await vocabulary(), await wards())
    await journeys.note_too_much(form, _WORDS, journey=forms.read_id(form, "journey"), by=web.member(request))
    if said is None or not form.ok:
        return await _new_page(request, form, [])
    near = await queries.near_same(said.wanted, waiting_too=True)
    if forms.asks_whether_same(form, near):
        return await _new_page(request, form, near)
    made = await actions.raise_gap(
        said.wanted,
        source=said.source,
        journey=said.journey,
        people=said.people,
        asset=said.asset,
        joins=said.joins,
        submission=form.submission,
        by=web.member(request),
    )
    told = "Added to what others asked for." if said.joins else "It is kept, and open for everybody who works on it."
    return web.go(f"/gaps/{made}", said=told)


@get("/gaps/{gap_id:uuid}/change", permission=_WORK, name="gaps.change_page")
async def change_page(request: Asked, gap_id: FromPath[UUID]) -> Response[str]:
    """The form with what is wanted."""
    seen = await _there(request, gap_id)
    form = Form.blank(forms.filled(seen.wanted) | {"version": seen.version})
    return await _change_page(request, form, seen)


@post("/gaps/{gap_id:uuid}/change", permission=_WORK, name="gaps.change")
async def change(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """Save what is wanted."""
    form = Form(await request.form())
    wanted = forms.read_wanted(form, await vocabulary(), await wards())
    await journeys.note_too_much(form, _WORDS, by=web.member(request))
    if not form.ok:
        return await _change_page(request, form, await _there(request, gap_id))
    await actions.put_right(gap_id, wanted, version=form.version, by=web.member(request))
    return web.go(f"/gaps/{gap_id}", said="It is put right.")


async def _there(request: Asked, gap_id: UUID) -> queries.GapSeen:
    seen = await queries.gap(gap_id, seen_by=web.member(request))
    if seen.is_hidden:
        raise NotFound
    return seen


async def _new_page(request: Asked, form: Form, near: list[queries.NearSame]) -> Response[str]:
    journey = forms.read_id(form, "journey")
    asset = forms.read_id(form, "asset")
    context = await _choices(form) | {
        "near": forms.joins_choices(near) if near else [],
        "came": SOURCE_LABELS[forms.read_source(form, Source.SESSION)],
        "person": await journeys.journey(journey, web.member(request)) if journey else None,
        "listing": await queries.listing(asset) if asset else None,
        "carried": [(name, form.typed(name)) for name in ("source", "journey", "asset") if form.typed(name)],
    }
    return web.page(request, "gaps/new.html", context, status_code=200 if form.ok else 422)


async def _change_page(request: Asked, form: Form, seen: queries.GapSeen) -> Response[str]:
    version = form.version if form.version is not None else seen.version
    context = await _choices(form) | {"gap": seen, "version": version}
    return web.page(request, "gaps/change.html", context, status_code=200 if form.ok else 422)


async def _choices(form: Form) -> dict[str, Any]:
    known = await vocabulary()
    return {
        "form": form,
        "kinds": forms.KINDS,
        "ways": forms.WAYS,
        "needs": known.choices(Taxonomy.NEEDS, chosen=[form.typed("need")]),
        "wards": ward_choices(await wards()),
        "times": forms.TIME_CHOICES,
        "whom": forms.WHOM,
        "longest": {"title": LONGEST_TITLE, "words": LONGEST_WORDS},
    }


HANDLERS = (new, raise_gap, change_page, change)
