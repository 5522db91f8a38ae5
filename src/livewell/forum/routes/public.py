"""/forum: what everybody may read of the forum, asking to join, something to speak about, and answers to invitations."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.forum import actions, forms, queries
from livewell.forum.door import MEMBER_DOOR
from livewell.forum.routes.often import not_too_often
from livewell.forum.rules import JOINS_AN_HOUR, CameFrom
from livewell.forum.rules.agenda import ItemKind
from livewell.forum.rules.meetings import ANSWER_LABELS, Presence
from livewell.journeys import queries as journeys
from livewell.kit import clock, cookies, web
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

_ANSWERS_AN_HOUR = 60
_ANSWER_CHOICES = [(one.value, label) for one, label in ANSWER_LABELS.items()]


def page_number(request: Asked) -> int:
    """Which page of a list is asked for: 1 when nothing sensible is."""
    said = request.query_params.get("page", "1")
    return max(1, min(int(said), 10_000)) if said.isascii() and said.isdigit() and len(said) < 6 else 1  # noqa: PLR2004


@get("/forum", permission=PUBLIC, name="forum.public")
async def public(request: Asked) -> Response[str]:
    """What the forum is, when it meets next, and what came of its meetings."""
    meetings, pages = await queries.published(page=page_number(request))
    context = {
        "next": await queries.next_open(),
        "meetings": meetings,
        "page": page_number(request),
        "pages": pages,
        "member": await MEMBER_DOOR.guest_if_any(request) is not None,
    }
    return web.page(request, "forum/public.html", context)


@get("/forum/meetings/{meeting_id:uuid}", permission=PUBLIC, name="forum.summary")
async def summary(request: Asked, meeting_id: FromPath[UUID]) -> Response[str]:
    """What everybody may read of one meeting."""
    meeting = await queries.summary(meeting_id)
    context = {"meeting": meeting, "decisions": [one for one in await queries.decisions_of(meeting_id) if one.shown]}
    return web.page(request, "forum/summary.html", context)


@get("/forum/join", permission=PUBLIC, name="forum.join_page")
async def join_page(request: Asked) -> Response[str]:
    """The form to ask to join."""
    on = web.signed_in(request)
    return _join_page(request, Form.blank({"name": on.member.name, "email": on.member.email} if on else None))


@post("/forum/join", permission=PUBLIC, name="forum.join")
async def join(request: Asked) -> Response[Any]:
    """Take it. The answer is the same whether or not the address is known."""
    form = Form(await request.form())
    read = forms.read_joining(form)
    if read is None:
        return _join_page(request, form)
    if forms.is_trapped(form):
        return web.go("/forum/join/thanks")
    await not_too_often(request, "forum-join", JOINS_AN_HOUR)
    on = web.signed_in(request)
    # Who signs in and asks for themself is known by their account; for anybody else there is the desk.
    own = on is not None and read.email == on.member.email.lower()
    await actions.ask_to_join(
        read,
        came_from=CameFrom.STAFF if own else CameFrom.PUBLIC,
        staff_user=on.member.id if on and own else None,
        submission=form.submission,
        by=on.member if on else PUBLIC_VISITOR,
    )
    return web.go("/forum/join/thanks")


@get("/forum/join/thanks", permission=PUBLIC, name="forum.join_thanks")
async def join_thanks(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "forum/join_thanks.html", {})


def _join_page(request: Asked, form: Form) -> Response[str]:
    context = {
        "form": form,
        "sectors": forms.SECTOR_CHOICES,
        "lived": forms.LIVED_CHOICES,
        "trap": forms.TRAP,
    }
    return web.page(request, "forum/join.html", context, status_code=200 if form.ok else 422)


@get("/forum/suggest", permission=PUBLIC, name="forum.suggest_page")
async def suggest_page(request: Asked) -> Response[str]:
    """The form to suggest something to speak about."""
    return _suggest_page(request, Form.blank())


@post("/forum/suggest", permission=PUBLIC, name="forum.suggest")
async def suggest(request: Asked) -> Response[Any]:
    """Take it, for whoever runs the forum to read before anybody else does."""
    form = Form(await request.form())
    read = forms.read_item(form, with_name=True)
    on = web.signed_in(request)
    await journeys.note_too_much(form, ("title", "words"), by=on.member if on else PUBLIC_VISITOR)
    if read is None or not form.ok:
        return _suggest_page(request, form)
    if forms.is_trapped(form):
        return web.go("/forum/suggest/thanks")
    await not_too_often(request, "forum-suggest", JOINS_AN_HOUR)
    await actions.put_on_agenda(
        kind=ItemKind.ITEM.value,
        title=read.title,
        words=read.words,
        proposed_name=read.name or (on.member.name if on else ""),
        submission=form.submission,
        by=on.member if on else PUBLIC_VISITOR,
    )
    serves = on is not None and Permission.RUN_FORUM in on.member.can
    return web.go(
        "/forum/desk" if serves else "/forum/suggest/thanks", said="It waits for a meeting." if serves else None
    )


@get("/forum/suggest/thanks", permission=PUBLIC, name="forum.suggest_thanks")
async def suggest_thanks(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "forum/suggest_thanks.html", {})


def _suggest_page(request: Asked, form: Form) -> Response[str]:
    context = {"form": form, "trap": forms.TRAP}
    return web.page(request, "forum/suggest.html", context, status_code=200 if form.ok else 422)


# ── an answer to an invitation, by the link in it ──


@get("/forum/answer/{token:str}", permission=PUBLIC, name="forum.answer_link")
async def answer_link(request: Asked, token: FromPath[str]) -> Response[bytes]:
    """A link from an invitation. Its number goes into a cookie: it stands in no history and no Referer."""
    await not_too_often(request, "forum-answer", _ANSWERS_AN_HOUR)
    if await queries.answering(token) is None:
        return web.go("/forum/answer/ended")
    answer = web.go("/forum/answer")
    seconds = int(timedelta(hours=1).total_seconds())
    answer.cookies.append(cookies.a_cookie(cookies.KEY, token, secure=web.house(request).secure, seconds=seconds))
    return answer


@get("/forum/answer", permission=PUBLIC, name="forum.answer_page")
async def answer_page(request: Asked) -> Response[Any]:
    """The three answers, with everything the invitation said."""
    return await _answer_page(request, None)


@post("/forum/answer", permission=PUBLIC, name="forum.answer")
async def answer(request: Asked) -> Response[Any]:
    """Take the answer; the last one counts."""
    found = await _answering(request)
    if found is None:
        return web.go("/forum/answer/ended")
    await not_too_often(request, "forum-answered", _ANSWERS_AN_HOUR)
    form = Form(await request.form())
    said = form.one_of("said", _ANSWER_CHOICES, required="Choose one of the three")
    if said is None:
        return await _answer_page(request, form)
    await actions.answer(found.place, Presence(said), by=PUBLIC_VISITOR)
    return web.go(
        "/forum/answer", said="Thank you. We have your answer, and you can change it until the meeting begins."
    )


@get("/forum/answer/ended", permission=PUBLIC, name="forum.answer_ended")
async def answer_ended(request: Asked) -> Response[str]:
    """A link that opens nothing any more, or never did."""
    return web.page(request, "forum/answer_ended.html", {}, status_code=404)


async def _answering(request: Asked) -> queries.Answering | None:
    value = request.cookies.get(cookies.cookie_name(cookies.KEY, secure=web.house(request).secure))
    return await queries.answering(value) if value is not None and cookies.is_token(value) else None


async def _answer_page(request: Asked, form: Form | None) -> Response[Any]:
    found = await _answering(request)
    if found is None:
        return web.go("/forum/answer/ended")
    meeting = await queries.meeting(found.meeting)
    context = {
        "who": found,
        "meeting": await actions.invited_to(meeting),
        "seen": meeting,
        "asks": queries.still_asks(meeting, clock.now()),
        "answers": _ANSWER_CHOICES,
        "form": form or Form.blank({"said": found.said}),
    }
    return web.page(request, "forum/answer.html", context, status_code=422 if form else 200)


HANDLERS = (
    public, summary, join_page, join, join_thanks, suggest_page, suggest, suggest_thanks, answer_link, answer_page,
    answer, answer_ended,
)  # fmt: skip
