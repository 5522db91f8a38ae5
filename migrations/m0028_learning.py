"""Nobody is in one run twice, and what runs and registers are read by is indexed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0028_learning"
VERSION = "1.38.0"
DESCRIPTION = "Nobody is in one run of a course twice"

_ACTIVE = "state IN ('booked', 'offered', 'waiting')"

STATEMENTS = (
    f"CREATE UNIQUE INDEX booking_person_once ON booking (run, person) WHERE {_ACTIVE} AND person IS NOT NULL",
    f"CREATE UNIQUE INDEX booking_staff_once ON booking (run, staff_user) WHERE {_ACTIVE} AND staff_user IS NOT NULL",
    f"CREATE UNIQUE INDEX booking_member_once ON booking (run, member) WHERE {_ACTIVE} AND member IS NOT NULL",
    f"""
    CREATE UNIQUE INDEX booking_address_once ON booking (run, lower(email))
    WHERE {_ACTIVE} AND email <> '' AND person IS NULL AND staff_user IS NULL AND member IS NULL
    """,
    "CREATE INDEX booking_offered ON booking (offered_until) WHERE state = 'offered'",
    "CREATE INDEX booking_to_ring ON booking (run) WHERE to_tell <> ''",
    "CREATE INDEX course_of_asset ON course (asset) WHERE asset IS NOT NULL",
    "CREATE INDEX nomination_item ON nomination (item) WHERE item IS NOT NULL",
    # A certificate says that somebody came: where nobody has a place, nobody has one.
    """
    CREATE FUNCTION certificate_needs_completion() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM booking WHERE id = NEW.booking AND completed_on IS NOT NULL AND state = 'booked') THEN
            RAISE EXCEPTION 'a certificate is for somebody who completed the course';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER certificate_needs_completion BEFORE INSERT ON certificate
    FOR EACH ROW EXECUTE FUNCTION certificate_needs_completion()
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
