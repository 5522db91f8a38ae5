"""Places to search near by name: found when it is right, begun, or nearly right."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import hypot
from typing import Any

from shapely.geometry.base import BaseGeometry

from livewell.kit import db
from livewell.kit.geo import Point
from livewell.places.queries.districts import (
    DistrictFound,
    district_outline,
    districts,
    named_exactly,
    named_nearly,
    on_grid,
)
from livewell.places.rules import KIND_ORDER, LONGEST_NAME, plain_name

_SHORTEST_BEGINNING = 4
# Below this, pg_trgm finds places that nobody meant: https://www.postgresql.org/docs/current/pgtrgm.html
_LIKE_ENOUGH = 0.5
_MOST_LISTED = 50
_COLUMNS = "name, plain_name, kind, easting, northing, latitude, longitude"


_SAME_PLACE = 3_000
"""Metres: what is no further away is the same place, kept twice."""


@dataclass(frozen=True)
class PlaceFound:
    """
    A named place; `others` have that name elsewhere.

    Kind is town, village, ward, other, area for a whole area of the service, or district. The last two have an `outline`,
    in metres on the grid, and are looked at from their middle; `district` is the ONS code of the last.
    """

    name: str
    kind: str
    point: Point
    others: tuple["PlaceFound", ...] = ()
    outline: BaseGeometry | None = None
    district: str = ""


@dataclass(frozen=True)
class NamesLoaded:
    """How many names there are, and when the newest were loaded (None when there are none)."""

    count: int
    loaded_at: datetime | None


async def find_place_name(text: str) -> PlaceFound | None:
    """
    The place that somebody means by a name, or None when there is none or it could be several.

    Capitals, accents, spaces and marks do not matter. The whole name comes first (a town before a village before a
    district before a ward), then that of an area of the service whose boundary is drawn; then a beginning of four letters
    or more that only one place has, then the one name that is most like it.
    """
    asked = plain_name(text)
    if not asked or len(asked) > LONGEST_NAME:
        return None
    exact = await _ordered("plain_name = $1", asked)
    known = await districts() if not exact or exact[0]["kind"] == "ward" else []
    whole = await _district(named_exactly(asked, known))
    if whole is not None or exact:
        return whole or _first(exact)
    area = await _area(asked)
    if area is not None:
        return area
    if len(asked.replace(" ", "")) >= _SHORTEST_BEGINNING:
        begun = await _ordered("plain_name LIKE $1", f"{asked}%")
        # Wards are often called after a part of a town, so they count only where no town or village begins like this.
        settled = [row for row in begun if row["kind"] != "ward"] or begun
        if len({row["plain_name"] for row in settled}) == 1:
            return _found(settled[0])
        if settled:
            return None
    return await _district(named_nearly(asked, known)) or await _most_like(asked)


def _first(exact: list[dict[str, Any]]) -> PlaceFound:
    first, *others = map(_found, exact)
    apart = (one for one in others if one.kind != "ward" and _metres(first.point, one.point) > _SAME_PLACE)
    return replace(first, others=tuple(apart))


def _metres(here: Point, there: Point) -> float:
    return hypot(here.easting - there.easting, here.northing - there.northing)


async def _area(asked: str) -> PlaceFound | None:
    # There are a handful of areas: how a name compares is said once, in Python.
    for row in await db.rows("SELECT id, name FROM area WHERE boundary IS NOT NULL ORDER BY position, lower(name)"):
        if plain_name(row["name"]) == asked:
            drawn = await db.value("SELECT boundary FROM area WHERE id = $1 AND boundary IS NOT NULL", row["id"])
            return _drawn(row["name"], "area", _area_outline(drawn)) if drawn else None
    return None


async def _district(found: DistrictFound | None) -> PlaceFound | None:
    outline = await district_outline(found.code) if found is not None else None
    return _drawn(found.name, "district", outline, found.code) if found and outline else None


_area_outline = lru_cache(maxsize=16)(on_grid)


def _drawn(name: str, kind: str, outline: BaseGeometry, district: str = "") -> PlaceFound:
    """A place that has an outline, at its middle, or where that is outside it, at a point inside."""
    middle = outline.centroid if outline.covers(outline.centroid) else outline.representative_point()
    return PlaceFound(name, kind, Point.on_grid(round(middle.x), round(middle.y)), outline=outline, district=district)


async def _most_like(asked: str) -> PlaceFound | None:
    found = await db.rows(
        # Columns and the order of kinds are our own constants. % lets the index sort out most (from 0.3 up).
        f"""
        SELECT {_COLUMNS}, similarity(plain_name, $1) AS likeness, array_position($2::text[], kind::text) AS rank
        FROM place_name WHERE plain_name % $1 AND similarity(plain_name, $1) >= $3::float8
        ORDER BY likeness DESC, rank, plain_name LIMIT 2
        """,  # noqa: S608
        asked,
        list(KIND_ORDER),
        _LIKE_ENOUGH,
    )
    if not found:
        return None
    first, *others = found
    for other in others:
        even = (other["likeness"], other["rank"]) == (first["likeness"], first["rank"])
        if even and other["plain_name"] != first["plain_name"]:
            return None  # East or West Bridgford? We cannot tell, and must not guess where somebody lives.
    return _found(first)


async def place_names(prefix: str, limit: int = 10) -> list[PlaceFound]:
    """Up to `limit` places with a word that begins with `prefix`, the name's own beginning first; none for nothing."""
    asked = plain_name(prefix)
    if not asked or len(asked) > LONGEST_NAME:
        return []
    found = await db.rows(
        # Columns are our own constants.
        f"""
        SELECT {_COLUMNS} FROM (
            SELECT DISTINCT ON (plain_name) * FROM place_name
            WHERE plain_name LIKE $1 OR plain_name LIKE $2
            ORDER BY plain_name, array_position($3::text[], kind::text)
        ) AS once
        ORDER BY plain_name NOT LIKE $1, array_position($3::text[], kind::text), plain_name
        LIMIT $4
        """,  # noqa: S608
        f"{asked}%",
        f"% {asked}%",
        list(KIND_ORDER),
        max(0, min(limit, _MOST_LISTED)),
    )
    return [_found(row) for row in found]


async def names_loaded() -> NamesLoaded:
    """How many names there are and when they came, wards apart: those come with the wards."""
    found = await db.row("SELECT count(*) AS count, max(loaded_at) AS loaded_at FROM place_name WHERE kind <> 'ward'")
    return NamesLoaded(**found or {"count": 0, "loaded_at": None})


async def _ordered(where: str, asked: str) -> list[dict[str, Any]]:
    return await db.rows(
        # Both conditions are written above; what was asked is a parameter.
        f"SELECT {_COLUMNS} FROM place_name WHERE {where} ORDER BY array_position($2::text[], kind::text), plain_name",  # noqa: S608
        asked,
        list(KIND_ORDER),
    )


def _found(row: dict[str, Any]) -> PlaceFound:
    point = Point(row["easting"], row["northing"], row["latitude"], row["longitude"])
    return PlaceFound(row["name"], row["kind"], point)
