"""/volunteer…: what there is to do, near whom, whom to ring; and applying in one sitting."""

import asyncio
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from livewell.assets import queries as assets
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.finding.queries.ground import ward_outlines
from livewell.finding.queries.places import where_is
from livewell.kit import maps, web
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.volunteers import actions, queries
from livewell.volunteers.forms import applying
from livewell.volunteers.routes.often import APPLICATIONS_AN_HOUR, not_too_often
from livewell.volunteers.rules.gate import POLICY
from livewell.volunteers.rules.words import CONVERSATION, DAYS, FAMILIES

_LONGEST_PLACE = 80
_FAMILIES = tuple(FAMILIES.items())


@get("/volunteer", permission=PUBLIC, name="volunteers.roles_to_take")
async def roles_to_take(
    request: Asked, family: FromQuery[str] = "", day: FromQuery[str] = "", near: FromQuery[str] = ""
) -> Response[str]:
    """The roles on a map and in a list, by kind, by day and by how near they are."""
    looked = await where_is(near.strip()[:_LONGEST_PLACE])
    found = await queries.open_roles(
        family=family if family in FAMILIES else "",
        day=day if day in dict(DAYS) else "",
        near=looked.here.point if looked.here else None,
    )
    here = maps.Pin(None, looked.here.point, f"You: {looked.here.label}", "", kind="here") if looked.here else None
    pins = queries.pins(found)
    drawn = (
        await asyncio.to_thread(
            maps.make_map,
            pins,
            outlines=await ward_outlines(),
            here=here,
            title="Where volunteers are looked for",
            list_href="#roles",
        )
        if pins
        else None
    )
    form = Form.blank({"family": family, "day": day, "near": near})
    if looked.problem:
        form.error("near", looked.problem)
    context = {
        "form": form,
        "roles": found,
        "map": drawn,
        "families": (("", "Any"), *_FAMILIES),
        "days": (("", "Any day"), *DAYS),
        "filtered": bool(family or day or near),
    }
    return web.page(request, "volunteers/roles_to_take.html", context)


@get("/volunteer/roles/{slug:str}", permission=PUBLIC, name="volunteers.role_to_take")
async def role_to_take(request: Asked, slug: FromPath[str]) -> Response[str]:
    """A role: what it is and is not, what it needs, and whom to ring."""
    return web.page(request, "volunteers/role_to_take.html", {"seen": await queries.role_at(slug)})


@get("/volunteer/checks", permission=PUBLIC, name="volunteers.about_checks")
async def about_checks(request: Asked) -> Response[str]:
    """About DBS checks, for whoever is worried about one."""
    return web.page(request, "volunteers/about_checks.html", {"policy": POLICY})


@get("/volunteer/conversation", permission=PUBLIC, name="volunteers.about_conversation")
async def about_conversation(request: Asked) -> Response[str]:
    """The questions of the conversation, beforehand and for everybody."""
    return web.page(request, "volunteers/about_conversation.html", {"questions": tuple(CONVERSATION.values())})


@get("/volunteer/apply", permission=PUBLIC, name="volunteers.apply_page")
async def apply_page(request: Asked, role: FromQuery[str] = "") -> Response[str]:
    """The whole application on one page."""
    chosen = [str(one.id) for one in await queries.open_roles() if one.slug == role]
    return await _apply_page(request, Form.blank({"roles": chosen, "miles": 5}))


@post("/volunteer/apply", permission=PUBLIC, name="volunteers.apply")
async def apply(request: Asked) -> Response[Any]:
    """Take it. What they are told is the same whether we know their address or not."""
    form = Form(await request.form())
    interests = await activities()
    read = applying.read_application(form, roles=await role_choices(), interests=interests)
    if read is None:
        return await _apply_page(request, form, status_code=422)
    if applying.is_trapped(form):
        return web.go("/volunteer/apply/thanks")
    await not_too_often(request, "volunteer-apply", APPLICATIONS_AN_HOUR)
    await actions.apply(read, submission=form.submission, by=PUBLIC_VISITOR)
    return web.go("/volunteer/apply/thanks")


@get("/volunteer/apply/thanks", permission=PUBLIC, name="volunteers.thanks")
async def thanks(request: Asked) -> Response[str]:
    """We have it, and what happens now."""
    return web.page(request, "volunteers/thanks.html", {})


async def role_choices() -> list[tuple[str, str]]:
    """The roles that can be wished for: id and title."""
    return [(str(one.id), one.title) for one in await queries.open_roles()]


async def activities() -> tuple[tuple[str, str], ...]:
    """The activities of our vocabulary: code and name."""
    return (await assets.vocabulary()).choices(Taxonomy.ACTIVITIES)


async def details_context(form: Form, *, asks_birthday: bool = False) -> dict[str, Any]:
    """What the boxes of somebody's details need."""
    return {
        "form": form,
        "choices": applying.CHOICES,
        "interests": await activities(),
        "role_choices": await role_choices(),
        "asks_birthday": asks_birthday,
        "longest_why": applying.LONGEST_WHY,
    }


async def _apply_page(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {**await details_context(form), "trap": applying.TRAP}
    return web.page(request, "volunteers/apply.html", context, status_code=status_code)


HANDLERS = (roles_to_take, role_to_take, about_checks, about_conversation, apply_page, apply, thanks)
