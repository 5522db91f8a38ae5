"""/triage: the queue of an area, and one referral to decide on."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import queries as places
from livewell.referrals import actions
from livewell.referrals.forms.choices import CHOICES
from livewell.referrals.forms.say import say_entry
from livewell.referrals.forms.triage import (
    Comparison,
    read_acceptance,
    read_answer,
    read_comparison,
    read_decline,
    read_question,
)
from livewell.referrals.queries import people as known
from livewell.referrals.queries import triage as queries
from livewell.referrals.rules import CHANNEL_LABELS, DECLINE_LABELS, Channel
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member, Role

Answered = Response[str] | Response[bytes]
HERE = "/triage/{referral_id:uuid}"


@get("/triage", permission=Permission.TRIAGE, name="referrals.triage_queue")
async def triage_queue(request: Asked) -> Response[str]:
    """Urgent first, then the longest wait."""
    tab = request.query_params.get("show", "waiting")
    tab = tab if tab in queries.TABS else "waiting"
    typed = request.query_params.get("page", "1")
    page = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1  # noqa: PLR2004
    found = await queries.queue(seen_by=web.member(request), tab=tab, page=page)
    pages = max(1, -(-found.total // queries.PAGE))
    context = {
        "queue": found,
        "tab": tab,
        "tabs": queries.TABS,
        "page": page,
        "pages": pages,
        "first": (page - 1) * queries.PAGE + 1,
        "last": min(page * queries.PAGE, found.total),
    }
    return web.page(request, "referrals/triage_queue.html", context)


@get(HERE, permission=Permission.TRIAGE, opens="referral", name="referrals.triage_referral")
async def triage_referral(request: Asked, referral_id: FromPath[UUID]) -> Response[str]:
    """Everything that came with a referral, and every decision on one page."""
    return await _page(request, referral_id, {})


async def _page(request: Asked, referral_id: UUID, sent: dict[str, Form], *, status_code: int = 200) -> Response[str]:
    """`sent` holds the one of the page's forms that has to be put right."""
    user = web.member(request)
    referral = await queries.referral(referral_id, seen_by=user)
    listed = {one.id: one.name for one in await places.practices()}
    coaches = await known.coaches()
    mine = (
        str(user.id)
        if user.role == Role.HEALTH_COACH
        else next((str(one.id) for one in coaches if one.area == referral.facts["area"]), "")
    )
    forms = {
        "accepting": Form.blank({"health_coach": mine}),
        "asking": Form.blank(),
        "answering": Form.blank(),
        "declining": Form.blank(),
    } | sent
    context: dict[str, Any] = {
        "referral": referral,
        "entries": [
            (CHANNEL_LABELS[Channel(one.channel)], one.sent_at, say_entry(one.as_sent, listed))
            for one in referral.entries
        ],
        "coaches": [(str(one.id), one.name) for one in coaches],
        "areas": [(str(one.id), one.name) for one in await places.areas()] if referral.facts["area"] is None else [],
        "choices": CHOICES,
        "decline_labels": DECLINE_LABELS,
        "form": next(iter(sent.values()), None),
        "words": await places.kinder_words(),
        **forms,
    }
    return web.page(request, "referrals/triage_referral.html", context, status_code=status_code)


@post(f"{HERE}/accept", permission=Permission.TRIAGE, name="referrals.accept")
async def accept(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Accept: the journey opens or is joined."""
    user = web.member(request)
    facts = (await queries.referral(referral_id, seen_by=user)).facts
    form = Form(await request.form())
    read = read_acceptance(form, eligible=facts["eligible"], has_area=facts["area"] is not None)
    if read is None:
        return await _page(request, referral_id, {"accepting": form}, status_code=422)
    journey = await actions.accept(
        referral_id, override_why=read.override_why, health_coach=read.health_coach, area=read.area, by=user
    )
    return web.go(f"/journeys/{journey}", said="The referral is accepted. The referrer is told.")


@post(f"{HERE}/ask", permission=Permission.TRIAGE, name="referrals.ask")
async def ask(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Ask the referrer something."""

    async def act(user: Member, question: str) -> None:
        await actions.ask(referral_id, question=question, by=user)

    return await _decide(request, referral_id, "asking", read_question, act, "The question is with the referrer.")


@post(f"{HERE}/answer/{{request_id:uuid}}", permission=Permission.TRIAGE, name="referrals.note_answer")
async def note_answer(request: Asked, referral_id: FromPath[UUID], request_id: FromPath[UUID]) -> Answered:
    """Note what the referrer said."""

    async def act(user: Member, text: str) -> None:
        await actions.answer(referral_id, request_id=request_id, text=text, by=user)

    return await _decide(request, referral_id, "answering", read_answer, act, "The answer is kept.")


@post(f"{HERE}/decline", permission=Permission.TRIAGE, name="referrals.decline")
async def decline(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Decline, with a reason and something the person can still use."""

    async def act(user: Member, read: Any) -> None:
        await actions.decline(referral_id, reason=read.reason, suggestion=read.suggestion, by=user)

    return await _decide(
        request, referral_id, "declining", read_decline, act, "The referral is declined. The referrer is told."
    )


@post(f"{HERE}/urgent", permission=Permission.TRIAGE, name="referrals.set_urgent")
async def set_urgent(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Mark as urgent, or take the mark away."""
    urgent = Form(await request.form()).yes("urgent")
    await actions.set_urgent(referral_id, urgent=urgent, by=web.member(request))
    return web.go(f"/triage/{referral_id}", said="Marked as urgent." if urgent else "No longer marked as urgent.")


@post(f"{HERE}/compare", permission=Permission.TRIAGE, name="referrals.compare")
async def compare(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Say whether two records are one person."""

    async def act(user: Member, read: Comparison) -> None:
        if read.same:
            await actions.same_person(referral_id, other=read.other, by=user)
        else:
            await actions.different_people(referral_id, other=read.other, by=user)

    return await _decide(request, referral_id, "comparing", read_comparison, act, "The decision is kept.")


@post(f"{HERE}/undo-same", permission=Permission.TRIAGE, name="referrals.undo_same")
async def undo_same(request: Asked, referral_id: FromPath[UUID]) -> Answered:
    """Take back that two records are one."""
    await actions.undo_same_person(referral_id, by=web.member(request))
    return web.go(f"/triage/{referral_id}", said="The two records are apart again.")


async def _decide(
    request: Asked,
    referral_id: UUID,
    name: str,
    read: Callable[[Form], Any],
    act: Callable[[Member, Any], Awaitable[None]],
    said: str,
) -> Answered:
    """Read one of the page's forms, act on it, and come back to the page."""
    form = Form(await request.form())
    understood = read(form)
    if understood is None:
        return await _page(request, referral_id, {name: form}, status_code=422)
    await act(web.member(request), understood)
    return web.go(f"/triage/{referral_id}", said=said)


HANDLERS = [triage_queue, triage_referral, accept, ask, note_answer, decline, set_urgent, compare, undo_same]
