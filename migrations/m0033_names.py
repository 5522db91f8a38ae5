"""People are found by their names without reading every record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0033_names"
VERSION = "1.38.0"
DESCRIPTION = "An index of people by the words of their names"

STATEMENTS = (
    # An index is built without a search path: everything is said with its schema, the dictionary of unaccent() too.
    """
    CREATE FUNCTION plain_words(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
        SELECT lower(public.unaccent('public.unaccent'::regdictionary, words))
    $$
    """,
    """
    CREATE FUNCTION names_of_person(first_name text, preferred_name text, family_name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
        SELECT public.plain_words(' ' || first_name || ' ' || preferred_name || ' ' || family_name)
    $$
    """,
    """
    CREATE INDEX person_names ON person
    USING gin (names_of_person(first_name, preferred_name, family_name) gin_trgm_ops)
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
