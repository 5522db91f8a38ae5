"""/diary: one's own sessions of a week, and a secret address for a calendar program."""

from datetime import date, timedelta

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.web import Asked
from livewell.sessions import actions, letters, queries, rules
from livewell.staff.permissions import Permission

EARLIEST, LATEST = date(2000, 1, 3), date(2200, 1, 1)
"""Weeks a diary may be asked for: the calendar of Python itself ends in the year 9999."""

CALENDAR = "text/calendar"


@get("/diary", permission=Permission.WORK_WITH_PEOPLE, name="sessions.diary")
async def diary(request: Asked) -> Response[str]:
    """Monday to Sunday, this week or the one asked for."""
    return await _diary_page(request, None)


@post("/diary/link", permission=Permission.WORK_WITH_PEOPLE, name="sessions.make_link")
async def make_link(request: Asked) -> Response[str]:
    """A new secret address. It is shown once; the one before stops working."""
    token = await actions.make_diary_link(by=web.member(request))
    return await _diary_page(request, token)


@post("/diary/link/end", permission=Permission.WORK_WITH_PEOPLE, name="sessions.end_link")
async def end_link(request: Asked) -> Response[bytes]:
    """The secret address stops working."""
    await actions.end_diary_link(by=web.member(request))
    return web.go("/diary", said="The calendar address no longer works.")


@get("/calendars/{token:str}", permission=web.PUBLIC, name="sessions.calendar")
async def calendar(token: FromPath[str]) -> Response[bytes]:
    """The diary of whoever has this address, without a name in it. NotFound when the address does not work (any more)."""
    owner = await queries.owner_of_link(rules.hash_of(token.removesuffix(".ics")))
    if owner is None:
        raise NotFound
    made = letters.diary_as_calendar(await queries.feed(owner))
    return Response(made, media_type=CALENDAR, headers={"cache-control": "no-store"})


async def _diary_page(request: Asked, token: str | None) -> Response[str]:
    member = web.member(request)
    today = clock.today()
    monday = _monday(request.query_params.get("week", ""), today)
    this_week = monday <= today < monday + timedelta(days=7)
    days = await queries.diary(member, monday)
    past = [(day, entries) for day, entries in days if this_week and day < today]
    used_up = this_week and not any(entries for day, entries in days if day >= today)
    following = await queries.diary(member, monday + timedelta(days=7)) if used_up else []
    context = {
        "today": today,
        "days": [(day, entries) for day, entries in days if (day, entries) not in past],
        "past": [(day, entries) for day, entries in past if entries],
        "unwritten": await queries.unwritten(member) if this_week else [],
        "following": [(day, entries) for day, entries in following if entries],
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "this_week": this_week,
        "link_made_at": await queries.active_link(member),
        "address": None if token is None else f"{request.base_url}calendars/{token}.ics",
    }
    return web.page(request, "sessions/diary.html", context)


def _monday(text: str, today: date) -> date:
    """The Monday of the week asked for, or of this one when it cannot be read."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today
    within = min(max(asked, EARLIEST), LATEST)
    return within - timedelta(days=within.weekday())


HANDLERS = [diary, make_link, end_link, calendar]
