"""The difficult situations that a new Live Well has headings for: drafts that nobody has approved, with no clinical steps."""

import json
from dataclasses import asdict

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.crisis.rules.first_pathways import FIRST_PATHWAYS
from livewell.kit.db import execute

ID = "m0022_pathways"
VERSION = "1.38.0"
DESCRIPTION = "The headings of pathways for difficult situations"


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for one in FIRST_PATHWAYS:
            await execute(
                """
                INSERT INTO pathway (id, key, title, trigger, external_author, kind, urgent, steps, contacts, state,
                                     approved_as, version)
                VALUES ($1, $2, $3, $4, '', $5, $6, $7::jsonb, $8::jsonb, 'draft', '', 1)
                ON CONFLICT (id) DO NOTHING
                """,
                one.id,
                one.key,
                one.title,
                one.trigger,
                one.kind.value,
                one.urgent,
                json.dumps([asdict(step) for step in one.steps]),
                json.dumps([asdict(contact) for contact in one.contacts]),
            )

    manager.add_raw(run)
    return manager
