"""/volunteer/me…: a volunteer at their own pages."""

import json
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked
from livewell.volunteers import actions, queries
from livewell.volunteers.door import VOLUNTEER_DOOR
from livewell.volunteers.forms import applying
from livewell.volunteers.queries import Whole
from livewell.volunteers.routes.often import guest_not_too_often
from livewell.volunteers.routes.public import activities, details_context, role_choices
from livewell.volunteers.rules.gate import POLICY
from livewell.volunteers.rules.references import MOST_REFEREES


@get("/volunteer/me", permission=PUBLIC, name="volunteers.me")
async def me(request: Asked) -> Response[str]:
    """Where I am on the way, and what comes next."""
    guest = await VOLUNTEER_DOOR.guest(request)
    return VOLUNTEER_DOOR.page(
        request, guest, "volunteers/me.html", {"mine": await queries.mine(guest.record), "form": Form.blank()}
    )


@get("/volunteer/me/details", permission=PUBLIC, name="volunteers.my_details")
async def my_details(request: Asked) -> Response[str]:
    """What I said of myself."""
    guest = await VOLUNTEER_DOOR.guest(request)
    mine = await queries.mine(guest.record)
    return await _details_page(request, guest, mine, Form.blank(details_typed(mine)))


@post("/volunteer/me/details", permission=PUBLIC, name="volunteers.change_my_details")
async def change_my_details(request: Asked) -> Response[Any]:
    """Change it."""
    guest = await _changing(request)
    mine = await queries.mine(guest.record)
    form = Form(await request.form())
    read = await read_details(form, mine)
    if read is None:
        return await _details_page(request, guest, mine, form, status_code=422)
    details, roles = read
    await actions.change_details(guest.record, details, roles, version=form.version, by=guest)
    return web.go("/volunteer/me/details", said="Your details are changed.")


def details_typed(seen: Whole) -> dict[str, object]:
    """A volunteer's details as the boxes of the form begin."""
    return {**applying.as_typed(seen.values), "roles": [str(one.id) for one in seen.wishes]}


async def read_details(form: Form, seen: Whole) -> tuple[applying.Details, tuple[UUID, ...]] | None:
    """Details and wished roles, or None with what has to be put right."""
    known = [*await role_choices(), *((str(one.id), one.title) for one in seen.wishes)]
    details = applying.read_details(
        form, interests=await activities(), needs_email=False, asks_birthday=seen.needs_check
    )
    roles = tuple(UUID(one) for one in dict.fromkeys(form.many("roles", known)))
    if not details.email and not details.phone:
        form.error("phone", "Give an email address or a phone number, so that we can reach you")
    return (details, roles) if form.ok else None


async def _details_page(
    request: Asked, guest: Guest, mine: Whole, form: Form, *, status_code: int = 200
) -> Response[str]:
    context = {**await details_context(form, asks_birthday=mine.needs_check), "mine": mine}
    return VOLUNTEER_DOOR.page(request, guest, "volunteers/my_details.html", context, status_code=status_code)


@get("/volunteer/me/references", permission=PUBLIC, name="volunteers.my_references")
async def my_references(request: Asked) -> Response[str]:
    """Who may speak for me, and who has been asked."""
    guest = await VOLUNTEER_DOOR.guest(request)
    return await _references_page(request, guest, Form.blank())


@post("/volunteer/me/references", permission=PUBLIC, name="volunteers.name_reference")
async def name_reference(request: Asked) -> Response[Any]:
    """Name somebody."""
    guest = await _changing(request)
    form = Form(await request.form())
    mine = await queries.mine(guest.record)
    referee = applying.read_referee(form, "new", own=mine.values["email"])
    if referee is None:
        form.error("referee-new-name", "Type their name")
    if referee is None or not form.ok:
        return await _references_page(request, guest, form, status_code=422)
    await actions.add_referee(guest.record, referee, submission=form.submission, by=guest)
    return web.go("/volunteer/me/references", said="They are named. A coordinator will ask them.")


@post("/volunteer/me/references/{reference_id:uuid}/take-back", permission=PUBLIC, name="volunteers.take_mine_back")
async def take_mine_back(request: Asked, reference_id: FromPath[UUID]) -> Response[bytes]:
    """Ask them no more."""
    guest = await _changing(request)
    form = Form(await request.form())
    await actions.take_back(reference_id, version=form.version, by=guest, volunteer=guest.record)
    return web.go("/volunteer/me/references", said="They are asked no more.")


async def _references_page(request: Asked, guest: Guest, form: Form, *, status_code: int = 200) -> Response[str]:
    mine = await queries.mine(guest.record)
    context = {"mine": mine, "form": form, "room": len(mine.references) < MOST_REFEREES}
    return VOLUNTEER_DOOR.page(request, guest, "volunteers/my_references.html", context, status_code=status_code)


@get("/volunteer/me/checks", permission=PUBLIC, name="volunteers.my_checks")
async def my_checks(request: Asked) -> Response[str]:
    """What we hold about my checks."""
    guest = await VOLUNTEER_DOOR.guest(request)
    context = {"mine": await queries.mine(guest.record), "policy": POLICY}
    return VOLUNTEER_DOOR.page(request, guest, "volunteers/my_checks.html", context)


@get("/volunteer/me/training", permission=PUBLIC, name="volunteers.my_training")
async def my_training(request: Asked) -> Response[str]:
    """What I completed, and where there are places."""
    guest = await VOLUNTEER_DOOR.guest(request)
    context = {
        "mine": await queries.mine(guest.record),
        "cohorts": await queries.cohorts_to_come(guest.record),
        "form": Form.blank(),
    }
    return VOLUNTEER_DOOR.page(request, guest, "volunteers/my_training.html", context)


@post("/volunteer/me/training/{cohort_id:uuid}", permission=PUBLIC, name="volunteers.book_mine")
async def book_mine(request: Asked, cohort_id: FromPath[UUID]) -> Response[bytes]:
    """Take a place."""
    guest = await _changing(request)
    await actions.book_place(cohort_id, guest.record, by=guest)
    return web.go("/volunteer/me/training", said="You have a place.")


@post("/volunteer/me/training/{cohort_id:uuid}/give-up", permission=PUBLIC, name="volunteers.give_mine_up")
async def give_mine_up(request: Asked, cohort_id: FromPath[UUID]) -> Response[bytes]:
    """Give a place up."""
    guest = await _changing(request)
    await actions.give_up_place(cohort_id, guest.record, by=guest)
    return web.go("/volunteer/me/training", said="Your place is free for somebody else. Thank you for saying so.")


@get("/volunteer/me/stop", permission=PUBLIC, name="volunteers.stop_page")
async def stop_page(request: Asked) -> Response[str]:
    """A break, leaving, a copy, and being forgotten."""
    guest = await VOLUNTEER_DOOR.guest(request)
    return await _stop_page(request, guest, Form.blank())


async def _stop_page(request: Asked, guest: Guest, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"mine": await queries.mine(guest.record), "form": form}
    return VOLUNTEER_DOOR.page(request, guest, "volunteers/my_stop.html", context, status_code=status_code)


@post("/volunteer/me/pause", permission=PUBLIC, name="volunteers.pause")
async def pause(request: Asked) -> Response[bytes]:
    """Take a break."""
    guest = await _changing(request)
    form = Form(await request.form())
    await actions.pause(guest.record, why=form.text("why", "Why", longest=500), by=guest)
    return web.go("/volunteer/me", said="You are taking a break. Come back whenever it suits you.")


@post("/volunteer/me/come-back", permission=PUBLIC, name="volunteers.come_back")
async def come_back(request: Asked) -> Response[bytes]:
    """The break is over, or they begin again."""
    guest = await _changing(request)
    mine = await queries.mine(guest.record)
    if mine.is_closed:
        await actions.begin_again(guest.record, by=guest)
    else:
        await actions.come_back(guest.record, by=guest)
    return web.go("/volunteer/me", said="Welcome back.")


@post("/volunteer/me/stop", permission=PUBLIC, name="volunteers.stop")
async def stop(request: Asked) -> Response[bytes]:
    """Leave, with thanks."""
    guest = await _changing(request)
    form = Form(await request.form())
    await actions.leave(guest.record, why=form.text("why", "Why", longest=500), by=guest)
    return web.go("/volunteer/me", said="You have left. Thank you for everything.")


@get("/volunteer/me/copy", permission=PUBLIC, name="volunteers.copy")
async def copy(request: Asked) -> Response[bytes]:
    """Everything we hold about me, to keep."""
    guest = await VOLUNTEER_DOOR.guest(request)
    held = await actions.copy_of(guest.record)
    return Response(
        json.dumps(held, ensure_ascii=False, indent=2, default=str).encode(),
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="my-volunteering.json"'},
    )


@post("/volunteer/me/forget", permission=PUBLIC, name="volunteers.forget")
async def forget(request: Asked) -> Response[Any]:
    """Be forgotten; what is gone cannot come back, so it is ticked and pressed."""
    guest = await _changing(request)
    form = Form(await request.form())
    form.yes("sure", required="Tick that you are sure: what is forgotten cannot come back")
    if not form.ok:
        return await _stop_page(request, guest, form, status_code=422)
    await actions.forget(guest.record, by=guest)
    return web.go("/volunteer", said="You are forgotten. Thank you for the time you gave.")


async def _changing(request: Asked) -> Guest:
    guest = await VOLUNTEER_DOOR.guest(request)
    await guest_not_too_often(guest)
    return guest


HANDLERS = (
    me,
    my_details,
    change_my_details,
    my_references,
    name_reference,
    take_mine_back,
    my_checks,
    my_training,
    book_mine,
    give_mine_up,
    stop_page,
    pause,
    come_back,
    stop,
    copy,
    forget,
)
