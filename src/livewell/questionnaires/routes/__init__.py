"""Every address of the questions people are asked: on a record, in their own space, and behind a link."""

from litestar import Router

from livewell.questionnaires.routes import asking, filling, link, own, results

router = Router(
    "/",
    route_handlers=[
        *asking.HANDLERS,
        *filling.HANDLERS,
        *results.HANDLERS,
        *own.HANDLERS,
        *link.HANDLERS,
    ],
)
