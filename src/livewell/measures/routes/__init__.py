"""How scores come about and what they can say, for anybody; and what this site uses, for who looks after it."""

from litestar import Router

from livewell.measures.routes import public, site

router = Router("/", route_handlers=[*public.HANDLERS, *site.HANDLERS])
