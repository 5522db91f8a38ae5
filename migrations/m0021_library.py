"""The library is found by its words, and what was published once is never changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0021_library"
VERSION = "1.38.0"
DESCRIPTION = "The library is found by words; a published version stays as it is"

STATEMENTS = (
    # `said` holds the words of the title and of the tags, one space between each: what was typed amiss is compared with them.
    """
    ALTER TABLE library_item
        ADD COLUMN words tsvector NOT NULL DEFAULT '',
        ADD COLUMN said text NOT NULL DEFAULT ''
    """,
    "CREATE INDEX library_item_by_words ON library_item USING gin (words)",
    "CREATE INDEX library_item_due ON library_item (review_on) WHERE state = 'published'",
    "CREATE INDEX library_opinion_unread ON library_opinion (said_at) WHERE seen_at IS NULL AND words <> ''",
    """
    CREATE FUNCTION refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.approved_at IS NOT NULL THEN
            RAISE EXCEPTION 'a published version is never changed';
        END IF;
        RETURN coalesce(NEW, OLD);
    END $$
    """,
    """
    CREATE TRIGGER library_version_is_kept BEFORE UPDATE OR DELETE ON library_version
    FOR EACH ROW EXECUTE FUNCTION refuse_published_change()
    """,
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
