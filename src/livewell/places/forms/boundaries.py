"""One boundary as GeoJSON: what may be kept, and what is wrong with the rest in plain words."""

import json
from dataclasses import dataclass
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

MOST_POINTS = 20_000
MOST_BYTES = 2_000_000
_DEEPEST = 12
# Longitudes and latitudes of the United Kingdom, with a margin (EPSG:4326, https://epsg.io/27700 area of use).
WEST, SOUTH, EAST, NORTH = -9.5, 49.5, 2.5, 61.5


class BoundaryUnreadable(Exception):
    """The file is not a boundary we can keep: the message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Boundary:
    """A polygon on the map, in longitude and latitude (RFC 7946)."""

    geojson: dict[str, Any]
    points: int


def read_boundary(text: str | bytes) -> Boundary:
    """
    The boundary in a GeoJSON text: a Polygon or MultiPolygon, alone, in a Feature, or as the only one in a collection.

    https://www.rfc-editor.org/rfc/rfc7946. Raises BoundaryUnreadable with what is wrong in plain words.
    """
    if len(text) > MOST_BYTES:
        raise BoundaryUnreadable("The boundary is too big. Simplify it to fewer points")
    if not text.strip():
        raise BoundaryUnreadable("Choose a GeoJSON file")
    plain = text.decode("utf-8-sig", errors="replace") if isinstance(text, bytes) else text
    if plain.count("[") > MOST_POINTS * 2:
        raise BoundaryUnreadable(f"The boundary has more than {MOST_POINTS:,} points. Simplify it")
    try:
        data = json.loads(plain)
    except (ValueError, RecursionError):
        raise BoundaryUnreadable("The file is not GeoJSON: it cannot be read as JSON") from None
    found = _geometry(data)
    check_numbers(found.get("coordinates"), depth=0)
    try:
        polygon = shape(found)
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError):
        raise BoundaryUnreadable("The coordinates do not make a polygon") from None
    _check_polygon(polygon)
    return Boundary(geojson=dict(mapping(polygon)), points=points_of(polygon))


def _geometry(data: object) -> dict[str, Any]:
    """The one Polygon or MultiPolygon in what was read."""
    if not isinstance(data, dict):
        raise BoundaryUnreadable("The file is not GeoJSON: it does not begin with an object")
    kind = data.get("type")
    if kind == "FeatureCollection":
        features = data.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise BoundaryUnreadable("The file must hold one area. Save each area in a file of its own")
        return _geometry(features[0])
    if kind == "Feature":
        return _geometry(data.get("geometry"))
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryUnreadable("The file must hold a Polygon or a MultiPolygon")
    return data


def check_numbers(part: object, *, depth: int) -> None:
    """Every coordinate is a finite number, in lists no deeper than polygons need; else raises BoundaryUnreadable."""
    if isinstance(part, list) and depth < _DEEPEST:
        for one in part:
            check_numbers(one, depth=depth + 1)
    elif isinstance(part, bool) or not isinstance(part, int | float) or not abs(part) < 1e9:  # noqa: PLR2004  Not even on Earth.
        raise BoundaryUnreadable("The coordinates do not make a polygon")


def _check_polygon(polygon: BaseGeometry) -> None:
    if polygon.is_empty:
        raise BoundaryUnreadable("The polygon is empty")
    if not polygon.is_valid:
        why = explain_validity(polygon).split("[")[0].lower()
        raise BoundaryUnreadable(f"The polygon crosses or touches itself ({why})")
    check_in_the_kingdom(polygon)


def check_in_the_kingdom(polygon: BaseGeometry) -> None:
    """Raises BoundaryUnreadable for a polygon that is not in the United Kingdom, as metres or swapped degrees are not."""
    west, south, east, north = polygon.bounds
    if west < WEST or south < SOUTH or east > EAST or north > NORTH:
        raise BoundaryUnreadable(
            "The polygon is not in the United Kingdom. It must be in longitude and latitude (WGS 84), longitude first"
        )


def points_of(polygon: BaseGeometry) -> int:
    """How many points a Polygon or MultiPolygon is drawn with."""
    parts = getattr(polygon, "geoms", [polygon])
    return sum(len(part.exterior.coords) + sum(len(hole.coords) for hole in part.interiors) for part in parts)
