"""/safety: the matters that are yours to see, and the page of each."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.safety import actions, desk, forms, queries
from livewell.staff.permissions import Permission


@get("/safety", permission=Permission.RAISE_SAFETY, name="safety.matters")
async def matters(request: Asked, show: FromQuery[str] = "open") -> Response[str]:
    """What is open, or with ?show=closed what was closed last."""
    member = web.member(request)
    closed = show == "closed"
    found = await (queries.closed_matters(seen_by=member) if closed else queries.open_matters(seen_by=member))
    return web.page(request, "safety/matters.html", {"matters": found, "closed": closed})


@get("/safety/{matter_id:uuid}", permission=Permission.RAISE_SAFETY, opens="matter", name="safety.matter")
async def matter(request: Asked, matter_id: FromPath[UUID]) -> Response[str]:
    """One matter: what happened, what was done, and what to do with it."""
    return await _page(request, matter_id)


@post("/safety/{matter_id:uuid}/acknowledge", permission=Permission.HANDLE_SAFETY, name="safety.acknowledge")
async def acknowledge(request: Asked, matter_id: FromPath[UUID]) -> Response[bytes]:
    """Take it on."""
    await actions.acknowledge(matter_id, by=web.member(request))
    return web.go(f"/safety/{matter_id}", said="You have taken this safety matter on. The reminders have stopped.")


@post("/safety/{matter_id:uuid}/steps", permission=Permission.RAISE_SAFETY, name="safety.add_step")
async def add_step(request: Asked, matter_id: FromPath[UUID]) -> Response[Any]:
    """Write down what was done."""
    form = Form(await request.form())
    what = forms.read_step(form)
    if not form.ok:
        return await _page(request, matter_id, step_form=form)
    await actions.add_step(matter_id, what=what, submission=form.submission, by=web.member(request))
    return web.go(f"/safety/{matter_id}", said="Your step is written down.")


@post("/safety/{matter_id:uuid}/close", permission=Permission.HANDLE_SAFETY, name="safety.close")
async def close(request: Asked, matter_id: FromPath[UUID]) -> Response[Any]:
    """Close it, saying what came of it."""
    form = Form(await request.form())
    outcome = forms.read_outcome(form)
    if not form.ok:
        return await _page(request, matter_id, close_form=form)
    await actions.close(matter_id, outcome=outcome, submission=form.submission, by=web.member(request))
    return web.go(f"/safety/{matter_id}", said="The safety matter is closed.")


async def _page(
    request: Asked, matter_id: UUID, *, step_form: Form | None = None, close_form: Form | None = None
) -> Response[str]:
    member = web.member(request)
    found = await queries.matter(matter_id, seen_by=member)
    wrong = step_form or close_form
    return web.page(
        request,
        "safety/matter.html",
        {
            "matter": found,
            "elsewhere": await desk.elsewhere(matter_id, member),
            "form": wrong or Form.blank(),
            "step_form": step_form or Form.blank(),
            "close_form": close_form or Form.blank(),
        },
        status_code=422 if wrong else 200,
    )


router = Router("/", route_handlers=[matters, matter, acknowledge, add_step, close])
