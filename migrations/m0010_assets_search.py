"""Finding assets by words and by distance: a text search of English without accents, and a point on the National Grid."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0010_assets_search"
VERSION = "1.38.0"
DESCRIPTION = "Assets are found by words and by distance"

STATEMENTS = (
    "CREATE TEXT SEARCH CONFIGURATION livewell (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION livewell ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem",
    "ALTER TABLE asset ADD COLUMN words tsvector NOT NULL DEFAULT ''",
    """
    CREATE FUNCTION asset_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words :=
            setweight(to_tsvector('livewell', NEW.name), 'A')
            || setweight(to_tsvector('livewell', concat_ws(' ',
                   NEW.kind, replace(array_to_string(NEW.ways, ' '), '_', ' '),
                   (SELECT organisation.name FROM organisation WHERE organisation.id = NEW.organisation))), 'B')
            || setweight(to_tsvector('livewell', NEW.what), 'C')
            || setweight(to_tsvector('livewell', concat_ws(' ',
                   NEW.who_for, NEW.place_name, NEW."when", NEW.access)), 'D');
        RETURN NEW;
    END
    $$
    """,
    "CREATE TRIGGER asset_words BEFORE INSERT OR UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION asset_keeps_its_words()",
    """
    CREATE FUNCTION organisation_tells_its_assets() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE asset SET name = name WHERE organisation = NEW.id;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER organisation_renamed AFTER UPDATE OF name ON organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION organisation_tells_its_assets()
    """,
    "UPDATE asset SET name = name",
    "CREATE INDEX asset_by_words ON asset USING gin (words)",
    """
    CREATE INDEX asset_by_place ON asset USING gist (point(easting::float8, northing::float8))
    WHERE easting IS NOT NULL
    """,
    "CREATE INDEX asset_by_name ON asset USING gin (name gin_trgm_ops)",
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await execute(statement)

    manager.add_raw(run)
    return manager
