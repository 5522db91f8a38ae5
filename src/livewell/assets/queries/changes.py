"""What a listing said before, and what somebody would like it to say."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.assets.rules import Provenance
from livewell.assets.rules.differences import Difference, differences
from livewell.assets.rules.listing import Listing, from_json
from livewell.assets.rules.tiers import labels, with_fields
from livewell.kit.db import LARGEST_INTEGER, row, rows, value
from livewell.kit.errors import NotFound

_WAITING = "waiting"
_SAID: dict[str, str] = {
    "edited": "Edited",
    "approved": "A change was approved",
    "restored": "An earlier version was taken back",
    "imported": "Another directory changed it",
    "merged": "Another listing was merged into it",
    "visited": "Somebody who went there wrote down what they found",
}
_CHANGE = """
    SELECT p.id, a.id AS asset, p.organisation, p.listing, p.based_on, p.fields, p.source, p.proposed_at, p.proposed_by,
           p.reply_to, p.state, p.decided_at, p.sentence, p.version, coalesce(a.name, p.listing ->> 'name') AS name
    FROM proposed_change AS p LEFT JOIN asset AS said ON said.id = p.asset
    LEFT JOIN asset AS a ON a.id = coalesce(said.merged_into, said.id)
"""
"""What was asked of a listing that was merged is asked of the listing it became part of."""


@dataclass(frozen=True)
class VersionSeen:
    """A listing as it was before somebody changed it."""

    number: int
    listing: Listing
    replaced_at: datetime
    replaced_by: str
    why: str

    @property
    def why_words(self) -> str:
        """Why it was replaced, in words."""
        return _SAID.get(self.why, "Changed")


@dataclass(frozen=True)
class ChangeSeen:
    """What somebody would like a listing to say. `asset_id` is None for a listing that is new."""

    id: UUID
    asset_id: UUID | None
    organisation_id: UUID | None
    name: str
    listing: Listing
    based_on: int | None
    fields: tuple[str, ...]
    source: Provenance
    proposed_at: datetime
    proposed_by: str
    reply_to: str
    state: str
    decided_at: datetime | None
    sentence: str
    version: int

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == _WAITING

    @property
    def is_new(self) -> bool:
        """Whether it is a listing that is not there yet."""
        return self.asset_id is None

    @property
    def labels(self) -> tuple[str, ...]:
        """What it would change, in words."""
        return ("A new listing",) if self.is_new else labels(self.fields)

    def wanted(self, current: Listing | None) -> Listing:
        """What the listing would say, beside everything that `current` says by now."""
        return self.listing if current is None else with_fields(current, self.listing, self.fields)

    def differences(self, current: Listing | None) -> list[Difference]:
        """Field by field, what would be different."""
        if current is None:
            nothing = Listing(name="", kind=self.listing.kind, what="", delivery=(), published=self.listing.published)
            return differences(nothing, self.listing)
        return differences(current, self.wanted(current), only=self.fields)


async def versions(asset_id: UUID, *, limit: int = 100) -> list[VersionSeen]:
    """What a listing said before, the latest first."""
    found = await rows(
        "SELECT number, listing, replaced_at, replaced_by, why FROM listing_version WHERE asset = $1"
        " ORDER BY number DESC LIMIT $2",
        asset_id,
        limit,
    )
    return [_version(one) for one in found]


async def version(asset_id: UUID, number: int) -> VersionSeen:
    """One of them; `NotFound` when there is none of that number."""
    if not 0 < number <= LARGEST_INTEGER:
        raise NotFound
    found = await row(
        "SELECT number, listing, replaced_at, replaced_by, why FROM listing_version WHERE asset = $1 AND number = $2",
        asset_id,
        number,
    )
    if found is None:
        raise NotFound
    return _version(found)


def _version(found: dict[str, Any]) -> VersionSeen:
    return VersionSeen(**{**found, "listing": from_json(json.loads(found["listing"]))})


async def waiting(*, limit: int = 50, offset: int = 0) -> list[ChangeSeen]:
    """What waits for a link worker, the longest waiting first."""
    found = await rows(
        _CHANGE + " WHERE p.state = 'waiting' ORDER BY p.proposed_at, p.id LIMIT $1 OFFSET $2", limit, offset
    )
    return [_change(one) for one in found]


async def waiting_count() -> int:
    """How many wait."""
    return int(await value("SELECT count(*) FROM proposed_change WHERE state = 'waiting'"))


async def waiting_for(asset_id: UUID) -> list[ChangeSeen]:
    """What waits for one listing, the longest waiting first."""
    found = await rows(_CHANGE + " WHERE a.id = $1 AND p.state = 'waiting' ORDER BY p.proposed_at, p.id", asset_id)
    return [_change(one) for one in found]


async def proposed(change_id: UUID) -> ChangeSeen:
    """One change, decided or not; `NotFound` when there is none."""
    found = await row(_CHANGE + " WHERE p.id = $1", change_id)
    if found is None:
        raise NotFound
    return _change(found)


async def proposed_by(reply_to: str) -> list[ChangeSeen]:
    """What somebody asked for, by where they hear of it, the latest first."""
    found = await rows(_CHANGE + " WHERE p.reply_to = $1 ORDER BY p.proposed_at DESC, p.id LIMIT 100", reply_to)
    return [_change(one) for one in found]


async def own_waiting(asset_id: UUID, reply_to: str) -> ChangeSeen | None:
    """What the same person already asked of this listing and nobody has decided."""
    found = await row(
        _CHANGE + " WHERE a.id = $1 AND p.reply_to = $2 AND p.state = 'waiting' ORDER BY p.proposed_at DESC LIMIT 1",
        asset_id,
        reply_to,
    )
    return _change(found) if found else None


def _change(found: dict[str, Any]) -> ChangeSeen:
    told = dict(found)
    return ChangeSeen(
        asset_id=told.pop("asset"),
        organisation_id=told.pop("organisation"),
        **{
            **told,
            "listing": from_json(json.loads(told["listing"])),
            "fields": tuple(told["fields"]),
            "source": Provenance(told["source"]),
        },
    )
