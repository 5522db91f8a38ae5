"""The doors of the community map: search, a listing and how it would be, its calendar and flyers, a shortlist, and collections."""

from litestar import Router

from livewell.finding.routes import calendar, collections, flyer, listing, preview, search, shortlist

router = Router(
    "/",
    route_handlers=[
        *search.HANDLERS,
        *listing.HANDLERS,
        *preview.HANDLERS,
        *calendar.HANDLERS,
        *flyer.HANDLERS,
        *shortlist.HANDLERS,
        *collections.HANDLERS,
    ],
)
