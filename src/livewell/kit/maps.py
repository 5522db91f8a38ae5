"""Maps for pages: a picture drawn here that is whole by itself, and the same places as data for a map that moves."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from livewell.kit import tiles
from livewell.kit.geo import METRES_IN_A_MILE, Point
from livewell.kit.geo_grid import to_latitude_and_longitude
from livewell.kit.maps_drawing import Ground, drawn
from livewell.kit.maps_outlines import NotAnOutline, ground, middle_of, names_under, outlines_of, simplify
from livewell.kit.maps_parts import Box, Cluster, Frame, Outline, Pin, box_around, frame_for, say_numbers

__all__ = [
    "Cluster",
    "Map",
    "NotAnOutline",
    "Outline",
    "Pin",
    "draw_map",
    "make_map",
    "outlines_of",
    "simplify",
]

# England on the grid, for a map with nothing to show.
_ENGLAND: Box = (80_000, 5_000, 656_000, 657_000)
_MARGIN = 40
_EDGE = 33
"""Half of the largest mark, and a little."""
_BEYOND = 0.15
"""How far outside the outlines a pin still stretches the map, in parts of their size."""


@dataclass(frozen=True)
class Map:
    """A map for a page: hand it to `maps.map(…)` of components/maps.html."""

    picture: Markup
    """The drawn map: a whole <svg>."""
    data: Markup
    """The same as JSON in a <script> that holds data, for the map that moves."""
    title: str
    note: str
    """A sentence about places that are too far away to be on the map, or ""."""
    list_href: str
    here: str
    """What the mark for where somebody is means, for the key; "" when there is none."""
    is_numbered: bool
    shows_single: bool
    shows_groups: bool
    has_urgent: bool


def draw_map(
    pins: Sequence[Pin],
    *,
    outlines: Sequence[Outline] = (),
    here: Pin | None = None,
    radius_miles: float | None = None,
    width: float = 720,
    height: float = 520,
    title: str,
    described: str = "",
    list_href: str = "#results",
) -> Markup:
    """
    The picture of `make_map` alone, `width` by `height` units, 40 kB at most, for paper and letters.

    `described` says what there is to see where it is not pins. Pins that would lie on one another become one mark that leads to `list_href`.
    """
    made = make_map(
        pins,
        outlines=outlines,
        here=here,
        radius_miles=radius_miles,
        width=width,
        height=height,
        title=title,
        described=described,
        list_href=list_href,
    )
    return made.picture


def make_map(
    pins: Sequence[Pin],
    *,
    outlines: Sequence[Outline] = (),
    here: Pin | None = None,
    radius_miles: float | None = None,
    width: float = 720,
    height: float = 520,
    title: str,
    described: str = "",
    list_href: str = "#results",
) -> Map:
    """
    A map of these pins, with the list of the same places at `list_href`.

    It shows the circle of `radius_miles` around `here` when there are both; else every pin, but for those far outside
    the outlines, which would make all else small; else the outlines. `title` is a sentence: "Places near NG2 6AB".
    """
    places = [
        pin if pin.near else replace(pin, near=name)
        for pin, name in zip(pins, names_under([pin.point for pin in pins], outlines), strict=True)
    ]
    box = _box_to_show(places, outlines, here, radius_miles)
    frame = frame_for(box, width=width, height=height, margin=_MARGIN)
    shown = [pin for pin in places if frame.holds(pin.point, margin=_EDGE)]
    note = _note([pin for pin in places if not frame.holds(pin.point, margin=_EDGE)])
    described = " ".join(part for part in (described or _count(shown), note) if part)
    picture = drawn(
        shown, frame, Ground(tuple(outlines), here, radius_miles, list_href), title=title, described=described
    )
    data = _data(places, outlines, here, radius_miles, frame, title)
    return Map(
        picture.svg,
        data,
        title,
        note,
        list_href,
        here.label if here else "",
        any(pin.number is not None for pin in shown),
        picture.shows_single,
        picture.shows_groups,
        any(pin.kind == "urgent" for pin in shown),
    )


def _box_to_show(pins: Sequence[Pin], outlines: Sequence[Outline], here: Pin | None, radius_miles: float | None) -> Box:
    if here is not None and radius_miles is not None:
        reach = radius_miles * METRES_IN_A_MILE
        x, y = here.point.easting, here.point.northing
        return x - reach, y - reach, x + reach, y + reach
    corners = [corner for one in outlines for ring in one.rings for corner in ring]
    points = [(pin.point.easting, pin.point.northing) for pin in [*pins, *([here] if here else [])]]
    if not corners:
        return box_around(points) if points else _ENGLAND
    whole = box_around(corners)
    west, south, east, north = whole
    more = _BEYOND * max(east - west, north - south)
    near = [(x, y) for x, y in points if west - more <= x <= east + more and south - more <= y <= north + more]
    return box_around(near) if near else whole


def _count(pins: Sequence[Pin]) -> str:
    if not pins:
        return "No places are on this map."
    numbered = ", numbered as in the list" if any(pin.number is not None for pin in pins) else ""
    return f"{len(pins)} {'place' if len(pins) == 1 else 'places'}{numbered}. North is at the top."


def _note(beyond: Sequence[Pin]) -> str:
    if not beyond:
        return ""
    numbers = sorted(pin.number for pin in beyond if pin.number is not None)
    named = f": {say_numbers(numbers)} in the list" if numbers else ""
    return f"{len(beyond)} {'place is' if len(beyond) == 1 else 'places are'} further away than the map shows{named}."


def _data(
    pins: Sequence[Pin],
    outlines: Sequence[Outline],
    here: Pin | None,
    radius_miles: float | None,
    frame: Frame,
    title: str,
) -> Markup:
    west, south, east, north = frame.box
    told: dict[str, Any] = {
        "title": title,
        "bounds": [_degrees(west, south), _degrees(east, north)],
        "pins": [_pin(pin) for pin in pins],
        "here": _pin(here) if here else None,
        "radius": radius_miles * METRES_IN_A_MILE if radius_miles is not None else None,
        "outlines": [_outline(one) for one in outlines],
        "tiles": tiles.base(),
    }
    written = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it may end the element or begin a comment: https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements
    for letter in "<>&":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return Markup('<script type="application/json" data-map-data>{}</script>').format(Markup(written))  # noqa: S704


def _pin(pin: Pin) -> dict[str, Any]:
    return {
        "number": pin.number,
        "at": _rounded(pin.point),
        "label": pin.label,
        "href": pin.href,
        "kind": pin.kind,
        "near": pin.near,
    }


@lru_cache(maxsize=512)
def _outline(outline: Outline) -> dict[str, Any]:
    middle = middle_of(ground(outline))
    return {
        "name": outline.name,
        "at": _degrees(*middle) if middle else None,
        "rings": [[_degrees(*corner) for corner in ring] for ring in outline.rings],
    }


def _rounded(point: Point) -> list[float]:
    return [round(point.latitude, 5), round(point.longitude, 5)]


def _degrees(easting: float, northing: float) -> list[float]:
    return [round(one, 5) for one in to_latitude_and_longitude(easting, northing)]
