"""Boundaries as GeoJSON, and the forms about areas, practices and settings."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from livewell.kit.forms import Form
from livewell.places.rules import CHOICES, wrong_together

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
    _check_numbers(found.get("coordinates"), depth=0)
    try:
        polygon = shape(found)
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError):
        raise BoundaryUnreadable("The coordinates do not make a polygon") from None
    _check_polygon(polygon)
    return Boundary(geojson=dict(mapping(polygon)), points=_points(polygon))


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
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BoundaryUnreadable("The file must hold a Polygon or a MultiPolygon")
    return data


def _check_numbers(part: object, *, depth: int) -> None:
    """Every coordinate is a finite number, in lists no deeper than polygons need."""
    if isinstance(part, list) and depth < _DEEPEST:
        for one in part:
            _check_numbers(one, depth=depth + 1)
    elif isinstance(part, bool) or not isinstance(part, int | float) or not abs(part) < 1e9:  # noqa: PLR2004  Not even on Earth.
        raise BoundaryUnreadable("The coordinates do not make a polygon")


def _check_polygon(polygon: BaseGeometry) -> None:
    if polygon.is_empty:
        raise BoundaryUnreadable("The polygon is empty")
    if not polygon.is_valid:
        why = explain_validity(polygon).split("[")[0].lower()
        raise BoundaryUnreadable(f"The polygon crosses or touches itself ({why})")
    west, south, east, north = polygon.bounds
    if west < WEST or south < SOUTH or east > EAST or north > NORTH:
        raise BoundaryUnreadable(
            "The polygon is not in the United Kingdom. It must be in longitude and latitude (WGS 84), longitude first"
        )


def _points(polygon: BaseGeometry) -> int:
    parts = getattr(polygon, "geoms", [polygon])
    return sum(len(part.exterior.coords) + sum(len(hole.coords) for hole in part.interiors) for part in parts)


@dataclass(frozen=True)
class PracticeDetails:
    """What is written about a practice."""

    name: str
    ods_code: str
    area: UUID
    reply_email: str
    phone: str
    postcode: str
    listed: bool


def read_practice(form: Form, *, areas: list[tuple[str, str]]) -> PracticeDetails | None:
    """The details as `form` has them, or None when something has to be put right."""
    name = form.text("name", "Name", required="Enter the name of the practice", longest=120)
    code = form.text("ods_code", "ODS code", required="Enter the practice’s ODS code, like C84005", longest=12).upper()
    if code and not (code.isascii() and code.isalnum()):
        form.error("ods_code", "ODS code must be letters and digits only, like C84005")
    area = form.one_of("area", areas, required="Choose the area of the practice")
    reply_email = form.email("reply_email", "Email address for replies")
    phone = form.phone("phone", "Phone number")
    postcode = form.postcode("postcode", "Postcode")
    listed = form.yes_or_no("listed", required="Choose whether people of this practice can be referred")
    if not form.ok or area is None or listed is None:
        return None
    return PracticeDetails(name, code, UUID(area), reply_email, phone, postcode, listed)


def read_settings(form: Form) -> dict[str, int | str] | None:
    """Every choice as `form` has it, or None when something has to be put right."""
    chosen: dict[str, int | str] = {}
    for name, choice in CHOICES.items():
        if choice.kind == "number":
            number = form.whole_number(
                name,
                choice.label,
                lowest=choice.lowest,
                highest=choice.highest,
                required=f"Enter {choice.label.lower()}",
            )
            chosen[name] = -1 if number is None else number
        elif choice.kind == "email":
            chosen[name] = form.email(name, choice.label)
        elif choice.kind == "phone":
            chosen[name] = form.phone(name, choice.label, short_numbers=True)
        else:
            required = f"Enter {choice.label.lower()}" if choice.ships_with else None
            chosen[name] = form.text(name, choice.label, required=required, longest=120)
    if form.ok:
        for name, sentence in wrong_together({k: v for k, v in chosen.items() if isinstance(v, int)}).items():
            form.error(name, sentence)
    return chosen if form.ok else None
