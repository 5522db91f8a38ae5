"""/volunteers/matching and /volunteers/placements/…: who may suit whom, and how it goes."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.placements import actions, queries
from livewell.placements.forms import asking as forms
from livewell.placements.forms import rota as visits
from livewell.placements.routes.paging import page_number, pages_of
from livewell.staff.permissions import P

_PAGE = 30


@get("/volunteers/matching", permission=P.RUN_VOLUNTEERING, name="placements.matching")
async def matching(request: Asked, page: FromQuery[str] = "1") -> Response[str]:
    """Everybody who waits for a befriender, and everything that goes on."""
    number = page_number(page)
    going, total = await queries.going_on(page=number, of=_PAGE)
    context = {
        "requests": await queries.asked_for(),
        "going": going,
        "page": number,
        "pages": pages_of(total, _PAGE),
        "total": total,
        "not_back": await queries.not_back(),
    }
    return web.page(request, "placements/matching.html", context)


@get("/volunteers/matching/{asked_id:uuid}", permission=P.RUN_VOLUNTEERING, name="placements.request")
async def one_request(request: Asked, asked_id: FromPath[UUID]) -> Response[str]:
    """What somebody agreed to say, and who may suit."""
    found = await queries.asked(asked_id)
    placed = await queries.placements_of(asked=asked_id)
    being_asked = any(not one.is_over for one in placed)
    context = {
        "asked": found,
        "placed": placed,
        "being_asked": being_asked,
        "suggested": () if being_asked or not found.is_open else await queries.suggested(asked_id),
        "form": Form.blank(),
    }
    return web.page(request, "placements/request.html", context)


@post(
    "/volunteers/matching/{asked_id:uuid}/{volunteer_id:uuid}", permission=P.RUN_VOLUNTEERING, name="placements.propose"
)
async def propose(request: Asked, asked_id: FromPath[UUID], volunteer_id: FromPath[UUID]) -> Response[bytes]:
    """Ask both."""
    form = Form(await request.form())
    made = await actions.propose(asked_id, volunteer=volunteer_id, submission=form.submission, by=web.member(request))
    return web.go(
        f"/volunteers/placements/{made}", said="The volunteer is being asked by email and on their own pages."
    )


@get("/volunteers/placements/new", permission=P.RUN_VOLUNTEERING, name="placements.new_at_group_page")
async def new_at_group_page(request: Asked) -> Response[str]:
    """A volunteer for a group: first the role, then who is ready for it."""
    return await _new_page(request, Form(dict(request.query_params)))


@post("/volunteers/placements/new", permission=P.RUN_VOLUNTEERING, name="placements.new_at_group")
async def new_at_group(request: Asked) -> Response[Any]:
    """Ask a volunteer to help at a listing."""
    form = Form(await request.form())
    role = form.one_of("role", await queries.roles(), required="Choose what they would do")
    asset = form.one_of("asset", await queries.listings(), required="Choose the listing")
    ready = await queries.ready_for(UUID(role)) if role else ()
    volunteer = form.one_of("volunteer", ready, required="Choose the volunteer")
    if not form.ok or not role or not asset or not volunteer:
        return await _new_page(request, form)
    made = await actions.propose_at(
        UUID(asset),
        volunteer=UUID(volunteer),
        role=UUID(role),
        leads=form.yes("leads"),
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/volunteers/placements/{made}", said="The volunteer is being asked.")


async def _new_page(request: Asked, form: Form) -> Response[str]:
    roles = await queries.roles()
    chosen = form.typed("role")
    role = chosen if chosen in {code for code, _ in roles} else ""
    context = {
        "form": form,
        "roles": roles,
        "role": role,
        "listings": await queries.listings(),
        "ready": await queries.ready_for(UUID(role)) if role else (),
    }
    return web.page(request, "placements/new_at_group.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/placements/{placement_id:uuid}", permission=P.RUN_VOLUNTEERING, name="placements.placement")
async def placement(request: Asked, placement_id: FromPath[UUID]) -> Response[str]:
    """How it stands, and what can be done with it."""
    return await _page(request, placement_id, Form.blank())


_DONE: dict[str, str] = {
    "yes": "Written down: the volunteer would like to.",
    "no": "Written down. Somebody else is looked for, and nobody is told why.",
    "start": "It begins today.",
    "review": "Written down: it goes on.",
    "take-up": "It goes on from today.",
}


@post("/volunteers/placements/{placement_id:uuid}/{verb:str}", permission=P.RUN_VOLUNTEERING, name="placements.change")
async def change(request: Asked, placement_id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """One step that needs no words."""
    member = web.member(request)
    form = Form(await request.form())
    if verb == "yes":
        await actions.agree(placement_id, side="volunteer", by=member)
    elif verb == "no":
        await actions.decline(placement_id, side="volunteer", by=member)
    elif verb == "start":
        await actions.start(placement_id, by=member)
    elif verb == "review":
        await actions.review(placement_id, version=form.version, by=member)
    elif verb == "take-up":
        await actions.take_up(placement_id, by=member)
    else:
        raise NotFound
    return web.go(f"/volunteers/placements/{placement_id}", said=_DONE[verb])


@post("/volunteers/placements/{placement_id:uuid}/stop", permission=P.RUN_VOLUNTEERING, name="placements.stop")
async def stop(request: Asked, placement_id: FromPath[UUID]) -> Response[Any]:
    """Stop for now."""
    form = Form(await request.form())
    why = forms.read_stop(form)
    if why is None:
        return await _page(request, placement_id, form)
    await actions.stop(placement_id, why=why, by=web.member(request))
    return web.go(
        f"/volunteers/placements/{placement_id}", said="It has stopped for now. Everybody it concerns is told."
    )


@post("/volunteers/placements/{placement_id:uuid}/end", permission=P.RUN_VOLUNTEERING, name="placements.end")
async def end(request: Asked, placement_id: FromPath[UUID]) -> Response[Any]:
    """It comes to an end."""
    form = Form(await request.form())
    read = forms.read_end(form)
    if read is None:
        return await _page(request, placement_id, form)
    await actions.end(
        placement_id,
        why=read.why,
        thanks=read.thanks,
        look_again=read.look_again,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(
        f"/volunteers/placements/{placement_id}", said="It has come to an end. Everybody it concerns is told."
    )


@post("/volunteers/placements/{placement_id:uuid}/visits", permission=P.RUN_VOLUNTEERING, name="placements.plan_visit")
async def plan_visit(request: Asked, placement_id: FromPath[UUID]) -> Response[Any]:
    """A visit for the volunteer's rota."""
    form = Form(await request.form())
    read = visits.read_visit(form)
    if read is None:
        return await _page(request, placement_id, form)
    await actions.plan_visit(
        placement_id,
        starts_at=read.starts_at,
        minutes=read.minutes,
        place=read.place,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"/volunteers/placements/{placement_id}", said="The visit is on their rota.")


async def _page(request: Asked, placement_id: UUID, form: Form) -> Response[str]:
    context = {
        "placement": await queries.placement(placement_id),
        "shifts": await queries.shifts_of(placement_id),
        "form": form,
        "stops": forms.STOP_CHOICES,
    }
    return web.page(request, "placements/placement.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    matching,
    one_request,
    propose,
    new_at_group_page,
    new_at_group,
    placement,
    change,
    stop,
    end,
    plan_visit,
)
