"""/together: every part of the work together, and what waits there; /threads: from each gap to what came of it."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath

from livewell.groups.rules import planning
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission
from livewell.threads.queries.case import case_of
from livewell.threads.queries.table import threads
from livewell.threads.queries.thread import thread
from livewell.threads.queries.waiting import parts
from livewell.threads.rules import DEFINITION

_SEE = Permission.SEE_TOGETHER

FIGURES = (
    ("The case for investing", "/gaps/case", _SEE),
    ("What was searched for and not found", "/gaps/searches", _SEE),
    ("Groups in figures", "/groups/figures", _SEE),
    ("The forum in figures", "/forum/desk/figures", _SEE),
    ("Votes", "/forum/votes", _SEE),
    ("What was put to the forum", "/forum/approvals", _SEE),
    ("The small fund in figures", "/fund/figures", _SEE),
    ("Courses in figures", "/learning/desk/figures", _SEE),
    ("What people would like to learn", "/learning/desk/needs", _SEE),
    ("Cohorts of volunteers", "/volunteers/cohorts", _SEE),
    ("Volunteering in figures", "/volunteers/figures", Permission.SEE_VOLUNTEERS),
    ("Weeks of link workers in figures", "/weeks/figures", _SEE),
)
"""What each part came to: its name, its address, and who may read it. No person stands in any of them."""


@get("/together", permission=_SEE, name="threads.together")
async def together(request: Asked) -> Response[str]:
    """A card for each part that one may open, and what each came to in figures."""
    member = web.member(request)
    figures = [(name, address) for name, address, permission in FIGURES if permission in member.can]
    return web.page(request, "threads/together.html", {"parts": await parts(member), "figures": figures})


@get("/threads", permission=_SEE, name="threads.all")
async def every(request: Asked) -> Response[str]:
    """How far each thread has come."""
    page = Form(request.query_params).whole_number("page", lowest=1, highest=9999) or 1
    return web.page(request, "threads/all.html", {"found": await threads(page=page), "definition": DEFINITION})


@get("/threads/{gap_id:uuid}", permission=_SEE, name="threads.one")
async def one(request: Asked, gap_id: FromPath[UUID]) -> Response[Any]:
    """One thread, link by link."""
    found = await thread(gap_id, seen_by=web.member(request))
    if found.gap.joined_to is not None:
        return web.go(f"/threads/{found.gap.joined_to}")
    return web.page(request, "threads/thread.html", {"thread": found})


@get("/groups/{group_id:uuid}/case", permission=_SEE, name="threads.case")
async def case(request: Asked, group_id: FromPath[UUID]) -> Response[str]:
    """What was planned for a group, beside what came of it."""
    context = {"case": await case_of(group_id), "definition": planning.DEFINITION, "honest": planning.HONEST}
    return web.page(request, "threads/case.html", context)


router = Router("/", route_handlers=[together, every, one, case])
