"""One open sign of each kind for a group, one lead at a time, and what its pages look for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0029_groups"
VERSION = "1.38.0"
DESCRIPTION = "A sign about a group is raised once while it is open"

STATEMENTS = (
    "CREATE UNIQUE INDEX group_alert_once ON group_alert (community_group, kind) WHERE settled_at IS NULL",
    "CREATE UNIQUE INDEX group_lead_once ON group_lead (community_group) WHERE until_on IS NULL",
    "CREATE INDEX programme_entry_coming ON programme_entry (community_group, happens_on) WHERE cancelled_why = ''",
    "CREATE INDEX group_input_of ON group_input (community_group, given_on) WHERE struck_at IS NULL",
    "CREATE INDEX outreach_lead_open ON outreach_lead (outreach) WHERE settled_on IS NULL",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
