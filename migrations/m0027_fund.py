"""What is awarded never exceeds the pot, and what is paid never exceeds the award, whatever wrote the row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0027_fund"
VERSION = "1.38.0"
DESCRIPTION = "Awards stay within their pot, payments within their award; payments stay as they are"

STATEMENTS = (
    "CREATE SEQUENCE fund_reference",
    "CREATE INDEX fund_application_by_email ON fund_application (lower(email)) WHERE email <> ''",
    # The row of the pot is locked, so that of two at the same moment the second sees what the first took.
    """
    CREATE FUNCTION refuse_award_beyond_pot() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        the_pot fund_pot%ROWTYPE;
        others bigint;
        out_now bigint;
    BEGIN
        SELECT p.* INTO the_pot FROM fund_pot p JOIN fund_application a ON a.pot = p.id
        WHERE a.id = NEW.application FOR UPDATE OF p;
        SELECT coalesce(sum(d.pence - d.released_pence), 0) INTO others
        FROM fund_decision d JOIN fund_application a ON a.id = d.application
        WHERE a.pot = the_pot.id AND d.id <> NEW.id;
        IF others + NEW.pence - NEW.released_pence > the_pot.pence THEN
            RAISE EXCEPTION 'an award beyond what is left in the pot' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.pence > the_pot.most_pence AND (TG_OP = 'INSERT' OR NEW.pence <> OLD.pence) THEN
            RAISE EXCEPTION 'an award beyond the most for one' USING ERRCODE = 'check_violation';
        END IF;
        SELECT coalesce(sum(y.pence), 0) INTO out_now FROM fund_payment y WHERE y.application = NEW.application;
        IF out_now > NEW.pence - NEW.released_pence THEN
            RAISE EXCEPTION 'an award below what is paid' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER fund_decision_within_pot BEFORE INSERT OR UPDATE ON fund_decision
    FOR EACH ROW EXECUTE FUNCTION refuse_award_beyond_pot()
    """,
    """
    CREATE FUNCTION refuse_pot_below_awards() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.pence < (
            SELECT coalesce(sum(d.pence - d.released_pence), 0)
            FROM fund_decision d JOIN fund_application a ON a.id = d.application WHERE a.pot = NEW.id
        ) THEN
            RAISE EXCEPTION 'a pot below what is awarded from it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER fund_pot_above_awards BEFORE UPDATE OF pence ON fund_pot
    FOR EACH ROW EXECUTE FUNCTION refuse_pot_below_awards()
    """,
    """
    CREATE FUNCTION refuse_another_pot() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.pot <> OLD.pot AND EXISTS (SELECT FROM fund_decision d WHERE d.application = NEW.id) THEN
            RAISE EXCEPTION 'a decided application stays with its pot' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER fund_application_keeps_pot BEFORE UPDATE OF pot ON fund_application
    FOR EACH ROW EXECUTE FUNCTION refuse_another_pot()
    """,
    """
    CREATE FUNCTION refuse_payment_beyond_award() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        most bigint;
        out_now bigint;
    BEGIN
        SELECT d.pence - d.released_pence INTO most FROM fund_decision d
        WHERE d.application = NEW.application FOR UPDATE;
        SELECT coalesce(sum(y.pence), 0) + NEW.pence INTO out_now
        FROM fund_payment y WHERE y.application = NEW.application;
        IF out_now > coalesce(most, 0) OR out_now < 0 THEN
            RAISE EXCEPTION 'paid or returned beyond the award' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER fund_payment_within_award BEFORE INSERT ON fund_payment
    FOR EACH ROW EXECUTE FUNCTION refuse_payment_beyond_award()
    """,
    """
    CREATE FUNCTION refuse_payment_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a payment stays as it was noted; money that came back is a row of its own';
    END $$
    """,
    """
    CREATE TRIGGER fund_payment_is_kept BEFORE UPDATE OR DELETE ON fund_payment
    FOR EACH ROW EXECUTE FUNCTION refuse_payment_change()
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
