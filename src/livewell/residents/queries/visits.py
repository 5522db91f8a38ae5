"""The browsers in which somebody is, or was, in their own space."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.actor import Resident
from livewell.residents.rules import CAME_LABELS, CameHow

_MOST = 30


@dataclass(frozen=True)
class Visited:
    """One visit, as its owner sees it."""

    id: UUID
    came_at: datetime
    last_seen_at: datetime
    browser: str
    how: str
    """In English words, translated where they are shown."""
    is_open: bool
    is_this_one: bool


async def visits_of(by: Resident) -> list[Visited]:
    """The last thirty visits to one's own space, those that are open first."""
    found = await db.rows(
        f"""
        SELECT id, came_at, last_seen_at, browser, came_how,
               left_at IS NULL AND ends_at > $2 AND last_seen_at > $2 - make_interval(secs => idle_seconds) AS is_open
        FROM resident_visit WHERE person = $1 ORDER BY is_open DESC, came_at DESC LIMIT {_MOST}
        """,  # noqa: S608  A number of ours.
        by.person,
        clock.now(),
    )
    return [
        Visited(
            one["id"],
            one["came_at"],
            one["last_seen_at"],
            one["browser"],
            CAME_LABELS[CameHow(one["came_how"])],
            one["is_open"],
            one["id"] == by.visit,
        )
        for one in found
    ]
