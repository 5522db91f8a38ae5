"""/community/{asset_id}/flyer-a5.pdf and flyer-a4.pdf: one page for a noticeboard, a counter or somebody's hand."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath

from livewell.assets import queries as assets
from livewell.finding import letters
from livewell.finding.queries import listing as pages
from livewell.finding.routes.listing import address_of, onwards, seen_by
from livewell.finding.rules.flyer import Paper
from livewell.kit import limits, web
from livewell.kit.web import PUBLIC, Asked

PDFS_AN_HOUR = 60
"""From one network address: a PDF takes the server half a second, and a whole library shares one address."""


@get("/community/{asset_id:uuid}/flyer-a5.pdf", permission=PUBLIC, name="finding.flyer_a5")
async def flyer_a5(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """A flyer to hand out."""
    return await _flyer(request, asset_id, Paper.A5)


@get("/community/{asset_id:uuid}/flyer-a4.pdf", permission=PUBLIC, name="finding.flyer_a4")
async def flyer_a4(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
    """A poster for a noticeboard."""
    return await _flyer(request, asset_id, Paper.A4)


async def _flyer(request: Asked, asset_id: UUID, paper: Paper) -> Response[Any]:
    asset = await seen_by(request, asset_id)
    if asset.merged_into is not None:
        return await onwards(asset_id, f"/{paper.value}.pdf")
    await count_pdf(request)
    photo = await assets.photo(asset.photos[0].id) if asset.photos else None
    page = await pages.page_in_short(asset)
    html = letters.flyer(page, photo, paper=paper, address=address_of(request, asset_id))
    return await web.pdf(html, filename=f"{paper.value}.pdf")


async def count_pdf(request: Asked) -> None:
    """Count one PDF against who asks; 429 when it is one too many."""
    if await limits.too_many("community-pdf", web.address_of(request), PDFS_AN_HOUR, timedelta(hours=1)):
        raise TooManyRequestsException


HANDLERS = [flyer_a5, flyer_a4]
