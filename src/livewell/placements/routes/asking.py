"""/journeys/…/befriender and /journeys/…/apart: what a worker asks for somebody, answers for them, and keeps from them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.placements import actions, queries
from livewell.placements.forms import asking as forms
from livewell.placements.queries import AskPage
from livewell.staff.permissions import P


def _panel(journey_id: UUID) -> str:
    return f"/journeys/{journey_id}/about/befriender"


@get(
    "/journeys/{journey_id:uuid}/befriender",
    permission=P.ASK_FOR_VOLUNTEERS,
    opens="journey",
    name="placements.ask_page",
)
async def ask_page(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The form: only what the person agrees to say."""
    page = await queries.ask_page(journey_id, seen_by=web.member(request))
    form = Form.blank({"first_name": page.called, "ward": page.ward, "languages": ("en",), "access": page.access})
    return _ask(request, page, form)


@post("/journeys/{journey_id:uuid}/befriender", permission=P.ASK_FOR_VOLUNTEERS, name="placements.ask")
async def ask(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Ask for a befriender."""
    member = web.member(request)
    page = await queries.ask_page(journey_id, seen_by=member)
    form = Form(await request.form())
    said = forms.read_ask(form, page)
    if said is None:
        return _ask(request, page, form)
    await actions.ask(journey_id, said, submission=form.submission, by=member)
    return web.go(_panel(journey_id), said="The coordinators look for somebody. You hear when they have found them.")


def _ask(request: Asked, page: AskPage, form: Form) -> Response[str]:
    context = {
        "asking": page,
        "form": form,
        "times": forms.TIME_CHOICES,
        "languages": forms.LANGUAGE_CHOICES,
        "access": forms.ACCESS_CHOICES,
    }
    return web.page(request, "placements/ask.html", context, status_code=200 if form.ok else 422)


@post(
    "/journeys/{journey_id:uuid}/befriender/{asked_id:uuid}/take-back",
    permission=P.ASK_FOR_VOLUNTEERS,
    name="placements.take_back",
)
async def take_back(request: Asked, journey_id: FromPath[UUID], asked_id: FromPath[UUID]) -> Response[bytes]:
    """They would rather not."""
    await actions.take_back(asked_id, journey=journey_id, by=web.member(request))
    return web.go(_panel(journey_id), said="The request is taken back.")


@post(
    "/journeys/{journey_id:uuid}/befriender/{placement_id:uuid}/{said:str}",
    permission=P.ASK_FOR_VOLUNTEERS,
    name="placements.answer_for_person",
)
async def answer(
    request: Asked, journey_id: FromPath[UUID], placement_id: FromPath[UUID], said: FromPath[str]
) -> Response[bytes]:
    """What the person says to who was suggested."""
    if said not in {"yes", "no"}:
        raise NotFound
    if said == "yes":
        await actions.agree(placement_id, side="person", by=web.member(request))
        return web.go(_panel(journey_id), said="Written down: they would like to.")
    await actions.decline(placement_id, side="person", by=web.member(request))
    return web.go(_panel(journey_id), said="Written down. Somebody else is looked for, and nobody is told why.")


@get("/journeys/{journey_id:uuid}/apart", permission=P.KEEP_APART, opens="journey", name="placements.apart_page")
async def apart_page(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """Who is never matched with this person."""
    return await _apart(request, journey_id, Form.blank())


@post("/journeys/{journey_id:uuid}/apart", permission=P.KEEP_APART, name="placements.keep_apart")
async def keep_apart(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Keep somebody apart from now on."""
    member = web.member(request)
    page = await queries.apart_from(journey_id, seen_by=member)
    form = Form(await request.form())
    read = forms.read_apart(form, page.volunteers)
    if read is None:
        return await _apart(request, journey_id, form)
    await actions.keep_apart(journey_id, volunteer=read.volunteer, why=read.why, submission=form.submission, by=member)
    return web.go(f"/journeys/{journey_id}/apart", said="They are kept apart. Whatever went on between them has ended.")


@post("/journeys/{journey_id:uuid}/apart/{apart_id:uuid}/end", permission=P.HANDLE_SAFETY, name="placements.end_apart")
async def end_apart(request: Asked, journey_id: FromPath[UUID], apart_id: FromPath[UUID]) -> Response[bytes]:
    """It holds no more."""
    await actions.end_apart(apart_id, journey=journey_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/apart", said="They may be suggested to each other again.")


async def _apart(request: Asked, journey_id: UUID, form: Form) -> Response[str]:
    page = await queries.apart_from(journey_id, seen_by=web.member(request))
    context = {"page": page, "form": form}
    return web.page(request, "placements/apart.html", context, status_code=200 if form.ok else 422)


HANDLERS = (ask_page, ask, take_back, answer, apart_page, keep_apart, end_apart)
