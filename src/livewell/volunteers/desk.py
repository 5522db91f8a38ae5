"""What rooms above know for the pages of this one, each in its own words: where volunteers help, and what waits."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from livewell.staff.rules import Member


@dataclass(frozen=True)
class Helps:
    """One sentence about where somebody helps, and the page that says more (empty for none)."""

    words: str
    link: str = ""


@dataclass(frozen=True)
class Notice:
    """One sentence about something that waits, and where it leads."""

    words: str
    link: str
    urgent: bool = False


HELPS: list[Callable[[Collection[UUID]], Awaitable[dict[UUID, tuple[Helps, ...]]]]] = []
"""Who is asked, filled by app.py: volunteer -> where they help. Each takes one query for however many volunteers."""


async def where_they_help(volunteers: Collection[UUID]) -> dict[UUID, tuple[Helps, ...]]:
    """Volunteer -> where they help."""
    found: dict[UUID, tuple[Helps, ...]] = {}
    for ask in HELPS:
        for volunteer, said in (await ask(volunteers)).items():
            found[volunteer] = (*found.get(volunteer, ()), *said)
    return found


NOTICES: list[Callable[[Member], Awaitable[tuple[Notice, ...]]]] = []
"""Who is asked what waits, filled by app.py. Each takes one query and says only what this member may open."""


async def notices(member: Member) -> tuple[Notice, ...]:
    """What this member should see before the list of volunteers, what is urgent first."""
    asked = [notice for ask in NOTICES for notice in await ask(member)]
    return tuple(sorted(asked, key=lambda notice: not notice.urgent))
