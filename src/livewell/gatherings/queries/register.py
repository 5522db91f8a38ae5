"""The register of a group: names as the group says them, and how often each was there."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound

NO_NAME = "A name that was taken out"


@dataclass(frozen=True)
class AttenderSeen:
    """One name. `times` is how often they were there, `last_on` when they last were."""

    id: UUID
    asset: UUID
    name: str
    since_on: date
    left_on: date | None
    times: int
    last_on: date | None
    version: int

    @property
    def is_erased(self) -> bool:
        """Whether the name was taken out."""
        return not self.name

    @property
    def has_left(self) -> bool:
        """Whether they do not come any more."""
        return self.left_on is not None

    @property
    def comes(self) -> bool:
        """Whether a form offers the name."""
        return not self.is_erased and not self.has_left

    @property
    def label(self) -> str:
        """The name, or that there is none any more."""
        return self.name or NO_NAME


_SEEN = """
    SELECT t.id, t.asset, t.name, t.since_on, t.left_on, t.version, coalesce(w.times, 0) AS times, w.last_on
    FROM attender t LEFT JOIN LATERAL (
        SELECT count(*) AS times, max(g.met_on) AS last_on
        FROM gathering_attender ga JOIN gathering g ON g.id = ga.gathering WHERE ga.attender = t.id
    ) AS w ON true
"""


async def register(asset_id: UUID) -> list[AttenderSeen]:
    """Every name of a group by the alphabet, those that were taken out last."""
    found = await rows(
        f"""
        {_SEEN} WHERE t.asset IN (SELECT $1::uuid UNION ALL SELECT id FROM asset WHERE merged_into = $1)
        ORDER BY t.name = '', lower(t.name), t.since_on, t.id
        """,  # noqa: S608
        asset_id,
    )
    return [_seen(one) for one in found]


async def attender(attender_id: UUID) -> AttenderSeen:
    """One name; `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE t.id = $1", attender_id)
    if found is None:
        raise NotFound
    return _seen(found)


def _seen(found: dict[str, Any]) -> AttenderSeen:
    return AttenderSeen(**found)
