"""Areas drawn on a map without a pen: so many miles around a point, or the corners in the order of a walk round them."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import cos, pi, sin
from typing import Any

import msgspec
from shapely import Polygon
from shapely.geometry import mapping

from livewell.kit.geo_grid import to_latitude_and_longitude

_CORNERS = 64
"""A circle with so many corners is nowhere more than an eighth of a per cent inside the round one."""

_PLACES = 5
"""Decimal places of a degree that are kept: about a metre."""

_FEWEST = 3


Corner = tuple[float, float]
"""Longitude and latitude on WGS84, in degrees."""


def around(easting: float, northing: float, metres: float) -> dict[str, Any]:
    """The GeoJSON polygon of everything so near to a point on the British National Grid."""
    turns = [2 * pi * corner / _CORNERS for corner in range(_CORNERS)]
    degrees = [to_latitude_and_longitude(easting + metres * cos(turn), northing + metres * sin(turn)) for turn in turns]
    return _geojson([(longitude, latitude) for latitude, longitude in degrees])


def between(corners: Sequence[Corner]) -> dict[str, Any] | None:
    """The GeoJSON polygon with these corners, None where they are too few, in one line, or cross themselves."""
    if len(set(corners)) < _FEWEST:
        return None
    found = _geojson(corners)
    shape = Polygon(found["coordinates"][0])
    return found if shape.is_valid and shape.area else None


def _geojson(corners: Sequence[Corner]) -> dict[str, Any]:
    return plain(mapping(Polygon([(round(x, _PLACES), round(y, _PLACES)) for x, y in corners])))


def plain(polygon: Mapping[str, Any]) -> dict[str, Any]:
    """A polygon in lists and numbers, as it comes back from the database."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(polygon))
    return found


def fingerprint(polygon: Mapping[str, Any]) -> str:
    """By what a form knows an area again without carrying all its corners."""
    return sha256(msgspec.json.encode(plain(polygon), order="sorted")).hexdigest()[:24]
