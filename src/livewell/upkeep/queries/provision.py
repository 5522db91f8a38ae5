"""What is offered more than once close together."""

from livewell.assets.rules import KIND_LABELS, AssetKind
from livewell.kit.db import rows
from livewell.upkeep.rules.provision import MuchAlike, Offered, much_alike


async def provision() -> list[MuchAlike]:
    """Activities, and kinds where no activity is named, that two listings or more of a ward offer within a mile."""
    found = await rows(
        """
        SELECT a.id, a.name, coalesce(w.name, 'In no ward we know') AS ward, l.easting, l.northing, a.kind,
               coalesce((SELECT array_agg(t.name ORDER BY t.name) FROM term t WHERE t.code = ANY(a.activities)), '{}')
                   AS activities
        FROM asset a JOIN asset_at_location al ON al.asset = a.id
        JOIN location l ON l.id = al.location AND l.easting IS NOT NULL
        LEFT JOIN ward w ON w.code = l.ward
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active'
        """
    )
    return much_alike(
        Offered(
            one["id"],
            one["name"],
            one["ward"],
            one["easting"],
            one["northing"],
            tuple(one["activities"]) or (KIND_LABELS[AssetKind(one["kind"])],),
        )
        for one in found
    )
