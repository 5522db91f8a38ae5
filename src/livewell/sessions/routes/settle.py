"""What became of a session: held, missed, cancelled, its note put right, and what was agreed done."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.journeys import queries as journeys
from livewell.kit import drafts, web, wording
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places.queries import kinder_words
from livewell.sessions import actions, forms, queries
from livewell.sessions.actions import ActionWords, HeldNote
from livewell.sessions.forms import NoteTyped
from livewell.sessions.queries import SessionFacts
from livewell.sessions.routes.one import session_page
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

DRAFT = "session.note"


@get("/sessions/{session_id:uuid}/hold", permission=Permission.WORK_WITH_PEOPLE, opens="session", name="sessions.held")
async def held(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """How it went: the form, with the draft when one was begun."""
    member = web.member(request)
    found = await queries.session(session_id, member)
    return await _note_page(request, found, await _begun(member, found), correcting=False)


@post("/sessions/{session_id:uuid}/hold", permission=Permission.WORK_WITH_PEOPLE, name="sessions.hold")
async def hold(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """Note that it took place."""
    return await _write(request, session_id, correcting=False)


@get(
    "/sessions/{session_id:uuid}/correct",
    permission=Permission.WORK_WITH_PEOPLE,
    opens="session",
    name="sessions.put_right",
)
async def put_right(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """The note as it stands, to put it right."""
    member = web.member(request)
    found = await queries.session(session_id, member)
    return await _note_page(request, found, await _begun(member, found), correcting=True)


@post("/sessions/{session_id:uuid}/correct", permission=Permission.WORK_WITH_PEOPLE, name="sessions.correct")
async def correct(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """Put the note right; what it said before is kept."""
    return await _write(request, session_id, correcting=True)


@post("/sessions/{session_id:uuid}/draft", permission=Permission.WORK_WITH_PEOPLE, name="sessions.keep_draft")
async def keep_draft(request: Asked, session_id: FromPath[UUID]) -> Response[str]:
    """Keep what is being written, so that nothing is lost when the phone goes dark."""
    member = web.member(request)
    found = await queries.session(session_id, member)
    form = Form(await request.form())
    await drafts.keep(_owner(member), DRAFT, _key(found), {**form.everything()})
    return Response("Draft saved", media_type="text/plain", status_code=200)


@post("/sessions/{session_id:uuid}/draft/drop", permission=Permission.WORK_WITH_PEOPLE, name="sessions.drop_draft")
async def drop_draft(request: Asked, session_id: FromPath[UUID]) -> Response[bytes]:
    """Throw a draft away."""
    member = web.member(request)
    found = await queries.session(session_id, member)
    await drafts.drop(_owner(member), DRAFT, _key(found))
    return web.go(f"/sessions/{session_id}", said="The draft is gone.")


@post("/sessions/{session_id:uuid}/miss", permission=Permission.WORK_WITH_PEOPLE, name="sessions.miss")
async def miss(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """They could not make it."""
    form = Form(await request.form())
    why = forms.read_miss(form)
    if not form.ok:
        return await session_page(request, session_id, form, status_code=422)
    journey = await actions.miss(session_id, why=why, by=web.member(request))
    return web.go(f"/journeys/{journey}", said="Noted that they could not make it. Book another when they are ready.")


@post("/sessions/{session_id:uuid}/cancel", permission=Permission.WORK_WITH_PEOPLE, name="sessions.cancel")
async def cancel(request: Asked, session_id: FromPath[UUID]) -> Response[Any]:
    """Cancel it."""
    form = Form(await request.form())
    typed = forms.read_cancel(form)
    if typed is None:
        return await session_page(request, session_id, form, status_code=422)
    journey = await actions.cancel(session_id, cancelled_by=typed.cancelled_by, why=typed.why, by=web.member(request))
    return web.go(f"/journeys/{journey}", said="The session is cancelled.")


@post("/session-actions/{action_id:uuid}/tick", permission=Permission.WORK_WITH_PEOPLE, name="sessions.tick_action")
async def tick_action(request: Asked, action_id: FromPath[UUID]) -> Response[bytes]:
    """Something that was agreed is done, or not after all."""
    form = Form(await request.form())
    journey = await actions.tick_action(action_id, done=form.yes("done"), by=web.member(request))
    return web.go(f"/journeys/{journey}", said="Noted.")


async def _write(request: Asked, session_id: UUID, *, correcting: bool) -> Response[Any]:
    member = web.member(request)
    found = await queries.session(session_id, member)
    form = Form(await request.form())
    typed = forms.read_note(form, assets=await _assets(found))
    if typed is None:
        return await _note_page(request, found, form, correcting=correcting, status_code=422)
    write = actions.correct if correcting else actions.hold
    journey = await write(
        session_id, note=_note(typed), version=form.version or 0, submission=form.submission, by=member
    )
    await drafts.drop(_owner(member), DRAFT, _key(found))
    said = "The note is put right. What it said before is kept." if correcting else "The session is noted."
    return web.go(f"/journeys/{journey}", said=said)


def _note(typed: NoteTyped) -> HeldNote:
    return HeldNote(
        purposes=typed.purposes,
        place=typed.place,
        minutes=typed.minutes,
        notes=typed.notes,
        shared_note=typed.shared_note,
        actions=[ActionWords(one.what, one.by_person, one.due_on) for one in typed.actions],
        asset=typed.asset,
    )


async def _begun(member: Member, found: SessionFacts) -> Form:
    draft = await drafts.kept(_owner(member), DRAFT, _key(found))
    if draft is not None:
        return Form.blank({**draft, "from_draft": "yes"})
    return Form.blank(
        {
            "purposes": [purpose.value for purpose in found.purposes],
            "place": found.place.value,
            "minutes": found.minutes,
            "notes": found.notes,
            "shared_note": found.shared_note,
            "asset": found.asset or "",
        }
    )


async def _note_page(
    request: Asked, found: SessionFacts, form: Form, *, correcting: bool, status_code: int = 200
) -> Response[str]:
    words = await kinder_words()
    context = {
        "session": found,
        "journey": await journeys.journey(found.journey, web.member(request)),
        "form": form,
        "words": words,
        "hints": {name: wording.find(form.typed(name), words) for name in ("notes", "shared_note")},
        "correcting": correcting,
        "purposes": forms.PURPOSES,
        "places": forms.PLACES,
        "assets": await _assets(found),
        "who": forms.WHO,
        "rows": forms.ACTION_ROWS,
    }
    return web.page(request, "sessions/note.html", context, status_code=status_code)


async def _assets(found: SessionFacts) -> list[tuple[str, str]]:
    return [(str(asset), name) for asset, name, _ in await queries.assets_for(found.journey)]


def _owner(member: Member) -> str:
    return f"staff:{member.id}"


def _key(found: SessionFacts) -> str:
    """A draft belongs to the note as it was read: once somebody has saved, an older draft does not come back."""
    return f"{found.id}:{found.version}"


HANDLERS = [held, hold, put_right, correct, keep_draft, drop_draft, miss, cancel, tick_action]
