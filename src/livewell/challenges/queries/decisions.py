"""Decisions of the forum, to choose the one that says what was decided about something."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit.dates import in_london, say_day
from livewell.kit.db import rows

_LONGEST = 120


@dataclass(frozen=True)
class DecisionLine:
    """One decision of a meeting that was held."""

    id: UUID
    words: str
    meeting: UUID
    meeting_title: str
    starts_at: datetime

    @property
    def choice(self) -> tuple[str, str]:
        """It as an answer on a list."""
        short = self.words if len(self.words) <= _LONGEST else f"{self.words[: _LONGEST - 1].rstrip()}…"
        return str(self.id), f"{say_day(in_london(self.starts_at).date())}: {short}"


_HELD = """
    SELECT d.id, d.words, m.id AS meeting, m.title AS meeting_title, m.starts_at
      FROM forum_decision d JOIN forum_meeting m ON m.id = d.meeting JOIN agenda_item i ON i.id = d.item
     WHERE m.state = 'held' AND
"""
_ORDER = "ORDER BY m.starts_at DESC, d.decided_at DESC, d.id LIMIT 50"


async def decisions_about(about: UUID, gap: UUID | None = None) -> list[DecisionLine]:
    """What held meetings decided about one thing, or about its gap, on whichever agenda; the last first."""
    found = await rows(f"{_HELD} (i.about = $1 OR i.gap = $2) {_ORDER}", about, gap)
    return [DecisionLine(**one) for one in found]


async def decisions_on_item(item: UUID) -> list[DecisionLine]:
    """What held meetings decided on one item, also where it was carried over; the last first."""
    found = await rows(f"{_HELD} (i.id = $1 OR i.goes_on = $1) {_ORDER}", item)
    return [DecisionLine(**one) for one in found]
