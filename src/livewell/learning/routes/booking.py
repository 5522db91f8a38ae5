"""/learning/runs/…/book and /learning/place: a place for whoever has no space of their own here, and giving it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.forum.door import MEMBER_DOOR
from livewell.kit import cookies, doorkeys, limits, web
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.door import at_home
from livewell.kit.doorkeys import Opened
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.learning import actions, letters
from livewell.learning.forms import people as forms
from livewell.learning.forms.people import Comer
from livewell.learning.queries import bookings, courses
from livewell.learning.queries.seen import RunSeen
from livewell.learning.routes.public import as_calendar
from livewell.learning.rules import LONGEST_WORDS, TRIES_AN_HOUR, ComesAs
from livewell.staff.permissions import Permission
from livewell.volunteers.door import VOLUNTEER_DOOR

_AN_HOUR = timedelta(hours=1)
_OPENINGS_AN_HOUR = 60


async def known(request: Asked) -> Comer | None:
    """Who asks, when we know them: somebody of the team, a member of the forum, a volunteer; else None."""
    on = web.signed_in(request)
    if on is not None and Permission.READ_STAFF_LIBRARY in on.member.can:
        return Comer(ComesAs.TEAM, name=on.member.name, email=on.member.email, staff_user=on.member.id)
    member = await MEMBER_DOOR.guest_if_any(request)
    if member is not None:
        return Comer(ComesAs.FORUM, name=member.name, email=_address(member.holder), member=member.record)
    volunteer = await VOLUNTEER_DOOR.guest_if_any(request)
    if volunteer is not None:
        return Comer(ComesAs.VOLUNTEER, name=volunteer.name, email=_address(volunteer.holder))
    return None


def _address(holder: str) -> str:
    """Whom a link was sent to, when that was an e-mail address."""
    return holder.lower() if "@" in holder else ""


@get("/learning/runs/{run_id:uuid}/book", permission=PUBLIC, name="learning.book_page")
async def book_page(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Where a place is asked for. Somebody in their own space does it there."""
    if at_home(request) is not None and web.signed_in(request) is None:
        return web.go(f"/my/learning/runs/{run_id}")
    seen = await courses.run(run_id, for_everybody=True)
    return _book_page(request, seen, await known(request), Form.blank())


@post("/learning/runs/{run_id:uuid}/book", permission=PUBLIC, name="learning.book")
async def book(request: Asked, run_id: FromPath[UUID]) -> Response[Any]:
    """Ask for it."""
    seen = await courses.run(run_id, for_everybody=True)
    form = Form(await request.form())
    comer = await known(request)
    asked = comer or forms.read_resident(form)
    needs = forms.read_needs(form)
    if asked is None or not form.ok:
        return _book_page(request, seen, comer, form)
    if forms.is_trapped(form):
        return web.go(f"/learning/runs/{run_id}/booked")
    if comer is None and await limits.too_many("learning-book", web.address_of(request), TRIES_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    # Whoever books for themself here is no more than a visitor to the rules: the team books others in elsewhere.
    made = await actions.book(run_id, asked, needs=needs, submission=form.submission, by=PUBLIC_VISITOR)
    said = (
        "You have a place."
        if made.has_place
        else f"Every place is taken. You are number {made.number} on the waiting list."
    )
    return web.go(f"/learning/runs/{run_id}/booked", said=said)


@get("/learning/runs/{run_id:uuid}/booked", permission=PUBLIC, name="learning.booked")
async def booked(request: Asked, run_id: FromPath[UUID]) -> Response[str]:
    """What happens next."""
    return web.page(request, "learning/booked.html", {"run": await courses.run(run_id, for_everybody=True)})


def _book_page(request: Asked, run: RunSeen, comer: Comer | None, form: Form) -> Response[str]:
    context = {"run": run, "comer": comer, "form": form, "trap": forms.TRAP, "longest": LONGEST_WORDS}
    return web.page(request, "learning/book.html", context, status_code=200 if form.ok else 422)


# ── by the link in a message ──


async def _opened(request: Asked) -> Opened | None:
    token = request.cookies.get(cookies.cookie_name(cookies.KEY, secure=web.house(request).secure))
    return await doorkeys.open_key(token, actions.PLACE_KEY) if token and cookies.is_token(token) else None


@get("/learning/place/{token:str}", permission=PUBLIC, name="learning.place_link")
async def place_link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """A link from a message. Its number leaves the address before any page is shown."""
    if await limits.too_many("learning-place", web.address_of(request), _OPENINGS_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    if await doorkeys.open_key(token, actions.PLACE_KEY) is None:
        return web.go("/learning/place")
    answer = web.go("/learning/place")
    seconds = int(_AN_HOUR.total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))
    return answer


@get("/learning/place", permission=PUBLIC, name="learning.place")
async def place(request: Asked) -> Response[str]:
    """One's booking: when and where, and giving the place back."""
    opened = await _opened(request)
    if opened is None:
        return web.page(request, "learning/place_ended.html", {}, status_code=404)
    return web.page(request, "learning/place.html", {"booking": await bookings.booking(opened.subject)})


@get("/learning/place/sessions.ics", permission=PUBLIC, name="learning.place_calendar")
async def place_calendar(request: Asked) -> Response[bytes]:
    """Its sessions for a calendar."""
    opened = await _opened(request)
    if opened is None:
        raise NotFound
    seen = await bookings.booking(opened.subject)
    return as_calendar(letters.calendar(seen.run, address=web.house(request).address))


@post("/learning/place/cancel", permission=PUBLIC, name="learning.place_cancel")
async def place_cancel(request: Asked) -> Response[bytes]:
    """Give it back."""
    opened = await _opened(request)
    if opened is None:
        return web.go("/learning/place")
    await actions.cancel(opened.subject, by=PUBLIC_VISITOR)
    return web.go("/learning/place", said="Thank you for telling us. The place goes to somebody who waits.")


@post("/learning/place/take", permission=PUBLIC, name="learning.place_take")
async def place_take(request: Asked) -> Response[bytes]:
    """Take the place that is held."""
    opened = await _opened(request)
    if opened is None:
        return web.go("/learning/place")
    await actions.take(opened.subject, by=PUBLIC_VISITOR)
    return web.go("/learning/place", said="The place is yours.")


HANDLERS = (book_page, book, booked, place_link, place, place_calendar, place_cancel, place_take)
