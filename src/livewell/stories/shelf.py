"""What else is told beside people's stories: rooms above put it there, each as far as it may go."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from livewell.stories.rules import Reach


@dataclass(frozen=True)
class Told:
    """A few words somebody agreed to have told, by the name they chose."""

    words: str
    named_as: str
    told_at: datetime


BESIDE: list[Callable[[Reach], Awaitable[list[Told]]]] = []
"""Who is asked for what may go at least that far, filled by app.py: stories know no room above them."""


async def beside(least: Reach) -> list[Told]:
    """What may stand beside the stories, the newest first."""
    found = [told for ask in BESIDE for told in await ask(least)]
    return sorted(found, key=lambda told: told.told_at, reverse=True)
