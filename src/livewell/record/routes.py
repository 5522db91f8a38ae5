"""/journeys/…: a person's page; /search: finding a person; and who opened what."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery

from livewell.coaching import queries as coaching
from livewell.connections import queries as connections
from livewell.greenbook import queries as greenbook
from livewell.journeys import queries as journeys
from livewell.kit import access_log, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.learning.queries import record as learning
from livewell.linkwork import queries as linkwork
from livewell.messages import queries as messages
from livewell.outcomes import queries as outcomes
from livewell.placements import queries as placements
from livewell.questionnaires import queries as questionnaires
from livewell.record import forms, queries, rules
from livewell.record.rules import Filter, Part
from livewell.safety import queries as safety
from livewell.sessions import queries as sessions
from livewell.staff.permissions import Permission

PANELS: dict[Part, tuple[str, Callable[..., Awaitable[object]]]] = {
    Part.STAGE: ("record/part_stage.html", journeys.panel),
    Part.ASSESSMENT: ("record/part_assessment.html", coaching.panel),
    Part.GOALS: ("record/part_goals.html", coaching.panel),
    Part.SESSIONS: ("record/part_sessions.html", sessions.panel),
    Part.MEASURES: ("record/part_measures.html", questionnaires.panel),
    Part.LINK_WORKER: ("record/part_link_worker.html", linkwork.panel),
    Part.CONNECTIONS: ("record/part_connections.html", connections.panel),
    Part.LEARNING: ("record/part_learning.html", learning.panel),
    Part.GREEN_BOOK: ("record/part_green_book.html", greenbook.panel),
    Part.MESSAGES: ("record/part_messages.html", messages.panel),
    Part.SAFETY: ("record/part_safety.html", safety.panel),
    Part.ENDING: ("record/part_ending.html", outcomes.panel),
    Part.BEFRIENDER: ("record/part_befriender.html", placements.panel),
}
"""Each part of a record: the page around the room's own panel, and what the room gives it."""

MOST_PAGES = 10_000


def _page_number(text: str) -> int:
    return (
        min(max(1, int(text)), MOST_PAGES)
        if text.isascii() and text.isdigit() and len(text) < len(str(MOST_PAGES))
        else 1
    )


@get("/journeys/{journey_id:uuid}", permission=Permission.SEE_CASELOAD, opens="journey", name="record.journey")
async def journey(
    request: Asked, journey_id: FromPath[UUID], show: FromQuery[str] = "all", page: FromQuery[str] = "1"
) -> Response[str]:
    """One page for one person: who they are, what is due next, and everything that happened."""
    member = web.member(request)
    found = await queries.record(journey_id, seen_by=member)
    only = Filter(show) if show in set(Filter) else Filter.ALL
    happened = await queries.timeline(journey_id, found.person, seen_by=member, only=only, page=_page_number(page))
    return web.page(
        request,
        "record/journey.html",
        {
            "record": found,
            "happened": replace(happened, entries=queries.together(happened.entries)),
            "summary": await queries.summary(journey_id) if only is Filter.ALL and happened.page == 1 else None,
            "only": only,
            "filters": rules.FILTER_LABELS,
            "parts": rules.PART_LABELS,
        },
    )


@get(
    "/journeys/{journey_id:uuid}/about/{part:str}",
    permission=Permission.SEE_CASELOAD,
    opens="journey",
    name="record.part",
)
async def about(request: Asked, journey_id: FromPath[UUID], part: FromPath[str]) -> Response[str]:
    """One part of the record, from the room it belongs to."""
    if part not in set(Part):
        raise NotFound
    member = web.member(request)
    found = await queries.record(journey_id, seen_by=member)
    template, read = PANELS[Part(part)]
    return web.page(
        request,
        template,
        {
            "record": found,
            "part": Part(part),
            "parts": rules.PART_LABELS,
            "panel": await read(journey_id, seen_by=member),
        },
    )


@get(
    "/journeys/{journey_id:uuid}/openings", permission=Permission.SEE_OPENINGS, opens="journey", name="record.openings"
)
async def openings(request: Asked, journey_id: FromPath[UUID], page: FromQuery[str] = "1") -> Response[str]:
    """Who opened anything about this person."""
    facts = await journeys.journey(journey_id, web.member(request))
    found = await queries.openings_of(facts.person, page=_page_number(page))
    return web.page(request, "record/openings.html", {"found": found, "journey": journey_id})


@get("/staff-openings", permission=Permission.SEE_OPENINGS, name="record.staff_openings")
async def staff_openings(request: Asked) -> Response[str]:
    """How many records each member of staff opened lately."""
    return web.page(request, "record/staff_openings.html", {"members": await queries.who_opened_most()})


@get("/staff-openings/{member_id:uuid}", permission=Permission.SEE_OPENINGS, name="record.member_openings")
async def member_openings(request: Asked, member_id: FromPath[UUID], page: FromQuery[str] = "1") -> Response[str]:
    """What one member of staff opened."""
    found = await queries.openings_by(member_id, page=_page_number(page))
    return web.page(request, "record/member_openings.html", {"found": found, "own": False})


@get("/account/openings", permission=Permission.OWN_ACCOUNT, name="record.own_openings")
async def own_openings(request: Asked, page: FromQuery[str] = "1") -> Response[str]:
    """What I opened myself."""
    member_id = web.member(request).id
    if member_id is None:
        raise NotFound
    found = await queries.openings_by(member_id, page=_page_number(page))
    return web.page(request, "record/member_openings.html", {"found": found, "own": True})


@get("/search", permission=Permission.SEARCH_PEOPLE, name="record.search")
async def search(request: Asked) -> Response[str]:
    """Where one looks for a person. What is looked for never stands in the address."""
    return _results(request, Form.blank(), None)


@post("/search", permission=Permission.SEARCH_PEOPLE, name="record.find", status_code=200)
async def find(request: Asked) -> Response[Any]:
    """The people found, among those this member may see; a piece of the page for htmx."""
    form = Form(await request.form())
    wanted = forms.read_search(form)
    if not form.ok:
        return _results(request, form, None)
    member = web.member(request)
    found = await queries.people(wanted, seen_by=member)
    if member.id is not None:
        # That somebody searched is kept; what for is not.
        await access_log.opened(kind="search", record=member.id, by=member, page="record.find")
    return _results(request, form, found)


def _results(request: Asked, form: Form, found: tuple[queries.FoundPerson, ...] | None) -> Response[str]:
    context = {"form": form, "found": found, "most": rules.MOST_FOUND}
    if web.is_htmx(request):
        return web.fragment(request, "record/search.html", "results", context)
    return web.page(request, "record/search.html", context, status_code=200 if not form.errors else 422)


router = Router(
    "/",
    route_handlers=[
        journey,
        about,
        openings,
        staff_openings,
        member_openings,
        own_openings,
        search,
        find,
    ],
)
