"""/learning/desk/runs and /learning/desk/sessions: when a course is held, who comes, and the register."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.learning import actions
from livewell.learning.forms import courses as forms
from livewell.learning.forms import people
from livewell.learning.queries import bookings, courses
from livewell.learning.rules import COMES_AS_LABELS, LONGEST_WORDS, ComesAs
from livewell.learning.rules.courses import RunState
from livewell.staff.permissions import Permission

_ARRANGE = Permission.ARRANGE_LEARNING
_RUN = "/learning/desk/runs/{run_id:uuid}"
_ONE = "/learning/desk/sessions/{class_id:uuid}"
_BROUGHT = [(one.value, COMES_AS_LABELS[one]) for one in (ComesAs.RESIDENT, ComesAs.VOLUNTEER, ComesAs.FORUM)]


@get("/learning/desk/courses/{course_id:uuid}/runs/new", permission=_ARRANGE, name="learning.new_run")
async def new_run(request: Asked, course_id: FromPath[UUID]) -> Response[str]:
    """When a course is held, where, and for how many."""
    form = Form.blank({"places": 10, "waiting_places": 10, "minutes": 120, "times": 6, "every": "1"})
    return await _run_form(request, form, course_id=course_id)


@post("/learning/desk/courses/{course_id:uuid}/runs/new", permission=_ARRANGE, name="learning.plan_run")
async def plan_run(request: Asked, course_id: FromPath[UUID]) -> Response[Any]:
    """Keep it."""
    await courses.course(course_id)
    form = Form(await request.form())
    words = forms.read_run(form, listings=await courses.listings())
    sessions = forms.read_series(form)
    if words is None or not sessions or not form.ok:
        return await _run_form(request, form, course_id=course_id)
    made = await actions.plan_run(course_id, words, sessions, submission=form.submission, by=web.member(request))
    return web.go(f"/learning/desk/runs/{made}", said="It is planned.")


@get(_RUN, permission=_ARRANGE, name="learning.desk_run")
async def desk_run(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """One run: its sessions, who comes and who waits."""
    return await _run_page(request, run_id, Form.blank({"comes_as": ComesAs.RESIDENT.value}))


@get(f"{_RUN}/change", permission=_ARRANGE, name="learning.change_run_page")
async def change_run_page(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """Where it is, how many places, when it can be booked."""
    seen = await courses.run(run_id)
    fields = {
        "places": seen.places,
        "waiting_places": seen.waiting_places,
        "place": seen.place,
        "asset": seen.asset,
        "opens": seen.opens_on,
        "closes": seen.closes_on,
        "contact": seen.contact,
        "version": seen.version,
    }
    return await _run_form(request, Form.blank(fields), course_id=seen.course, run_id=run_id)


@post(f"{_RUN}/change", permission=_ARRANGE, name="learning.change_run")
async def change_run(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Change it."""
    seen = await courses.run(run_id)
    form = Form(await request.form())
    words = forms.read_run(form, listings=await courses.listings())
    if words is None:
        return await _run_form(request, form, course_id=seen.course, run_id=run_id)
    await actions.change_run(run_id, words, version=form.version, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run_id}", said="It is changed.")


@post(f"{_RUN}/move", permission=_ARRANGE, name="learning.move_run")
async def move_run(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Close booking, open it, say that it is done, or call it off."""
    form = Form(await request.form())
    to = form.one_of("to", [state.value for state in RunState])
    if to is None:
        raise RuleBroken("Say what becomes of it.")
    why = form.text("why", "Why", longest=LONGEST_WORDS)
    if to == RunState.CANCELLED.value and not why:
        form.error("why", "Say why it is called off: everybody who has a place is told it")
    if not form.ok:
        return await _run_page(request, run_id, form)
    await actions.move_run(run_id, to=RunState(to), why=why, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run_id}", said="Saved. Whoever has a place is told.")


@post(f"{_RUN}/book", permission=_ARRANGE, name="learning.desk_book")
async def desk_book(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Book somebody in by name: a partner, a volunteer, a neighbour. People with Live Well are booked on their record."""
    form = Form(await request.form())
    comer = people.read_guest_of_team(form)
    if comer is None:
        return await _run_page(request, run_id, form)
    made = await actions.book(run_id, comer, submission=form.submission, by=web.member(request))
    said = "They have a place." if made.has_place else f"They are number {made.number} on the waiting list."
    return web.go(f"/learning/desk/runs/{run_id}", said=said)


@post(f"{_RUN}/bookings/{{booking_id:uuid}}/cancel", permission=_ARRANGE, name="learning.desk_cancel")
async def desk_cancel(request: Asked, run_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[bytes]:
    """Give a place back for somebody who rang."""
    await _in_run(run_id, booking_id)
    await actions.cancel(booking_id, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run_id}", said="The place is given back.")


@post(f"{_RUN}/bookings/{{booking_id:uuid}}/take", permission=_ARRANGE, name="learning.desk_take")
async def desk_take(request: Asked, run_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[bytes]:
    """Take the held place for somebody who rang."""
    await _in_run(run_id, booking_id)
    await actions.take(booking_id, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run_id}", said="The place is theirs.")


async def _in_run(run_id: UUID, booking_id: UUID) -> None:
    if (await bookings.booking(booking_id)).run.id != run_id:
        raise NotFound


async def _run_form(request: Asked, form: Form, *, course_id: UUID, run_id: UUID | None = None) -> Response[str]:
    context = {
        "form": form,
        "course": await courses.course(course_id),
        "run_id": run_id,
        "listings": await courses.listings(),
        "every": forms.EVERY,
    }
    return web.page(request, "learning/desk_run_form.html", context, status_code=200 if form.ok else 422)


async def _run_page(request: Asked, run_id: UUID, form: Form) -> Response[str]:
    found = await bookings.of_run(run_id)
    context = {
        "run": await courses.run(run_id),
        "coming": [one for one in found if not one.is_waiting],
        "waiting": [one for one in found if one.is_waiting],
        "form": form,
        "who": _BROUGHT,
    }
    return web.page(request, "learning/desk_run.html", context, status_code=200 if form.ok else 422)


# ── sessions ──


@get(f"{_RUN}/sessions/new", permission=_ARRANGE, name="learning.new_session")
async def new_session(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """One more session."""
    return await _session_form(request, Form.blank({"minutes": 120}), run_id=run_id)


@post(f"{_RUN}/sessions/new", permission=_ARRANGE, name="learning.add_session")
async def add_session(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Add it."""
    form = Form(await request.form())
    times = forms.read_session(form)
    if times is None:
        return await _session_form(request, form, run_id=run_id)
    await actions.add_session(run_id, times, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run_id}", said="The session is added. Whoever has a place is told.")


@get(f"{_ONE}/change", permission=_ARRANGE, name="learning.move_session_page")
async def move_session_page(request: Asked, class_id: FromPath[UUID]) -> Response[str]:
    """Move a session, or call it off."""
    run, seen = await courses.session(class_id)
    fields = {"starts": seen.starts_at, "minutes": seen.minutes, "words": seen.words, "version": seen.version}
    return await _session_form(request, Form.blank(fields), run_id=run.id, class_id=class_id)


@post(f"{_ONE}/change", permission=_ARRANGE, name="learning.move_session")
async def move_session(request: Asked, class_id: FromPath[UUID]) -> Response[Any]:
    """Move it; everybody in the run hears of it."""
    run, _ = await courses.session(class_id)
    form = Form(await request.form())
    times = forms.read_session(form)
    why = form.text("why", "Why", required="Say why: everybody who has a place is told it", longest=LONGEST_WORDS)
    if times is None or not form.ok:
        return await _session_form(request, form, run_id=run.id, class_id=class_id)
    await actions.move_session(class_id, times, why=why, version=form.version, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run.id}", said="The session is moved. Whoever has a place is told.")


@post(f"{_ONE}/call-off", permission=_ARRANGE, name="learning.call_off")
async def call_off(request: Asked, class_id: FromPath[UUID]) -> Response[Any]:
    """Call it off; everybody in the run hears of it."""
    run, seen = await courses.session(class_id)
    form = Form(await request.form())
    why = form.text("off_why", "Why", required="Say why: everybody who has a place is told it", longest=LONGEST_WORDS)
    if not form.ok:
        return await _session_form(
            request, form, run_id=run.id, class_id=class_id, starts_at=seen.starts_at, minutes=seen.minutes
        )
    await actions.call_off(class_id, why=why, version=form.version, by=web.member(request))
    return web.go(f"/learning/desk/runs/{run.id}", said="The session is called off. Whoever has a place is told.")


async def _session_form(
    request: Asked, form: Form, *, run_id: UUID, class_id: UUID | None = None, **kept: object
) -> Response[str]:
    """`kept` are the times of a session whose other form came back."""
    context = {
        "run": await courses.run(run_id),
        "class_id": class_id,
        "form": form,
        "times": Form.blank({"starts": kept["starts_at"], "minutes": kept["minutes"]}) if kept else form,
    }
    return web.page(request, "learning/desk_session_form.html", context, status_code=200 if form.ok else 422)


@get(f"{_ONE}/register", permission=_ARRANGE, name="learning.register_page")
async def register_page(request: Asked, class_id: FromPath[UUID]) -> Response[str]:
    """Who came, to tick."""
    run, seen = await courses.session(class_id)
    noted = await bookings.attendance(class_id)
    coming = [one for one in await bookings.of_run(run.id) if one.is_booked]
    fields = {
        "came": [str(booking) for booking, (came, _) in noted.items() if came],
        "accompanied": [str(booking) for booking, (_, company) in noted.items() if company],
    }
    context = {"run": run, "session": seen, "coming": coming, "form": Form.blank(fields)}
    return web.page(request, "learning/register.html", context)


@post(f"{_ONE}/register", permission=_ARRANGE, name="learning.note_attendance")
async def note_attendance(request: Asked, class_id: FromPath[UUID]) -> Response[Any]:
    """Write it down."""
    run, seen = await courses.session(class_id)
    coming = [one for one in await bookings.of_run(run.id) if one.is_booked]
    names = [(str(one.id), one.name) for one in coming]
    form = Form(await request.form())
    came = form.many("came", names)
    company = form.many("accompanied", names)
    if not form.ok:
        context = {"run": run, "session": seen, "coming": coming, "form": form}
        return web.page(request, "learning/register.html", context, status_code=422)
    await actions.note_attendance(
        class_id,
        came={UUID(one) for one in came},
        accompanied={UUID(one) for one in company},
        by=web.member(request),
    )
    return web.go(f"/learning/desk/runs/{run.id}", said="The register is written.")


HANDLERS = (
    new_run,
    plan_run,
    desk_run,
    change_run_page,
    change_run,
    move_run,
    desk_book,
    desk_cancel,
    desk_take,
    new_session,
    add_session,
    move_session_page,
    move_session,
    call_off,
    register_page,
    note_attendance,
)
