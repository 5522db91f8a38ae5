"""What is here already when a feed comes: its services, identifiers that are taken, and places."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from livewell.assets.rules import Feature
from livewell.assets.rules.listing import Venue
from livewell.kit.db import rows

A_BATCH = 1_000


@dataclass(frozen=True)
class Known:
    """A service of a feed that was brought in before; one that comes the same again has no fields."""

    id: UUID
    asset: UUID
    came_as: str
    _fields: str

    @property
    def fields(self) -> dict[str, Any]:
        """The listing as it last came; it is read only where something has changed since."""
        found: dict[str, Any] = json.loads(self._fields)
        return found


async def known_services(feed: UUID, marks: Mapping[str, str]) -> dict[str, Known]:
    """
    Those of these services that were brought in before, by what the feed calls them.

    `marks` says as what each comes now: what it was is only fetched for one that comes differently.
    """
    found = await rows(
        """
        SELECT i.id, now.source_id, i.asset, i.came_as, CASE WHEN i.came_as <> now.mark THEN i.fields END AS fields
        FROM unnest($2::text[], $3::text[]) AS now(source_id, mark) CROSS JOIN LATERAL (
            -- Each by itself, or all that a feed has brought is read once more for every batch of it.
            SELECT id, asset, came_as, fields FROM imported_service
            WHERE feed = $1 AND source_id = now.source_id LIMIT 1
        ) AS i
        """,
        feed,
        list(marks),
        list(marks.values()),
    )
    return {one["source_id"]: Known(one["id"], one["asset"], one["came_as"], one["fields"] or "{}") for one in found}


async def still_there(feed: UUID) -> AsyncIterator[tuple[str, UUID, str]]:
    """What a feed calls each service of it that was there when it was last read, its listing here and that one's name."""
    after = UUID(int=0)
    while found := await rows(
        """
        SELECT i.id, i.source_id, i.asset, a.name FROM imported_service AS i JOIN asset AS a ON a.id = i.asset
        WHERE i.feed = $1 AND i.gone_at IS NULL AND i.id > $2 ORDER BY i.id LIMIT $3
        """,
        feed,
        after,
        A_BATCH,
    ):
        for one in found:
            yield one["source_id"], one["asset"], one["name"]
        after = found[-1]["id"]


async def taken(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these identifiers that a listing has already."""
    return {one["id"] for one in await rows("SELECT id FROM asset WHERE id = ANY($1::uuid[])", list(ids))}


async def places_here(ids: Iterable[UUID], feed: UUID) -> dict[UUID, Venue | None]:
    """
    Those of these places that are here, as they are here; None for one that no listing of this feed is at.

    Such a place is somebody else's, and only its identifier is the same.
    """
    found = await rows(
        """
        SELECT l.*, EXISTS (
            SELECT FROM asset_at_location AS al JOIN imported_service AS i ON i.asset = al.asset
            WHERE al.location = l.id AND i.feed = $2
        ) AS of_this_feed
        FROM location AS l WHERE l.id = ANY($1::uuid[])
        """,
        list(ids),
        feed,
    )
    return {one["id"]: _venue(one) if one["of_this_feed"] else None for one in found}


def _venue(one: dict[str, Any]) -> Venue:
    plain = ("name", "address", "town", "county", "postcode", "uprn", "access", "access_url", "getting_there", "hidden")
    point = (one["easting"], one["northing"], one["latitude"], one["longitude"])
    return Venue(
        location=one["id"],
        point=None if one["easting"] is None else point,
        features=tuple(Feature(code) for code in one["features"]),
        **{name: one[name] for name in plain},
    )
