"""/forum/me/…: who else belongs to the forum, what one brings oneself, one's hours, and leaving."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.forum.door import MEMBER_DOOR
from livewell.forum.routes.often import sending
from livewell.kit import clock, cookies, web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked


@get("/forum/me/members", permission=PUBLIC, name="forum.my_members")
async def members(request: Asked) -> Response[str]:
    """Who else belongs to the forum: by name and what they offer."""
    guest = await MEMBER_DOOR.guest(request)
    context = {"members": await queries.shown(but=guest.record), "groups": await queries.groups_of(guest.record)}
    return MEMBER_DOOR.page(request, guest, "forum/me/members.html", context)


@get("/forum/me/offers", permission=PUBLIC, name="forum.my_offers")
async def offers(request: Asked) -> Response[str]:
    """What they bring, and who may read it."""
    guest = await MEMBER_DOOR.guest(request)
    seen = await queries.member(guest.record)
    figures = await queries.for_figures(guest.record)
    begins = {
        name: getattr(seen, name)
        for name in (
            "name", "phone", "skills", "interests", "networks", "offers", "needs", "introduction", "introduction_shown",
            "name_public",
        )
    }  # fmt: skip
    form = Form.blank({**begins, "sector": figures[0], "lived": list(figures[1])})
    return await _offers_page(request, guest, form, version=seen.version)


@post("/forum/me/offers", permission=PUBLIC, name="forum.change_offers")
async def change_offers(request: Asked) -> Response[Any]:
    """Change it."""
    guest = await sending(request)
    form = Form(await request.form())
    read = forms.read_profile(form)
    if read is None:
        return await _offers_page(request, guest, form, version=form.version)
    await actions.change_profile(guest.record, read, version=form.version, by=guest)
    return web.go("/forum/me/offers", said="Saved.")


async def _offers_page(request: Asked, guest: Guest, form: Form, *, version: int | None) -> Response[str]:
    context = {"form": form, "version": version, "sectors": forms.SECTOR_CHOICES, "lived": forms.LIVED_CHOICES}
    return MEMBER_DOOR.page(request, guest, "forum/me/offers.html", context, status_code=200 if form.ok else 422)


@get("/forum/me/hours", permission=PUBLIC, name="forum.my_hours")
async def hours(request: Asked) -> Response[str]:
    """The time they gave, and the form for more."""
    guest = await MEMBER_DOOR.guest(request)
    return await _hours_page(request, guest, Form.blank({"given": clock.today()}))


@post("/forum/me/hours", permission=PUBLIC, name="forum.note_hours")
async def note_hours(request: Asked) -> Response[Any]:
    """Write down time they gave."""
    guest = await sending(request)
    form = Form(await request.form())
    read = forms.read_given(form)
    if read is None:
        return await _hours_page(request, guest, form)
    await actions.note_time(guest.record, read, submission=form.submission, by=guest)
    return web.go("/forum/me/hours", said="Written down. Thank you for your time.")


@post("/forum/me/hours/{time_id:uuid}/strike", permission=PUBLIC, name="forum.strike_hours")
async def strike_hours(request: Asked, time_id: FromPath[UUID]) -> Response[bytes]:
    """A line of theirs was wrong."""
    guest = await sending(request)
    await actions.strike_time(time_id, member=guest.record, by=guest)
    return web.go("/forum/me/hours", said="It is struck through and counts no more.")


async def _hours_page(request: Asked, guest: Guest, form: Form) -> Response[str]:
    today = clock.today()
    context = {
        "form": form,
        "paid": forms.PAID_CHOICES,
        "lines": await queries.contributions(member=guest.record),
        "figures": await queries.time_figures(today.replace(month=1, day=1), today, member=guest.record),
        "year": today.year,
    }
    return MEMBER_DOOR.page(request, guest, "forum/me/hours.html", context, status_code=200 if form.ok else 422)


@get("/forum/me/end", permission=PUBLIC, name="forum.end_page")
async def end_page(request: Asked) -> Response[str]:
    """Leaving the forum, and being forgotten."""
    guest = await MEMBER_DOOR.guest(request)
    return MEMBER_DOOR.page(request, guest, "forum/me/end.html", {"form": Form.blank()})


@post("/forum/me/end", permission=PUBLIC, name="forum.end")
async def end(request: Asked) -> Response[bytes]:
    """Leave the forum; with a tick, be forgotten."""
    guest = await sending(request)
    form = Form(await request.form())
    await actions.leave(guest.record, forget=form.yes("forget"), by=guest)
    answer = web.go("/forum", said="You have left the forum. Thank you for everything you gave it.")
    answer.cookies.append(cookies.no_cookie(cookies.MEMBER, secure=web.house(request).secure))
    return answer


HANDLERS = (members, offers, change_offers, hours, note_hours, strike_hours, end_page, end)
