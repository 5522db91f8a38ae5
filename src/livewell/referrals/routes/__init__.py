"""The front door of this room: the ways in, and the triage desk."""

from litestar import Router

from livewell.referrals.routes import identity, professional, registry, self_referral, someone, triage

router = Router(
    "/",
    route_handlers=[
        *professional.HANDLERS,
        *self_referral.HANDLERS,
        *someone.HANDLERS,
        *registry.HANDLERS,
        *triage.HANDLERS,
        *identity.HANDLERS,
    ],
)
