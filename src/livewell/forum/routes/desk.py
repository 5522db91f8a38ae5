"""/forum/desk: what waits for whoever serves the forum, items on their way to an agenda, and the forum in figures."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.forum.rules import SMALL_WORDS
from livewell.forum.rules.agenda import ItemKind
from livewell.gaps import queries as gaps
from livewell.gaps.queries import GapSeen
from livewell.interests.queries import leads_on
from livewell.journeys import queries as journeys
from livewell.kit import clock, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

RUN = Permission.RUN_FORUM
_YEAR = timedelta(days=365)


@get("/forum/desk", permission=RUN, name="forum.desk")
async def desk(request: Asked) -> Response[str]:
    """Who asked to join, the meetings to come, what waits for an agenda, what is overdue, what is owed."""
    open_actions = await queries.open_actions()
    context = {
        "asking": await queries.waiting_to_join(),
        "wishes": await queries.wishes_from_visits(),
        "coming": await queries.to_come(),
        "items": await queries.waiting_items(),
        "overdue": [one for one in open_actions if one.is_overdue],
        "open": len(open_actions),
        "owed": len(await queries.contributions(owed_alone=True)),
        "unsaid": await queries.without_summary(),
        "leads": await leads_on("forum"),
    }
    return web.page(request, "forum/desk.html", context)


@get("/forum/desk/figures", permission=Permission.SEE_TOGETHER, name="forum.figures")
async def figures(request: Asked) -> Response[str]:
    """Who the forum is made of, how it grew, and the time it was given; small numbers not said."""
    today = clock.today()
    context = {
        "made_of": await queries.composition_now(),
        "growth": await queries.growth(),
        "time": await queries.time_figures(today - _YEAR, today, small_shown=False),
        "small": SMALL_WORDS,
        "counts": await queries.meeting_counts(today - _YEAR),
    }
    return web.page(request, "forum/figures.html", context)


# ── items ──


@get("/forum/desk/items/new", permission=RUN, name="forum.new_item_page")
async def new_item_page(request: Asked) -> Response[str]:
    """The form to put something forward; from a gap (`gap=`) it begins with what is missing."""
    gap = await _gap(request, request.query_params.get("gap", ""))
    return _new_item_page(request, Form.blank({"title": gap.title} if gap else None), gap)


@post("/forum/desk/items/new", permission=RUN, name="forum.new_item")
async def new_item(request: Asked) -> Response[Any]:
    """Put something forward."""
    form = Form(await request.form())
    gap = await _gap(request, form.typed("gap"))
    read = forms.read_item(form, with_name=True)
    await journeys.note_too_much(form, ("title", "words"), by=web.member(request))
    if read is None or not form.ok:
        return _new_item_page(request, form, gap)
    await actions.put_on_agenda(
        kind=(ItemKind.GAP if gap else ItemKind.ITEM).value,
        title=read.title,
        words=read.words,
        gap=gap.id if gap else None,
        proposed_name=read.name,
        submission=form.submission,
        by=web.member(request),
    )
    return web.go("/forum/desk", said="It waits for a meeting.")


async def _gap(request: Asked, typed: str) -> GapSeen | None:
    """What is missing, for an item about it, or what it was joined to; None for any other item. NotFound for none."""
    if not typed:
        return None
    try:
        found = await gaps.gap(UUID(typed), seen_by=web.member(request))
    except ValueError as unreadable:
        raise NotFound from unreadable
    return found if found.joined_to is None else await gaps.gap(found.joined_to, seen_by=web.member(request))


def _new_item_page(request: Asked, form: Form, gap: GapSeen | None) -> Response[str]:
    return web.page(request, "forum/new_item.html", {"form": form, "gap": gap}, status_code=200 if form.ok else 422)


@post("/forum/desk/items/{item_id:uuid}/{what:str}", permission=RUN, name="forum.item_do")
async def item_do(request: Asked, item_id: FromPath[UUID], what: FromPath[str]) -> Response[bytes]:
    """Move an item up or down, take it off its agenda, or let it go."""
    by = web.member(request)
    back = _back_to((await queries.item(item_id)).meeting)
    if what in {"up", "down"}:
        await actions.move(item_id, up=what == "up", by=by)
        return web.go(f"{back}#item-{item_id}")
    if what == "off":
        await actions.take_off(item_id, by=by)
        return web.go(back, said="It waits for another meeting.")
    if what == "drop":
        await actions.drop(item_id, by=by)
        return web.go(back, said="It is off the list.")
    raise NotFound


def _back_to(meeting_id: UUID | None) -> str:
    return f"/forum/desk/meetings/{meeting_id}" if meeting_id else "/forum/desk"


HANDLERS = (desk, figures, new_item_page, new_item, item_do)
