"""One open connection with the same asset, one introduction waiting, one visit a day: the database is the last word on each."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0004_connections"
VERSION = "1.38.0"
DESCRIPTION = "One open connection with the same asset, one introduction waiting, one visit a day"

STATEMENTS = (
    "CREATE UNIQUE INDEX connection_one_open ON connection (journey, asset) WHERE status <> 'ended'",
    "CREATE UNIQUE INDEX introduction_one_waiting ON introduction (journey) WHERE status = 'asked'",
    "CREATE UNIQUE INDEX visit_one_a_day ON visit (connection, went_on)",
    "CREATE INDEX safety_matter_unanswered ON safety_matter (due_at) WHERE status = 'raised'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
