"""Making again what searches look at: by hand, and by the clock as times pass and trust ages."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from livewell.assets.actions import indexing
from livewell.kit import clock
from livewell.kit.db import rows, value

AHEAD = timedelta(days=60)
"""Search rows always know of the times of at least these days to come."""

_MOST_AT_ONCE = 5000


async def make_search_rows(asset_ids: Iterable[UUID]) -> int:
    """Make the search rows of these assets again; gives how many assets there were."""
    return await indexing.make_again(list(asset_ids))


async def make_all_search_rows(progress: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """Make every search row again, in batches, telling `progress` (done, of how many); gives how many assets."""
    return await indexing.make_all_again(progress)


async def refresh_search_rows() -> int:
    """
    Make again the rows whose next time has passed, or which know too little of the time ahead; gives how many assets.

    What has a next time is made again after it, and everything within a month: trust fades as slowly as that.
    """
    found = await rows(
        "SELECT DISTINCT asset FROM search_row WHERE next_at <= $1 OR good_until < $2 LIMIT $3",
        clock.now(),
        clock.today() + AHEAD,
        _MOST_AT_ONCE,
    )
    return await make_search_rows(one["asset"] for one in found) if found else 0


async def search_rows_out_of_step() -> int:
    """
    How many assets have search rows that are not as they should be: none where there should be, some where there
    should not, or at a place where the asset is not. Zero, always.
    """
    return int(
        await value(
            """
            WITH wanted AS (
                SELECT a.id AS asset, coalesce(al.id, a.id) AS id,
                       CASE WHEN l.hidden THEN NULL ELSE l.easting END AS easting
                FROM asset AS a LEFT JOIN asset_at_location AS al ON al.asset = a.id
                LEFT JOIN location AS l ON l.id = al.location
                WHERE a.published AND a.merged_into IS NULL AND a.running IN ('active', 'temporarily closed')
            )
            SELECT count(DISTINCT coalesce(w.asset, s.asset)) FROM wanted AS w
            FULL JOIN search_row AS s ON s.id = w.id AND s.asset = w.asset
            LEFT JOIN asset AS a ON a.id = s.asset
            WHERE w.id IS NULL OR s.id IS NULL OR s.easting IS DISTINCT FROM w.easting OR s.trust <> a.trust
            """
        )
    )
