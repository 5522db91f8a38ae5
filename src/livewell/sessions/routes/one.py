"""/journeys/…/sessions/new and /sessions/…: booking, reading and moving a session."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.journeys.queries import JourneyFacts
from livewell.kit import web, wording
from livewell.kit.dates import say_instant
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import kinder_words
from livewell.sessions import actions, forms, queries
from livewell.sessions.actions import KIND_OF_ROLE, Booking
from livewell.sessions.queries import Series
from livewell.sessions.rules import SessionKind
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@get(
    "/journeys/{journey_id:uuid}/sessions/new",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="sessions.new_session",
)
async def new_session(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Book a session, with where it stands against the guide."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    own = member.id if member.role in KIND_OF_ROLE else ""
    return await _booking_page(request, member, journey, Form.blank({"minutes": 45, "worker": own}))


@post("/journeys/{journey_id:uuid}/sessions/new", permission=Permission.WORK_WITH_PEOPLE, name="sessions.book_session")
async def book_session(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Book it."""
    member = web.member(request)
    journey = await journeys.journey(journey_id, member)
    form = Form(await request.form())
    workers = await _workers(journey, member)
    series = await _series(journey, member, form.typed("worker"))
    typed = forms.read_booking(form, workers=workers, passes_guide=series.next_passes)
    if typed is None:
        return await _booking_page(request, member, journey, form, status_code=422)
    await actions.book(
        journey_id,
        booking=Booking(typed.planned_for, typed.place, typed.place_detail, typed.minutes),
        worker=typed.worker,
        beyond_guide_why=typed.beyond_guide_why,
        submission=form.submission,
        by=member,
    )
    return web.go(f"/journeys/{journey_id}", said=f"Session booked for {say_instant(typed.planned_for)}.")


@get("/sessions/{session_id:uuid}", permission=Permission.WORK_WITH_PEOPLE, opens="session", name="sessions.session")
async def session(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """One session: when, where, how it went, what was agreed."""
    return await session_page(request, session_id, Form.blank())


@get(
    "/sessions/{session_id:uuid}/move", permission=Permission.WORK_WITH_PEOPLE, opens="session", name="sessions.move_to"
)
async def move_to(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """Another time or place."""
    found = await queries.session(session_id, web.member(request))
    form = Form.blank(
        {
            "planned": found.planned_for,
            "minutes": found.minutes,
            "place": found.place.value,
            "place_detail": found.place_detail,
        }
    )
    return await _move_page(request, session_id, form)


@post("/sessions/{session_id:uuid}/move", permission=Permission.WORK_WITH_PEOPLE, name="sessions.move")
async def move(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """Move it."""
    form = Form(await request.form())
    typed = forms.read_booking(form)
    if typed is None:
        return await _move_page(request, session_id, form, status_code=422)
    journey = await actions.move(
        session_id,
        booking=Booking(typed.planned_for, typed.place, typed.place_detail, typed.minutes),
        version=form.version or 0,
        by=web.member(request),
    )
    return web.go(f"/journeys/{journey}", said=f"Session moved to {say_instant(typed.planned_for)}.")


async def session_page(request: Asked, session_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    """The page of one session, with the forms for missing and cancelling it."""
    member = web.member(request)
    found = await queries.session(session_id, member)
    context = {
        "session": found,
        "journey": await journeys.journey(found.journey, member),
        "to_meet": await queries.where_and_whom(session_id) if found.is_booked else queries.WhereAndWhom(),
        "corrections": await queries.corrections(session_id),
        "hints": wording.find(f"{found.notes}\n{found.shared_note}", await kinder_words()) if found.is_held else [],
        "form": form,
        "cancellers": forms.CANCELLERS,
    }
    return web.page(request, "sessions/session.html", context, status_code=status_code)


async def _workers(journey: JourneyFacts, member: Member) -> list[tuple[str, str]]:
    """Whom the session may be with, where there is a choice: a link worker books their own."""
    found = {str(staff_id): name for staff_id, name in await queries.workers_for(journey.id)}
    if member.role in KIND_OF_ROLE:
        found.setdefault(str(member.id), member.name)
    return list(found.items()) if len(found) > 1 or member.role not in KIND_OF_ROLE else []


async def _series(journey: JourneyFacts, member: Member, worker: str) -> Series:
    if worker and worker == str(journey.link_worker):
        kind = SessionKind.LINK_WORKER
    elif worker and worker == str(journey.health_coach):
        kind = SessionKind.COACH
    else:
        kind = KIND_OF_ROLE.get(member.role, SessionKind.COACH)
    return await queries.series(journey.id, kind)


async def _booking_page(
    request: Asked, member: Member, journey: JourneyFacts, form: Form, *, status_code: int = 200
) -> Response[str]:
    context = {
        "journey": journey,
        "form": form,
        "workers": await _workers(journey, member),
        "series": await _series(journey, member, form.typed("worker")),
        "places": forms.PLACES,
    }
    return web.page(request, "sessions/new_session.html", context, status_code=status_code)


async def _move_page(request: Asked, session_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    found = await queries.session(session_id, web.member(request))
    context = {"session": found, "form": form, "places": forms.PLACES}
    return web.page(request, "sessions/move.html", context, status_code=status_code)


HANDLERS = [new_session, book_session, session, move_to, move]
