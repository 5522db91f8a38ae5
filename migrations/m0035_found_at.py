"""The squares by which a search finds a row are smaller now, and what reaches an area is marked when it is well trusted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0035_found_at"
VERSION = "1.38.0"
DESCRIPTION = "What searches look at is made again"


async def forwards() -> MigrationManager:
    """What Piccolo runs. The worker makes rows again that are good until a day that is past, some thousands at a time."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        await execute("UPDATE search_row SET good_until = '2000-01-01'")

    manager.add_raw(run)
    return manager
