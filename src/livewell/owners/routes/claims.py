"""I run this: said by anybody on a listing, and decided by the team."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import queries as listings
from livewell.assets.onwards import or_onwards, where_it_is_now
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import actions, forms, queries
from livewell.owners.routes.coming import not_too_often
from livewell.owners.rules import CLAIMS_AN_HOUR
from livewell.staff.permissions import Permission


@get("/community/{asset_id:uuid}/mine", permission=PUBLIC, name="owners.mine")
async def mine(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """The form to say that one runs it. The address of a merged listing leads on."""
    return await or_onwards(_mine_page(request, asset_id, Form.blank()), asset_id, "/community/{}/mine")


@post("/community/{asset_id:uuid}/mine", permission=PUBLIC, name="owners.claim")
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


@get("/directory/claims", permission=Permission.EDIT_LISTINGS, name="owners.claims")
async def claims(request: Asked) -> Response[str]:
    """Every claim that waits, and listings that nobody keeps any more; with ?show=decided, what became of others."""
    decided = request.query_params.get("show") == "decided"
    context = {
        "claims": await queries.claims(waiting=not decided),
        "decided": decided,
        "left": [] if decided else await queries.left_behind(),
    }
    return web.page(request, "owners/claims.html", context)


@get("/directory/claims/{claim_id:uuid}", permission=Permission.EDIT_LISTINGS, name="owners.claim_seen")
async def claim_seen(request: Asked, claim_id: FromPath[UUID]) -> Response[str]:
    """One claim beside what the listing says."""
    return await _claim_page(request, claim_id, Form.blank())


@post("/directory/claims/{claim_id:uuid}", permission=Permission.EDIT_LISTINGS, name="owners.decide_claim")
async def decide_claim(request: Asked, claim_id: FromPath[UUID]) -> Response[Any]:
    """Approve it or not."""
    form = Form(await request.form())
    read = forms.read_decision(form)
    if read is None:
        return await _claim_page(request, claim_id, form)
    await actions.decide(claim_id, to=read.to, sentence=read.sentence, version=form.version, by=web.member(request))
    return web.go("/directory/claims", said="The claim is decided, and they hear of it by email.")


async def _claim_page(request: Asked, claim_id: UUID, form: Form) -> Response[str]:
    found = await queries.claim(claim_id)
    context = {
        "claim": found,
        "asset": await listings.asset(found.asset, hidden_too=True),
        "keepers": await queries.keepers_of(found.asset),
        "form": form,
        "decisions": forms.DECISION_CHOICES,
    }
    return web.page(request, "owners/claim.html", context, status_code=200 if form.ok else 422)


HANDLERS = (mine, claim, claim_sent, claims, claim_seen, decide_claim)
