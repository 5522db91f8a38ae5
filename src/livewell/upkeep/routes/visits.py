"""/visits: going to see what the community offers; and everything that is known of how true one listing is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.assets.forms import there_already
from livewell.assets.onwards import or_onwards, where_it_is_now
from livewell.assets.queries import AssetRow, AssetSeen
from livewell.assets.rules import PLACE_FEATURES
from livewell.kit import clock, drafts, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.upkeep import actions, forms, queries
from livewell.upkeep.queries.problems import problems_of
from livewell.upkeep.rules.visits import HEADINGS, VisitState, features_of

_DRAFT = "asset_visit"
_NEW = "new"


@get("/visits", permission=Permission.EDIT_LISTINGS, name="upkeep.visits")
async def visits(request: Asked) -> Response[str]:
    """My visits, planned and done, and what people who were visited still wait for."""
    me = web.member(request).id
    context = {
        "planned": await queries.visits_by(me, VisitState.PLANNED),
        "done": await queries.visits_by(me, VisitState.DONE),
        "follow_ons": await queries.follow_ons(),
        "today": clock.today(),
    }
    return web.page(request, "upkeep/visits.html", context)


@get("/visits/{visit_id:uuid}", permission=Permission.EDIT_LISTINGS, name="upkeep.visit")
async def visit(request: Asked, visit_id: FromPath[UUID]) -> Response[str]:
    """One visit, under its four headings."""
    return await _visit_page(request, visit_id, Form.blank())


@post("/visits/{visit_id:uuid}/call-off", permission=Permission.EDIT_LISTINGS, name="upkeep.call_off")
async def call_off(request: Asked, visit_id: FromPath[UUID]) -> Response[bytes]:
    """It does not happen."""
    await actions.call_off(visit_id, by=web.member(request))
    return web.go("/visits", said="The visit is called off.")


@post(
    "/visits/{visit_id:uuid}/asked-for/{follow_on_id:uuid}",
    permission=Permission.EDIT_LISTINGS,
    name="upkeep.settle_follow_on",
)
async def settle_follow_on(request: Asked, visit_id: FromPath[UUID], follow_on_id: FromPath[UUID]) -> Response[Any]:
    """Say what came of something they asked for."""
    form = Form(await request.form())
    sentence = forms.read_outcome(form, follow_on_id)
    if sentence is None:
        return await _visit_page(request, visit_id, form)
    await actions.settle_follow_on(follow_on_id, sentence=sentence, by=web.member(request))
    return web.go(f"/visits/{visit_id}", said="Noted what came of it.")


async def _visit_page(request: Asked, visit_id: UUID, form: Form) -> Response[str]:
    context = {"visit": await queries.visit(visit_id), "headings": HEADINGS, "form": form}
    return web.page(request, "upkeep/visit.html", context, status_code=200 if form.ok else 422)


# ── the form ──


@get("/visits/new", permission=Permission.EDIT_LISTINGS, name="upkeep.new_visit")
async def new_visit(request: Asked) -> Response[str]:
    """The form for a visit to what has no listing yet."""
    return _form_page(request, await _begun(web.member(request), _NEW, {"visited": clock.today()}), None)


@post("/visits/new", permission=Permission.EDIT_LISTINGS, name="upkeep.record_new")
async def record_new(request: Asked) -> Response[Any]:
    """Write the visit down, and begin a listing."""
    member = web.member(request)
    form = Form(await request.form())
    place = forms.read_new_place(form)
    visited = forms.read_visit(form, new=True)
    if place is None or visited is None:
        return _form_page(request, form, None)
    alike = await there_already(form, place.name, of_the_team=True)
    if alike:
        return _form_page(request, form, None, alike)
    made = await actions.record_new(place, visited, submission=form.submission, by=member)
    await drafts.drop(_owner(member), _DRAFT, _NEW)
    return web.go(
        f"/directory/{made}/upkeep", said="The visit is kept, and a listing has begun. It is hidden until you show it."
    )


@post("/visits/new/draft", permission=Permission.EDIT_LISTINGS, name="upkeep.keep_new_draft")
async def keep_new_draft(request: Asked) -> Response[str]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    return await _keep_draft(request, _NEW)


@post("/visits/new/draft/drop", permission=Permission.EDIT_LISTINGS, name="upkeep.drop_new_draft")
async def drop_new_draft(request: Asked) -> Response[bytes]:
    """Throw the draft away."""
    await drafts.drop(_owner(web.member(request)), _DRAFT, _NEW)
    return web.go("/visits", said="The draft is gone.")


@get("/community/{asset_id:uuid}/visit", permission=Permission.EDIT_LISTINGS, name="upkeep.record_page")
async def record_page(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """The form for a visit, with what the listing says in it."""
    return await or_onwards(_record_page(request, asset_id), asset_id, "/community/{}/visit")


async def _record_page(request: Asked, asset_id: UUID) -> Response[str]:
    member = web.member(request)
    seen = await listings.editable(asset_id, by=member)
    return _form_page(request, await _begun(member, str(asset_id), _so_far(seen)), seen)


@post("/community/{asset_id:uuid}/visit", permission=Permission.EDIT_LISTINGS, name="upkeep.record")
async def record(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Write the visit down, and do with the listing what it says."""
    member = web.member(request)
    form = Form(await request.form())
    visited = forms.read_visit(form, new=False)
    there = await where_it_is_now(asset_id)
    if visited is None:
        return _form_page(request, form, await listings.editable(there, by=member))
    # Nobody has read the listing that this one was merged into since, so nobody vouches for it by this form.
    version = form.version if there == asset_id else None
    await actions.record(there, visited, version=version, submission=form.submission, by=member)
    await drafts.drop(_owner(member), _DRAFT, str(asset_id))
    return web.go(f"/directory/{there}/upkeep", said="The visit is kept.")


@post("/community/{asset_id:uuid}/visit/draft", permission=Permission.EDIT_LISTINGS, name="upkeep.keep_draft")
async def keep_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    await listings.editable(asset_id, by=web.member(request))
    return await _keep_draft(request, str(asset_id))


@post("/community/{asset_id:uuid}/visit/draft/drop", permission=Permission.EDIT_LISTINGS, name="upkeep.drop_draft")
async def drop_draft(request: Asked, asset_id: FromPath[UUID]) -> Response[bytes]:
    """Throw the draft away."""
    await drafts.drop(_owner(web.member(request)), _DRAFT, str(asset_id))
    return web.go(f"/community/{asset_id}/visit", said="The draft is gone.")


async def _keep_draft(request: Asked, key: str) -> Response[str]:
    form = Form(await request.form())
    await drafts.keep(
        _owner(web.member(request)), _DRAFT, key, {**form.everything(), "began_from": form.typed("version")}
    )
    return Response("Draft saved", media_type="text/plain", status_code=200)


async def _begun(member: Member, key: str, so_far: dict[str, object]) -> Form:
    draft = await drafts.kept(_owner(member), _DRAFT, key)
    return Form.blank({**draft, "from_draft": "yes"} if draft is not None else so_far)


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _so_far(seen: AssetSeen) -> dict[str, object]:
    """What the listing says, to be kept or written over."""
    said = seen.listing
    features = features_of(said)
    return {
        "visited": clock.today(),
        "serves": said.who_for,
        "offers": said.what,
        "access": said.access,
        "place_features": [one.value for one in features if one in PLACE_FEATURES],
        "group_features": [one.value for one in features if one not in PLACE_FEATURES],
        "languages": list(said.languages),
        "group_size": said.group_size,
        "cost": said.cost_note,
    }


def _form_page(request: Asked, form: Form, seen: AssetSeen | None, alike: Sequence[AssetRow] = ()) -> Response[str]:
    began_from = form.typed("began_from")
    context = {
        # Whoever comes back to a draft reads what others have changed before they write over it.
        "changed_since": seen is not None and began_from not in ("", str(seen.version)),
        "form": form,
        "asset": seen,
        "alike": alike,
        "address": f"/community/{seen.id}/visit" if seen else "/visits/new",
        "serves_heading": HEADINGS[0],
        "offers_heading": HEADINGS[1],
        "access_heading": HEADINGS[2],
        "wishes_heading": HEADINGS[3],
        "kinds": forms.KIND_CHOICES,
        "place_features": forms.PLACE_CHOICES,
        "group_features": forms.GROUP_CHOICES,
        "languages": forms.LANGUAGE_CHOICES,
        "follow_ons": forms.FOLLOW_ON_CHOICES,
        "alone": forms.NOTHING_MORE,
        "says": forms.SAYS_CHOICES,
        "also": forms.ALSO_CHOICES,
    }
    return web.page(request, "upkeep/visit_form.html", context, status_code=200 if form.ok else 422)


# ── one listing ──


@get("/directory/{asset_id:uuid}/upkeep", permission=Permission.EDIT_LISTINGS, name="upkeep.of_asset")
async def of_asset(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Who made sure of a listing when, who went there, and what was reported. The address of a merged one leads on."""
    return await or_onwards(_of_asset(request, asset_id, Form.blank()), asset_id, "/directory/{}/upkeep")


@post("/directory/{asset_id:uuid}/upkeep", permission=Permission.EDIT_LISTINGS, name="upkeep.make_sure")
async def make_sure(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Note that somebody made sure from the desk."""
    form = Form(await request.form())
    sure = forms.read_made_sure(form)
    if sure is None:
        return await _of_asset(request, asset_id, form)
    await actions.make_sure(
        asset_id,
        how=sure.how,
        what=sure.what,
        note=sure.note,
        version=form.version,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/directory/{asset_id}/upkeep", said="The listing says that it was checked today.")


@post("/directory/{asset_id:uuid}/upkeep/plan", permission=Permission.EDIT_LISTINGS, name="upkeep.plan")
async def plan(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Mean to go there on a day."""
    form = Form(await request.form())
    on = forms.read_plan(form)
    if on is None:
        return await _of_asset(request, asset_id, form)
    await actions.plan(asset_id, on=on, submission=form.submission, by=web.member(request))
    return web.go("/visits", said="The visit is planned.")


async def _of_asset(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    context = {
        "asset": await listings.editable(asset_id, by=web.member(request)),
        "assurances": await queries.assurances(asset_id),
        "visits": await queries.visits_of(asset_id),
        "problems": await problems_of(asset_id),
        "form": form,
        "plan_form": form if form.typed_all("planned-day") else Form.blank(),
        "how": forms.HOW_CHOICES,
        "also": forms.ALSO_CHOICES,
    }
    return web.page(request, "upkeep/asset.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    visits,
    visit,
    call_off,
    settle_follow_on,
    new_visit,
    record_new,
    keep_new_draft,
    drop_new_draft,
    record_page,
    record,
    keep_draft,
    drop_draft,
    of_asset,
    make_sure,
    plan,
)
