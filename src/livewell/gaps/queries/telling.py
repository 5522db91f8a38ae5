"""Whom to tell what came of a gap."""

from dataclasses import dataclass
from uuid import UUID

from livewell.gaps.rules import Outcome
from livewell.kit.db import row, rows


@dataclass(frozen=True)
class ToTell:
    """One voice that left an address, and what came of it."""

    voice: UUID
    name: str
    reply_to: str
    would_help: bool
    title: str
    outcome: Outcome
    why: str


_FROM = """
    FROM gap g JOIN gap own ON own.id = g.id OR (own.joined_to = g.id AND own.state <> 'hidden')
    JOIN gap_voice v ON v.gap = own.id
    WHERE g.state = 'settled' AND g.joined_to IS NULL AND v.reply_to <> '' AND v.told_at IS NULL
"""


async def waiting_to_hear(gap_id: UUID) -> list[UUID]:
    """Every voice that left an address at a settled gap, or at one joined to it, and has not heard yet."""
    found = await rows("SELECT v.id" + _FROM + "AND g.id = $1 ORDER BY v.said_at", gap_id)
    return [one["id"] for one in found]


async def to_tell(voice: UUID) -> ToTell | None:
    """What to tell one voice; None when it left no address, has heard, or the gap was opened again meanwhile."""
    columns = "SELECT v.id AS voice, v.name, v.reply_to, v.would_help, g.title, g.outcome, g.why"
    found = await row(columns + _FROM + "AND v.id = $1", voice)
    return ToTell(**found | {"outcome": Outcome(found["outcome"])}) if found else None
