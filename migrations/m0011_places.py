"""Finding a place by a name that is nearly right, and a ward by the rectangle around it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0011_places"
VERSION = "1.38.0"
DESCRIPTION = "Places are found by name and wards by point"

STATEMENTS = (
    "CREATE INDEX place_name_by_likeness ON place_name USING gin (plain_name gin_trgm_ops)",
    "CREATE INDEX place_name_by_beginning ON place_name (plain_name text_pattern_ops)",
    "CREATE INDEX ward_by_rectangle ON ward USING gist (box(point(west, south), point(east, north)))",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
