"""Loading the wards and the names of places; loading the same again changes nothing."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from operator import itemgetter
from typing import Any

from livewell.kit import clock, db, geo, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.geo import Point
from livewell.places.forms.files import FileUnreadable
from livewell.places.forms.place_names import NamedPlace, read_place_names
from livewell.places.forms.wards import WardDrawn, read_wards
from livewell.places.rules import SAME_PLACE, SERVICE, plain_name

_WARD_COLUMNS = (
    "code", "name", "district", "geojson", "fingerprint", "easting", "northing", "latitude", "longitude",
    "west", "south", "east", "north", "district_name",
)  # fmt: skip


@dataclass(frozen=True)
class _Name:
    """One row of names to keep."""

    name: str
    kind: str
    point: Point
    within: str = ""


async def load_wards(geojson: bytes | dict[str, Any], *, by: Actor) -> int:
    """
    Keep every ward of a GeoJSON FeatureCollection, and its name as a place; gives how many wards.

    A ward that is there already is replaced by its code; others stay. Raises FileUnreadable, and then nothing is kept.
    """
    wards = await asyncio.to_thread(read_wards, geojson)
    codes = [ward.code for ward in wards]
    async with transaction():
        await db.execute("LOCK TABLE ward IN SHARE ROW EXCLUSIVE MODE")
        earlier = await db.rows("SELECT name FROM ward WHERE code = ANY($1::text[])", codes)
        await _keep_wards(wards)
        current = {plain_name(row["name"]) for row in await db.rows("SELECT name FROM ward")}
        gone = {plain_name(row["name"]) for row in earlier} - current
        await db.execute("DELETE FROM place_name WHERE kind = 'ward' AND plain_name = ANY($1::text[])", list(gone))
        names = [
            _Name(ward.name, "ward", Point(ward.easting, ward.northing, ward.latitude, ward.longitude))
            for ward in wards
        ]
        kept = await _keep_names(names, middle=None)
        await news.tell("wards.loaded", subject=SERVICE, by=by, wards=len(wards), names=kept)
    return len(wards)


async def _keep_wards(wards: list[WardDrawn]) -> None:
    columns = [[getattr(ward, column) for ward in wards] for column in _WARD_COLUMNS]
    await db.execute(
        """
        INSERT INTO ward (id, code, name, district, boundary, fingerprint, easting, northing, latitude, longitude,
                          west, south, east, north, district_name, position, loaded_at)
        SELECT gen_random_uuid(), code, name, district, drawn::jsonb, fingerprint, easting, northing, latitude, longitude,
               west, south, east, north, district_name, position, $15
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[],
                    $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::float8[], $13::float8[], $14::text[])
             WITH ORDINALITY AS new (code, name, district, drawn, fingerprint, easting, northing, latitude, longitude,
                                     west, south, east, north, district_name, position)
        ON CONFLICT (code) DO UPDATE SET
            name = excluded.name, district = excluded.district, district_name = excluded.district_name, boundary = excluded.boundary,
            fingerprint = excluded.fingerprint, easting = excluded.easting, northing = excluded.northing,
            latitude = excluded.latitude, longitude = excluded.longitude, west = excluded.west, south = excluded.south,
            east = excluded.east, north = excluded.north, position = excluded.position, loaded_at = excluded.loaded_at
        """,
        *columns,
        clock.now(),
    )


async def load_place_names(content: bytes, *, by: Actor) -> int:
    """
    Keep every place of a CSV of our own or of an OS Open Names tile; gives how many names.

    A name of the same kind in the same district that is there already is replaced; in another district both stand. Of
    several places in OS Open Names with one name and district the nearest to our wards is kept. Raises FileUnreadable, and then nothing is kept.
    """
    read = await asyncio.to_thread(read_place_names, content)
    names = await _placed(read.places)
    async with transaction():
        middle = await _middle_of_the_wards() if read.national else None
        kept = await _keep_names(names, middle=middle)
        await news.tell("place_names.loaded", subject=SERVICE, by=by, names=kept)
    return kept


async def _placed(places: list[NamedPlace]) -> list[_Name]:
    """Each place with its point; before the transaction, for a postcode service may be asked."""
    known: dict[str, Point | None] = {}
    names, faults = [], []
    for place in places:
        point: Point | None
        if place.postcode:
            if place.postcode not in known:
                found = await geo.find_postcode(place.postcode)
                known[place.postcode] = found.point if found else None
            point = known[place.postcode]
        else:
            point = Point.on_grid(place.easting, place.northing)
        if point is None:
            faults.append(f"Line {place.line}: we do not know where {place.postcode} is")
        else:
            names.append(_Name(place.name, place.kind, point, place.within))
    if faults:
        raise FileUnreadable(*faults)
    return names


async def _middle_of_the_wards() -> tuple[float, float] | None:
    found = await db.row("SELECT avg(easting)::float8 AS easting, avg(northing)::float8 AS northing FROM ward")
    return None if found is None or found["easting"] is None else (found["easting"], found["northing"])


async def _keep_names(names: Iterable[_Name], *, middle: tuple[float, float] | None) -> int:
    """
    Write names in place of those of the same name, kind and district; gives how many.

    With a `middle`, of two places with one name and district the nearer stays, also against one that is there already.
    Where only one of two lists says the district, what lies near is the same place.
    """

    def far(name: _Name) -> float:
        return 0.0 if middle is None else hypot(name.point.easting - middle[0], name.point.northing - middle[1])

    nearest: dict[tuple[str, str, str], _Name] = {}
    for name in names:
        key = plain_name(name.name), name.kind, plain_name(name.within)
        if key not in nearest or far(name) < far(nearest[key]):
            nearest[key] = name
    kept = [(*key, name) for key, name in sorted(nearest.items(), key=itemgetter(0))]
    # Two loads at the same moment come one after the other; whoever looks for a place waits for neither.
    await db.execute("LOCK TABLE place_name IN SHARE ROW EXCLUSIVE MODE")
    await db.execute(
        """
        DELETE FROM place_name AS there
        USING unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[])
              AS new (plain_name, kind, plain_within, easting, northing)
        WHERE there.plain_name = new.plain_name AND there.kind = new.kind
              AND (there.plain_within = '') <> (new.plain_within = '')
              AND point(there.easting, there.northing) <-> point(new.easting, new.northing) <= $6::float8
        """,
        [plain for plain, _, _, _ in kept],
        [kind for _, kind, _, _ in kept],
        [within for _, _, within, _ in kept],
        [name.point.easting for *_, name in kept],
        [name.point.northing for *_, name in kept],
        float(SAME_PLACE),
    )
    await db.execute(
        """
        INSERT INTO place_name (id, name, plain_name, kind, within, plain_within, easting, northing, latitude, longitude,
                                loaded_at)
        SELECT gen_random_uuid(), new.*, $10
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::float8[],
                    $9::float8[]) AS new
        ON CONFLICT (plain_name, kind, plain_within) DO UPDATE SET
            name = excluded.name, within = excluded.within, easting = excluded.easting, northing = excluded.northing,
            latitude = excluded.latitude, longitude = excluded.longitude, loaded_at = excluded.loaded_at
        WHERE $11::float8 IS NULL
           OR point(excluded.easting, excluded.northing) <-> point($11, $12)
              <= point(place_name.easting, place_name.northing) <-> point($11, $12)
        """,
        [name.name for *_, name in kept],
        [plain for plain, _, _, _ in kept],
        [kind for _, kind, _, _ in kept],
        [name.within for *_, name in kept],
        [within for _, _, within, _ in kept],
        [name.point.easting for *_, name in kept],
        [name.point.northing for *_, name in kept],
        [name.point.latitude for *_, name in kept],
        [name.point.longitude for *_, name in kept],
        clock.now(),
        None if middle is None else middle[0],
        None if middle is None else middle[1],
    )
    return len(kept)
