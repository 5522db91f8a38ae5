"""Gaps that may be the same as what somebody is about to say."""

from dataclasses import dataclass
from uuid import UUID

from livewell.gaps.queries.raised import wanted_of
from livewell.gaps.rules import Wanted
from livewell.gaps.rules.alike import likeness
from livewell.kit.db import rows

_COMPARED = 500
_MOST = 5


@dataclass(frozen=True)
class NearSame:
    """One gap that may be the same. `ward` is its name, "" for anywhere."""

    id: UUID
    title: str
    ward: str
    people: int


async def near_same(wanted: Wanted, *, but: UUID | None = None, waiting_too: bool = False) -> list[NearSame]:
    """
    At most five open gaps that may be the same, in the same ward or one beside it, the most alike first.

    `waiting_too` adds those that nobody has read yet: for the team alone.
    """
    if not wanted.title.strip():
        return []
    found = await rows(
        """
        WITH near AS (
            SELECT o.code FROM ward w
            JOIN ward o ON o.west <= w.east AND o.east >= w.west AND o.south <= w.north AND o.north >= w.south
            WHERE w.code = $1
        )
        SELECT g.id, g.title, g.words, g.kind, g.way, g.need, g.ward, g.times, g.for_whom,
               coalesce(w.name, '') AS ward_name,
               coalesce(c.people, 0) AS people
        FROM gap g LEFT JOIN ward w ON w.code = g.ward LEFT JOIN gap_counted c ON c.gap = g.id
        WHERE (g.state IN ('open', 'taken_up') OR ($2 AND g.state = 'waiting')) AND g.joined_to IS NULL AND g.kind = $3
          AND ($1 = '' OR g.ward = '' OR g.ward = $1 OR g.ward IN (SELECT code FROM near)) AND g.id IS DISTINCT FROM $4
        ORDER BY g.raised_at DESC LIMIT $5
        """,
        wanted.ward,
        waiting_too,
        wanted.kind.value,
        but,
        _COMPARED,
    )
    scored = [(likeness(wanted, wanted_of(one)), one) for one in found]
    scored.sort(key=lambda pair: -pair[0])
    return [
        NearSame(one["id"], one["title"], one["ward_name"], one["people"]) for score, one in scored[:_MOST] if score > 0
    ]
