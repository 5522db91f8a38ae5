"""The front door of the Green Book."""

from litestar import Router

from livewell.greenbook.routes import arranging, book, own, practice, printing, runs, templates, together

router = Router(
    "/",
    route_handlers=[
        *own.HANDLERS,
        *arranging.HANDLERS,
        *together.HANDLERS,
        *practice.HANDLERS,
        *templates.HANDLERS,
        *printing.HANDLERS,
        *runs.HANDLERS,
        *book.HANDLERS,
    ],
)
