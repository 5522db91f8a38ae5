"""What waits for whoever serves the forum."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit.db import rows


@dataclass(frozen=True)
class WishToJoin:
    """Somebody who said on a visit that they would like to join."""

    id: UUID
    asset: UUID
    listing: str
    met: str
    wishes: str
    visited_on: date
    visitor: str


async def wishes_from_visits(one: UUID | None = None) -> list[WishToJoin]:
    """Who said on a visit that they would like to join and waits, the longest first; or `one` of them alone."""
    found = await rows(
        """
        SELECT f.id, v.asset, a.name AS listing, v.met, v.wishes, v.visited_on, s.name AS visitor
        FROM visit_follow_on f JOIN asset_visit v ON v.id = f.visit JOIN asset a ON a.id = v.asset
        JOIN staff_user s ON s.id = v.visitor
        WHERE f.kind = 'join_forum' AND f.done_at IS NULL AND ($1::uuid IS NULL OR f.id = $1)
        ORDER BY v.visited_on, f.id LIMIT 200
        """,
        one,
    )
    return [WishToJoin(**each) for each in found]


@dataclass(frozen=True)
class Keeper:
    """Somebody who keeps a listing and may be asked to join."""

    name: str
    email: str


async def keepers_of(asset_id: UUID) -> tuple[str, list[Keeper]]:
    """The name of a listing, and who keeps it and has an address; ("", []) when there is no such listing."""
    found = await rows(
        """
        SELECT a.name AS listing, coalesce(k.name, '') AS name, coalesce(k.email, '') AS email
        FROM asset a LEFT JOIN keeper k ON k.ended_at IS NULL AND (k.asset = a.id OR k.organisation = a.organisation)
        WHERE a.id = $1 ORDER BY k.approved_at
        """,
        asset_id,
    )
    listing = found[0]["listing"] if found else ""
    return listing, [Keeper(one["name"], one["email"]) for one in found if one["name"]]
