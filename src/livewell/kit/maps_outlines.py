"""Outlines of areas: from the GeoJSON they are published in to a few lines on the grid, and what is under a point."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from livewell.kit.geo import Point
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.kit.maps_parts import Box, Outline, Ring

_SHAPES = {"Polygon", "MultiPolygon"}
_FEWEST = 4
"""Points in a ring that goes round something, its first said again at its end."""


class NotAnOutline(ValueError):
    """The GeoJSON is no polygon."""


def simplify(geojson: Mapping[str, Any], tolerance_metres: float = 60) -> tuple[Ring, ...]:
    """
    The rings of a GeoJSON Polygon or MultiPolygon (or a Feature of one) in degrees on WGS84 (RFC 7946), in metres
    on the British National Grid, with what is finer than the tolerance left out.

    Areas that share borders go through `outlines_of` together, or gaps open between them. Raises NotAnOutline.
    """
    return outlines_of([("", geojson)], tolerance_metres)[0].rings


def outlines_of(areas: Sequence[tuple[str, Mapping[str, Any]]], tolerance_metres: float = 60) -> tuple[Outline, ...]:
    """
    Names and GeoJSON geometries as outlines, in their order: shared borders stay shared. Raises NotAnOutline.

    The work is done once for the same areas, however often a page asks.
    """
    written = json.dumps([[name, _geometry(geojson)] for name, geojson in areas], sort_keys=True)
    return _outlines(written, tolerance_metres)


def _geometry(geojson: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = geojson.get("geometry") if geojson.get("type") == "Feature" else geojson
    if not isinstance(found, Mapping) or found.get("type") not in _SHAPES:
        raise NotAnOutline("An outline is a GeoJSON Polygon or MultiPolygon.")
    return found


@lru_cache(maxsize=16)
def _outlines(written: str, tolerance_metres: float) -> tuple[Outline, ...]:
    names: list[str] = []
    polygons: list[BaseGeometry] = []
    for name, geojson in json.loads(written):
        try:
            drawn = shape(geojson)
        except (ValueError, TypeError, IndexError, KeyError, shapely.errors.ShapelyError) as error:
            raise NotAnOutline("The outline has a ring that is none.") from error
        names.append(name)
        polygons.append(shapely.transform(drawn, _on_grid))
    simpler = shapely.coverage_simplify(polygons, tolerance_metres)
    return tuple(Outline(name, rings_of(one)) for name, one in zip(names, simpler, strict=True))


def _on_grid(degrees: Any) -> Any:
    """Longitude and latitude, in GeoJSON's order, as metres."""
    return [to_easting_and_northing(latitude, longitude) for longitude, latitude in degrees.tolist()]


def rings_of(geometry: BaseGeometry) -> tuple[Ring, ...]:
    """The rings of every polygon in a geometry, to the metre; lines and points in it are left out."""
    rings: list[Ring] = []
    for part in shapely.get_parts(geometry):
        if isinstance(part, Polygon) and not part.is_empty:
            rings += [_ring(part.exterior.coords), *(_ring(hole.coords) for hole in part.interiors)]
    return tuple(rings)


def _ring(coordinates: Any) -> Ring:
    return tuple((round(x, 1), round(y, 1)) for x, y in coordinates)


@lru_cache(maxsize=512)
def ground(outline: Outline) -> BaseGeometry:
    """An outline as a polygon that can be asked questions; rings inside rings are holes."""
    polygons = [Polygon(ring) for ring in outline.rings if len(ring) >= _FEWEST]
    whole: BaseGeometry = MultiPolygon()
    for polygon in polygons:
        whole = shapely.symmetric_difference(whole, shapely.make_valid(polygon))
    return whole


def clipped(outline: Outline, box: Box, *, finest: float) -> BaseGeometry:
    """The part of an outline in a box of ground, without what is finer than `finest` metres; it may be empty."""
    return shapely.simplify(shapely.clip_by_rect(ground(outline), *box), finest)


def names_under(points: Sequence[Point], outlines: Sequence[Outline]) -> list[str]:
    """For each point the name of the first outline that it is in, or ""."""
    names = [""] * len(points)
    if points and outlines:
        tree = shapely.STRtree([ground(one) for one in outlines])
        spots = shapely.points([[point.easting, point.northing] for point in points])
        for spot, area in sorted(zip(*tree.query(spots, predicate="within").tolist(), strict=True), reverse=True):
            names[spot] = outlines[area].name
    return names


def middle_of(geometry: BaseGeometry) -> tuple[float, float] | None:
    """The point of a polygon farthest from its edges, where its name has most room; None when there is nothing."""
    if geometry.is_empty or geometry.area == 0:
        return None
    largest = max(shapely.get_parts(geometry), key=lambda part: float(part.area))
    spot = shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)
    return float(spot.x), float(spot.y)
