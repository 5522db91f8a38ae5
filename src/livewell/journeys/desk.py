"""What stands on top of the caseload: rooms above the journeys each put one sentence there, with a way on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from livewell.staff.rules import Member


@dataclass(frozen=True)
class Notice:
    """One sentence, and where it leads."""

    words: str
    link: str


NOTICES: list[Callable[[Member], Awaitable[Notice | None]]] = []
"""Who is asked, filled by app.py: a journey knows no room above it. Each takes one query and answers None for nothing."""


async def notices(member: Member) -> list[Notice]:
    """What this member should see before their caseload."""
    asked = [await ask(member) for ask in NOTICES]
    return [notice for notice in asked if notice is not None]
