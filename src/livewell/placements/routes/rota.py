"""/volunteers/rota: the week, one shift, and whoever has not said that they are back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.kit import clock, web
from livewell.kit.dates import london_day
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.placements import actions, letters, queries
from livewell.placements.forms import rota as forms
from livewell.placements.rules.shifts import monday_of
from livewell.staff.permissions import P

_EARLIEST, _LATEST = date(2020, 1, 6), date(2100, 1, 4)
CALENDAR = "text/calendar"


def week_asked(text: str) -> date:
    """The Monday of the week asked for, or of this one when it cannot be read."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = clock.today()
    return monday_of(min(max(asked, _EARLIEST), _LATEST))


def _listing(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@get("/volunteers/rota", permission=P.SEE_VOLUNTEERS, name="placements.rota")
async def rota(request: Asked, week: FromQuery[str] = "", asset: FromQuery[str] = "") -> Response[str]:
    """Monday to Sunday, of one listing or of all, ready to print."""
    monday, listing = week_asked(week), _listing(asset)
    rest = f"&asset={listing}" if listing else ""
    context = {
        "days": await queries.week(monday, asset=listing),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": f"/volunteers/rota?week={monday - timedelta(days=7)}{rest}",
        "after": f"/volunteers/rota?week={monday + timedelta(days=7)}{rest}",
        "form": Form.blank({"asset": listing or "", "week": monday.isoformat()}),
        "listings": await queries.listings(),
        "listing": listing,
        "not_back": await queries.not_back(),
    }
    return web.page(request, "placements/rota.html", context)


@get("/volunteers/rota/new", permission=P.RUN_VOLUNTEERING, name="placements.new_shift_page")
async def new_shift_page(request: Asked) -> Response[str]:
    """Somebody is needed: when, where, how often."""
    return await _new_page(request, Form.blank({"people": 1, "weeks": 1, "minutes": 120}))


@post("/volunteers/rota/new", permission=P.RUN_VOLUNTEERING, name="placements.new_shift")
async def new_shift(request: Asked) -> Response[Any]:
    """Put it on the rota."""
    form = Form(await request.form())
    needed = forms.read_needed(form, roles=await queries.roles(), assets=await queries.listings())
    if needed is None:
        return await _new_page(request, form)
    made = await actions.put_up(needed, submission=form.submission, by=web.member(request))
    one = "It is on the rota." if len(made) == 1 else f"{len(made)} shifts are on the rota."
    return web.go(f"/volunteers/rota?week={london_day(needed.starts_at)}", said=one)


async def _new_page(request: Asked, form: Form) -> Response[str]:
    context = {"form": form, "roles": await queries.roles(), "listings": await queries.listings()}
    return web.page(request, "placements/new_shift.html", context, status_code=200 if form.ok else 422)


@get("/volunteers/rota/{shift_id:uuid}", permission=P.RUN_VOLUNTEERING, name="placements.shift")
async def shift(request: Asked, shift_id: FromPath[UUID]) -> Response[str]:
    """One shift: who comes, and what can be done with it."""
    return await _page(request, shift_id, Form.blank())


@get("/volunteers/rota/{shift_id:uuid}/shift.ics", permission=P.RUN_VOLUNTEERING, name="placements.shift_calendar")
async def shift_calendar(shift_id: FromPath[UUID]) -> Response[bytes]:
    """One shift for a calendar, without a name in it."""
    made = letters.as_calendar(await queries.shift(shift_id))
    headers = {"content-disposition": 'attachment; filename="shift.ics"', "cache-control": "no-store"}
    return Response(made, media_type=CALENDAR, headers=headers)


@post("/volunteers/rota/{shift_id:uuid}/give", permission=P.RUN_VOLUNTEERING, name="placements.give_shift")
async def give_shift(request: Asked, shift_id: FromPath[UUID]) -> Response[Any]:
    """Somebody comes, who said so to a coordinator."""
    form = Form(await request.form())
    seen = await queries.shift(shift_id)
    ready = await queries.ready_for(seen.role, but=seen.volunteer)
    volunteer = form.one_of("volunteer", ready, required="Choose the volunteer")
    if not volunteer:
        return await _page(request, shift_id, form)
    await actions.take(shift_id, volunteer=UUID(volunteer), by=web.member(request))
    return web.go(f"/volunteers/rota/{shift_id}", said="It is theirs now.")


_DONE: dict[str, str] = {
    "free": "It is free again.",
    "cancel": "It is called off, and whoever had it hears of it.",
    "done": "Written down, with the hours.",
    "missed": "Written down.",
}


@post("/volunteers/rota/{shift_id:uuid}/{verb:str}", permission=P.RUN_VOLUNTEERING, name="placements.change_shift")
async def change_shift(request: Asked, shift_id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """One step that needs no words."""
    member = web.member(request)
    if verb == "free":
        await actions.give_back(shift_id, by=member)
    elif verb == "cancel":
        await actions.cancel(shift_id, by=member)
    elif verb == "done":
        await actions.note_done(shift_id, by=member)
    elif verb == "missed":
        await actions.note_missed(shift_id, by=member)
    else:
        raise NotFound
    return web.go(f"/volunteers/rota/{shift_id}", said=_DONE[verb])


@post("/volunteers/rota/{shift_id:uuid}/settle", permission=P.RUN_VOLUNTEERING, name="placements.settle")
async def settle(request: Asked, shift_id: FromPath[UUID]) -> Response[Any]:
    """They are safe, or somebody is with them: what was done, in words."""
    form = Form(await request.form())
    words = forms.read_words(form)
    if words is None:
        return await _page(request, shift_id, form)
    await actions.settle(shift_id, words=words, by=web.member(request))
    return web.go(f"/volunteers/rota/{shift_id}", said="Written down. It is not said again.")


@post("/volunteers/rota/cancel-meeting", permission=P.RUN_VOLUNTEERING, name="placements.cancel_meeting")
async def cancel_meeting(request: Asked) -> Response[Any]:
    """A group does not meet on one day."""
    form = Form(await request.form())
    asset = _listing(form.typed("asset"))
    day = form.typed("day")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    if asset is None:
        raise NotFound
    count = await actions.cancel_meeting(asset, on, by=web.member(request))
    said = "One shift is called off." if count == 1 else f"{count} shifts are called off."
    return web.go(f"/volunteers/rota?week={on}&asset={asset}", said=said)


async def _page(request: Asked, shift_id: UUID, form: Form) -> Response[str]:
    seen = await queries.shift(shift_id)
    may_give = (seen.is_open or seen.asks_to_swap) and not seen.has_begun
    context = {
        "shift": seen,
        "form": form,
        "may_give": may_give,
        "ready": await queries.ready_for(seen.role, but=seen.volunteer) if may_give else (),
        "is_over": seen.ends_at <= clock.now(),
    }
    return web.page(request, "placements/shift.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    rota,
    new_shift_page,
    new_shift,
    shift,
    shift_calendar,
    give_shift,
    change_shift,
    settle,
    cancel_meeting,
)
