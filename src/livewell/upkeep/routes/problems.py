"""Something is wrong here: said by anybody on a listing, and dealt with by the team."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.assets.desk import Desk
from livewell.assets.onwards import or_onwards, where_it_is_now
from livewell.kit import limits, web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.staff.rules import Member
from livewell.upkeep import actions, forms, queries
from livewell.upkeep.rules.problems import MOST_AN_HOUR

_AN_HOUR = timedelta(hours=1)


@get("/community/{asset_id:uuid}/wrong", permission=PUBLIC, name="upkeep.wrong")
async def wrong(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """The form to say that something in a listing is wrong. The address of a merged listing leads on."""
    return await or_onwards(_wrong_page(request, asset_id, Form.blank()), asset_id, "/community/{}/wrong")


@post("/community/{asset_id:uuid}/wrong", permission=PUBLIC, name="upkeep.report")
async def report(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Take it."""
    asset_id = await where_it_is_now(asset_id)
    form = Form(await request.form())
    read = forms.read_wrong(form)
    if read is None:
        return await _wrong_page(request, asset_id, form)
    if await limits.too_many("wrong-listing", web.address_of(request), MOST_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    urgent = await actions.report(
        asset_id,
        topic=read.topic,
        words=read.words,
        reply_to=read.reply_to,
        submission=form.submission,
        by=web.actor(request),
    )
    return web.go(f"/community/{asset_id}/wrong/{'help' if urgent else 'thanks'}")


@get("/community/{asset_id:uuid}/wrong/thanks", permission=PUBLIC, name="upkeep.thanks")
async def thanks(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """We have it."""
    return await _thanks(request, asset_id, urgent=False)


@get("/community/{asset_id:uuid}/wrong/help", permission=PUBLIC, name="upkeep.thanks_and_help")
async def thanks_and_help(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """We have it; and for what cannot wait until somebody reads it, who answers now."""
    return await _thanks(request, asset_id, urgent=True)


async def _thanks(request: Asked, asset_id: UUID, *, urgent: bool) -> Response[str]:
    context = {"asset": await listings.asset(asset_id), "urgent": urgent}
    return web.page(request, "upkeep/wrong_thanks.html", context)


async def _wrong_page(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    context = {"asset": await listings.asset(asset_id), "form": form, "topics": forms.TOPIC_CHOICES}
    return web.page(request, "upkeep/wrong.html", context, status_code=200 if form.ok else 422)


# ── the team ──


async def _listed(decided: bool) -> dict[str, Any]:  # noqa: FBT001  One value at each call.
    return {"problems": await queries.problems(waiting=not decided)}


async def _one(problem_id: UUID) -> dict[str, Any]:
    found = await queries.problem(problem_id)
    return {
        "problem": found,
        "asset": await listings.asset(found.asset, hidden_too=True),
        "decisions": forms.DECISION_CHOICES,
    }


async def _decide(problem_id: UUID, read: forms.Decision, version: int | None, by: Member) -> None:
    await actions.decide(problem_id, to=read.to, sentence=read.sentence, version=version, by=by)


PROBLEMS = Desk(
    path="/directory/problems",
    room="upkeep",
    word="problem",
    listed=_listed,
    one=_one,
    read=forms.read_decision,
    decide=_decide,
    said="The report is answered.",
)

HANDLERS = (wrong, report, thanks, thanks_and_help, *PROBLEMS.handlers())
