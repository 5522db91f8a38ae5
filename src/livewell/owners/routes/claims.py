"""I run this: said by anybody on a listing, and decided by the team."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.assets.desk import Desk
from livewell.assets.onwards import or_onwards, where_it_is_now
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, forms, queries
from livewell.owners.routes.coming import not_too_often
from livewell.owners.rules import CLAIMS_AN_HOUR
from livewell.staff.rules import Member


@get("/community/{asset_id:uuid}/mine", permission=PUBLIC, name="owners.mine")
async def mine(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """The form to say that one runs it. The address of a merged listing leads on."""
    return await or_onwards(_mine_page(request, asset_id, Form.blank()), asset_id, "/community/{}/mine")


@post("/community/{asset_id:uuid}/mine", permission=PUBLIC, name="owners.claim_it")
async def claim(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """Take it; the answer is the same whether or not the address is known."""
    asset_id = await where_it_is_now(asset_id)
    form = Form(await request.form())
    read = forms.read_claim(form)
    if read is None:
        return await _mine_page(request, asset_id, form)
    await not_too_often(request, "own-claim", CLAIMS_AN_HOUR)
    await actions.claim(asset_id, read, submission=form.submission)
    return web.go(f"/community/{asset_id}/mine/sent")


@get("/community/{asset_id:uuid}/mine/sent", permission=PUBLIC, name="owners.claim_sent")
async def claim_sent(request: Asked, asset_id: FromPath[UUID]) -> Response[str]:
    """We have it."""
    return web.page(request, "owners/claim_sent.html", {"asset": await listings.asset(asset_id)})


async def _mine_page(request: Asked, asset_id: UUID, form: Form) -> Response[str]:
    context = {"asset": await listings.asset(asset_id), "form": form, "belongs": forms.BELONGS_CHOICES}
    return web.page(request, "owners/mine.html", context, status_code=200 if form.ok else 422)


# ── the team ──


async def _listed(decided: bool) -> dict[str, Any]:  # noqa: FBT001  One value at each call.
    return {
        "claims": await queries.claims(waiting=not decided),
        # Listings that nobody keeps any more.
        "left": [] if decided else await queries.left_behind(),
    }


async def _one(claim_id: UUID) -> dict[str, Any]:
    found = await queries.claim(claim_id)
    return {
        "claim": found,
        "asset": await listings.asset(found.asset, hidden_too=True),
        "keepers": await queries.keepers_of(found.asset),
        "decisions": forms.DECISION_CHOICES,
    }


async def _decide(claim_id: UUID, read: forms.Decision, version: int | None, by: Member) -> None:
    await actions.decide(claim_id, to=read.to, sentence=read.sentence, version=version, by=by)


CLAIMS = Desk(
    path="/directory/claims",
    room="owners",
    word="claim",
    listed=_listed,
    one=_one,
    read=forms.read_decision,
    decide=_decide,
    said="The claim is decided, and they hear of it by email.",
)

HANDLERS = (mine, claim, claim_sent, *CLAIMS.handlers())
