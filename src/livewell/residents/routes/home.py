"""/my: the first page of somebody's own space, their sessions and what they ask about them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.kit.web import OWN_SPACE, Asked
from livewell.residents import actions, forms, letters, queries

SESSION = "/my/sessions/{session_id:uuid}"


@get("/my", permission=OWN_SPACE, name="residents.home")
async def home(request: Asked) -> Response[str]:
    """What happens next, with whom, and what there is to do."""
    return web.page(request, "residents/home.html", {"mine": await queries.home_of(web.resident(request))})


@get("/my/sessions", permission=OWN_SPACE, name="residents.sessions")
async def sessions(request: Asked) -> Response[str]:
    """Sessions to come and those that were."""
    by = web.resident(request)
    context = {"sessions": await queries.sessions_of(by), "journey": await queries.journey_of(by)}
    return web.page(request, "residents/sessions.html", context)


@get(SESSION, permission=OWN_SPACE, name="residents.session")
async def session(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """One session: when, where, what was agreed, and what they asked for."""
    return await _session_page(request, session_id, Form.blank())


@post(SESSION, permission=OWN_SPACE, name="residents.ask_about_session")
async def ask_about_session(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """Ask for another time, or to call it off."""
    form = Form(await request.form())
    typed = forms.read_wish(form)
    if typed is None:
        return await _session_page(request, session_id, form)
    await actions.ask_about_session(
        session_id, what=typed.what, words=typed.words, submission=form.submission, by=web.resident(request)
    )
    return web.go(f"/my/sessions/{session_id}", said=_("Your worker sees this and answers you here."))


@get(f"{SESSION}/session.ics", permission=OWN_SPACE, name="residents.session_calendar")
async def session_calendar(request: Asked, session_id: FromPath[UUID]) -> Response[bytes]:
    """One session for their own calendar."""
    seen = await queries.own_session(session_id, web.resident(request))
    return Response(
        letters.calendar(seen, address=web.house(request).address),
        media_type="text/calendar",
        headers={"content-disposition": 'attachment; filename="meeting.ics"'},
    )


@post("/my/agreed/{action_id:uuid}/tick", permission=OWN_SPACE, name="residents.tick_agreed")
async def tick_agreed(request: Asked, action_id: FromPath[UUID]) -> Response[bytes]:
    """Something they said they would do is done, or not after all."""
    form = Form(await request.form())
    await actions.tick_agreed(action_id, done=form.yes("done"), by=web.resident(request))
    return web.go(_back(form), said=_("Saved."))


def _back(form: Form) -> str:
    """The page a tick was made on: the first one, unless it was the one of a session."""
    return "/my/sessions" if form.typed("from") == "sessions" else "/my"


async def _session_page(request: Asked, session_id: UUID, form: Form) -> Response[str]:
    context = {
        "session": await queries.own_session(session_id, web.resident(request)),
        "form": form,
        "choices": forms.wish_choices(),
    }
    return web.page(request, "residents/session.html", context, status_code=422 if form.errors else 200)


HANDLERS = (home, sessions, session, ask_about_session, session_calendar, tick_agreed)
"""The first page and sessions."""
