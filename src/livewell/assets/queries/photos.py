"""Photographs with their pixels."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.db import row
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class PhotoData:
    """A photograph to send. `shown` says whether everybody may see its listing."""

    data: bytes
    media_type: str
    shown: bool
    asset_id: UUID
    organisation_id: UUID | None


async def photo(photo_id: UUID, *, small: bool = False) -> PhotoData:
    """A photograph, or its small copy; `NotFound` when there is none."""
    found = await row(
        """
        SELECT CASE WHEN $2 THEN p.thumbnail ELSE p.data END AS data, p.media_type,
               a.published AND a.merged_into IS NULL AS shown, a.id AS asset_id,
               a.organisation AS organisation_id
        FROM photo AS p JOIN asset AS a ON a.id = p.asset WHERE p.id = $1
        """,
        photo_id,
        small,
    )
    if found is None:
        raise NotFound
    return PhotoData(**found)
