"""One keeping of a listing for each address, and one claim that waits: the database is the last word on both."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0013_owners"
VERSION = "1.38.0"
DESCRIPTION = "One keeping of a listing for each address, and one claim that waits"

STATEMENTS = (
    """
    CREATE UNIQUE INDEX keeper_once ON keeper (email, coalesce(asset, organisation))
    WHERE ended_at IS NULL AND email <> ''
    """,
    "CREATE UNIQUE INDEX keeper_claim_one_waiting ON keeper_claim (asset, email) WHERE state = 'waiting'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
