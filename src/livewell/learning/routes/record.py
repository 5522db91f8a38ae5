"""/journeys/…/learning: a worker books a course for somebody, and writes down with them what came of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import web
from livewell.kit.dates import say_instant
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.learning import actions
from livewell.learning.forms import people as forms
from livewell.learning.forms.people import Comer
from livewell.learning.queries import bookings, courses
from livewell.learning.queries.bookings import BookingSeen
from livewell.learning.queries.seen import RunSeen
from livewell.learning.routes.own import FOR_CLIENTS
from livewell.learning.rules import LONGEST_WORDS, ComesAs
from livewell.staff.permissions import Permission

_WORK = Permission.WORK_WITH_PEOPLE
_BASE = "/journeys/{journey_id:uuid}/learning"
_ONE = f"{_BASE}/{{booking_id:uuid}}"


@get(f"{_BASE}/book", permission=_WORK, opens="journey", name="learning.record_book_page")
async def book_page(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """What somebody can book, and who comes along the first time."""
    return await _book_page(request, journey_id, Form.blank())


@post(f"{_BASE}/book", permission=_WORK, name="learning.record_book")
async def book(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Book it for them."""
    member = web.member(request)
    facts = await journeys.journey(journey_id, member)
    runs = await courses.open_runs(FOR_CLIENTS)
    form = Form(await request.form())
    run = form.one_of("run", [str(one.id) for one in runs], required="Choose a course")
    form.yes("agreed", required="Book only what they said yes to")
    needs = forms.read_needs(form)
    mine = form.yes("company")
    company = form.text("accompanied_by", "Who comes along", longest=120)
    if not form.ok or run is None:
        return await _book_page(request, journey_id, form)
    made = await actions.book(
        UUID(run),
        Comer(ComesAs.CLIENT, name=facts.person_name, person=facts.person),
        needs=needs,
        accompanied_by=member.name if mine else company,
        accompanied_staff=member.id if mine else None,
        submission=form.submission,
        by=member,
    )
    said = "They have a place." if made.has_place else f"They are number {made.number} on the waiting list."
    return web.go(f"/journeys/{journey_id}/about/learning", said=said)


@post(f"{_ONE}/cancel", permission=_WORK, name="learning.record_cancel")
async def cancel(request: Asked, journey_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[bytes]:
    """Give the place back for them."""
    await _theirs(request, journey_id, booking_id)
    await actions.cancel(booking_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/about/learning", said="The place is given back.")


@post(f"{_ONE}/take", permission=_WORK, name="learning.record_take")
async def take(request: Asked, journey_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[bytes]:
    """Take the place that is held for them."""
    await _theirs(request, journey_id, booking_id)
    await actions.take(booking_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/about/learning", said="The place is theirs.")


@get(f"{_ONE}/said", permission=_WORK, opens="journey", name="learning.record_said_page")
async def said_page(request: Asked, journey_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[str]:
    """What came of it, asked together."""
    seen = await _theirs(request, journey_id, booking_id)
    return _said_page(
        request, journey_id, seen, Form.blank({**seen.answers, "words": seen.words, "next_step": seen.next_step})
    )


@post(f"{_ONE}/said", permission=_WORK, name="learning.record_said")
async def said(request: Asked, journey_id: FromPath[UUID], booking_id: FromPath[UUID]) -> Response[Any]:
    """Write it down with them."""
    seen = await _theirs(request, journey_id, booking_id)
    form = Form(await request.form())
    typed = forms.read_said(form)
    if typed is None:
        return _said_page(request, journey_id, seen, form)
    await actions.say_what_came(booking_id, typed, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/about/learning", said="It is written down.")


async def _theirs(request: Asked, journey_id: UUID, booking_id: UUID) -> BookingSeen:
    facts = await journeys.journey(journey_id, web.member(request))
    return await bookings.booking(booking_id, person=facts.person)


async def _book_page(request: Asked, journey_id: UUID, form: Form) -> Response[str]:
    facts = await journeys.journey(journey_id, web.member(request))
    if facts.closed_at is not None:
        raise NotFound
    runs = [one for one in await courses.open_runs(FOR_CLIENTS) if one.why_not(by_team=True) is None]
    context = {
        "journey": facts,
        "runs": [(str(one.id), one.course_title, _hint(one)) for one in runs],
        "form": form,
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/record_book.html", context, status_code=200 if form.ok else 422)


def _hint(run: RunSeen) -> str:
    when = say_instant(run.next.starts_at) if run.next else ""
    return ". ".join(filter(None, [f"Next on {when}", run.where, run.places_words]))


def _said_page(request: Asked, journey_id: UUID, seen: BookingSeen, form: Form) -> Response[str]:
    context = {
        "journey": journey_id,
        "booking": seen,
        "form": form,
        "questions": forms.questions(),
        "answers": forms.answer_choices(),
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/record_said.html", context, status_code=200 if form.ok else 422)


HANDLERS = (book_page, book, cancel, take, said_page, said)
