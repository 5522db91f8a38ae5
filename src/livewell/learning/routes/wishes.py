"""/learning/nominations: what people would like to learn, for everybody; and what the team does with it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.forum.door import MEMBER_DOOR
from livewell.kit import limits, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.learning import actions
from livewell.learning.forms import people as forms
from livewell.learning.forms.courses import CATEGORIES
from livewell.learning.queries import wishes as queries
from livewell.learning.queries.catalogue import wards
from livewell.learning.rules import LONGEST_WORDS, SMALL_WORDS, TRIES_AN_HOUR
from livewell.learning.rules.nominations import CameFrom
from livewell.staff.permissions import Permission

_ARRANGE = Permission.ARRANGE_LEARNING


async def _voter(request: Asked) -> tuple[str, UUID] | None:
    """Who has a voice here: somebody who works with Live Well, or a member of the forum. People vote in their own space."""
    on = web.signed_in(request)
    if on is not None and on.member.id is not None and Permission.READ_STAFF_LIBRARY in on.member.can:
        return "staff", on.member.id
    member = await MEMBER_DOOR.guest_if_any(request)
    return ("member", member.record) if member is not None else None


@get("/learning/nominations", permission=PUBLIC, name="learning.nominations")
async def nominations(request: Asked) -> Response[str]:
    """What people would like to learn, the most wanted first, and where one says what one would like."""
    return await _page(request, Form.blank())


@post("/learning/nominations", permission=PUBLIC, name="learning.nominate")
async def nominate(request: Asked) -> Response[Any]:
    """Say it."""
    form = Form(await request.form())
    voter = await _voter(request)
    came_from = {"staff": CameFrom.TEAM, "member": CameFrom.FORUM}[voter[0]] if voter else CameFrom.PUBLIC
    wish = forms.read_wish(form, came_from=came_from, wards=await wards())
    if wish is None:
        return await _page(request, form)
    if forms.is_trapped(form):
        return web.go("/learning/nominations/thanks")
    if voter is None and await limits.too_many(
        "learning-wish", web.address_of(request), TRIES_AN_HOUR, timedelta(hours=1)
    ):
        raise TooManyRequestsException
    await actions.nominate(wish, submission=form.submission, by=web.actor(request))
    return web.go("/learning/nominations/thanks")


@get("/learning/nominations/thanks", permission=PUBLIC, name="learning.nominated")
async def nominated(request: Asked) -> Response[str]:
    """We have it."""
    return web.page(request, "learning/nominated.html", {})


@post("/learning/nominations/{nomination_id:uuid}/vote", permission=PUBLIC, name="learning.vote")
async def vote(request: Asked, nomination_id: FromPath[UUID]) -> Response[bytes]:
    """I would like it too, or not any more."""
    form = Form(await request.form())
    voter = await _voter(request)
    if voter is None:
        raise RuleBroken("Members of the forum, the team, and people in their own space say here what they would like.")
    await actions.vote(nomination_id, kind=voter[0], record=voter[1], wants=form.yes("wants"))
    return web.go("/learning/nominations", said="Your voice is counted.")


async def _page(request: Asked, form: Form) -> Response[str]:
    voter = await _voter(request)
    number = ""
    if voter is not None:
        number = await queries.voter_of_member(voter[1]) if voter[0] == "member" else queries.voter(*voter)
    context = {
        "wishes": await queries.wishes(voter=number),
        "may_vote": voter is not None,
        "form": form,
        "categories": CATEGORIES,
        "wards": await wards(),
        "trap": forms.TRAP,
        "longest": LONGEST_WORDS,
    }
    return web.page(request, "learning/nominations.html", context, status_code=200 if form.ok else 422)


# ── the team ──


@get("/learning/desk/nominations", permission=_ARRANGE, name="learning.all_nominations")
async def all_nominations(request: Asked) -> Response[str]:
    """Every wish, those to be read first; and what the forum put forward."""
    context = {"wishes": await queries.all_wishes(), "items": await queries.forum_items()}
    return web.page(request, "learning/desk_nominations.html", context)


@post("/learning/desk/nominations/from-forum/{item_id:uuid}", permission=_ARRANGE, name="learning.from_forum")
async def from_forum(request: Asked, item_id: FromPath[UUID]) -> Response[bytes]:
    """Bring what the forum put forward into the list."""
    made = await actions.from_forum(item_id, by=web.member(request))
    return web.go(f"/learning/desk/nominations/{made}", said="It stands in the list, and can be voted for.")


@get("/learning/desk/nominations/{nomination_id:uuid}", permission=_ARRANGE, name="learning.nomination")
async def nomination(request: Asked, nomination_id: FromPath[UUID]) -> Response[str]:
    """One wish, to answer."""
    return await _one(request, nomination_id, Form.blank())


@post("/learning/desk/nominations/{nomination_id:uuid}/open", permission=_ARRANGE, name="learning.open_nomination")
async def open_nomination(request: Asked, nomination_id: FromPath[UUID]) -> Response[bytes]:
    """It was read, and everybody may see it."""
    form = Form(await request.form())
    await actions.open_wish(nomination_id, version=form.version, by=web.member(request))
    return web.go(f"/learning/desk/nominations/{nomination_id}", said="Everybody may see it, and vote for it.")


@post("/learning/desk/nominations/{nomination_id:uuid}/answer", permission=_ARRANGE, name="learning.answer_nomination")
async def answer_nomination(request: Asked, nomination_id: FromPath[UUID]) -> Response[Any]:
    """Not for now, with a sentence; or out of sight, with a reason."""
    form = Form(await request.form())
    what = form.one_of("what", ("decline", "hide"), required="Say what becomes of it")
    words = form.text("words", "The sentence", required="Write a sentence", longest=LONGEST_WORDS)
    if not form.ok:
        return await _one(request, nomination_id, form)
    answer = actions.decline if what == "decline" else actions.hide
    await answer(nomination_id, words, version=form.version, by=web.member(request))
    return web.go("/learning/desk/nominations", said="It is answered.")


@post("/learning/desk/nominations/{nomination_id:uuid}/forum", permission=_ARRANGE, name="learning.to_forum")
async def to_forum(request: Asked, nomination_id: FromPath[UUID]) -> Response[bytes]:
    """Have the forum speak about it."""
    form = Form(await request.form())
    await actions.take_to_forum(nomination_id, submission=form.submission, by=web.member(request))
    return web.go(f"/learning/desk/nominations/{nomination_id}", said="It waits for a meeting of the forum.")


@post("/learning/desk/nominations/{nomination_id:uuid}/gap", permission=_ARRANGE, name="learning.to_gap")
async def to_gap(request: Asked, nomination_id: FromPath[UUID]) -> Response[bytes]:
    """Count it among what is missing."""
    form = Form(await request.form())
    await actions.raise_as_gap(nomination_id, submission=form.submission, by=web.member(request))
    return web.go(f"/learning/desk/nominations/{nomination_id}", said="It stands among the gaps.")


async def _one(request: Asked, nomination_id: UUID, form: Form) -> Response[str]:
    context = {"wish": await queries.wish(nomination_id), "form": form, "longest": LONGEST_WORDS}
    return web.page(request, "learning/desk_nomination.html", context, status_code=200 if form.ok else 422)


@get("/learning/desk/needs", permission=Permission.SEE_TOGETHER, name="learning.needs")
async def needs(request: Asked) -> Response[str]:
    """What people would like to learn and cannot yet, by ward and subject."""
    team = _ARRANGE in web.member(request).can
    context = {"missing": await queries.unmet(small_shown=team), "small_words": "" if team else SMALL_WORDS}
    return web.page(request, "learning/needs.html", context)


HANDLERS = (
    nominations,
    nominate,
    nominated,
    vote,
    all_nominations,
    from_forum,
    nomination,
    open_nomination,
    answer_nomination,
    to_forum,
    to_gap,
    needs,
)
