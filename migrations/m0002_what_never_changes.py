"""Extensions, the triggers that keep events and openings as they were written, and the worker's index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0002_what_never_changes"
VERSION = "1.38.0"
DESCRIPTION = "Extensions, and the tables that nobody may rewrite"

STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch",
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'Rows of % are never changed and never deleted.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    "CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER event_is_not_emptied BEFORE TRUNCATE ON event EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER opening_is_kept BEFORE UPDATE OR DELETE ON opening FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER opening_is_not_emptied BEFORE TRUNCATE ON opening EXECUTE FUNCTION refuse_change()",
    "CREATE SEQUENCE event_told_in OWNED BY event.told_in",
    "ALTER TABLE event ALTER COLUMN told_in SET DEFAULT nextval('event_told_in')",
    # Counts of tries may be forgotten in a crash; nobody waits for the disk on every public page.
    "ALTER TABLE rate_limit SET UNLOGGED",
    "CREATE INDEX delivery_waiting ON delivery (due_at) WHERE heard_at IS NULL AND given_up_at IS NULL",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
