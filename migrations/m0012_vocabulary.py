"""The needs and activities that a new Live Well begins with; staff change them, and what they change stays changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.assets.rules.first_words import first_words
from livewell.kit import clock
from livewell.kit.db import execute

ID = "m0012_vocabulary"
VERSION = "1.38.0"
DESCRIPTION = "A vocabulary of needs and activities"


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for term in first_words():
            await execute(
                """
                INSERT INTO term (id, code, taxonomy, name, what, parent, synonyms, retired, changed_at, version)
                VALUES ($1, $2, $3, $4, '', $5, $6, false, $7, 1) ON CONFLICT (id) DO NOTHING
                """,
                term.id,
                term.code,
                term.taxonomy.value,
                term.name,
                term.parent,
                list(term.synonyms),
                clock.now(),
            )

    manager.add_raw(run)
    return manager
