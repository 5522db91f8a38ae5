"""The areas that other directories say a service covers: by name, by code, or drawn, and put right where that is clear."""

import json
from collections.abc import Iterator
from typing import Any

from shapely import make_valid
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from livewell.assets.rules.listing import Covered
from livewell.openreferral.rules.cleaning import line, thing, things
from livewell.openreferral.rules.places_out import AREA_URI, EVERYWHERE

NATIONWIDE = frozenset({"everywhere", "england", "national", "nationwide", "uk", "united kingdom", "great britain"})
MOST_CORNERS = 20_000
NOT_DRAWN = "A drawn area could not be read; its name is kept."

_NUMBERS = 2
"""Numbers of a position: how high it lies is left out, for a drawing may say it of some corners alone."""

_FEWEST_CORNERS = 4
_DEEPEST = 4
_LATITUDES, _LONGITUDES = (49.0, 61.0), (-9.0, 2.0)
"""Degrees of Great Britain, to tell which of two numbers is which."""

Ring = list[list[float]]


def covered_of(area: dict[str, Any]) -> tuple[Covered | None, str]:
    """Where a service comes to, None when the area says nothing; and what could not be read of it, in a sentence."""
    beside = thing(area.get("live_well"))
    uri = line(area.get("uri"), longest=300)
    codes = [line(code, longest=12) for code in beside.get("codes") or () if isinstance(code, str)]
    if not codes and uri.startswith((AREA_URI, AREA_URI.replace("http:", "https:"))):
        codes = [uri.rsplit("/", 1)[1][:12]]
    name = line(area.get("name") or area.get("service_area"), longest=160)
    everywhere = beside.get("everywhere") is True or name.lower() in NATIONWIDE
    if name == EVERYWHERE or name == ", ".join(codes):
        name = ""
    polygon = _drawn(area)
    covered = Covered(name, tuple(code for code in codes if code.isalnum()), polygon, everywhere)
    note = NOT_DRAWN if area.get("extent") and polygon is None else ""
    return covered if covered != Covered() else None, note


def _drawn(area: dict[str, Any]) -> dict[str, Any] | None:
    """The drawn area as GeoJSON (RFC 7946), or None for what is none, is too large, or leaves the earth."""
    if str(area.get("extent_type") or "geojson").lower() != "geojson":
        return None
    said: object = area.get("extent")
    if isinstance(said, str):
        try:
            said = json.loads(said)
        except (ValueError, RecursionError):
            return None
    try:
        polygons = [[_ring(ring) for ring in polygon] for polygon in _polygons(thing(said), 0)]
    except (TypeError, ValueError):
        return None
    rings = [ring for polygon in polygons for ring in polygon]
    if not rings or sum(map(len, rings)) > MOST_CORNERS:
        return None
    if all(map(_is_turned, rings)):
        polygons = [[[[east, north] for north, east in ring] for ring in polygon] for polygon in polygons]
    plain = (
        {"type": "Polygon", "coordinates": polygons[0]}
        if len(polygons) == 1 and not _is_multiple(thing(said))
        else {"type": "MultiPolygon", "coordinates": polygons}
    )
    return plain if (area_here := shape(plain)).is_valid else _valid(area_here)


def _polygons(said: dict[str, Any], depth: int) -> Iterator[list[Any]]:
    """The rings of every polygon in a GeoJSON object. Raises ValueError for anything else in it."""
    kind, coordinates = said.get("type"), said.get("coordinates")
    if depth > _DEEPEST:
        raise ValueError("It is nested too deeply.")
    if kind == "Feature":
        yield from _polygons(thing(said.get("geometry")), depth + 1)
    elif kind in {"FeatureCollection", "GeometryCollection"}:
        for one in things(said.get("features") or said.get("geometries")):
            yield from _polygons(one, depth + 1)
    elif kind in {"Polygon", "MultiPolygon"} and isinstance(coordinates, list):
        found = coordinates if kind == "MultiPolygon" else [coordinates]
        yield from (polygon for polygon in found if polygon and isinstance(polygon, list))
    else:
        raise ValueError("It is no area.")


def _ring(said: object) -> Ring:
    """A closed line of at least four positions on the earth. Raises ValueError and TypeError."""
    if not isinstance(said, list) or len(said) > MOST_CORNERS:
        raise ValueError("It is no line.")
    ring = [[_degrees(corner[0], 180), _degrees(corner[1], 180)] for corner in map(_position, said)]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < _FEWEST_CORNERS or not (_is_turned(ring) or all(abs(corner[1]) <= 90 for corner in ring)):  # noqa: PLR2004
        raise ValueError("It encloses nothing.")
    return ring


def _position(said: object) -> list[Any]:
    if not isinstance(said, list) or len(said) < _NUMBERS:
        raise ValueError("It is no position.")
    return said


def _degrees(said: object, most: int) -> Any:
    if isinstance(said, bool) or not isinstance(said, int | float) or not abs(said) <= most:
        raise ValueError("It is nowhere.")
    return said


def _is_turned(ring: Ring) -> bool:
    """Whether latitude comes first, which GeoJSON forbids and many write: read the right way it is far out at sea."""
    return all(
        _LATITUDES[0] <= one <= _LATITUDES[1] and _LONGITUDES[0] <= other <= _LONGITUDES[1] for one, other in ring
    )


def _is_multiple(said: dict[str, Any]) -> bool:
    said = thing(said.get("geometry")) if said.get("type") == "Feature" else said
    return said.get("type") == "MultiPolygon"


def _valid(crossed: BaseGeometry) -> dict[str, Any] | None:
    """An area whose border crosses itself, so that it has an inside; None when it encloses nothing."""
    parts = getattr(mended := make_valid(crossed), "geoms", [mended])
    found = [
        part
        for one in parts
        for part in getattr(one, "geoms", [one])
        if part.geom_type == "Polygon" and not part.is_empty and part.area
    ]
    drawn = [json.loads(json.dumps(mapping(part)["coordinates"])) for part in found]
    if not drawn:
        return None
    if len(drawn) == 1:
        return {"type": "Polygon", "coordinates": drawn[0]}
    return {"type": "MultiPolygon", "coordinates": drawn}
