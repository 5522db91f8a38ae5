"""Interests of colleagues, for tests."""

from typing import Any
from uuid import UUID, uuid4

from livewell.interests import actions
from livewell.interests.forms import InterestTyped
from livewell.interests.rules import Basis
from livewell.kit import clock
from livewell.staff.rules import Member


def an_interest(area: str = "Older people", **changes: Any) -> InterestTyped:
    """What somebody types about an interest."""
    usual: dict[str, Any] = {
        "area": area,
        "basis": Basis.LIFE,
        "words": "I know who to ring.",
        "leads_on": None,
        "since_on": clock.today(),
    }
    return InterestTyped(**(usual | changes))


async def held(by: Member, area: str = "Older people", **changes: Any) -> UUID:
    """An interest that `by` holds."""
    return await actions.hold(an_interest(area, **changes), submission=uuid4(), by=by)
