"""How often somebody may send something who has no account."""

from datetime import timedelta

from litestar.exceptions import TooManyRequestsException

from livewell.forum.door import MEMBER_DOOR
from livewell.kit import limits, web
from livewell.kit.guests import Guest
from livewell.kit.web import Asked

_AN_HOUR = timedelta(hours=1)
_SENDS_AN_HOUR = 120


async def not_too_often(request: Asked, bucket: str, allowed: int) -> None:
    """Count one try of this network address; raises TooManyRequestsException for one too many."""
    if await limits.too_many(bucket, web.address_of(request), allowed, _AN_HOUR):
        raise TooManyRequestsException


async def sending(request: Asked) -> Guest:
    """The member who sends a form from their own pages. Raises `GuestNotHere`, and TooManyRequestsException."""
    guest = await MEMBER_DOOR.guest(request)
    if await limits.too_many("forum-me", str(guest.record), _SENDS_AN_HOUR, _AN_HOUR):
        raise TooManyRequestsException
    return guest
