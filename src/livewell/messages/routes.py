"""/my/messages and /journeys/…/messages: a person and their team write to each other."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.messages import actions, forms, queries
from livewell.messages.rules import NOT_FOR_EMERGENCIES
from livewell.staff.permissions import Permission


@get("/my/messages", permission=OWN_SPACE, name="messages.own")
async def own(request: Asked) -> Response[str]:
    """What they and their team have written to each other; what is new is read now."""
    page = await _own_page(request, Form.blank())
    await actions.mark_own_read(web.resident(request))
    return page


@post("/my/messages", permission=OWN_SPACE, name="messages.write_own")
async def write_own(request: Asked) -> Response[Any]:
    """Write to the team."""
    by = web.resident(request)
    form = Form(await request.form())
    words = forms.read_message(form)
    talk = await queries.conversation(by)
    if not form.ok or talk.journey is None:
        return await _own_page(request, form, status_code=409 if form.ok else 422)
    await actions.send(talk.journey, words=words, submission=form.submission, by=by)
    return web.go("/my/messages", said=_("Your message is with your team."))


async def _own_page(request: Asked, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {
        "talk": await queries.conversation(web.resident(request)),
        "form": form,
        "not_for_emergencies": NOT_FOR_EMERGENCIES,
    }
    return web.page(request, "conversation/own.html", context, status_code=status_code)


@get("/waiting-messages", permission=Permission.WORK_WITH_PEOPLE, name="messages.waiting")
async def waiting(request: Asked) -> Response[str]:
    """Everybody who wrote and whose words nobody has read yet."""
    found = await queries.waiting(web.member(request))
    return web.page(request, "conversation/waiting.html", {"found": found})


@get(
    "/journeys/{journey_id:uuid}/messages",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="journey",
    name="messages.of_journey",
)
async def of_journey(request: Asked, journey_id: FromPath[UUID]) -> Response[str]:
    """The conversation, with room to write."""
    return await _page(request, journey_id, Form.blank())


@post("/journeys/{journey_id:uuid}/messages", permission=Permission.WORK_WITH_PEOPLE, name="messages.write")
async def write(request: Asked, journey_id: FromPath[UUID]) -> Response[Any]:
    """Write to the person."""
    form = Form(await request.form())
    words = forms.read_message(form)
    if not form.ok:
        return await _page(request, journey_id, form, status_code=422)
    await actions.send(journey_id, words=words, submission=form.submission, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/messages", said="Your message is in their space.")


@post("/journeys/{journey_id:uuid}/messages/read", permission=Permission.WORK_WITH_PEOPLE, name="messages.read")
async def read(request: Asked, journey_id: FromPath[UUID]) -> Response[bytes]:
    """Their messages have been read."""
    await actions.mark_read(journey_id, by=web.member(request))
    return web.go(f"/journeys/{journey_id}/messages", said="Noted that their messages are read.")


async def _page(request: Asked, journey_id: UUID, form: Form, *, status_code: int = 200) -> Response[str]:
    context = {"panel": await queries.panel(journey_id, web.member(request)), "form": form}
    return web.page(request, "conversation/journey.html", context, status_code=status_code)


router = Router("/", route_handlers=[own, write_own, waiting, of_journey, write, read])
