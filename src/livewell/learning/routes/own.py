"""/my/learning: somebody's own learning – what there is, their places, and what came of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.learning import actions, letters
from livewell.learning.forms import people as forms
from livewell.learning.forms.people import Comer
from livewell.learning.queries import bookings, courses
from livewell.learning.routes.public import as_calendar
from livewell.learning.rules import LONGEST_WORDS, ComesAs, OpenTo, may_come
from livewell.people.queries import person

BOOKING = "/my/learning/bookings/{booking_id:uuid}"
RUN = "/my/learning/runs/{run_id:uuid}"
FOR_CLIENTS = (OpenTo.CLIENTS.value, OpenTo.EVERYBODY.value)


@get("/my/learning", permission=OWN_SPACE, name="learning.own")
async def own(request: Asked) -> Response[str]:
    """Their places, their plan, their certificates."""
    by = web.resident(request)
    found = await bookings.of_person(by.person)
    context = {
        "coming": [one for one in found if not one.is_over and not one.is_past],
        "been": [one for one in found if not one.is_over and one.is_past],
        "plan": await bookings.plan(by.person),
    }
    return web.page(request, "learning/own.html", context)


@get("/my/learning/courses", permission=OWN_SPACE, name="learning.own_courses")
async def own_courses(request: Asked) -> Response[str]:
    """What they can book."""
    return web.page(request, "learning/own_courses.html", {"runs": await courses.open_runs(FOR_CLIENTS)})


@get(RUN, permission=OWN_SPACE, name="learning.own_run")
async def own_run(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """One run, and asking for a place in it."""
    return await _run_page(request, run_id, Form.blank())


@post(RUN, permission=OWN_SPACE, name="learning.own_book")
async def own_book(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Ask for a place."""
    by = web.resident(request)
    form = Form(await request.form())
    needs = forms.read_needs(form)
    company = form.text("accompanied_by", _("Who comes along"), longest=120)
    if not form.ok:
        return await _run_page(request, run_id, form)
    somebody = await person(by.person)
    if somebody is None:
        raise NotFound
    made = await actions.book(
        run_id,
        Comer(ComesAs.CLIENT, name=f"{somebody.called} {somebody.identity.family_name}", person=by.person),
        needs=needs,
        accompanied_by=company,
        submission=form.submission,
        by=by,
    )
    said = (
        _("You have a place.")
        if made.has_place
        else _("Every place is taken. You are number %(number)s on the waiting list.") % {"number": made.number}
    )
    return web.go(f"/my/learning/bookings/{made.id}", said=said)


@get(BOOKING, permission=OWN_SPACE, name="learning.own_booking")
async def own_booking(request: Asked, booking_id: FromPath[UUID]) -> Response[str]:
    """One place: when, where, who comes along; and what came of it."""
    return await _booking_page(request, booking_id, Form.blank())


@post(f"{BOOKING}/cancel", permission=OWN_SPACE, name="learning.own_cancel")
async def own_cancel(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """Give it back."""
    await actions.cancel(booking_id, by=web.resident(request))
    return web.go("/my/learning", said=_("Thank you for telling us. The place goes to somebody who waits."))


@post(f"{BOOKING}/take", permission=OWN_SPACE, name="learning.own_take")
async def own_take(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """Take the place that is held."""
    await actions.take(booking_id, by=web.resident(request))
    return web.go(f"/my/learning/bookings/{booking_id}", said=_("The place is yours."))


@post(f"{BOOKING}/said", permission=OWN_SPACE, name="learning.own_said")
async def own_said(request: Asked, booking_id: FromPath[UUID]) -> Response[Any]:
    """Say what came of it."""
    form = Form(await request.form())
    said = forms.read_said(form)
    if said is None:
        return await _booking_page(request, booking_id, form)
    await actions.say_what_came(booking_id, said, by=web.resident(request))
    return web.go(f"/my/learning/bookings/{booking_id}", said=_("Saved. Thank you for telling us."))


@get(f"{BOOKING}/sessions.ics", permission=OWN_SPACE, name="learning.own_calendar")
async def own_calendar(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """Its sessions for a calendar."""
    seen = await bookings.booking(booking_id, person=web.resident(request).person)
    return as_calendar(letters.calendar(seen.run, address=web.house(request).address))


@get(f"{BOOKING}/certificate.pdf", permission=OWN_SPACE, name="learning.own_certificate")
async def own_certificate(request: Asked, booking_id: FromPath[UUID]) -> Response[bytes]:
    """Their certificate."""
    seen = await bookings.certificate(booking_id, person=web.resident(request).person)
    html = letters.certificate(seen, address=web.house(request).address)
    return await web.pdf(html, filename=f"certificate-{seen.number}.pdf")


async def _run_page(request: Asked, run_id: UUID, form: Form) -> Response[str]:
    by = web.resident(request)
    seen = await courses.run(run_id, for_everybody=True)
    if not may_come(ComesAs.CLIENT, seen.open_to):
        raise NotFound
    mine = [one for one in await bookings.of_person(by.person) if one.run.id == run_id and not one.is_over]
    context = {
        "course": await courses.course(seen.course),
        "run": seen,
        "mine": mine[0] if mine else None,
        "form": form,
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/own_run.html", context, status_code=422 if form.errors else 200)


async def _booking_page(request: Asked, booking_id: UUID, form: Form) -> Response[str]:
    seen = await bookings.booking(booking_id, person=web.resident(request).person)
    if not form.errors:
        form = Form.blank(
            {**seen.answers, "words": seen.words, "next_step": seen.next_step}, submission=form.submission
        )
    context = {
        "booking": seen,
        "form": form,
        "questions": forms.questions(),
        "answers": forms.answer_choices(),
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/own_booking.html", context, status_code=422 if form.errors else 200)


HANDLERS = (
    own,
    own_courses,
    own_run,
    own_book,
    own_booking,
    own_cancel,
    own_take,
    own_said,
    own_calendar,
    own_certificate,
)
