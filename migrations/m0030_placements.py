"""Whoever is kept apart stays apart, a person has one befriender at a time, and the rota is found by its days."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0030_placements"
VERSION = "1.38.0"
DESCRIPTION = "Do-not-match, one befriender at a time, and the rota by day"

STATEMENTS = (
    # One person may have several records that a coach found to be one: what holds for one of them holds for all.
    """
    CREATE FUNCTION records_of_person(one uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        WITH RECURSIVE same AS (
            SELECT one AS person
            UNION
            SELECT CASE WHEN s.person = same.person THEN s.other ELSE s.person END
            FROM same JOIN same_person s ON (s.person = same.person OR s.other = same.person)
            WHERE s.same AND s.undone_at IS NULL
        )
        SELECT person FROM same
    $$
    """,
    # Somebody who came by way of Live Well is never matched with themself either.
    """
    CREATE FUNCTION kept_apart(volunteer_id uuid, person_id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM do_not_match d
            WHERE d.volunteer = volunteer_id AND d.ended_at IS NULL AND d.person IN (SELECT records_of_person(person_id))
        ) OR EXISTS (
            SELECT 1 FROM volunteer v
            WHERE v.id = volunteer_id AND v.person IN (SELECT records_of_person(person_id))
        )
    $$
    """,
    """
    CREATE FUNCTION refuse_match_kept_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM befriender_asked a JOIN journey j ON j.id = a.journey
            WHERE a.id = NEW.asked AND kept_apart(NEW.volunteer, j.person)
        ) THEN
            RAISE EXCEPTION 'these two are not matched'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_is_not_kept_apart';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER placement_begins_apart BEFORE INSERT ON placement
    FOR EACH ROW WHEN (NEW.asked IS NOT NULL AND NEW.state IN ('proposed', 'active', 'stopped'))
    EXECUTE FUNCTION refuse_match_kept_apart()
    """,
    """
    CREATE TRIGGER placement_stays_apart BEFORE UPDATE ON placement
    FOR EACH ROW WHEN (
        NEW.asked IS NOT NULL AND NEW.state IN ('proposed', 'active')
        AND (OLD.state <> NEW.state OR OLD.volunteer <> NEW.volunteer OR OLD.asked IS DISTINCT FROM NEW.asked)
    ) EXECUTE FUNCTION refuse_match_kept_apart()
    """,
    """
    CREATE UNIQUE INDEX one_befriender_at_a_time ON placement (asked)
    WHERE asked IS NOT NULL AND state IN ('proposed', 'active', 'stopped')
    """,
    """
    CREATE UNIQUE INDEX one_request_at_a_time ON befriender_asked (journey) WHERE state IN ('open', 'matched')
    """,
    """
    CREATE INDEX shift_someone_is_out ON shift (ends_at)
    WHERE alone AND state IN ('taken', 'swap') AND alert_settled_at IS NULL
    """,
    "CREATE UNIQUE INDEX each_service_thanked_once ON volunteer_thanks (volunteer, years) WHERE kind = 'service'",
    "CREATE INDEX volunteer_hours_by_day ON volunteer_hours (given_on, volunteer) WHERE struck_at IS NULL",
    "CREATE INDEX same_person_by_other ON same_person (other) WHERE same AND undone_at IS NULL",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
