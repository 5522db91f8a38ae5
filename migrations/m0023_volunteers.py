"""Nobody helps who is not recruited, checked and trained, whatever wrote the row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0023_volunteers"
VERSION = "1.38.0"
DESCRIPTION = "The gate for volunteers: placements, shifts and stages"

STATEMENTS = (
    # Actions say which day it is (`livewell.today`, for this transaction alone); for anybody else it is today in London.
    """
    CREATE FUNCTION london_today() RETURNS date LANGUAGE sql STABLE AS $$
        SELECT coalesce(
            nullif(current_setting('livewell.today', true), '')::date, (now() AT TIME ZONE 'Europe/London')::date
        )
    $$
    """,
    """
    CREATE FUNCTION check_level_order(level text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
        SELECT array_position(ARRAY['none', 'basic', 'standard', 'enhanced', 'enhanced_barred'], level)
    $$
    """,
    # What has been shown for a role, whatever the stage: volunteers/rules/gate.py says the same, and a test compares them.
    """
    CREATE FUNCTION volunteer_has_shown(volunteer_id uuid, role_id uuid, on_day date) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        SELECT coalesce((
            SELECT
                coalesce((
                    SELECT t.suits FROM volunteer_talk t
                    WHERE t.volunteer = volunteer_id AND t.suits IS NOT NULL AND t.held_on <= on_day
                    ORDER BY t.held_on DESC, t.noted_at DESC, t.id DESC LIMIT 1
                ), false)
                AND (
                    SELECT count(*) FROM volunteer_reference f
                    WHERE f.volunteer = volunteer_id AND f.state = 'answered' AND f.suits
                ) >= r.references_wanted
                AND (r.check_level = 'none' OR EXISTS (
                    SELECT 1 FROM volunteer_check c
                    WHERE c.volunteer = volunteer_id AND c.counts AND c.withdrawn_at IS NULL
                      AND check_level_order(c.level) >= check_level_order(r.check_level)
                      AND on_day BETWEEN c.certificate_on AND c.ends_on
                ))
                AND NOT EXISTS (
                    SELECT 1 FROM unnest(r.trainings) AS needed (topic)
                    WHERE NOT EXISTS (
                        SELECT 1 FROM volunteer_training d
                        WHERE d.volunteer = volunteer_id AND d.topic = needed.topic AND d.withdrawn_at IS NULL
                          AND d.done_on <= on_day AND (d.ends_on IS NULL OR on_day <= d.ends_on)
                    )
                )
            FROM volunteer_role r WHERE r.id = role_id
        ), false)
    $$
    """,
    """
    CREATE FUNCTION volunteer_ready(volunteer_id uuid, role_id uuid, on_day date) RETURNS boolean
    LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM volunteer v
            WHERE v.id = volunteer_id AND v.forgotten_at IS NULL AND v.stage NOT IN ('paused', 'left', 'declined')
        ) AND volunteer_has_shown(volunteer_id, role_id, on_day)
    $$
    """,
    """
    CREATE FUNCTION refuse_unready_placement() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT volunteer_ready(NEW.volunteer, NEW.role, london_today()) THEN
            RAISE EXCEPTION 'this volunteer is not recruited, checked and trained for this role'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_needs_a_ready_volunteer';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER placement_begins_ready BEFORE INSERT ON placement
    FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION refuse_unready_placement()
    """,
    """
    CREATE TRIGGER placement_becomes_ready BEFORE UPDATE ON placement
    FOR EACH ROW WHEN (
        NEW.state = 'active'
        AND (OLD.state <> 'active' OR NEW.volunteer <> OLD.volunteer OR NEW.role <> OLD.role)
    ) EXECUTE FUNCTION refuse_unready_placement()
    """,
    """
    CREATE FUNCTION refuse_unready_shift() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT volunteer_ready(NEW.volunteer, NEW.role, (NEW.starts_at AT TIME ZONE 'Europe/London')::date) THEN
            RAISE EXCEPTION 'this volunteer is not recruited, checked and trained for this role on that day'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_needs_a_ready_volunteer';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER shift_begins_ready BEFORE INSERT ON shift
    FOR EACH ROW WHEN (NEW.volunteer IS NOT NULL) EXECUTE FUNCTION refuse_unready_shift()
    """,
    # What is over is put right (missed, done, hours) whether or not somebody has left since.
    """
    CREATE TRIGGER shift_becomes_ready BEFORE UPDATE ON shift
    FOR EACH ROW WHEN (
        NEW.volunteer IS NOT NULL
        AND (
            NEW.volunteer IS DISTINCT FROM OLD.volunteer OR NEW.role <> OLD.role OR NEW.starts_at <> OLD.starts_at
            OR (NEW.state = 'taken' AND OLD.state NOT IN ('taken', 'swap'))
            OR (NEW.checked_in_at IS NOT NULL AND OLD.checked_in_at IS NULL)
        )
    ) EXECUTE FUNCTION refuse_unready_shift()
    """,
    """
    CREATE FUNCTION refuse_unready_stage() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM volunteer_wish w
            WHERE w.volunteer = NEW.id AND volunteer_has_shown(NEW.id, w.role, london_today())
        ) THEN
            RAISE EXCEPTION 'nobody is ready who is not recruited, checked and trained for a role they wish for'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'volunteer_is_ready_for_a_role';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER volunteer_begins_before_ready BEFORE INSERT ON volunteer
    FOR EACH ROW WHEN (NEW.stage IN ('ready', 'active')) EXECUTE FUNCTION refuse_unready_stage()
    """,
    """
    CREATE TRIGGER volunteer_becomes_ready BEFORE UPDATE ON volunteer
    FOR EACH ROW WHEN (NEW.stage IN ('ready', 'active') AND OLD.stage NOT IN ('ready', 'active'))
    EXECUTE FUNCTION refuse_unready_stage()
    """,
    "CREATE INDEX volunteer_by_name ON volunteer USING gin (lower(name) gin_trgm_ops)",
    "CREATE INDEX volunteer_check_that_counts ON volunteer_check (volunteer, ends_on) WHERE counts AND withdrawn_at IS NULL",
    "CREATE INDEX volunteer_training_that_counts ON volunteer_training (volunteer, topic, ends_on) WHERE withdrawn_at IS NULL",
    # One way in at a time for an address: whoever comes twice is one.
    "CREATE UNIQUE INDEX one_volunteer_for_an_address ON volunteer (email) WHERE email <> '' AND forgotten_at IS NULL",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
