"""My referrals for those who refer, and the messages page for managers."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery

from livewell.feedback import actions, letters, queries, rules
from livewell.feedback.rules import Attention
from livewell.kit import clock, notify, pdf, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.referrals.actions import triage
from livewell.settings import settings
from livewell.staff.permissions import Permission

WHOSE = ("me", "practice")
LONGEST_ANSWER = 4000
MOST_PAGES = 10_000


def page_number(text: str) -> int:
    """The page that an address asks for; the first where it asks for none there can be."""
    return (
        min(max(1, int(text)), MOST_PAGES)
        if text.isascii() and text.isdigit() and len(text) < len(str(MOST_PAGES))
        else 1
    )


@get("/my-referrals", permission=Permission.SEE_OWN_REFERRALS, name="feedback.my_referrals")
async def my_referrals(
    request: Asked, whose: FromQuery[str] = "me", only: FromQuery[str] = "", page: FromQuery[str] = "1"
) -> Response[str]:
    """What became of what I, or my practice, sent."""
    return await _list(request, whose=whose, only=only, page=page)


@post("/my-referrals/find", permission=Permission.SEE_OWN_REFERRALS, name="feedback.find", status_code=200)
async def find(request: Asked) -> Response[str]:
    """Search among them. What is looked for is posted, so that no name stands in an address."""
    form = Form(await request.form())
    words = form.text("words", "A name, a reference or an NHS number", longest=100)
    return await _list(
        request, whose=form.typed("whose"), only="", page=form.typed("page"), words=words if form.ok else "", form=form
    )


async def _list(
    request: Asked, *, whose: str, only: str, page: str, words: str = "", form: Form | None = None
) -> Response[str]:
    member = web.member(request)
    chosen = Attention(only) if only in set(Attention) else None
    practice = whose == "practice" and member.practice is not None
    found = await queries.my_referrals(
        seen_by=member, whole_practice=practice, only=chosen, words=words, page=page_number(page)
    )
    return web.page(
        request,
        "feedback/my_referrals.html",
        {
            "found": found,
            "whose": "practice" if practice else "me",
            "has_practice": member.practice is not None,
            "only": chosen,
            "attention": rules.ATTENTION_LABELS,
            "words": words,
            "form": form or Form.blank(),
        },
        status_code=200 if form is None or form.ok else 422,
    )


@get(
    "/my-referrals/{referral_id:uuid}",
    permission=Permission.SEE_OWN_REFERRALS,
    opens="referral",
    name="feedback.my_referral",
)
async def my_referral(request: Asked, referral_id: FromPath[UUID]) -> Response[str]:
    """One referral and what became of it."""
    return await _one(request, referral_id)


async def _one(request: Asked, referral_id: UUID, form: Form | None = None) -> Response[str]:
    return web.page(
        request,
        "feedback/my_referral.html",
        {
            "story": await queries.story(referral_id, seen_by=web.member(request)),
            "form": form or Form.blank(),
            "can_print": pdf.available(),
        },
        status_code=422 if form else 200,
    )


@post(
    "/my-referrals/{referral_id:uuid}/questions/{question_id:uuid}",
    permission=Permission.SEE_OWN_REFERRALS,
    name="feedback.answer",
)
async def answer(request: Asked, referral_id: FromPath[UUID], question_id: FromPath[UUID]) -> Response[Any]:
    """Answer a question that a coach asked."""
    form = Form(await request.form())
    words = form.text("answer", "Your answer", required="Write your answer", longest=LONGEST_ANSWER)
    if not form.ok:
        return await _one(request, referral_id, form)
    await triage.answer(referral_id, request_id=question_id, text=words, by=web.member(request))
    return web.go(f"/my-referrals/{referral_id}", said="Thank you. A health coach now has your answer.")


@get(
    "/my-referrals/{referral_id:uuid}/summary.pdf",
    permission=Permission.SEE_OWN_REFERRALS,
    opens="referral",
    name="feedback.summary",
)
async def summary(request: Asked, referral_id: FromPath[UUID]) -> Response[bytes]:
    """The same on one page of paper, to file or to copy into the record."""
    story = await queries.story(referral_id, seen_by=web.member(request))
    return await web.pdf(letters.summary_page(story), filename=f"{story.reference}.pdf")


@get("/messages", permission=Permission.SEE_MESSAGES, name="feedback.messages")
async def messages(request: Asked) -> Response[str]:
    """What waits to be sent, and what could not be."""
    return web.page(
        request,
        "feedback/messages.html",
        {
            "outbox": await queries.outbox(clock.now()),
            "can_send": notify.is_set_up(),
            "tray": settings().smtp_host is None,
        },
    )


@post("/messages/{message_id:uuid}/again", permission=Permission.SEE_MESSAGES, name="feedback.send_again")
async def send_again(request: Asked, message_id: FromPath[UUID]) -> Response[bytes]:
    """One message, once more."""
    await actions.send_again(message_id, by=web.member(request))
    return web.go("/messages", said="The message is waiting to be sent again.")


@post("/messages/again", permission=Permission.SEE_MESSAGES, name="feedback.send_all_again")
async def send_all_again(request: Asked) -> Response[bytes]:
    """All that could not be sent, once more."""
    number = await actions.send_all_again(by=web.member(request))
    return web.go(
        "/messages", said=f"{number} {'message is' if number == 1 else 'messages are'} waiting to be sent again."
    )


@post("/messages/news/{delivery_id:uuid}/again", permission=Permission.SEE_MESSAGES, name="feedback.hear_again")
async def hear_again(request: Asked, delivery_id: FromPath[UUID]) -> Response[bytes]:
    """Let a listener try again."""
    await actions.hear_again(delivery_id, by=web.member(request))
    return web.go("/messages", said="It will be tried again in a moment.")


router = Router(
    "/",
    route_handlers=[
        my_referrals,
        find,
        my_referral,
        answer,
        summary,
        messages,
        send_again,
        send_all_again,
        hear_again,
    ],
)
