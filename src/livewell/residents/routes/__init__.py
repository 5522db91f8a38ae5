"""The doors of somebody's own space, and of what their team does for it."""

from litestar import Router

from livewell.residents.routes import coming, counts, details, home, language, plan, team

router = Router(
    "/",
    route_handlers=[
        *coming.HANDLERS,
        *home.HANDLERS,
        *plan.HANDLERS,
        *counts.HANDLERS,
        *details.HANDLERS,
        *language.HANDLERS,
        *team.HANDLERS,
    ],
)
"""Its doors. `/my/messages`, `/my/green-book`, `/my/questions` and others are opened by their own rooms."""
