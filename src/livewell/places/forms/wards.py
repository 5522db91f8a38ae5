"""Wards as the Office for National Statistics publishes them: GeoJSON with a code and a name for each."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from livewell.kit.geo_forward import to_easting_and_northing
from livewell.places.forms.boundaries import BoundaryUnreadable, check_in_the_kingdom, check_numbers, points_of
from livewell.places.forms.files import FileUnreadable, text_of, tidy_name

MOST_WARDS = 1_000
MOST_WARD_POINTS = 300_000
# WD25CD, WD25NM, LAD25CD and LAD25NM are the names of the year 2025: https://geoportal.statistics.gov.uk (Wards, Boundaries)
_CODE = re.compile(r"WD\d\dCD|CODE", re.IGNORECASE)
_NAME = re.compile(r"WD\d\dNM|NAME", re.IGNORECASE)
_DISTRICT = re.compile(r"LAD\d\dCD|DISTRICT", re.IGNORECASE)
_DISTRICT_NAME = re.compile(r"LAD\d\dNM|DISTRICT_?NAME", re.IGNORECASE)
# Nine characters: https://www.ons.gov.uk/methodology/geography/ukgeographies/administrativegeography
_ONS_CODE = re.compile(r"[A-Z][0-9]{8}")


@dataclass(frozen=True)
class WardDrawn:
    """One ward with its boundary (RFC 7946), a point inside it, and the rectangle around it in degrees."""

    code: str
    name: str
    district: str
    district_name: str
    geojson: str
    fingerprint: str
    easting: int
    northing: int
    latitude: float
    longitude: float
    west: float
    south: float
    east: float
    north: float


def read_wards(content: bytes | dict[str, Any]) -> list[WardDrawn]:
    """
    Every ward of a GeoJSON FeatureCollection, in its order; a boundary that crosses itself is put right.

    Raises FileUnreadable with a sentence for each ward that is wrong; then none is kept.
    """
    features = _features(_parsed(content) if isinstance(content, bytes) else content)
    drawn: list[WardDrawn] = []
    faults: list[str] = []
    points = 0
    codes: set[str] = set()
    for number, feature in enumerate(features, 1):
        try:
            ward, drawn_with = _ward(feature)
        except BoundaryUnreadable as fault:
            faults.append(f"Ward {number}: {fault}")
            continue
        if ward.code in codes:
            faults.append(f"Ward {number}: {ward.code} is there already")
            continue
        codes.add(ward.code)
        drawn.append(ward)
        points += drawn_with
        if points > MOST_WARD_POINTS:
            raise FileUnreadable(_too_many_points())
    if faults:
        raise FileUnreadable(*faults)
    return drawn


def _too_many_points() -> str:
    return f"The wards have more than {MOST_WARD_POINTS:,} points. Choose a generalised file with fewer"


def _parsed(content: bytes) -> object:
    text = text_of(content)
    # Every point opens a bracket of its own, so this is known before anything is built.
    if text.count("[") > 2 * MOST_WARD_POINTS:
        raise FileUnreadable(_too_many_points())

    def refuse(_: str) -> NoReturn:
        raise ValueError

    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise FileUnreadable("The file is not GeoJSON: it cannot be read as JSON") from None


def _features(data: object) -> list[Any]:
    features = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise FileUnreadable("The file must be a GeoJSON FeatureCollection")
    if not features:
        raise FileUnreadable("There are no wards in the file")
    if len(features) > MOST_WARDS:
        raise FileUnreadable(
            f"The file has {len(features):,} wards. It may have {MOST_WARDS:,}: choose your districts’"
        )
    return features


def _ward(feature: object) -> tuple[WardDrawn, int]:
    """One ward and how many points it has. Raises BoundaryUnreadable."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        raise BoundaryUnreadable("it has no properties")
    code = _said(properties, _CODE)
    if not isinstance(code, str) or not _ONS_CODE.fullmatch(code.strip()):
        raise BoundaryUnreadable("it has no code like E05014965 under WD25CD (or the letters of another year)")
    name = tidy_name(_said(properties, _NAME))
    if name is None:
        raise BoundaryUnreadable("it has no name that can be kept under WD25NM (or the letters of another year)")
    district = _said(properties, _DISTRICT)
    district = district.strip() if isinstance(district, str) and _ONS_CODE.fullmatch(district.strip()) else ""
    try:
        polygon = _polygon(feature.get("geometry"))
    except BoundaryUnreadable as fault:
        sentence = str(fault)
        raise BoundaryUnreadable(f"{name}: {sentence[0].lower()}{sentence[1:]}") from None
    geojson = json.dumps(mapping(polygon), separators=(",", ":"))
    west, south, east, north = polygon.bounds
    inside = polygon.representative_point()
    easting, northing = to_easting_and_northing(inside.y, inside.x)
    ward = WardDrawn(
        code=code.strip(),
        name=name,
        district=district,
        district_name=(tidy_name(_said(properties, _DISTRICT_NAME)) or "") if district else "",
        geojson=geojson,
        fingerprint=hashlib.sha256(geojson.encode()).hexdigest(),
        easting=round(easting),
        northing=round(northing),
        latitude=inside.y,
        longitude=inside.x,
        west=west,
        south=south,
        east=east,
        north=north,
    )
    return ward, points_of(polygon)


def _said(properties: dict[str, Any], called: re.Pattern[str]) -> object:
    return next((value for key, value in properties.items() if called.fullmatch(str(key)) and value), None)


def _polygon(geometry: object) -> BaseGeometry:
    """A valid Polygon or MultiPolygon in the United Kingdom."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BoundaryUnreadable("it must be a Polygon or a MultiPolygon")
    check_numbers(geometry.get("coordinates"), depth=0)
    try:
        polygon = shapely.force_2d(shape(geometry))
        if not polygon.is_valid:
            polygon = shapely.union_all(list(_areas_in(shapely.make_valid(polygon))))
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError):
        raise BoundaryUnreadable("the coordinates do not make a polygon") from None
    if polygon.is_empty or not polygon.area:
        raise BoundaryUnreadable("it has no area")
    check_in_the_kingdom(polygon)
    return polygon


def _areas_in(mended: BaseGeometry) -> Iterator[Polygon]:
    """What has an area in what was put right: lines and points that fell out of it are left."""
    if isinstance(mended, Polygon):
        yield mended
    elif isinstance(mended, MultiPolygon) or hasattr(mended, "geoms"):
        for part in mended.geoms:
            yield from _areas_in(part)
