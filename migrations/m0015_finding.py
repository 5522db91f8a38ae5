"""What reaches people where they are is found by the areas it covers; a listing is in a collection once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0015_finding"
VERSION = "1.38.0"
DESCRIPTION = "What comes to people is found by area, the best assured first"

# The bits of Delivery: 2 online, 4 by telephone. What says no area and needs none, or covers everywhere, is found in the
# order of trust; what comes to an area by the mark of that area.
STATEMENTS = (
    """
    CREATE INDEX search_row_everywhere ON search_row (trust DESC, id)
    WHERE '*' = ANY (covers) OR (covers = '{}' AND delivery & 6 <> 0)
    """,
    "CREATE INDEX search_row_by_trust ON search_row (trust DESC, id)",
    "CREATE INDEX asset_by_beginning ON asset (lower(name)) WHERE published AND merged_into IS NULL",
    # 11 is the place of crisis and urgent support in AssetKind.
    "CREATE INDEX search_row_urgent ON search_row (trust DESC, id) WHERE kind = 11",
    "CREATE UNIQUE INDEX collection_item_once ON collection_item (collection, asset)",
    'CREATE UNIQUE INDEX unmet_search_once ON unmet_search ("on", ward, need, activity, kind, way, "when")',
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
