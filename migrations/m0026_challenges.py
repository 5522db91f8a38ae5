"""What a closed vote, a secret ballot and an agreed charter promise, held by the database whatever writes to it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0026_challenges"
VERSION = "1.38.0"
DESCRIPTION = "Closed votes stay as they are, secret ballots say not who, and a thing is before the forum once"

STATEMENTS = (
    """
    CREATE FUNCTION refuse_once_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM forum_vote WHERE closed_at IS NOT NULL
                    AND (TG_OP <> 'DELETE' AND id = NEW.vote OR TG_OP <> 'INSERT' AND id = OLD.vote)) THEN
            RAISE EXCEPTION 'This vote is closed: what came out never changes.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END
    $$
    """,
    *(
        f"CREATE TRIGGER {table}_is_kept_once_closed BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_once_closed()"
        for table in ("ballot", "voted", "vote_option")
    ),
    (
        "CREATE TRIGGER closed_vote_is_kept BEFORE UPDATE OR DELETE ON forum_vote "
        "FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    ),
    """
    CREATE FUNCTION keep_ballot_secret() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.member IS NOT NULL AND (SELECT secret FROM forum_vote WHERE id = NEW.vote) THEN
            RAISE EXCEPTION 'A secret ballot says not who.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    (
        "CREATE TRIGGER ballot_is_secret BEFORE INSERT OR UPDATE ON ballot "
        "FOR EACH ROW EXECUTE FUNCTION keep_ballot_secret()"
    ),
    (
        "CREATE TRIGGER agreed_charter_is_kept BEFORE UPDATE OR DELETE ON charter "
        "FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION refuse_change()"
    ),
    "CREATE UNIQUE INDEX before_the_forum_once ON put_to_forum (subject) WHERE state = 'put'",
    "CREATE UNIQUE INDEX one_charter_being_written ON charter ((true)) WHERE state <> 'approved'",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
