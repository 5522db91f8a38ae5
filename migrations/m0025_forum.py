"""One record for each address of the forum, and one item at a time for each thing that was not done."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0025_forum"
VERSION = "1.38.0"
DESCRIPTION = "Addresses and overdue actions of the forum stand once"

STATEMENTS = (
    "CREATE UNIQUE INDEX forum_member_once ON forum_member (email) WHERE email <> '' AND state IN ('asked', 'member')",
    "CREATE UNIQUE INDEX agenda_item_of_action ON agenda_item (action) WHERE action IS NOT NULL AND state IN ('waiting', 'on')",
    "CREATE INDEX forum_action_overdue ON forum_action (due_on) WHERE state = 'open'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
