"""Areas drawn on a map as a page shows them: a picture, and the wards they reach in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import shapely
from markupsafe import Markup
from shapely.geometry import shape

from livewell.kit import maps
from livewell.kit.maps_outlines import ground, rings_of
from livewell.places import queries as places

_WIDTH, _HEIGHT = 640, 420
_LARGEST = 2.0
"""Degrees from side to side: what is larger is drawn without the wards in it."""

_A_SLIVER = 0.005
"""Of an area: what reaches less far into a ward is where two drawings of one line differ."""


class DrawnArea(NamedTuple):
    """One area: its picture, and the names of the wards it reaches, [] where it reaches none that are loaded."""

    picture: Markup
    wards: list[str]


async def seen(areas: Mapping[int, Mapping[str, Any]], *, of: str = "") -> dict[int, DrawnArea]:
    """Areas by whatever number, each as a page shows it. They are GeoJSON polygons on WGS84. `of` is what comes there."""
    title = f"Where {of} comes to" if of else "The area"
    return {number: _seen(polygon, await _grounds(polygon), title) for number, polygon in areas.items()}


async def _grounds(polygon: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
    """The wards that the area may reach, each as its name and its ground; None where there may be thousands."""
    west, south, east, north = shapely.bounds(shape(dict(polygon))).tolist()
    if max(east - west, north - south) > _LARGEST:
        return None
    near = await places.outlines(around=(west, south, east, north))
    return [(one.name, ground(one)) for one in maps.outlines_of([(ward.name, ward.geojson) for ward in near])]


def _seen(polygon: Mapping[str, Any], wards: list[tuple[str, Any]] | None, title: str) -> DrawnArea:
    (outline,) = maps.outlines_of([("", polygon)], tolerance_metres=5)
    whole = ground(outline)
    pieces = [(name, shapely.intersection(whole, ward)) for name, ward in wards or ()]
    reached = [(name, piece) for name, piece in pieces if piece.area > _A_SLIVER * whole.area]
    left = shapely.difference(whole, shapely.union_all([piece for _, piece in reached]))
    names, goes_beyond = [name for name, _ in reached], left.area > _A_SLIVER * whole.area
    # Drawn ward by ward, so that their names and edges show what lies in it; what is beyond the wards comes last.
    drawn = [maps.Outline(name, rings_of(piece)) for name, piece in reached]
    drawn += [maps.Outline("", rings_of(left))] if goes_beyond else []
    said = "It reaches none of our wards." if wards is not None else "It is larger than a county."
    if names:
        said = f"It reaches {', '.join(names)}{', and goes beyond our wards' if goes_beyond else ''}."
    picture = maps.draw_map(
        [],
        outlines=drawn,
        width=_WIDTH,
        height=_HEIGHT,
        title=title,
        described=f"{said} North is at the top.",
    )
    return DrawnArea(picture, names)
