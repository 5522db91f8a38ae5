"""/forum/me/votes: what a member is asked, their one voice, and what came out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import votes as forms
from livewell.challenges.routes.ideas import page_asked, pages_of
from livewell.forum.door import MEMBER_DOOR
from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.guests import Guest
from livewell.kit.web import PUBLIC, Asked

_ALL = "/forum/me/votes"
_ONE = f"{_ALL}/{{vote_id:uuid}}"
_TRIES_AN_HOUR = 60


@get(_ALL, permission=PUBLIC, name="challenges.own_votes")
async def every(request: Asked) -> Response[str]:
    """What the members are asked, and whether this one has answered."""
    guest = await MEMBER_DOOR.guest(request)
    page = page_asked(request)
    found, number = await queries.votes(page=page, member=guest.record)
    context = {"votes": found, "page": page, "pages": pages_of(number, 25)}
    return MEMBER_DOOR.page(request, guest, "challenges/own_votes.html", context)


@get(_ONE, permission=PUBLIC, name="challenges.own_vote")
async def one(request: Asked, vote_id: FromPath[UUID]) -> Response[str]:
    """One question: to answer, or with what came out."""
    guest = await MEMBER_DOOR.guest(request)
    return await _one(request, guest, await queries.vote(vote_id), Form.blank())


@post(_ONE, permission=PUBLIC, name="challenges.cast")
async def cast(request: Asked, vote_id: FromPath[UUID]) -> Response[Any]:
    """Give one's voice."""
    guest = await MEMBER_DOOR.guest(request)
    if await limits.too_many("forum-vote", str(guest.record), _TRIES_AN_HOUR, timedelta(hours=1)):
        raise TooManyRequestsException
    form = Form(await request.form())
    found = await queries.vote(vote_id)
    choices = forms.read_choices(form, found.choices, found.most)
    if choices is None:
        return await _one(request, guest, found, form)
    await actions.cast(vote_id, choices, member=guest.record, submission=form.submission, by=guest)
    return web.go(f"{_ALL}/{vote_id}", said="Your voice is counted. Thank you.")


async def _one(request: Asked, guest: Guest, found: queries.VoteSeen, form: Form) -> Response[str]:
    context = {"vote": found, "has_voted": await queries.has_voted(found.id, guest.record), "form": form}
    return MEMBER_DOOR.page(request, guest, "challenges/own_vote.html", context, status_code=200 if form.ok else 422)


HANDLERS = [every, one, cast]
