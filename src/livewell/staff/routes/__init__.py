"""The front door: signing in, one's own account, the staff list, the demo's doors and the pages open to all."""

from litestar import Router

from livewell.staff.routes import account, accounts, doors, forgotten, front, second_factor, sign_in

router = Router(
    "/",
    route_handlers=[
        *front.HANDLERS,
        *sign_in.HANDLERS,
        *forgotten.HANDLERS,
        *account.HANDLERS,
        *second_factor.HANDLERS,
        *accounts.HANDLERS,
        *doors.HANDLERS,
    ],
)
