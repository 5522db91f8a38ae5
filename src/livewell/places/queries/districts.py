"""The districts our wards make up: found by their names, and drawn as one from their wards."""

import asyncio
import difflib
import json
from dataclasses import dataclass
from typing import ClassVar

from shapely import force_2d, get_coordinates, prepare, set_coordinates, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from livewell.kit import db
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.places.rules import plain_name

_NOT_ITS_NAME = frozenset({"borough", "district", "council", "city", "county", "of", "the", "unitary", "authority"})
"""People say "Rushcliffe Borough" or "the district of Rushcliffe"."""

_SHORTEST_BEGINNING = 4
_LIKE_ENOUGH = 0.85
_GAP = 25.0
"""Metres: wards that are drawn with fewer points leave slivers between them."""


@dataclass(frozen=True)
class DistrictFound:
    """A district by its ONS code, and how it is called."""

    code: str
    name: str


async def districts() -> list[DistrictFound]:
    """Every district whose wards say its name, by name."""
    found = await db.rows(
        "SELECT DISTINCT district AS code, district_name AS name FROM ward WHERE district_name <> '' ORDER BY name, code"
    )
    return [DistrictFound(**row) for row in found]


def named_exactly(asked: str, among: list[DistrictFound]) -> DistrictFound | None:
    """The district of this plain name, or None."""
    return next((one for one in among if _bare(one.name) == _bare(asked)), None)


def named_nearly(asked: str, among: list[DistrictFound]) -> DistrictFound | None:
    """The one district that begins with this plain name, or is most like it; None where it could be several."""
    if len(asked) < _SHORTEST_BEGINNING:
        return None
    begun = [one for one in among if plain_name(one.name).startswith(asked)]
    if begun:
        return begun[0] if len(begun) == 1 else None
    like = difflib.get_close_matches(_bare(asked), [_bare(one.name) for one in among], n=2, cutoff=_LIKE_ENOUGH)
    return named_exactly(like[0], among) if len(like) == 1 else None


def _bare(name: str) -> str:
    words = plain_name(name).split()
    return " ".join(word for word in words if word not in _NOT_ITS_NAME) or " ".join(words)


async def district_outline(code: str) -> BaseGeometry | None:
    """A district as its wards make it up, in metres on the grid; None when it has none."""
    found = await db.rows("SELECT code, fingerprint FROM ward WHERE district = $1 ORDER BY code", code)
    if not found:
        return None
    marks = tuple(row["fingerprint"] for row in found)
    if _Kept.marks.get(code) != marks:
        drawn = await db.rows("SELECT boundary FROM ward WHERE district = $1", code)
        _Kept.outlines[code] = await asyncio.to_thread(_as_one, [row["boundary"] for row in drawn])
        _Kept.marks[code] = marks
    return _Kept.outlines[code]


class _Kept:
    """Outlines as they were last drawn, with the fingerprints of the wards they were drawn from."""

    marks: ClassVar[dict[str, tuple[str, ...]]] = {}
    outlines: ClassVar[dict[str, BaseGeometry]] = {}


def _as_one(boundaries: list[str]) -> BaseGeometry:
    wards = [on_grid(boundary).buffer(_GAP) for boundary in boundaries]
    whole = union_all(wards).buffer(-_GAP)
    prepare(whole)
    return whole


def on_grid(boundary: str) -> BaseGeometry:
    """A boundary (GeoJSON, WGS 84) in metres on the grid."""
    drawn = force_2d(shape(json.loads(boundary)))
    points = [to_easting_and_northing(latitude, longitude) for longitude, latitude in get_coordinates(drawn)]
    return set_coordinates(drawn, points)
