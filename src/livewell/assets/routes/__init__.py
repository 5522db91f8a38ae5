"""The doors of the directory: for everybody, for the team, and for those who run what is listed."""

from litestar import Router

from livewell.assets.routes import community, directory, mine, pictures, review, words

router = Router(
    "/",
    route_handlers=[
        community.community,
        community.asset,
        *pictures.HANDLERS,
        *directory.HANDLERS,
        *review.HANDLERS,
        *words.HANDLERS,
        *mine.HANDLERS,
    ],
)
