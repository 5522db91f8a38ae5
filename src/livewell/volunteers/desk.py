"""Where volunteers help, for the pages of this room: rooms above it know, and each says so here."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Helps:
    """One sentence about where somebody helps, and the page that says more (empty for none)."""

    words: str
    link: str = ""


HELPS: list[Callable[[Collection[UUID]], Awaitable[dict[UUID, tuple[Helps, ...]]]]] = []
"""Who is asked, filled by app.py: volunteer -> where they help. Each takes one query for however many volunteers."""


async def where_they_help(volunteers: Collection[UUID]) -> dict[UUID, tuple[Helps, ...]]:
    """Volunteer -> where they help."""
    found: dict[UUID, tuple[Helps, ...]] = {}
    for ask in HELPS:
        for volunteer, said in (await ask(volunteers)).items():
            found[volunteer] = (*found.get(volunteer, ()), *said)
    return found
