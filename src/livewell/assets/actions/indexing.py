"""What searches look at, made from listings: one row for each place, and the words people may type."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from livewell.assets import queries
from livewell.assets.queries.whole import AssetSeen
from livewell.assets.rows import Where
from livewell.assets.rules import Delivery, found_at, trust
from livewell.assets.rules.bits import bits
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.searched import EVERYWHERE, Searched, is_searched, searched, words_in
from livewell.assets.rules.times import Calendar
from livewell.kit import clock
from livewell.kit.dates import london_day
from livewell.kit.db import execute, transaction, value

A_BATCH = 500
"""Assets that are read and written at a time."""

_FROM_AFAR = bits(Delivery, (Delivery.ONLINE, Delivery.PHONE))
_BEYOND_A_PLACE = bits(Delivery, (Delivery.ONLINE, Delivery.PHONE, Delivery.HOME))
_JSON = msgspec.json.Encoder()
_COLUMNS = {
    "id": "uuid", "asset": "uuid", "easting": "int", "northing": "int", "ward": "text", "kind": "smallint", "ways": "int",
    "audiences": "int", "features": "int", "delivery": "int", "languages": "int", "minimum_age": "smallint",
    "maximum_age": "smallint", "free": "smallint", "capacity": "smallint", "terms": "varchar[]", "covers": "varchar[]",
    "trust": "smallint", "assured_on": "date", "next_at": "timestamptz", "good_until": "date",
    "every_week": "int4multirange", "some_weeks": "int4multirange", "dated": "tstzmultirange", "found_at": "int[]",
}  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
_INSERT = f"""
    INSERT INTO search_row ({_NAMES}, words)
    SELECT {_NAMES},
           setweight(to_tsvector('livewell', a), 'A') || setweight(to_tsvector('livewell', b), 'B')
           || setweight(to_tsvector('livewell', c), 'C') || setweight(to_tsvector('livewell', d), 'D')
    FROM jsonb_to_recordset($1::jsonb) AS made({_TYPED}, a text, b text, c text, d text)
"""  # noqa: S608
_MAKE_AGAIN = f"""
    WITH made AS (
        {_INSERT} ON CONFLICT (id) DO UPDATE
        SET {", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS, "words") if name != "id")}
        RETURNING id
    )
    DELETE FROM search_row WHERE asset = ANY($2::uuid[]) AND id NOT IN (SELECT id FROM made)
"""  # noqa: S608
"""Rows are written over where they lie, so that what is near in the world stays near in the table."""


@dataclass(frozen=True)
class ToIndex:
    """One asset as searches should see it: `at` gives the id and the whereabouts of each of its venues."""

    id: UUID
    listing: Listing
    at: tuple[tuple[UUID, Where], ...]
    trust: int = 0
    assured_at: datetime | None = None


@dataclass(frozen=True)
class Ground:
    """What every row is made with."""

    terms: Mapping[str, tuple[str, str]]
    calendar: Calendar
    now: datetime


async def ground() -> Ground:
    """The vocabulary, the shared days, and now."""
    return Ground((await queries.vocabulary()).names_and_parents, await queries.calendar(), clock.now())


def made(batch: Iterable[ToIndex], on: Ground, words: Counter[str]) -> str:
    """The search rows of these assets as `put` takes them, adding the words they say to `words`. It asks nobody."""
    found: list[dict[str, Any]] = []
    for one in batch:
        if is_searched(one.listing):
            for row in _rows(one, on):
                found.append(row)
                words.update(words_in((row["a"], row["b"], row["c"], row["d"])))
    return _JSON.encode(found).decode()


async def put(rows_made: str) -> None:
    """Write search rows of assets that have none; in the caller's transaction."""
    await execute(_INSERT, rows_made)


async def know(words: Counter[str], *, counted: bool) -> None:
    """
    Let these words be known to those who type.

    With `counted` each counts as often as listings say it; otherwise new words only become known, which keeps two
    people who save at once out of each other's way.
    """
    # In order, so that two who write the same words never wait for each other in a circle.
    typed = sorted(words)
    again = "UPDATE SET seen = word.seen + excluded.seen" if counted else "NOTHING"
    if typed:
        await execute(
            f"INSERT INTO word (word, seen) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT (word) DO {again}",  # noqa: S608
            typed,
            [words[word] for word in typed],
        )


def _rows(one: ToIndex, on: Ground) -> list[dict[str, Any]]:
    if not one.at:
        return [
            _row(one, one.id, Where(), searched(one.listing, None, terms=on.terms, calendar=on.calendar, now=on.now))
        ]
    made = []
    for (key, where), venue in zip(one.at, one.listing.venues, strict=True):
        shown = Where() if venue.hidden else where
        found = searched(one.listing, venue, terms=on.terms, calendar=on.calendar, now=on.now)
        made.append(_row(one, key, shown, found))
    return made


def _row(one: ToIndex, key: UUID, where: Where, found: Searched) -> dict[str, Any]:
    a, b, c, d = found.texts
    easting, northing = (where.point.easting, where.point.northing) if where.point else (None, None)
    return {
        "id": key,
        "asset": one.id,
        "easting": easting,
        "northing": northing,
        "ward": where.ward,
        "kind": found.kind,
        "ways": found.ways,
        "audiences": found.audiences,
        "features": found.features,
        "delivery": found.delivery,
        "languages": found.languages,
        "minimum_age": found.minimum_age,
        "maximum_age": found.maximum_age,
        "free": found.free,
        "capacity": found.capacity,
        "terms": found.terms,
        "covers": found.covers,
        "trust": one.trust,
        "assured_on": london_day(one.assured_at) if one.assured_at else None,
        "next_at": found.next_at,
        "good_until": found.week.good_until,
        "every_week": _ranges(found.week.every_week),
        "some_weeks": _ranges(found.week.some_weeks),
        "dated": _ranges([(f'"{begins}"', f'"{ends}"') for begins, ends in found.week.dated]),
        "found_at": found_at.marks(
            easting=easting,
            northing=northing,
            slots=(*found.week.every_week, *found.week.some_weeks),
            covers=found.covers,
            reaches=easting is None or bool(found.delivery & _BEYOND_A_PLACE),
            everybody=EVERYWHERE in found.covers or (not found.covers and bool(found.delivery & _FROM_AFAR)),
            trust=one.trust,
        ),
        "a": a,
        "b": b,
        "c": c,
        "d": d,
    }


def _ranges(pairs: Sequence[tuple[object, object]]) -> str:
    """A multirange as PostgreSQL reads it: {[1,5),[7,9)}."""
    return "{" + ",".join(f"[{begins},{ends})" for begins, ends in pairs) + "}"


def _to_index(asset: AssetSeen, on: Ground) -> ToIndex:
    return ToIndex(
        id=asset.id,
        listing=asset.listing,
        at=tuple((place.at, Where(place.point, place.ward)) for place in asset.places),
        trust=trust.trust(asset.standing, on.now),
        assured_at=asset.assured_at,
    )


async def make_again(asset_ids: Sequence[UUID]) -> int:
    """
    Make the search rows of these assets from what is stored, and their trust as it is today; gives how many assets.

    One transaction for each batch. What is hidden, merged or closed has no rows.
    """
    words: Counter[str] = Counter()
    on = await ground()
    for first in range(0, len(asset_ids), A_BATCH):
        await _make_batch(list(asset_ids[first : first + A_BATCH]), on, words)
    await know(words, counted=False)
    return len(asset_ids)


async def _make_batch(ids: Sequence[UUID], on: Ground, words: Counter[str], *, lay_anew: bool = False) -> None:
    async with transaction():
        # Held in order, so that nobody saves one of them in between, and no two wait for each other in a circle.
        await execute("SELECT FROM asset WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE", ids)
        found = await queries.assets_by_id(ids)
        batch = [_to_index(found[one], on) for one in ids if one in found]
        if lay_anew:
            await execute("DELETE FROM search_row WHERE asset = ANY($1::uuid[])", ids)
        rows_made = made((one for one in batch if found[one.id].merged_into is None), on, words)
        await execute(_MAKE_AGAIN, rows_made, ids)
        await execute(
            "UPDATE asset SET trust = made.trust FROM unnest($1::uuid[], $2::int[]) AS made(id, trust)"
            " WHERE asset.id = made.id AND asset.trust <> made.trust",
            [one.id for one in batch],
            [one.trust for one in batch],
        )


async def make_all_again(progress: Callable[[int, int], None] = lambda _done, _of: None) -> int:
    """
    Make every search row and count every word afresh, telling `progress` how many of how many assets are done.

    The rows are laid down in the order of the map: among very many, a search then reads what lies side by side.
    """
    words: Counter[str] = Counter()
    on = await ground()
    all_of_them = bytes(await value(_IN_ORDER_OF_THE_MAP, found_at.SQUARE * found_at.WIDE) or b"")
    total = len(all_of_them) // _UUID
    for first in range(0, total, A_BATCH):
        ids = [
            UUID(bytes=all_of_them[place * _UUID : (place + 1) * _UUID])
            for place in range(first, min(first + A_BATCH, total))
        ]
        await _make_batch(ids, on, words, lay_anew=True)
        progress(first + len(ids), total)
    async with transaction():
        await execute("DELETE FROM word")
        await know(words, counted=True)
    return total


_UUID = 16
"""Bytes of an identifier: a million of them are 16 MB in one piece, and many times as much one by one."""

_IN_ORDER_OF_THE_MAP = """
    SELECT string_agg(uuid_send(a.id), ''::bytea ORDER BY l.easting / $1, l.northing / $1, a.id)
    FROM asset AS a LEFT JOIN LATERAL (
        SELECT l.easting, l.northing FROM asset_at_location AS al JOIN location AS l ON l.id = al.location
        WHERE al.asset = a.id ORDER BY al.position, al.id LIMIT 1
    ) AS l ON true
"""
"""The identifier of every asset, those side by side on the map one after another, those at no place at the end."""
