"""The wards: their list, their outlines for a map, and which one a point is in."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from shapely import Point as MapPoint
from shapely import prepare
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from livewell.kit import db
from livewell.kit.geo import Point


@dataclass(frozen=True)
class WardSeen:
    """One ward; easting and northing are those of a point inside it."""

    code: str
    name: str
    district: str
    easting: int
    northing: int


class Outline(NamedTuple):
    """The boundary of one ward as GeoJSON, to draw."""

    name: str
    code: str
    geojson: dict[str, Any]


@dataclass(frozen=True)
class WardsLoaded:
    """How many wards there are, and when the newest were loaded (None when there are none)."""

    count: int
    loaded_at: datetime | None


async def wards() -> list[WardSeen]:
    """Every ward, in the order of lists."""
    found = await db.rows(
        "SELECT code, name, district, easting, northing FROM ward ORDER BY position, lower(name), code"
    )
    return [WardSeen(**row) for row in found]


async def ward_of(point: Point) -> WardSeen | None:
    """
    The ward that a point is in, or None when it is in none we hold.

    A point on the line between two is in one of them, the same each time. Where an older drawing overlaps a newer,
    the newer counts.
    """
    candidates = await db.rows(
        """
        SELECT code, name, district, easting, northing, fingerprint FROM ward
        WHERE box(point(west, south), point(east, north)) @> box(point($1, $2), point($1, $2))
        ORDER BY loaded_at DESC, code
        """,
        point.longitude,
        point.latitude,
    )
    here = MapPoint(point.longitude, point.latitude)
    for row in candidates:
        polygon = await _polygon(row["code"], row.pop("fingerprint"))
        if polygon is not None and polygon.covers(here):
            return WardSeen(**row)
    return None


async def outlines(*, around: tuple[float, float, float, float] | None = None) -> list[Outline]:
    """
    Every ward's boundary in the order of lists, for a map to draw.

    With `around`, a rectangle of degrees on WGS84 (west, south, east, north), those alone that may reach into it.
    """
    where = "WHERE box(point(west, south), point(east, north)) && box(point($1, $2), point($3, $4))" if around else ""
    found = await db.rows(
        f"SELECT name, code, boundary FROM ward {where} ORDER BY position, lower(name), code",  # noqa: S608
        *(around or ()),
    )
    return [Outline(row["name"], row["code"], json.loads(row["boundary"])) for row in found]


async def wards_loaded() -> WardsLoaded:
    """How many wards there are and when they came."""
    found = await db.row("SELECT count(*) AS count, max(loaded_at) AS loaded_at FROM ward")
    return WardsLoaded(**found or {"count": 0, "loaded_at": None})


# A county has some 300 wards of 20 kB each: enough for every point on one map, and no more memory than that.
_MOST_KEPT = 400
_kept: OrderedDict[str, BaseGeometry] = OrderedDict()


async def _polygon(code: str, fingerprint: str) -> BaseGeometry | None:
    """
    The polygon of a ward, read from the database the first time it is asked for.

    It is kept under the fingerprint of its drawing, so a ward that is loaded anew is never answered from the old one.
    """
    if fingerprint in _kept:
        _kept.move_to_end(fingerprint)
        return _kept[fingerprint]
    boundary = await db.value("SELECT boundary FROM ward WHERE code = $1 AND fingerprint = $2", code, fingerprint)
    if boundary is None:  # It was replaced this very moment.
        return None
    polygon = shape(json.loads(boundary))
    prepare(polygon)
    _kept[fingerprint] = polygon
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return polygon
