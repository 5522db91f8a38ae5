"""/forum/votes: every vote, a new one, hands and papers, and what came out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.challenges import actions, queries
from livewell.challenges.forms import votes as forms
from livewell.challenges.queries.shown import PAGE, shown_votes
from livewell.challenges.routes.ideas import as_uuid, page_asked, pages_of, uuid_asked
from livewell.challenges.rules.votes import How
from livewell.gaps.rules.numbers import SUPPRESSED
from livewell.kit import clock, web
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.permissions import Permission

ALL = "/forum/votes"
ONE = f"{ALL}/{{vote_id:uuid}}"
SEE = Permission.SEE_TOGETHER
RUN = Permission.RUN_FORUM

_A_WEEK = timedelta(days=7)


@get(ALL, permission=SEE, name="challenges.votes")
async def every(request: Asked) -> Response[str]:
    """Every vote, the last first."""
    page = page_asked(request)
    found, number = await queries.votes(page=page)
    return web.page(request, "challenges/votes.html", {"votes": found, "page": page, "pages": pages_of(number, 25)})


@get(f"{ALL}/new", permission=RUN, name="challenges.new_vote")
async def new(request: Asked) -> Response[str]:
    """The form for a question; about a challenge its options are the answers."""
    challenge = uuid_asked(request, "challenge")
    now = clock.now().replace(second=0, microsecond=0)
    typed: dict[str, object] = {"most": 1, "secret": True, "opens": now, "closes": now + _A_WEEK}
    if challenge is not None:
        found = await queries.challenge(challenge)
        options = "\n".join(one.title for one in found.options)
        typed |= {"challenge": challenge, "question": f"{found.title}: what shall we try?"[:300], "options": options}
    typed |= {"item": uuid_asked(request, "item"), "meeting": uuid_asked(request, "meeting")}
    return web.page(request, "challenges/new_vote.html", {"form": Form.blank(typed)})


@post(f"{ALL}/new", permission=RUN, name="challenges.begin_vote")
async def begin(request: Asked) -> Response[Any]:
    """Ask it."""
    form = Form(await request.form())
    typed = forms.read_vote(form)
    if typed is None:
        return web.page(request, "challenges/new_vote.html", {"form": form}, status_code=422)
    made = await actions.begin_vote(
        typed,
        challenge=as_uuid(form.typed("challenge")),
        item=as_uuid(form.typed("item")),
        meeting=as_uuid(form.typed("meeting")),
        submission=form.submission,
        by=web.member(request),
    )
    return web.go(f"{ALL}/{made}", said="The question is asked. Members find it at their own pages.")


@get(ONE, permission=SEE, name="challenges.vote")
async def one(request: Asked, vote_id: FromPath[UUID]) -> Response[str]:
    """One vote, with what came out once it is closed."""
    return web.page(request, "challenges/vote.html", {"vote": await queries.vote(vote_id)})


@get(f"{ONE}/count", permission=RUN, name="challenges.count_page")
async def count_page(request: Asked, vote_id: FromPath[UUID]) -> Response[str]:
    """Who voted in the room and in writing, and the hands and papers."""
    found = await _still_counted(vote_id)
    counting = await queries.counting(vote_id)
    typed: dict[str, object] = {f"count-{option}": number for option, number in counting.counted.items()}
    typed |= {"room": counting.ticked[How.ROOM], "writing": counting.ticked[How.WRITING]}
    return _count_page(request, found, counting, Form.blank(typed))


@post(f"{ONE}/count", permission=RUN, name="challenges.count")
async def count(request: Asked, vote_id: FromPath[UUID]) -> Response[Any]:
    """Keep them."""
    form = Form(await request.form())
    found, counting = await _still_counted(vote_id), await queries.counting(vote_id)
    typed = forms.read_count(form, counting.members, found.options)
    if typed is None:
        return _count_page(request, found, counting, form)
    await actions.count_room(vote_id, typed, version=form.version, by=web.member(request))
    return web.go(f"{ALL}/{vote_id}", said="What was counted is kept. It can be put right until the vote is closed.")


async def _still_counted(vote_id: UUID) -> queries.VoteSeen:
    """The vote while it is counted. Once it is closed hands stand beside no total: what is left would be the other ballots."""
    found = await queries.vote(vote_id)
    if found.result is not None:
        raise RuleBroken("This vote is closed. What came out stands.")
    return found


def _count_page(request: Asked, found: queries.VoteSeen, counting: queries.Counting, form: Form) -> Response[str]:
    context = {"vote": found, "counting": counting, "form": form}
    return web.page(request, "challenges/count.html", context, status_code=200 if form.ok else 422)


@post(f"{ONE}/close", permission=RUN, name="challenges.close_vote")
async def close(request: Asked, vote_id: FromPath[UUID]) -> Response[bytes]:
    """Close it for good."""
    await actions.close_vote(vote_id, by=web.member(request))
    return web.go(f"{ALL}/{vote_id}", said="The vote is closed. What came out stands.")


@get("/forum/voted", permission=PUBLIC, name="challenges.voted")
async def voted(request: Asked) -> Response[str]:
    """What came out of votes that were not secret, for everybody."""
    page = page_asked(request)
    found, number = await shown_votes(page)
    context = {"votes": found, "page": page, "pages": pages_of(number, PAGE), "suppressed": SUPPRESSED}
    return web.page(request, "challenges/voted.html", context)


HANDLERS = [voted, every, new, begin, one, count_page, count, close]
