"""/volunteer/me/rota and /volunteer/me/people: a volunteer's own rota, one button each, and those they visit."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked
from livewell.placements import actions, letters, queries
from livewell.placements.forms import rota as forms
from livewell.placements.queries import ShiftSeen
from livewell.placements.routes.rota import CALENDAR
from livewell.volunteers.door import VOLUNTEER_DOOR

_ROTA, _PEOPLE = "/volunteer/me/rota", "/volunteer/me/people"


@get("/volunteer/me/rota", permission=PUBLIC, name="placements.own_rota")
async def own_rota(request: Asked) -> Response[str]:
    """What is theirs, what they could take, and their calendar."""
    return await _rota(request, await VOLUNTEER_DOOR.guest(request), None)


@post("/volunteer/me/rota/calendar", permission=PUBLIC, name="placements.make_calendar")
async def make_calendar(request: Asked) -> Response[str]:
    """A new address of their rota. It is shown once; the one before stops working."""
    guest = await VOLUNTEER_DOOR.guest(request)
    token = await actions.make_calendar(by=guest)
    return await _rota(request, guest, f"{web.house(request).address}/volunteer/calendar/{token}.ics")


@post("/volunteer/me/rota/calendar/end", permission=PUBLIC, name="placements.end_calendar")
async def end_calendar(request: Asked) -> Response[bytes]:
    """The address stops working."""
    await actions.end_calendar(by=await VOLUNTEER_DOOR.guest(request))
    return web.go(_ROTA, said="The calendar address no longer works.")


@get("/volunteer/calendar/{token:str}", permission=PUBLIC, name="placements.calendar")
async def calendar(token: FromPath[str]) -> Response[bytes]:
    """The rota of whoever has this address, without a name in it. NotFound when it does not work (any more)."""
    owner = await actions.whose_calendar(token.removesuffix(".ics"))
    if owner is None:
        raise NotFound
    made = letters.as_feed(await queries.feed(owner))
    return Response(made, media_type=CALENDAR, headers={"cache-control": "no-store"})


async def _rota(request: Asked, guest: Guest, address: str | None) -> Response[str]:
    mine = await queries.own_shifts(guest.record)
    context = {
        "now": [one for one in mine if one.may_check_in or one.may_check_out],
        "coming": [one for one in mine if one.is_held and not (one.may_check_in or one.may_check_out)],
        "to_take": await queries.to_take(guest.record),
        "address": address,
    }
    return VOLUNTEER_DOOR.page(request, guest, "placements/own_rota.html", context)


async def _own(shift_id: UUID, guest: Guest) -> ShiftSeen:
    seen = await queries.shift(shift_id)
    if seen.volunteer != guest.record:
        raise NotFound
    return seen


@get("/volunteer/me/rota/{shift_id:uuid}/shift.ics", permission=PUBLIC, name="placements.own_shift_calendar")
async def own_shift_calendar(request: Asked, shift_id: FromPath[UUID]) -> Response[bytes]:
    """One of their shifts for a calendar."""
    seen = await _own(shift_id, await VOLUNTEER_DOOR.guest(request))
    headers = {"content-disposition": 'attachment; filename="shift.ics"', "cache-control": "no-store"}
    return Response(letters.as_calendar(seen), media_type=CALENDAR, headers=headers)


@post("/volunteer/me/rota/{shift_id:uuid}/{verb:str}", permission=PUBLIC, name="placements.own_shift")
async def own_shift(request: Asked, shift_id: FromPath[UUID], verb: FromPath[str]) -> Response[bytes]:
    """One button: take it, swap it, give it back, here, done."""
    guest = await VOLUNTEER_DOOR.guest(request)
    if verb == "take":
        await actions.take(shift_id, volunteer=guest.record, by=guest)
        said = "It is yours. Thank you."
    elif verb == "swap":
        await actions.ask_swap(shift_id, by=guest)
        said = "The others see that you would like to swap. Until somebody takes it, it stays yours."
    elif verb == "give-back":
        await actions.give_back(shift_id, by=guest)
        said = "It is off your rota. Thank you for saying so."
    elif verb == "in":
        await actions.check_in(shift_id, by=guest)
        said = "We know that you are there."
    elif verb == "out":
        late = await actions.check_out(shift_id, by=guest)
        said = (
            "Thank you for letting us know. We were looking out for you, and now we know that you are safe."
            if late
            else "Thank you. Your time is written down."
        )
    else:
        raise NotFound
    return web.go(_ROTA, said=said)


@get("/volunteer/me/people", permission=PUBLIC, name="placements.own_people")
async def own_people(request: Asked) -> Response[str]:
    """What they are asked, and what they help with."""
    guest = await VOLUNTEER_DOOR.guest(request)
    placed = await queries.placements_of(volunteer=guest.record, over=False)
    return VOLUNTEER_DOOR.page(request, guest, "placements/own_people.html", {"placed": placed})


@get("/volunteer/me/people/{placement_id:uuid}", permission=PUBLIC, name="placements.own_placement")
async def own_placement(request: Asked, placement_id: FromPath[UUID]) -> Response[str]:
    """One of them: a first name, a ward, times, what they like, their words."""
    return await _person(request, await VOLUNTEER_DOOR.guest(request), placement_id, Form.blank({"minutes": 60}))


@post("/volunteer/me/people/{placement_id:uuid}/visits", permission=PUBLIC, name="placements.own_plan_visit")
async def own_plan_visit(request: Asked, placement_id: FromPath[UUID]) -> Response[Any]:
    """When they will meet."""
    guest = await VOLUNTEER_DOOR.guest(request)
    form = Form(await request.form())
    read = forms.read_visit(form)
    if read is None:
        return await _person(request, guest, placement_id, form)
    await actions.plan_visit(
        placement_id,
        starts_at=read.starts_at,
        minutes=read.minutes,
        place=read.place,
        submission=form.submission,
        by=guest,
    )
    return web.go(_ROTA, said="It is on your rota. Press “I am here” when you arrive and “I am done” when you leave.")


@post("/volunteer/me/people/{placement_id:uuid}/answer/{said:str}", permission=PUBLIC, name="placements.own_answer")
async def own_answer(request: Asked, placement_id: FromPath[UUID], said: FromPath[str]) -> Response[bytes]:
    """Yes or no. Nobody asks why."""
    guest = await VOLUNTEER_DOOR.guest(request)
    if said == "yes":
        await actions.agree(placement_id, side="volunteer", by=guest)
        return web.go(
            _PEOPLE, said="Thank you. Now the other side is asked, and your coordinator tells you when it begins."
        )
    if said == "no":
        await actions.decline(placement_id, side="volunteer", by=guest)
        return web.go(_PEOPLE, said="Thank you for saying so. Nobody is told why.")
    raise NotFound


async def _person(request: Asked, guest: Guest, placement_id: UUID, form: Form) -> Response[str]:
    seen = await queries.placement(placement_id)
    if seen.volunteer != guest.record or seen.is_over:
        raise NotFound
    context = {
        "placement": seen,
        "asked": await queries.asked(seen.asked) if seen.asked else None,
        "form": form,
    }
    return VOLUNTEER_DOOR.page(
        request, guest, "placements/own_placement.html", context, status_code=200 if form.ok else 422
    )


HANDLERS = (
    own_rota,
    make_calendar,
    end_calendar,
    calendar,
    own_shift_calendar,
    own_shift,
    own_people,
    own_placement,
    own_plan_visit,
    own_answer,
)
