"""/community/{id}/say: how it was, said by anybody; and what the team and those who run it do with that."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.assets.desk import Desk
from livewell.assets.onwards import or_onwards, where_it_is_now
from livewell.gatherings import actions, queries
from livewell.gatherings.forms import comments as forms
from livewell.gatherings.routes.keeping import kept, kept_with
from livewell.gatherings.rules.comments import LONGEST_WORDS, MOST_AN_HOUR
from livewell.kit import limits, web
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_AN_HOUR = timedelta(hours=1)
_KEEP = Permission.KEEP_GATHERINGS
_DECIDE = Permission.EDIT_LISTINGS


@get("/community/{asset_id:uuid}/comments", permission=PUBLIC, name="gatherings.what_people_say")
async def what_people_say(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """What people say of a listing."""
    context = {"asset": await listings.asset(asset_id), "ratings": await queries.ratings(asset_id)}
    return web.page(request, "gatherings/what_people_say.html", context)


@get("/community/{asset_id:uuid}/say", permission=PUBLIC, name="gatherings.say_page")
async def say_page(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """The form to say how it was. The address of a merged listing leads on."""
    return await or_onwards(_say_page(request, asset_id, Form.blank()), asset_id, "/community/{}/say")


@post("/community/{asset_id:uuid}/say", permission=PUBLIC, name="gatherings.say")
async def say(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Take it."""
    asset_id = await where_it_is_now(asset_id)
    form = Form(await request.form())
    said = forms.read_comment(form)
    if said is None:
        return await _say_page(request, asset_id, form)
    if await limits.too_many("say-of-listing", web.address_of(request), MOST_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    urgent = await actions.say(asset_id, said, submission=form.submission, by=web.actor(request))
    return web.go(f"/community/{asset_id}/say/{'help' if urgent else 'thanks'}")


@get("/community/{asset_id:uuid}/say/thanks", permission=PUBLIC, name="gatherings.thanks")
async def thanks(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """We have it."""
    return await _thanks(request, asset_id, urgent=False)


@get("/community/{asset_id:uuid}/say/help", permission=PUBLIC, name="gatherings.thanks_and_help")
async def thanks_and_help(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """We have it; and for what cannot wait until somebody reads it, who answers now."""
    return await _thanks(request, asset_id, urgent=True)


async def _thanks(request: Asked, asset_id: UUID, *, urgent: bool) -> Response[str]:
    context = {"asset": await listings.asset(asset_id), "urgent": urgent}
    return web.page(request, "gatherings/say_thanks.html", context)


async def _say_page(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    context = {"asset": await listings.asset(asset_id), "form": form, "longest": LONGEST_WORDS}
    return web.page(request, "gatherings/say.html", context, status_code=200 if form.ok else 422)


# ── the team ──


async def _listed(decided: bool) -> dict[str, Any]:  # noqa: FBT001  One value at each call.
    """Every comment that waits, or whose answer does; or those decided."""
    return {"comments": await queries.comments(waiting=not decided)}


async def _one(comment_id: UUID) -> dict[str, Any]:
    return {
        "comment": await queries.comment(comment_id),
        "decisions": forms.DECISION_CHOICES,
        "reasons": forms.REASON_CHOICES,
    }


async def _decide(comment_id: UUID, read: forms.Decision, version: int | None, by: Member) -> None:
    await actions.decide(comment_id, to=read.to, reason=read.reason, version=version, by=by)


COMMENTS = Desk(
    path="/directory/comments",
    room="gatherings",
    word="comment",
    listed=_listed,
    one=_one,
    read=forms.read_decision,
    decide=_decide,
    said="It is decided.",
)


@post("/directory/comments/{comment_id:uuid}/answer", permission=_DECIDE, name="gatherings.decide_answer")
async def decide_answer(request: Asked, comment_id: FromPath[UUID]) -> Response[Any]:
    """Let everybody read the answer, or not."""
    form = Form(await request.form())
    to = forms.read_answer_decision(form)
    if to is None:
        return await COMMENTS.page(request, comment_id, form)
    await actions.decide_answer(comment_id, to=to, version=form.version, by=web.member(request))
    return web.go("/directory/comments", said="It is decided.")


# ── those who run it ──


@get("/directory/{asset_id:uuid}/comments", permission=_KEEP, name="gatherings.comments_of")
async def comments_of(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """What everybody may read of one listing, to answer."""
    context = {
        "asset": await kept(request, asset_id),
        "comments": await queries.comments_of(asset_id),
        "ratings": await queries.ratings(asset_id),
    }
    return web.page(request, "gatherings/comments_of.html", context)


@get("/directory/{asset_id:uuid}/comments/{comment_id:uuid}", permission=_KEEP, name="gatherings.answer_page")
async def answer_page(request: Asked, asset_id: FromPath[UUID], comment_id: FromPath[UUID]) -> Response[str]:
    """The form to answer a comment."""
    return await _answer_page(request, asset_id, comment_id, Form.blank())


@post("/directory/{asset_id:uuid}/comments/{comment_id:uuid}", permission=_KEEP, name="gatherings.answer")
async def answer(request: Asked, asset_id: FromPath[UUID], comment_id: FromPath[UUID]) -> Response[Any]:
    """Answer it."""
    form = Form(await request.form())
    words = forms.read_answer(form)
    if words is None:
        return await _answer_page(request, asset_id, comment_id, form)
    at_once = await actions.answer(comment_id, words, submission=form.submission, by=web.member(request))
    said = "The answer is shown." if at_once else "Thank you. Somebody of the team reads the answer before it is shown."
    return web.go(f"/directory/{asset_id}/comments", said=said)


async def _answer_page(request: Asked, asset_id: UUID, comment_id: UUID, form: Form) -> Response[str]:
    found = await queries.comment(comment_id)
    asset = await kept_with(request, asset_id, found.asset)
    if not found.is_shown:
        raise NotFound
    context = {"asset": asset, "comment": found, "form": form, "longest": LONGEST_WORDS}
    return web.page(request, "gatherings/answer.html", context, status_code=200 if form.ok else 422)


HANDLERS = (
    what_people_say,
    say_page,
    say,
    thanks,
    thanks_and_help,
    *COMMENTS.handlers(),
    decide_answer,
    comments_of,
    answer_page,
    answer,
)
