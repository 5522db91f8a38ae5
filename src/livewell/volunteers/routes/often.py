"""How often somebody without an account may send something."""

from datetime import timedelta

from litestar.exceptions import TooManyRequestsException

from livewell.kit import limits, web
from livewell.kit.guests import Guest
from livewell.kit.web import Asked

_AN_HOUR = timedelta(hours=1)
APPLICATIONS_AN_HOUR = 10
ANSWERS_AN_HOUR = 30
CHANGES_AN_HOUR = 60


async def not_too_often(request: Asked, bucket: str, allowed: int) -> None:
    """Count one try of this network address; raises TooManyRequestsException for one too many."""
    if await limits.too_many(bucket, web.address_of(request), allowed, _AN_HOUR):
        raise TooManyRequestsException


async def guest_not_too_often(guest: Guest) -> None:
    """Count one change by somebody at their own pages; raises TooManyRequestsException for one too many."""
    if await limits.too_many("volunteer-own", str(guest.record), CHANGES_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
