"""Whom to tell what came of a gap."""

from dataclasses import dataclass
from uuid import UUID

from livewell.gaps.rules import Outcome
from livewell.kit.db import rows


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


async def to_tell(gap_id: UUID) -> list[ToTell]:
    """Everybody who left an address at a settled gap or at one joined to it, and has not heard yet; [] for any other gap."""
    found = await rows(
        """
        SELECT v.id AS voice, v.name, v.reply_to, v.would_help, g.title, g.outcome, g.why
        FROM gap g JOIN gap own ON own.id = g.id OR (own.joined_to = g.id AND own.state <> 'hidden')
        JOIN gap_voice v ON v.gap = own.id
        WHERE g.id = $1 AND g.state = 'settled' AND v.reply_to <> '' AND v.told_at IS NULL
        ORDER BY v.said_at
        """,
        gap_id,
    )
    return [ToTell(**one | {"outcome": Outcome(one["outcome"])}) for one in found]
