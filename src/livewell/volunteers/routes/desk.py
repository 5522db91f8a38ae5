"""/volunteers…: the coordinators' desk, one volunteer, and those who said they would like to."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.interests import queries as interests
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.volunteers import actions, queries
from livewell.volunteers.desk import notices, where_they_help
from livewell.volunteers.forms import applying
from livewell.volunteers.forms import desk as forms
from livewell.volunteers.queries import Whole
from livewell.volunteers.routes.own import details_typed, read_details
from livewell.volunteers.routes.public import activities, details_context, role_choices
from livewell.volunteers.rules import LABELS, Stage
from livewell.volunteers.rules.training import TOPIC_CHOICES
from livewell.volunteers.rules.words import FAMILIES

P = Permission
_MOST_PAGES = 10_000
_A_PAGE = 25


@get("/volunteers", permission=P.SEE_VOLUNTEERS, name="volunteers.desk")
async def desk(
    request: Asked,
    stage: FromQuery[str] = "",
    q: FromQuery[str] = "",
    family: FromQuery[str] = "",
    mine: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[str]:
    """Everybody on the way, by stage, with what is due."""
    member = web.member(request)
    asked = {
        "stage": stage if stage in set(Stage) else "",
        "q": q[:80],
        "family": family if family in FAMILIES else "",
        "mine": "yes" if mine == "yes" else "",
    }
    found = await queries.desk(
        stage=asked["stage"],
        q=asked["q"],
        family=asked["family"],
        mine=bool(asked["mine"]),
        page=min(max(page, 1), _MOST_PAGES),
        seen_by=member,
    )
    context = {
        "desk": found,
        "form": Form.blank(asked),
        "stages": (("", "Who has not left"), *((one.value, LABELS[one][0]) for one in Stage)),
        "families": (("", "Any"), *FAMILIES.items()),
        "tiles": tuple(
            (found.counts.get(one, 0), LABELS[one][0], f"/volunteers?stage={one.value}", "calm") for one in LABELS
        ),
        "link": f"/volunteers?{urlencode({key: text for key, text in asked.items() if text} | {'page': ''})}",
        "notices": await notices(member),
        "helps": await where_they_help([one.id for one in found.people]),
        "leads": await interests.leads_on("volunteers"),
        "interested": len(await queries.volunteer_interest(seen_by=member)),
    }
    return web.page(request, "volunteers/desk.html", context)


@get("/volunteers/new", permission=P.SEE_VOLUNTEERS, name="volunteers.apply_with_page")
async def apply_with_page(request: Asked) -> Response[str]:
    """Fill in the application together with somebody."""
    return await _apply_with(request, Form.blank({"miles": 5}))


@post("/volunteers/new", permission=P.SEE_VOLUNTEERS, name="volunteers.apply_with")
async def apply_with(request: Asked) -> Response[Any]:
    """Take it."""
    form = Form(await request.form())
    read = applying.read_application(form, roles=await role_choices(), interests=await activities(), by_staff=True)
    if read is None:
        return await _apply_with(request, form, status_code=422)
    made = await actions.apply(read, submission=form.submission, by=web.member(request))
    return web.go(f"/volunteers/{made}", said="They are on the list of volunteers.")


async def _apply_with(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    return web.page(request, "volunteers/apply_with.html", await details_context(form), status_code=status_code)


@get("/volunteers/interest", permission=P.RUN_VOLUNTEERING, name="volunteers.interest")
async def interest(request: Asked, page: FromQuery[int] = 1) -> Response[str]:
    """Those who said at an ending that they would like to volunteer, a page at a time, with one step for each."""
    found = await queries.volunteer_interest(seen_by=web.member(request))
    pages = max(1, -(-len(found) // _A_PAGE))
    here = min(max(page, 1), pages)
    context = {
        "people": found[(here - 1) * _A_PAGE : here * _A_PAGE],
        "first": (here - 1) * _A_PAGE + 1,
        "total": len(found),
        "page": here,
        "pages": pages,
        "form": Form.blank(),
    }
    return web.page(request, "volunteers/interest.html", context)


@post("/volunteers/interest/{person_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.begin")
async def begin(request: Asked, person_id: FromPath[UUID]) -> Response[bytes]:
    """Begin: name and how to reach them, nothing else."""
    made = await actions.begin_said_before(person_id, by=web.member(request))
    return web.go(
        f"/volunteers/{made}", said="They are a volunteer now, and hear of it by email if we have an address."
    )


@get("/volunteers/{volunteer_id:uuid}", permission=P.SEE_VOLUNTEERS, name="volunteers.volunteer")
async def volunteer(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """One volunteer: the whole for those who run it, name, stage and where they help for others."""
    member = web.member(request)
    helps = (await where_they_help([volunteer_id])).get(volunteer_id, ())
    may_read = await queries.may_read(volunteer_id, seen_by=member)
    if P.RUN_VOLUNTEERING not in member.can:
        seen = await queries.volunteer(volunteer_id, seen_by=member)
        context: dict[str, Any] = {"seen": seen, "helps": helps, "may_read": tuple(may_read)}
        return web.page(request, "volunteers/volunteer_short.html", context)
    return web.page(
        request,
        "volunteers/volunteer.html",
        {
            "seen": await queries.whole(volunteer_id, seen_by=member),
            "helps": helps,
            "may_read": may_read,
            "form": Form.blank(),
            "topics": TOPIC_CHOICES,
            "is_mine": member.id,
        },
    )


@get("/volunteers/{volunteer_id:uuid}/step", permission=P.RUN_VOLUNTEERING, name="volunteers.step_page")
async def step_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """The next step on their way."""
    seen = await queries.whole(volunteer_id, seen_by=web.member(request))
    return _step_page(request, seen, Form.blank({"version": seen.version}))


@post("/volunteers/{volunteer_id:uuid}/step", permission=P.RUN_VOLUNTEERING, name="volunteers.step")
async def step(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Take it."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    form = Form(await request.form())
    read = forms.read_step(form, seen.stage)
    if read is None:
        return _step_page(request, seen, form, status_code=422)
    await actions.move(
        volunteer_id,
        read.to,
        why=read.why,
        feedback=read.feedback,
        onward=read.onward,
        version=form.version,
        by=member,
    )
    return web.go(f"/volunteers/{volunteer_id}", said="The step is taken.")


def _step_page(request: Asked, seen: Whole, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"seen": seen, "form": form, "steps": forms.step_choices(seen.stage)}
    return web.page(request, "volunteers/step.html", context, status_code=status_code)


@post("/volunteers/{volunteer_id:uuid}/look-after", permission=P.RUN_VOLUNTEERING, name="volunteers.look_after")
async def look_after(request: Asked, volunteer_id: FromPath[UUID]) -> Response[bytes]:
    """I look after them from now on."""
    member = web.member(request)
    await actions.take_on(volunteer_id, coordinator=member.id, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="You look after them from now on.")


@get("/volunteers/{volunteer_id:uuid}/details", permission=P.RUN_VOLUNTEERING, name="volunteers.details_page")
async def details_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """Their details, for whoever fills them in with them."""
    seen = await queries.whole(volunteer_id, seen_by=web.member(request))
    return await _details_page(request, seen, Form.blank(details_typed(seen)))


@post("/volunteers/{volunteer_id:uuid}/details", permission=P.RUN_VOLUNTEERING, name="volunteers.details")
async def details(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """Change them."""
    member = web.member(request)
    seen = await queries.whole(volunteer_id, seen_by=member)
    form = Form(await request.form())
    read = await read_details(form, seen)
    if read is None:
        return await _details_page(request, seen, form, status_code=422)
    await actions.change_details(volunteer_id, *read, version=form.version, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="The details are changed.")


async def _details_page(request: Asked, seen: Whole, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {**await details_context(form, asks_birthday=seen.needs_check), "seen": seen}
    return web.page(request, "volunteers/details.html", context, status_code=status_code)


HANDLERS = (
    desk,
    apply_with_page,
    apply_with,
    interest,
    begin,
    volunteer,
    step_page,
    step,
    look_after,
    details_page,
    details,
)
