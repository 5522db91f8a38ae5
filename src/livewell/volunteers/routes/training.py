"""/volunteers/cohorts…: training together, the register, and the report of a cohort."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.volunteers import actions, queries
from livewell.volunteers.forms import desk
from livewell.volunteers.rules.cohorts import HIDDEN_SENTENCE
from livewell.volunteers.rules.training import TOPIC_CHOICES

P = Permission


@get("/volunteers/cohorts", permission=P.SEE_TOGETHER, name="volunteers.cohorts")
async def cohorts(request: Asked) -> Response[str]:
    """Every cohort: the register for those who run it, the report for all who see what is done together."""
    member = web.member(request)
    runs = P.RUN_VOLUNTEERING in member.can
    found = await queries.cohorts(seen_by=member) if runs else await queries.cohorts_counted()
    return web.page(request, "volunteers/cohorts.html", {"cohorts": found, "runs": runs})


@get("/volunteers/cohorts/new", permission=P.RUN_VOLUNTEERING, name="volunteers.new_cohort_page")
async def new_cohort_page(request: Asked) -> Response[str]:
    """Plan a cohort."""
    return _cohort_form(request, Form.blank({"places": 12}), None)


@post("/volunteers/cohorts/new", permission=P.RUN_VOLUNTEERING, name="volunteers.new_cohort")
async def new_cohort(request: Asked) -> Response[Any]:
    """Keep the plan."""
    form = Form(await request.form())
    read = desk.read_cohort(form)
    if read is None:
        return _cohort_form(request, form, None, status_code=422)
    made = await actions.plan_cohort(read, submission=form.submission, by=web.member(request))
    return web.go(f"/volunteers/cohorts/{made}", said="The cohort is planned.")


@get("/volunteers/cohorts/{cohort_id:uuid}", permission=P.RUN_VOLUNTEERING, name="volunteers.cohort")
async def cohort(request: Asked, cohort_id: FromPath[UUID]) -> Response[str]:
    """The register of a cohort, and giving somebody a place."""
    return await _cohort_page(request, cohort_id, Form.blank({"done_on": clock.today()}))


@get("/volunteers/cohorts/{cohort_id:uuid}/change", permission=P.RUN_VOLUNTEERING, name="volunteers.change_cohort_page")
async def change_cohort_page(request: Asked, cohort_id: FromPath[UUID]) -> Response[str]:
    """Change its plan."""
    seen, _ = await queries.cohort(cohort_id, seen_by=web.member(request))
    return _cohort_form(request, Form.blank(vars(seen)), cohort_id)


@post("/volunteers/cohorts/{cohort_id:uuid}/change", permission=P.RUN_VOLUNTEERING, name="volunteers.change_cohort")
async def change_cohort(request: Asked, cohort_id: FromPath[UUID]) -> Response[Any]:
    """Keep the change."""
    form = Form(await request.form())
    read = desk.read_cohort(form)
    if read is None:
        return _cohort_form(request, form, cohort_id, status_code=422)
    await actions.change_cohort(cohort_id, read, version=form.version, by=web.member(request))
    return web.go(f"/volunteers/cohorts/{cohort_id}", said="The plan is changed.")


@post("/volunteers/cohorts/{cohort_id:uuid}/book", permission=P.RUN_VOLUNTEERING, name="volunteers.book")
async def book(request: Asked, cohort_id: FromPath[UUID]) -> Response[Any]:
    """Give somebody a place."""
    form = Form(await request.form())
    could = await queries.could_join(cohort_id, seen_by=web.member(request))
    chosen = form.one_of("volunteer", could, required="Choose who has the place")
    if chosen is None:
        return await _cohort_page(request, cohort_id, form, status_code=422)
    await actions.book_place(cohort_id, UUID(chosen), by=web.member(request))
    return web.go(f"/volunteers/cohorts/{cohort_id}", said="They have a place.")


@post(
    "/volunteers/cohorts/{cohort_id:uuid}/give-up/{volunteer_id:uuid}",
    permission=P.RUN_VOLUNTEERING,
    name="volunteers.give_up",
)
async def give_up(request: Asked, cohort_id: FromPath[UUID], volunteer_id: FromPath[UUID]) -> Response[bytes]:
    """Give somebody's place up."""
    await actions.give_up_place(cohort_id, volunteer_id, by=web.member(request))
    return web.go(f"/volunteers/cohorts/{cohort_id}", said="The place is free.")


@post("/volunteers/cohorts/{cohort_id:uuid}/register", permission=P.RUN_VOLUNTEERING, name="volunteers.register")
async def register(request: Asked, cohort_id: FromPath[UUID]) -> Response[Any]:
    """Keep what became of each place."""
    member = web.member(request)
    form = Form(await request.form())
    _, places = await queries.cohort(cohort_id, seen_by=member)
    done_on = form.day("done_on", "The day", required="Say on which day it was completed", not_after=clock.today())
    became = desk.read_register(form, [place.id for place in places])
    if not form.ok or done_on is None:
        return await _cohort_page(request, cohort_id, form, status_code=422)
    completed = await actions.keep_register(cohort_id, became, done_on=done_on, by=member)
    return web.go(f"/volunteers/cohorts/{cohort_id}", said=f"The register is kept. Completed now: {completed}.")


@get("/volunteers/cohorts/{cohort_id:uuid}/report", permission=P.SEE_TOGETHER, name="volunteers.cohort_report")
async def cohort_report(request: Asked, cohort_id: FromPath[UUID]) -> Response[str]:
    """How a cohort did: counts alone, small ones hidden from those outside the service."""
    seen, lines, outside = await queries.cohort_report(cohort_id, seen_by=web.member(request))
    context = {"seen": seen, "lines": lines, "hidden": HIDDEN_SENTENCE if outside else ""}
    return web.page(request, "volunteers/cohort_report.html", context)


@post("/volunteers/{volunteer_id:uuid}/training", permission=P.RUN_VOLUNTEERING, name="volunteers.trained")
async def trained(request: Asked, volunteer_id: FromPath[UUID]) -> Response[Any]:
    """A topic somebody completed elsewhere."""
    member = web.member(request)
    form = Form(await request.form())
    read = desk.read_done(form)
    if read is None:
        seen = await queries.whole(volunteer_id, seen_by=member)
        context = {"seen": seen, "form": form, "topics": TOPIC_CHOICES}
        return web.page(request, "volunteers/trained.html", context, status_code=422)
    await actions.note_training(volunteer_id, read, submission=form.submission, by=member)
    return web.go(f"/volunteers/{volunteer_id}", said="The training is kept.")


@get("/volunteers/{volunteer_id:uuid}/training", permission=P.RUN_VOLUNTEERING, name="volunteers.trained_page")
async def trained_page(request: Asked, volunteer_id: FromPath[UUID]) -> Response[str]:
    """Write down a topic that somebody completed elsewhere."""
    seen = await queries.whole(volunteer_id, seen_by=web.member(request))
    context = {"seen": seen, "form": Form.blank(), "topics": TOPIC_CHOICES}
    return web.page(request, "volunteers/trained.html", context)


@post(
    "/volunteers/{volunteer_id:uuid}/training/{training_id:uuid}",
    permission=P.RUN_VOLUNTEERING,
    name="volunteers.withdraw_training",
)
async def withdraw_training(
    request: Asked, volunteer_id: FromPath[UUID], training_id: FromPath[UUID]
) -> Response[bytes]:
    """It was written down amiss."""
    await actions.withdraw_training(training_id, by=web.member(request))
    return web.go(f"/volunteers/{volunteer_id}", said="It counts no more.")


def _cohort_form(request: Asked, form: Form, cohort_id: UUID | None, *, status_code: int = 200) -> Response[str]:
    context = {"form": form, "topics": TOPIC_CHOICES, "cohort": cohort_id}
    return web.page(request, "volunteers/cohort_form.html", context, status_code=status_code)


async def _cohort_page(request: Asked, cohort_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    member = web.member(request)
    seen, places = await queries.cohort(cohort_id, seen_by=member)
    context = {
        "seen": seen,
        "places": places,
        "became": desk.PLACE_CHOICES,
        "could": await queries.could_join(cohort_id, seen_by=member),
        "form": form,
    }
    return web.page(request, "volunteers/cohort.html", context, status_code=status_code)


HANDLERS = (
    cohorts,
    new_cohort_page,
    new_cohort,
    cohort,
    change_cohort_page,
    change_cohort,
    book,
    give_up,
    register,
    cohort_report,
    trained,
    trained_page,
    withdraw_training,
)
