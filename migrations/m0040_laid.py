"""Rows of searches keep their place in the table, as on the map; and what is for everybody has an index of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0040_laid"
VERSION = "1.38.0"
DESCRIPTION = "Search rows are written again where they lie"


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        # `livewell index` lays the rows in the order of the map; without room they would move to the end, one by one.
        await execute("ALTER TABLE search_row SET (fillfactor = 80)")
        # What is for everybody is little, and asked for by every search by words.
        await execute(
            """
            CREATE INDEX search_row_for_everybody ON search_row USING gin (words, found_at)
            WHERE (easting IS NULL OR delivery & 14 <> 0)
                  AND ('*' = ANY (covers) OR (covers = '{}' AND delivery & 6 <> 0))
            """
        )

    manager.add_raw(run)
    return manager
