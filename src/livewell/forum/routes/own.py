"""/forum/me: a member's own pages: the next meeting, what they said they would do, and what they put forward."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, letters, queries
from livewell.forum.door import MEMBER_DOOR
from livewell.forum.routes.often import sending
from livewell.forum.rules.agenda import ItemKind
from livewell.forum.rules.meetings import ANSWER_LABELS, PULSE_QUESTIONS, PULSE_SCALE, Presence
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked
from livewell.settings import settings

_ANSWER_CHOICES = [(one.value, label) for one, label in ANSWER_LABELS.items()]


@get("/forum/me", permission=PUBLIC, name="forum.me")
async def home(request: Asked) -> Response[str]:
    """What is theirs: meetings, actions, what they put forward."""
    guest = await MEMBER_DOOR.guest(request)
    coming = await queries.own_next(guest.record)
    first = coming[0] if coming else None
    own = await queries.own_actions(guest.record)
    context = {
        "next": first,
        "later": coming[1:],
        "agenda": await queries.agenda_of(first[0].id) if first else [],
        "answers": _ANSWER_CHOICES,
        "form": Form.blank({"said": first[1].answer if first and first[1] and first[1].stands else ""}),
        "open": [one for one in own if one.is_open],
        "closed": [one for one in own if not one.is_open],
        "items": await queries.proposed_by(guest.record),
        "before": [(meeting, place) for meeting, place in await queries.meetings_of(guest.record) if meeting.is_held],
        "groups": await queries.groups_of(guest.record),
    }
    return MEMBER_DOOR.page(request, guest, "forum/me/home.html", context)


# ── meetings ──


@get("/forum/me/meetings/{meeting_id:uuid}", permission=PUBLIC, name="forum.my_meeting")
async def meeting(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """One meeting: before it, what will happen and whether they come; after it, what came of it."""
    guest = await MEMBER_DOOR.guest(request)
    return await _meeting_page(request, guest, meeting_id, None)


@post("/forum/me/meetings/{meeting_id:uuid}", permission=PUBLIC, name="forum.my_answer")
async def answer(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Whether they take part; the last answer counts."""
    guest = await sending(request)
    place = await queries.place_of(meeting_id, guest.record)
    if place is None:
        raise NotFound
    form = Form(await request.form())
    said = form.one_of("said", _ANSWER_CHOICES, required="Choose one of the three")
    if said is None:
        return await _meeting_page(request, guest, meeting_id, form)
    await actions.answer(place.id, Presence(said), by=guest)
    return web.go(f"/forum/me/meetings/{meeting_id}", said="Thank you. We have your answer.")


async def _meeting_page(request: Asked, guest: Guest, meeting_id: UUID, form: Form | None) -> Response[str]:
    seen = await queries.own_meeting(meeting_id, guest.record)
    place = await queries.place_of(meeting_id, guest.record)
    given = await queries.has_given_pulse(meeting_id, guest.record)
    context = {
        "seen": seen,
        "meeting": await actions.invited_to(seen),
        "place": place,
        "asks": place is not None and queries.still_asks(seen, clock.now()),
        "agenda": await queries.agenda_of(meeting_id),
        "decisions": await queries.decisions_of(meeting_id),
        "actions": await queries.actions_of(meeting_id),
        "answers": _ANSWER_CHOICES,
        "asks_pulse": place is not None and queries.pulse_asked(seen, place, clock.now()) and not given,
        "pulse": await queries.pulse_of(meeting_id),
        "form": form or Form.blank({"said": place.answer if place and place.stands else ""}),
    }
    status = 422 if form else 200
    return MEMBER_DOOR.page(request, guest, "forum/me/meeting.html", context, status_code=status)


@get("/forum/me/meetings/{meeting_id:uuid}/calendar.ics", permission=PUBLIC, name="forum.my_calendar")
async def calendar(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The meeting for their calendar."""
    guest = await MEMBER_DOOR.guest(request)
    seen = await queries.own_meeting(meeting_id, guest.record)
    told = settings()
    content = letters.calendar_file(
        await actions.invited_to(seen),
        to=guest.holder,
        mail_from=told.mail_from,
        address=told.address,
        cancelled=seen.is_cancelled,
    )
    return Response(
        content, media_type="text/calendar", headers={"content-disposition": 'attachment; filename="meeting.ics"'}
    )


@get("/forum/me/meetings/{meeting_id:uuid}/pulse", permission=PUBLIC, name="forum.pulse_page")
async def pulse_page(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """How the meeting was, said without a name."""
    guest = await MEMBER_DOOR.guest(request)
    return await _pulse_page(request, guest, meeting_id, Form.blank())


@post("/forum/me/meetings/{meeting_id:uuid}/pulse", permission=PUBLIC, name="forum.pulse")
async def pulse(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Take it, once."""
    guest = await sending(request)
    form = Form(await request.form())
    read = forms.read_pulse(form)
    if read is None:
        return await _pulse_page(request, guest, meeting_id, form)
    await actions.give_pulse(meeting_id, guest.record, read)
    return web.go(f"/forum/me/meetings/{meeting_id}", said="Thank you. Nobody can see that it was you.")


async def _pulse_page(request: Asked, guest: Guest, meeting_id: UUID, form: Form) -> Response[str]:
    context = {
        "seen": await queries.own_meeting(meeting_id, guest.record),
        "given": await queries.has_given_pulse(meeting_id, guest.record),
        "questions": PULSE_QUESTIONS,
        "scale": PULSE_SCALE,
        "levels": forms.LEVEL_CHOICES,
        "form": form,
    }
    status = 200 if form.ok else 422
    return MEMBER_DOOR.page(request, guest, "forum/me/pulse.html", context, status_code=status)


# ── what they said they would do, and what they put forward ──


@get("/forum/me/actions/{action_id:uuid}", permission=PUBLIC, name="forum.my_action")
async def action(request: Asked, action_id: FromPath[UUID]) -> Response[str]:
    """One thing they said they would do."""
    guest = await MEMBER_DOOR.guest(request)
    return await _action_page(request, guest, action_id, Form.blank())


@post("/forum/me/actions/{action_id:uuid}", permission=PUBLIC, name="forum.my_action_done")
async def finish(request: Asked, action_id: FromPath[UUID]) -> Response[Any]:
    """It is done, with a sentence."""
    guest = await sending(request)
    form = Form(await request.form())
    said = forms.read_sentence(form, "came_of_it", required="Say in a sentence what came of it")
    if said is None:
        return await _action_page(request, guest, action_id, form)
    await actions.finish(action_id, came_of_it=said, by=guest)
    return web.go("/forum/me", said="Thank you. It is marked as done.")


async def _action_page(request: Asked, guest: Guest, action_id: UUID, form: Form) -> Response[str]:
    seen = await queries.action(action_id)
    if seen.owner != guest.record:
        raise NotFound
    status = 200 if form.ok else 422
    return MEMBER_DOOR.page(request, guest, "forum/me/action.html", {"action": seen, "form": form}, status_code=status)


@get("/forum/me/items", permission=PUBLIC, name="forum.propose_page")
async def propose_page(request: Asked) -> Response[str]:
    """The form to put something forward."""
    guest = await MEMBER_DOOR.guest(request)
    return await _propose_page(request, guest, Form.blank())


@post("/forum/me/items", permission=PUBLIC, name="forum.propose")
async def propose(request: Asked) -> Response[Any]:
    """Put something forward."""
    guest = await sending(request)
    form = Form(await request.form())
    read = forms.read_item(form)
    if read is None:
        return await _propose_page(request, guest, form)
    await actions.put_on_agenda(
        kind=ItemKind.ITEM.value,
        title=read.title,
        words=read.words,
        member=guest.record,
        submission=form.submission,
        by=guest,
    )
    return web.go("/forum/me", said="Thank you. It waits for a meeting.")


async def _propose_page(request: Asked, guest: Guest, form: Form) -> Response[str]:
    context = {"form": form, "items": await queries.proposed_by(guest.record)}
    return MEMBER_DOOR.page(request, guest, "forum/me/propose.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    home, meeting, answer, calendar, pulse_page, pulse, action, finish, propose_page, propose,
)  # fmt: skip
