"""Areas drawn on a map as a page shows them: a picture, and the wards they reach in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import shapely
from markupsafe import Markup

from livewell.kit import maps
from livewell.kit.maps_outlines import ground, rings_of
from livewell.places import queries as places

_WIDTH, _HEIGHT = 640, 420
_A_SLIVER = 0.005
"""Of an area: what reaches less far into a ward is where two drawings of one line differ."""


class DrawnArea(NamedTuple):
    """One area: its picture, and the names of the wards it reaches, [] where it reaches none that are loaded."""

    picture: Markup
    wards: list[str]


async def seen(areas: Mapping[int, Mapping[str, Any]]) -> dict[int, DrawnArea]:
    """Areas by whatever number, each as a page shows it. They are GeoJSON polygons on WGS84."""
    wards = maps.outlines_of([(one.name, one.geojson) for one in await places.outlines()])
    grounds = [(one.name, ground(one)) for one in wards]
    return {number: _seen(polygon, grounds) for number, polygon in areas.items()}


def _seen(polygon: Mapping[str, Any], wards: list[tuple[str, Any]]) -> DrawnArea:
    (outline,) = maps.outlines_of([("", polygon)], tolerance_metres=5)
    whole = ground(outline)
    pieces = [(name, shapely.intersection(whole, ward)) for name, ward in wards]
    reached = [(name, piece) for name, piece in pieces if piece.area > _A_SLIVER * whole.area]
    left = shapely.difference(whole, shapely.union_all([piece for _, piece in reached]))
    # Drawn ward by ward, so that their names and edges show what lies in it; what is beyond the wards comes last.
    drawn = [maps.Outline(name, rings_of(piece)) for name, piece in reached]
    drawn += [maps.Outline("", rings_of(left))] if left.area > _A_SLIVER * whole.area else []
    picture = maps.draw_map([], outlines=drawn, width=_WIDTH, height=_HEIGHT, title="The area")
    return DrawnArea(picture, [name for name, _ in reached])
