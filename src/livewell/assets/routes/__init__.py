"""The doors of the directory: for the team, and for those who run what is listed. Everybody's is in finding."""

from litestar import Router

from livewell.assets.routes import directory, mine, pictures, review, words

router = Router(
    "/",
    route_handlers=[
        *pictures.HANDLERS,
        *directory.HANDLERS,
        *review.HANDLERS,
        *words.HANDLERS,
        *mine.HANDLERS,
    ],
)
