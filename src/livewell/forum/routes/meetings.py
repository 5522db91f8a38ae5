"""/forum/desk/meetings: a meeting is planned, its agenda put together, people invited; it is moved, cancelled or begun."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.forum import actions, forms, letters, queries
from livewell.forum.routes.public import page_number
from livewell.forum.rules.meetings import USUAL_COURSE, next_start
from livewell.kit import clock, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import queries as service
from livewell.settings import settings
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM


@get("/forum/desk/meetings", permission=RUN, name="forum.meetings")
async def meetings(request: Asked) -> Response[str]:
    """Meetings to come, and those that were."""
    before, pages = await queries.held(page=page_number(request))
    context = {"coming": await queries.to_come(), "before": before, "page": page_number(request), "pages": pages}
    return web.page(request, "forum/meetings.html", context)


@get("/forum/desk/meetings/new", permission=RUN, name="forum.plan_page")
async def plan_page(request: Asked, group: FromQuery[UUID | None] = None) -> Response[str]:
    """The form for the next meeting: it begins with the last one's place, as many weeks later as the service chose."""
    last = await queries.last_meeting(group)
    weeks = int((await service.settings())["forum_weeks"])
    begins: dict[str, object] = {"title": "Forum meeting", "what_will_happen": USUAL_COURSE}
    if group is not None:
        begins |= {"title": f"{(await queries.sub_group(group)).name}: meeting", "forum_group": str(group)}
    if last is not None:
        starts = next_start(last.starts_at, weeks=weeks, now=clock.now())
        begins |= {
            name: getattr(last, name)
            for name in ("title", "place", "address", "remote", "access", "what_will_happen", "facilitator_name")
        }
        begins |= forms.started(starts, starts + (last.ends_at - last.starts_at)) if starts else {}
    return await _plan_page(request, Form.blank(begins), suggested=last is not None, weeks=weeks)


@post("/forum/desk/meetings/new", permission=RUN, name="forum.plan")
async def plan(request: Asked) -> Response[Any]:
    """Plan it. What was not done opens its agenda."""
    form = Form(await request.form())
    read = forms.read_meeting(form, await queries.group_choices())
    if read is None:
        return await _plan_page(request, form, suggested=False, weeks=0)
    made = await actions.plan(read, submission=form.submission, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{made}", said="Planned. Put the agenda together, then invite.")


async def _plan_page(request: Asked, form: Form, *, suggested: bool, weeks: int) -> Response[str]:
    context = {"form": form, "groups": await queries.group_choices(), "suggested": suggested, "weeks": weeks}
    return web.page(request, "forum/plan.html", context, status_code=200 if form.ok else 422)


@get("/forum/desk/meetings/{meeting_id:uuid}", permission=RUN, name="forum.meeting")
async def meeting(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """One meeting: its agenda, who comes; after it, what was decided and who does what."""
    places = await queries.places(meeting_id)
    context = {
        "meeting": await queries.meeting(meeting_id),
        "when": await actions.invited_to(await queries.meeting(meeting_id)),
        "agenda": await queries.agenda_of(meeting_id),
        "waiting": await queries.waiting_items(),
        "answers": queries.answers(places),
        "places": places,
        "letters": [one for one in places if one.invited_at and not one.email],
        "decisions": await queries.decisions_of(meeting_id),
        "actions": await queries.actions_of(meeting_id),
        "pulse": await queries.pulse_of(meeting_id),
        "pulses": await queries.pulse_count(meeting_id),
    }
    return web.page(request, "forum/meeting.html", context)


@post("/forum/desk/meetings/{meeting_id:uuid}/agenda", permission=RUN, name="forum.put_on")
async def put_on(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Put what is ticked on the agenda."""
    form = Form(await request.form())
    waiting = [str(one.id) for one in await queries.waiting_items()]
    chosen = form.many("items", waiting)
    put = await actions.put_on(meeting_id, [UUID(one) for one in chosen], by=web.member(request))
    said = "It is on the agenda." if put == 1 else f"{put} items are on the agenda." if put else "Tick what to put on."
    return web.go(f"/forum/desk/meetings/{meeting_id}", said=said)


@get("/forum/desk/meetings/{meeting_id:uuid}/edit", permission=RUN, name="forum.edit_meeting")
async def edit_page(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """Its time, place and words."""
    found = await queries.meeting(meeting_id)
    begins: dict[str, object] = {
        name: getattr(found, name)
        for name in ("title", "place", "address", "remote", "access", "what_will_happen", "facilitator_name")
    }
    begins |= forms.started(found.starts_at, found.ends_at)
    return await _edit_page(request, meeting_id, Form.blank(begins), version=found.version)


@post("/forum/desk/meetings/{meeting_id:uuid}/edit", permission=RUN, name="forum.change_meeting")
async def change(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Change it; everybody invited hears of another time or place."""
    form = Form(await request.form())
    why = form.text("why", "Why it changes", longest=1000)
    read = forms.read_meeting(form, [])
    if read is None:
        return await _edit_page(request, meeting_id, form, version=form.version)
    told = await actions.change(meeting_id, read, why=why, version=form.version, by=web.member(request))
    said = "Saved. Everybody invited hears of it and is asked again." if told else "Saved."
    return web.go(f"/forum/desk/meetings/{meeting_id}", said=said)


async def _edit_page(request: Asked, meeting_id: UUID, form: Form, *, version: int | None) -> Response[str]:
    context = {"meeting": await queries.meeting(meeting_id), "form": form, "version": version}
    return web.page(request, "forum/edit_meeting.html", context, status_code=200 if form.ok else 422)


@post("/forum/desk/meetings/{meeting_id:uuid}/invite", permission=RUN, name="forum.invite")
async def invite(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """Invite everybody who was not invited yet."""
    many = await actions.invite(meeting_id, by=web.member(request))
    said = "Everybody was invited already." if not many else f"Invited: {many}. The messages are on their way."
    return web.go(f"/forum/desk/meetings/{meeting_id}", said=said)


@get("/forum/desk/meetings/{meeting_id:uuid}/letter.pdf", permission=RUN, name="forum.letter")
async def letter(meeting_id: FromPath[UUID]) -> Response[Any]:
    """The invitation as a letter, a page for each who has no address; without any, one to fill in by hand."""
    found = await queries.meeting(meeting_id)
    html = letters.letter(
        names=await actions.letter_names(found) or [""],
        meeting=await actions.invited_to(found),
        phone=str((await service.settings())["public_phone"]),
    )
    return await web.pdf(html, filename="invitation.pdf")


@get("/forum/desk/meetings/{meeting_id:uuid}/calendar.ics", permission=RUN, name="forum.calendar")
async def calendar(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The meeting for one's own calendar."""
    found, told = await queries.meeting(meeting_id), settings()
    content = letters.calendar_file(
        await actions.invited_to(found),
        to=web.member(request).email,
        mail_from=told.mail_from,
        address=told.address,
        cancelled=found.is_cancelled,
    )
    return Response(
        content, media_type="text/calendar", headers={"content-disposition": 'attachment; filename="meeting.ics"'}
    )


@get("/forum/desk/meetings/{meeting_id:uuid}/cancel", permission=RUN, name="forum.cancel_page")
async def cancel_page(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """Calling it off, with a sentence for everybody."""
    return await _cancel_page(request, meeting_id, Form.blank())


@post("/forum/desk/meetings/{meeting_id:uuid}/cancel", permission=RUN, name="forum.cancel")
async def cancel(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Call it off."""
    form = Form(await request.form())
    why = forms.read_sentence(form, "why", required="Say why, in a sentence everybody invited will read")
    if why is None:
        return await _cancel_page(request, meeting_id, form)
    await actions.cancel(meeting_id, why=why, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said="It is cancelled. Everybody invited hears of it.")


async def _cancel_page(request: Asked, meeting_id: UUID, form: Form) -> Response[str]:
    found = await queries.meeting(meeting_id)
    if not found.is_to_come:
        raise RuleBroken(f"This meeting is already “{found.label[0].lower()}”.")
    context = {"meeting": found, "form": form}
    return web.page(request, "forum/cancel.html", context, status_code=200 if form.ok else 422)


@post("/forum/desk/meetings/{meeting_id:uuid}/begin", permission=RUN, name="forum.hold")
async def hold(request: Asked, meeting_id: FromPath[UUID]) -> Response[bytes]:
    """It has begun: minutes can be written."""
    await actions.hold(meeting_id, by=web.member(request))
    return web.go(f"/forum/desk/meetings/{meeting_id}", said="The minutes are open.")


HANDLERS = (
    meetings, plan_page, plan, meeting, put_on, edit_page, change, invite, letter, calendar, cancel_page, cancel, hold,
)  # fmt: skip
