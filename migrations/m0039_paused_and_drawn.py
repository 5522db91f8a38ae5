"""What is paused has no times to go to, and what has an area drawn on a map is not for everybody: searches know both."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0039_paused_and_drawn"
VERSION = "1.38.0"
DESCRIPTION = "What searches know of paused listings and of drawn areas is made again"


async def forwards() -> MigrationManager:
    """What Piccolo runs. The worker makes rows again that are good until a day that is past."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        await execute(
            """
            UPDATE search_row SET good_until = '2000-01-01' WHERE asset IN (
                SELECT id FROM asset WHERE running = 'temporarily closed'
                UNION ALL SELECT asset FROM service_area WHERE polygon IS NOT NULL
            )
            """
        )

    manager.add_raw(run)
    return manager
