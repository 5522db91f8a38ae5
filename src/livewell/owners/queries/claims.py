"""Claims that wait for a link worker, and listings that nobody keeps any more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.owners.rules import BELONGS_LABELS, LABELS, Belongs, ClaimState

_CLAIM = """
    SELECT c.id, a.id AS asset, a.name AS listing, coalesce(o.name, '') AS organisation, c.name, c.email, c.belongs, c.words,
           c.state, c.sentence, c.claimed_at, c.decided_at, coalesce(s.name, '') AS decided_by, c.version,
           coalesce(k.name, '') AS named_by,
           EXISTS (SELECT FROM contact x WHERE x.asset = a.id AND lower(x.email) = c.email)
           OR lower(coalesce(o.email, '')) = c.email AS is_on_listing
    FROM keeper_claim c JOIN asset said ON said.id = c.asset
    JOIN asset a ON a.id = coalesce(said.merged_into, said.id) LEFT JOIN organisation o ON o.id = a.organisation
    LEFT JOIN staff_user s ON s.id = c.decided_by LEFT JOIN keeper k ON k.id = c.named_by
"""


@dataclass(frozen=True)
class ClaimSeen:
    """Somebody says that they run a listing. `is_on_listing`: the address stands on the listing already."""

    id: UUID
    asset: UUID
    listing: str
    organisation: str
    name: str
    email: str
    belongs: str
    words: str
    state: ClaimState
    sentence: str
    claimed_at: datetime
    decided_at: datetime | None
    decided_by: str
    version: int
    named_by: str
    is_on_listing: bool

    @property
    def belongs_label(self) -> str:
        """How they belong to it, in words."""
        if self.named_by:
            return f"Named by {self.named_by}, who keeps it"
        return BELONGS_LABELS[Belongs(self.belongs)]

    @property
    def label(self) -> tuple[str, str]:
        """What became of it, and the colour of its tag."""
        return LABELS[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is ClaimState.WAITING


@dataclass(frozen=True)
class Left:
    """A listing whose last keeper left."""

    asset: UUID
    listing: str
    name: str
    ended_at: datetime


async def claims(*, waiting: bool) -> list[ClaimSeen]:
    """Those that wait, the longest waiting first; or the last hundred that were decided."""
    ending = "= 'waiting' ORDER BY c.claimed_at" if waiting else "<> 'waiting' ORDER BY c.decided_at DESC"
    return [_seen(one) for one in await rows(f"{_CLAIM} WHERE c.state {ending}, c.id LIMIT 100")]


async def claim(claim_id: UUID) -> ClaimSeen:
    """One of them; `NotFound` when there is none."""
    found = await row(_CLAIM + " WHERE c.id = $1", claim_id)
    if found is None:
        raise NotFound
    return _seen(found)


def _seen(found: dict[str, Any]) -> ClaimSeen:
    return ClaimSeen(**{**found, "state": ClaimState(found["state"])})


async def left_behind() -> list[Left]:
    """Listings whose keepers have all gone, and who went last; the latest first."""
    found = await rows(
        """
        SELECT * FROM (
            SELECT DISTINCT ON (a.id) a.id AS asset, a.name AS listing, k.name, k.ended_at
            FROM keeper k JOIN asset a ON a.id = k.asset
            WHERE k.ended_at IS NOT NULL AND k.ended_by IS NULL AND a.merged_into IS NULL AND a.running <> 'defunct'
              AND NOT EXISTS (
                  SELECT FROM keeper other WHERE other.ended_at IS NULL
                  AND (other.asset = a.id OR other.organisation = a.organisation)
              )
            ORDER BY a.id, k.ended_at DESC
        ) AS gone ORDER BY ended_at DESC, asset LIMIT 100
        """
    )
    return [Left(**one) for one in found]
