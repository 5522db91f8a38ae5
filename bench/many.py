"""Very many listings on real English postcodes, made in the database itself: the same ones every time."""

import random
from typing import Any

from livewell.kit import geo
from livewell.kit.db import DB, execute, rows, value

_SEED = 0.4711
_ACTIVITIES = (
    ("walk", "walking", "stroll"), ("choir", "singing", "song"), ("lunch", "meal", "cook"), ("garden", "allotment", "plants"),
    ("craft", "knitting", "sewing"), ("swim", "swimming", "pool"), ("chess", "cards", "games"), ("dance", "dancing", "music"),
    ("yoga", "stretch", "breathing"), ("books", "reading", "library"), ("computers", "tablet", "online"), ("art", "painting", "drawing"),
    ("cycling", "bike", "ride"), ("bowls", "green", "indoor"), ("friendship", "chat", "company"), ("carers", "caring", "respite"),
    ("memory", "dementia", "reminiscence"), ("debt", "money", "advice"), ("men", "shed", "woodwork"), ("toddlers", "parents", "play"),
)  # fmt: skip
_WORDS_OF_A_TEXT = 57
_TEXTS = 4000
_VOCABULARY = 6000
_AT_A_TIME = 50_000
_LONGEST = 1800
"""Seconds that one index may take."""
_FILLED = ("search_row", "asset", "asset_at_location", "location")


def _texts() -> list[str]:
    """Descriptions of 57 words in which a few words are everywhere and most are rare (Zipf)."""
    chance = random.Random(4711)
    letters = "bdfghklmnprstvz"
    words = [
        "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        for _ in range(_VOCABULARY)
    ]
    weights = [1 / (place + 10) for place in range(_VOCABULARY)]
    texts = []
    for number in range(_TEXTS):
        of = chance.choices(words, weights, k=_WORDS_OF_A_TEXT)
        of[3:3] = _ACTIVITIES[number % len(_ACTIVITIES)]
        texts.append(" ".join(of))
    return texts


async def need_postcodes() -> None:
    """Load every postcode of England, unless they are there."""
    if not await value("SELECT true FROM postcode LIMIT 1"):
        await geo.load()


async def make(count: int) -> None:
    """Replace every listing by `count` new ones, one in ten of them at no place, then analyse the tables."""
    await execute("TRUNCATE search_row, asset_at_location, asset, location, organisation, word CASCADE")
    await execute("SELECT setseed($1)", _SEED)
    await execute("DROP TABLE IF EXISTS bench_text")
    await execute(
        """
        CREATE UNLOGGED TABLE bench_text AS
        SELECT n, t AS text, setweight(to_tsvector('livewell', t), 'C') AS words
        FROM unnest($1::text[]) WITH ORDINALITY AS made(t, n)
        """,
        _texts(),
    )
    await execute("ALTER TABLE bench_text ADD PRIMARY KEY (n)")
    await execute(
        """
        INSERT INTO organisation (id, name, what, created_at, changed_at)
        SELECT md5('society ' || n)::uuid, 'Fictional Society ' || n, '', now(), now() FROM generate_series(0, $1::int) AS n
        """,
        max(count // 20, 1),
    )
    await execute("DROP TABLE IF EXISTS bench_place")
    await execute(
        """
        CREATE UNLOGGED TABLE bench_place AS
        SELECT n, row_number() OVER (ORDER BY n % 10 = 0, easting / 5000, northing / 5000) AS lies, postcode, easting, northing, latitude, longitude, district, gen_random_uuid() AS location,
               gen_random_uuid() AS asset, 1 + floor(random() * $2)::int AS text, random() AS a, random() AS b
        FROM (SELECT *, row_number() OVER () AS n FROM (SELECT * FROM postcode ORDER BY hashtext(postcode) LIMIT $1) AS picked) AS p
        ORDER BY n
        """,
        count,
        _TEXTS,
    )
    # Each index is made once at the end, which takes a fraction of the time of keeping it row by row.
    indexes = await _indexes()
    for one in indexes:
        await execute(f"DROP INDEX {one['name']}")
    for statement in (
        """
        INSERT INTO location (id, name, town, postcode, easting, northing, latitude, longitude, district, changed_at)
        SELECT location, 'The hall ' || n, 'Fictown', left(postcode, -3) || ' ' || right(postcode, 3), easting, northing,
               latitude, longitude, district, now()
        FROM bench_place WHERE n > $1 AND n <= $2
        """,
        """
        INSERT INTO asset (id, name, kind, what, when_words, free, trust, organisation, assured_at, assured_how, created_at,
                           changed_at)
        SELECT p.asset, initcap(split_part(t.text, ' ', 4)) || ' in ' || left(p.postcode, -3) || ' ' || p.n,
               (ARRAY['group', 'activity', 'club', 'cafe', 'course', 'service'])[1 + (p.n % 6)], t.text, 'Tuesdays, 2pm to 4pm',
               p.a < 0.5, (p.b * 100)::int, md5('society ' || p.n / 20)::uuid, now() - p.b * interval '500 days', 'phoned', now(), now()
        FROM bench_place AS p JOIN bench_text AS t ON t.n = p.text WHERE p.n > $1 AND p.n <= $2
        """,
        """
        INSERT INTO asset_at_location (id, asset, location)
        SELECT gen_random_uuid(), asset, location FROM bench_place WHERE n > $1 AND n <= $2
        """,
        """
        INSERT INTO search_row (id, asset, easting, northing, kind, ways, audiences, features, delivery, languages, free,
                                capacity, covers, trust, assured_on, next_at, words, every_week, dated, found_at)
        SELECT gen_random_uuid(), p.asset,
               CASE WHEN p.n % 10 > 0 THEN p.easting END, CASE WHEN p.n % 10 > 0 THEN p.northing END,
               p.n % 6, 1 << (p.n % 5)::int, CASE WHEN p.n % 3 = 0 THEN 1 << (p.n % 16)::int ELSE 0 END,
               (p.a * 16384)::int, CASE WHEN p.n % 10 > 0 THEN 1 ELSE 1 << (p.n % 3 + 1)::int END,
               1, CASE WHEN p.a < 0.5 THEN 1 ELSE 0 END, (p.n % 5)::int,
               CASE WHEN p.n % 50 = 0 THEN '{*}' WHEN p.n % 10 = 0 THEN ARRAY[p.district] ELSE '{}' END,
               (p.b * 100)::int, current_date - (p.b * 500)::int,
               date_trunc('hour', now()) + (p.n % 168) * interval '1 hour',
               setweight(to_tsvector('livewell', initcap(split_part(t.text, ' ', 4)) || ' in ' || left(p.postcode, -3)), 'A')
                   || t.words,
               CASE WHEN p.n % 20 > 0
                    THEN int4multirange(int4range((p.n % 7)::int * 1440 + 540 + (p.n % 9)::int * 60,
                                                  (p.n % 7)::int * 1440 + 660 + (p.n % 9)::int * 60))
                    ELSE '{}' END,
               CASE WHEN p.n % 20 = 0 THEN tstzmultirange(
                        tstzrange(date_trunc('hour', now()) + (p.n % 60) * interval '1 day',
                                  date_trunc('hour', now()) + (p.n % 60) * interval '1 day' + interval '2 hours'))
                    ELSE '{}' END,
               -- The marks of rules/found_at.py, said once more: the square, the parts of the week in it, the wide square,
               -- the area, and its trust.
               CASE WHEN p.n % 10 = 0 THEN '{}'
                    ELSE ARRAY(
                        SELECT (p.easting / 2500 * 600 + p.northing / 2500) * 64 + mark
                        FROM generate_series(0, CASE WHEN p.n % 20 > 0 THEN 56 ELSE 0 END) AS mark
                        WHERE mark = 0 OR int4range((mark - 1) * 180, mark * 180)
                                          && int4range((p.n % 7)::int * 1440 + 540 + (p.n % 9)::int * 60,
                                                       (p.n % 7)::int * 1440 + 660 + (p.n % 9)::int * 60)
                    ) || ((p.easting / 5000 * 1200 + p.northing / 5000 * 2) * 64 + 63) END
               || CASE WHEN p.n % 10 > 0 THEN '{}' WHEN (p.b * 100)::int < 80 THEN ARRAY[area.mark]
                       ELSE ARRAY[area.mark, area.mark - 1] END
        FROM bench_place AS p JOIN bench_text AS t ON t.n = p.text
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.n % 50 = 0 THEN -2 ELSE (-4 - 2 * (crc32(p.district::bytea) & 1073741808))::int END AS mark
        ) AS area
        -- Laid in the order of the map, as `livewell index` leaves them.
        WHERE p.lies > $1 AND p.lies <= $2 ORDER BY p.lies
        """,
    ):
        for first in range(0, count, _AT_A_TIME):
            await execute(statement, first, first + _AT_A_TIME)
    async with DB.needed_pool().acquire() as connection:
        for one in indexes:
            await connection.execute(one["made_by"], timeout=_LONGEST)
    await execute(
        """
        INSERT INTO word (word, seen)
        SELECT word, nentry::int FROM ts_stat('SELECT to_tsvector(''simple'', text) FROM bench_text') WHERE length(word) <= 30
        """
    )
    await execute("UPDATE word SET seen = seen * $1 / $2", max(count // 1000, 1), max(_TEXTS // 1000, 1))
    for table in (*_FILLED, "organisation", "word"):
        await execute(f"VACUUM ANALYZE {table}")
    await execute("CHECKPOINT")  # Else who reads next makes room by writing down what was just made.


async def _indexes() -> list[dict[str, Any]]:
    """The indexes that answer questions alone: none that a rule of the tables stands on."""
    return await rows(
        """
        SELECT indexname AS name, indexdef AS made_by FROM pg_indexes
        WHERE tablename = ANY ($1) AND indexdef NOT LIKE 'CREATE UNIQUE%' ORDER BY indexname
        """,
        list(_FILLED),
    )
