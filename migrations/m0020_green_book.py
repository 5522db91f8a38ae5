"""The Green Book that a new Live Well begins with. Later templates are made in it, and approved by its forum."""

import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.greenbook.rules import FIRST_LEAVES, FIRST_NAME, FIRST_TEMPLATE
from livewell.kit import clock
from livewell.kit.db import execute

ID = "m0020_green_book"
VERSION = "1.38.0"
DESCRIPTION = "The first template of the Green Book, and that an approved one never changes"

STATEMENTS = (
    """
    CREATE TRIGGER approved_template_is_kept BEFORE UPDATE OR DELETE ON book_template
        FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION refuse_change()
    """,
    # A page that nobody could say who may read must not be.
    "ALTER TABLE book_page ADD CONSTRAINT book_page_sharing CHECK (sharing IN ('me', 'worker', 'gp'))",
    "ALTER TABLE book_page ADD CONSTRAINT book_page_out_is_private CHECK (removed_at IS NULL OR sharing = 'me')",
    "CREATE INDEX book_page_for_the_practice ON book_page (book) WHERE sharing = 'gp'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        now = clock.now()
        await execute(
            """
            INSERT INTO book_template
                (id, name, leaves, state, change, made_at, approved_at, approved_how, version)
            VALUES ($1, $2, $3::jsonb, 'approved', '', $4, $4, 'It came with Live Well.', 1)
            ON CONFLICT (id) DO NOTHING
            """,
            FIRST_TEMPLATE,
            FIRST_NAME,
            json.dumps(FIRST_LEAVES),
            now,
        )
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
