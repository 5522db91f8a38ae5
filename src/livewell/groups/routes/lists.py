"""/groups: every group with where it stands; what all of them come to; and where one begins."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import queries as forum
from livewell.gaps import queries as gaps
from livewell.groups import actions, queries
from livewell.groups.forms import groups as forms
from livewell.groups.queries.choices import offered
from livewell.groups.queries.lists import Filter
from livewell.groups.rules import LABELS
from livewell.groups.rules.lasting import INDEPENDENCE, INPUT
from livewell.groups.rules.watching import DEFINITION
from livewell.interests import queries as interests
from livewell.kit import charts, clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import queries as places
from livewell.staff.permissions import Permission

_SEE = Permission.SEE_TOGETHER
_SUPPORT = Permission.SUPPORT_GROUPS
STAGE_CHOICES = [(stage.value, label) for stage, (label, _) in LABELS.items()]


@get("/groups", permission=_SEE, name="groups.all")
async def every(request: Asked) -> Response[str]:
    """Groups with their stage, what is next, and which signs are open."""
    form = Form(request.query_params)
    areas = [(str(area.id), area.name) for area in await places.areas()]
    area = form.one_of("area", areas)
    asked = {
        "stage": form.one_of("stage", STAGE_CHOICES) or "",
        "kind": form.one_of("kind", forms.KIND_CHOICES) or "",
        "area": area or "",
        "mine": "yes" if form.yes("mine") else "",
        "alerts": "yes" if form.yes("alerts") else "",
    }
    member = web.member(request)
    wanted = Filter(
        stage=asked["stage"],
        kind=asked["kind"],
        area=UUID(area) if area else None,
        mine=member.id if asked["mine"] else None,
        alerts=bool(asked["alerts"]),
        page=form.whole_number("page", lowest=1, highest=9999) or 1,
    )
    context = {
        "form": Form.blank({name: value for name, value in asked.items() if value}),
        "found": await queries.groups(wanted, today=clock.today()),
        "areas": areas,
        "stages": STAGE_CHOICES,
        "kinds": forms.KIND_CHOICES,
        "link": f"/groups?{urlencode({name: value for name, value in asked.items() if value})}&page=",
        "may_support": _SUPPORT in member.can,
        "lead": await interests.leads_on("groups"),
        "definition": DEFINITION,
    }
    return web.page(request, "groups/all.html", context)


@get("/groups/figures", permission=_SEE, name="groups.figures")
async def figures(request: Asked) -> Response[str]:
    """How far all groups have got, and what the team gave."""
    found = await queries.all_figures()
    context = {
        "found": found,
        "stages": charts.bars("Groups at each stage", list(found.stages), unit="groups", column="Stage"),
        "months": charts.bars("Hours of the team by month", list(found.months), unit="hours", column="Month"),
        "input_definition": INPUT,
        "independence": INDEPENDENCE,
    }
    return web.page(request, "groups/figures.html", context)


@get("/groups/of-listing/{asset_id:uuid}", permission=_SEE, name="groups.of_listing")
async def of_listing(asset_id: FromPath[UUID]) -> Response[bytes]:
    """On to the group behind a listing; where there is none, to the list."""
    found = await queries.of_asset(asset_id)
    if found is None:
        return web.go("/groups", said="No group that we set up stands behind this listing.")
    return web.go(f"/groups/{found.id}")


@get("/groups/new", permission=_SUPPORT, name="groups.new")
async def new(request: Asked) -> Response[str]:
    """Where a group begins: from a gap, an item of the forum, or an idea."""
    query = Form(request.query_params)
    member = web.member(request)
    gap, item = _link(query, "gap"), _link(query, "item")
    values: dict[str, object] = {"begun": clock.today(), "supporter": member.id, "area": member.area, "kind": "group"}
    if gap is not None:
        values["name"] = (await gaps.gap(gap, seen_by=member)).title
    elif item is not None:
        values["name"] = (await forum.item(item)).title[:120]
    form = Form.blank(values | {"gap": gap, "item": item})
    return await _new_page(request, form)


@post("/groups/new", permission=_SUPPORT, name="groups.begin")
async def begin(request: Asked) -> Response[Any]:
    """It begins."""
    form = Form(await request.form())
    member = web.member(request)
    typed = forms.read_details(form, await offered(keep=member.id))
    if typed is None:
        return await _new_page(request, form)
    made = await actions.begin(
        typed.name,
        typed.kind,
        gap=_link(form, "gap"),
        item=_link(form, "item"),
        about=typed.about,
        area=typed.area,
        supporter=typed.supporter,
        funder=typed.funder,
        begun_on=typed.begun_on,
        idea=typed.idea,
        submission=form.submission,
        by=member,
    )
    return web.go(f"/groups/{made}", said="The group has begun. Its list says what comes next.")


def _link(form: Form, name: str) -> UUID | None:
    """What a group begins with, from the address or a hidden field; None for what is no id."""
    try:
        return UUID(form.typed(name))
    except ValueError:
        return None


async def _new_page(request: Asked, form: Form) -> Response[str]:
    member = web.member(request)
    gap, item = _link(form, "gap"), _link(form, "item")
    context = {
        "form": form,
        "group": None,
        "choices": await offered(keep=member.id),
        "kinds": forms.KIND_CHOICES,
        "gap": await gaps.gap(gap, seen_by=member) if gap else None,
        "item": await forum.item(item) if item else None,
        "address": "/groups/new",
    }
    return web.page(request, "groups/form.html", context, status_code=200 if form.ok else 422)


HANDLERS = (every, figures, of_listing, new, begin)
