"""Places to search near by name: found when it is right, begun, or nearly right."""

from collections.abc import Sequence
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
from livewell.places.rules import KIND_ORDER, LONGEST_NAME, SAME_PLACE, letters_off, plain_name, taken_for

_SHORTEST_BEGINNING = 4
_LOOKED_AT = 60
"""Names that are compared letter by letter."""

_MOST_LISTED = 50
_COLUMNS = "name, plain_name, kind, within, plain_within, easting, northing, latitude, longitude"


@dataclass(frozen=True)
class PlaceFound:
    """
    A named place; `others` have that name elsewhere, nearest to our wards first. `within` is the district or county it
    lies in, where a list said it.

    Kind is town, village, ward, other, area for a whole area of the service, or district. The last two have an `outline`,
    in metres on the grid, and are looked at from their middle; `district` is the ONS code of the last.
    """

    name: str
    kind: str
    point: Point
    others: tuple["PlaceFound", ...] = ()
    outline: BaseGeometry | None = None
    district: str = ""
    within: str = ""

    @property
    def full_name(self) -> str:
        """The name that tells it from others, and finds it again: Sutton (Rushcliffe)."""
        return f"{self.name} ({self.within})" if self.within else self.name


@dataclass(frozen=True)
class NamesLoaded:
    """How many names there are, and when the newest were loaded (None when there are none)."""

    count: int
    loaded_at: datetime | None


async def find_place_name(text: str, *, within: Sequence[str] = ()) -> PlaceFound | None:
    """
    The place that somebody means by a name, or None when there is none or it could be several.

    Capitals, accents, spaces and marks do not matter. The whole name comes first (a town before a village before a
    district before a ward), then that of an area of the service whose boundary is drawn; then a beginning of four letters
    or more that only one place has, then the one name that may be taken for it. Of several places of one name and kind it
    is that in a district that was said, with the name or in `within`, else the nearest to our wards.
    """
    asked = plain_name(text)
    if not asked or len(asked) > LONGEST_NAME:
        return None
    exact = await _called(asked)
    known = await districts() if not exact or exact[0]["kind"] == "ward" else []
    whole = await _district(named_exactly(asked, known))
    if whole is not None or exact:
        return whole or await _first(exact, [plain_name(one) for one in within])
    area = await _area(asked)
    if area is not None:
        return area
    if len(asked.replace(" ", "")) >= _SHORTEST_BEGINNING:
        begun = await _begun(asked)
        if len({row["plain_name"] for row in begun}) == 1:
            return await _first(begun)
        if begun:
            return None
    return await _district(named_nearly(asked, known)) or await _taken_for(asked)


async def names_like(text: str, limit: int = 3) -> list[str]:
    """Names that somebody may have meant where nothing may be assumed, the nearest in letters first; often none."""
    asked = plain_name(text)
    if len(asked.replace(" ", "")) < _SHORTEST_BEGINNING or len(asked) > LONGEST_NAME:
        return []
    near = [(0, row) for row in await _begun(asked)]
    near += [(count, row) for row in await _like(asked) if (count := letters_off(asked, row["plain_name"])) is not None]
    settled = [one for one in near if one[1]["kind"] != "ward"] or near
    nearest = sorted(settled, key=lambda one: (one[0], _rank(one[1]), one[1]["plain_name"]))
    return list({row["plain_name"]: row["name"] for _, row in nearest}.values())[:limit]


async def _first(exact: list[dict[str, Any]], within: Sequence[str] = ()) -> PlaceFound:
    """The place that is meant among those of one name, in the order of kinds; the others that are elsewhere beside it."""
    if len(exact) > 1:
        middle = await db.row("SELECT avg(easting)::float8 AS east, avg(northing)::float8 AS north FROM ward") or {}
        exact = sorted(exact, key=lambda row: (row["plain_within"] not in within, _rank(row), _far(row, middle)))
    first, *others = map(_found, exact)
    apart = [one for one in others if one.kind != "ward" and _metres(first.point, one.point) > SAME_PLACE]
    return replace(first, others=tuple(apart))


def _rank(row: dict[str, Any]) -> int:
    return KIND_ORDER.index(row["kind"])


def _far(row: dict[str, Any], middle: dict[str, Any]) -> tuple[float, str]:
    """What orders places of one name and kind: metres from the middle of our wards, or the name of the district."""
    east, north = middle.get("east"), middle.get("north")
    known = east is not None and north is not None
    return (hypot(row["easting"] - east, row["northing"] - north) if known else 0.0), row["plain_within"]


async def _begun(asked: str) -> list[dict[str, Any]]:
    """Places whose names begin so; wards, often called after a part of a town, where no town or village does."""
    begun = await _ordered("plain_name LIKE $1", f"{asked}%")
    return [row for row in begun if row["kind"] != "ward"] or begun


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


async def _taken_for(asked: str) -> PlaceFound | None:
    """The one place whose name this may be with a slip; None where two are as near: we must not guess where people live."""
    near = [
        ((count, _rank(row)), row)
        for row in await _like(asked)
        if (count := taken_for(asked, row["plain_name"])) is not None
    ]
    least = min((nearness for nearness, _ in near), default=None)
    rows = [row for nearness, row in near if nearness == least]
    if len({row["plain_name"] for row in rows}) != 1:
        return None
    return await _first(await _called(rows[0]["plain_name"]))


async def _like(asked: str) -> list[dict[str, Any]]:
    """The names that are most like it, to be compared letter by letter."""
    return await db.rows(
        # Columns are our own constants. % lets the index sort out most (from 0.3 up), and so does a beginning.
        f"""
        SELECT {_COLUMNS} FROM (
            SELECT DISTINCT ON (plain_name, kind) *, greatest(similarity(plain_name, $1), word_similarity($1, plain_name)) AS likeness
            FROM place_name WHERE plain_name % $1 OR plain_name LIKE $2
            ORDER BY plain_name, kind
        ) AS once
        ORDER BY likeness DESC, array_position($3::text[], kind::text), plain_name LIMIT $4
        """,  # noqa: S608
        asked,
        f"{asked[:2]}%",
        list(KIND_ORDER),
        _LOOKED_AT,
    )


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
            ORDER BY plain_name, array_position($3::text[], kind::text), plain_within
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


async def _called(asked: str) -> list[dict[str, Any]]:
    """Places of a name alone, or of a name with its district: "Sutton (Bassetlaw)"."""
    words = asked.split()
    beginnings = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    found = await _ordered("plain_name = ANY ($1::text[])", beginnings)
    return [row for row in found if asked in {row["plain_name"], f"{row['plain_name']} {row['plain_within']}"}]


async def _ordered(where: str, asked: str | list[str]) -> list[dict[str, Any]]:
    return await db.rows(
        # Both conditions are written above; what was asked is a parameter.
        f"SELECT {_COLUMNS} FROM place_name WHERE {where} ORDER BY array_position($2::text[], kind::text), plain_name, plain_within",  # noqa: S608
        asked,
        list(KIND_ORDER),
    )


def _found(row: dict[str, Any]) -> PlaceFound:
    point = Point(row["easting"], row["northing"], row["latitude"], row["longitude"])
    return PlaceFound(row["name"], row["kind"], point, within=row["within"])
