"""How much a listing is used: counted by month as people are connected with it, without naming anybody."""

from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.kit import clock
from livewell.kit.dates import london_day
from livewell.kit.db import execute, rows, transaction
from livewell.kit.news import Heard
from livewell.upkeep.rules.freshness import first_month_counted, first_of_month


async def note_use(heard: Heard) -> None:
    """Somebody was connected with something: one more in that month, and what its listing says of its use."""
    asset = UUID(str(heard.details["asset"]))
    async with transaction():
        await execute(
            """
            INSERT INTO asset_use AS so_far (id, asset, month, times) VALUES ($1, $2, $3, 1)
            ON CONFLICT (asset, month) DO UPDATE SET times = so_far.times + 1
            """,
            uuid4(),
            asset,
            first_of_month(london_day(heard.happened_at)),
        )
        await _count(asset)


async def count_again() -> int:
    """Count the use of those listings whose number has changed because a month went by; gives how many there were."""
    changed = await _counted(None)
    for asset, used in changed:
        async with transaction():
            await assets.note_standing(asset, used=used)
    return len(changed)


async def _count(asset: UUID) -> None:
    for counted, used in await _counted(asset):
        await assets.note_standing(counted, used=used)


async def _counted(asset: UUID | None) -> list[tuple[UUID, int]]:
    """Whose number is not what the months say, and what they say; use of a merged listing is that of the one kept."""
    found = await rows(
        """
        WITH counted AS (
            SELECT coalesce(x.merged_into, x.id) AS id, coalesce(sum(u.times) FILTER (WHERE u.month >= $1), 0)::int AS used
            FROM asset_use u JOIN asset x ON x.id = u.asset
            WHERE $2::uuid IS NULL OR coalesce(x.merged_into, x.id) =
                  (SELECT coalesce(merged_into, id) FROM asset WHERE id = $2)
            GROUP BY 1
        )
        SELECT counted.id, counted.used FROM counted JOIN asset a ON a.id = counted.id WHERE a.used <> counted.used
        """,
        first_month_counted(clock.today()),
        asset,
    )
    return [(one["id"], one["used"]) for one in found]
