"""A person has at most one open journey: the database is the last word on it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0003_journeys"
VERSION = "1.38.0"
DESCRIPTION = "One open journey for each person"

STATEMENTS = (
    "CREATE UNIQUE INDEX journey_one_open ON journey (person) WHERE closed_at IS NULL",
    "CREATE INDEX journey_open_in_area ON journey (area) WHERE closed_at IS NULL",
    "CREATE UNIQUE INDEX score_first_of_its_turn ON score (journey, instrument, sequence) WHERE replaces IS NULL",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
