"""
Finding assets by words, distance and time: a text search of English without accents, a point on the National Grid,
and times as ranges.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute

ID = "m0010_finding_assets"
VERSION = "1.38.0"
DESCRIPTION = "Assets are found by words, by distance and by when"

STATEMENTS = (
    "CREATE TEXT SEARCH CONFIGURATION livewell (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION livewell ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem",
    # Minutes of the week are London wall time from Monday 00:00; dated times are instants.
    """
    ALTER TABLE search_row
        ADD COLUMN words tsvector NOT NULL DEFAULT '',
        ADD COLUMN every_week int4multirange NOT NULL DEFAULT '{}',
        ADD COLUMN some_weeks int4multirange NOT NULL DEFAULT '{}',
        ADD COLUMN dated tstzmultirange NOT NULL DEFAULT '{}',
        ADD COLUMN found_at int4[] NOT NULL DEFAULT '{}'
    """,
    # Words, squares of the map, times of the week and areas meet in one index: see rules/found_at.py.
    "CREATE INDEX search_row_by_words ON search_row USING gin (words, found_at)",
    """
    CREATE INDEX search_row_by_place ON search_row USING gist (point(easting::float8, northing::float8))
    WHERE easting IS NOT NULL
    """,
    "CREATE INDEX search_row_by_next ON search_row (next_at)",
    "CREATE INDEX search_row_to_make_again ON search_row (good_until)",
    # A box on the grid around a drawn area: which areas may hold a point, before shapely says which do.
    "ALTER TABLE service_area ADD COLUMN around box",
    "CREATE INDEX service_area_by_place ON service_area USING gist (around) WHERE around IS NOT NULL",
    "CREATE INDEX word_like ON word USING gin (word gin_trgm_ops)",
    "CREATE INDEX word_beginning ON word (word text_pattern_ops)",
    "CREATE INDEX asset_by_name ON asset USING gin (name gin_trgm_ops)",
    "CREATE INDEX asset_shown ON asset (id) WHERE published AND merged_into IS NULL",
    "CREATE UNIQUE INDEX listing_version_once ON listing_version (asset, number)",
    "CREATE TRIGGER version_is_kept BEFORE UPDATE OR DELETE ON listing_version FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER assurance_is_kept BEFORE UPDATE OR DELETE ON assurance FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    """
    CREATE VIEW asset_in_short AS
    SELECT a.*, coalesce(o.name, '') AS organisation_name, coalesce(o.sector, '') AS sector,
           coalesce(l.name, '') AS place_name, coalesce(l.address, '') AS place_address, coalesce(l.town, '') AS town,
           coalesce(l.postcode, '') AS postcode, l.easting, l.northing, l.latitude, l.longitude, coalesce(l.ward, '') AS ward,
           coalesce(l.features, '{}') AS place_features, coalesce(l.getting_there, '') AS getting_there,
           CASE WHEN l.id IS NULL THEN '' ELSE al.meeting_point END AS meeting_point,
           coalesce(c.name, '') AS contact_name, coalesce(c.phone, '') AS contact_phone,
           coalesce(c.email, '') AS contact_email,
           (SELECT json_agg(json_build_object('option', k.option, 'amount', k.amount::text, 'words', k.words)
                            ORDER BY k.position, k.id) FROM cost_option AS k WHERE k.asset = a.id) AS costs
    FROM asset AS a
    LEFT JOIN organisation AS o ON o.id = a.organisation
    LEFT JOIN LATERAL (
        SELECT * FROM asset_at_location WHERE asset_at_location.asset = a.id ORDER BY position, id LIMIT 1
    ) AS al ON true
    LEFT JOIN location AS l ON l.id = al.location AND NOT l.hidden
    LEFT JOIN LATERAL (
        SELECT * FROM contact WHERE contact.asset = a.id AND contact.shown ORDER BY position, id LIMIT 1
    ) AS c ON true
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
