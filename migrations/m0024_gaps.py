"""How many people miss something is counted in one place: a person once for each gap, however often they said it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0024_gaps"
VERSION = "1.38.0"
DESCRIPTION = "Who misses something is counted once"

STATEMENTS = (
    # A journey is one person; a voice without one is as many as were said. What was joined counts where it was joined to.
    """
    CREATE VIEW gap_counted AS
    SELECT each.gap, sum(each.people)::int AS people, sum(each.voices)::int AS voices, max(each.said_at) AS said_at
    FROM (
        SELECT coalesce(g.joined_to, g.id) AS gap, max(v.people) AS people, count(*) AS voices, max(v.said_at) AS said_at
        FROM gap_voice v JOIN gap g ON g.id = v.gap
        WHERE g.joined_to IS NULL OR g.state <> 'hidden'
        GROUP BY coalesce(g.joined_to, g.id), coalesce(v.journey, v.id)
    ) each
    GROUP BY each.gap
    """,
    "CREATE INDEX gap_voice_unread ON gap_voice (said_at) WHERE read_at IS NULL",
    "CREATE INDEX gap_voice_to_tell ON gap_voice (said_at) WHERE reply_to <> '' OR name <> ''",
    "CREATE INDEX gap_joined ON gap (joined_to) WHERE joined_to IS NOT NULL",
    "CREATE INDEX gap_going_on ON gap (coalesce(joined_to, id))",
    "CREATE INDEX gap_change_of ON gap_change (gap, changed_at)",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
