"""What was recorded of a listing that was merged into another is found with it; comments are found by their listing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0016_gatherings"
VERSION = "1.38.0"
DESCRIPTION = "Merged listings by the one that was kept, and comments that are shown"

STATEMENTS = (
    "CREATE INDEX asset_merged ON asset (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX asset_comment_shown ON asset_comment (asset, said_at DESC) WHERE state = 'approved'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
