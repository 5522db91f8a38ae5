"""The doors of learning: for everybody, for somebody in their own space, on a record, and for the team."""

from litestar import Router

from livewell.learning.routes import booking, courses, own, own_more, public, record, runs, wishes

router = Router(
    "/",
    route_handlers=[
        *public.HANDLERS,
        *booking.HANDLERS,
        *wishes.HANDLERS,
        *own.HANDLERS,
        *own_more.HANDLERS,
        *record.HANDLERS,
        *courses.HANDLERS,
        *runs.HANDLERS,
    ],
)
"""Its doors."""
