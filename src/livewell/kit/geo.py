"""Where places are and how far apart: postcodes, points on the British National Grid, and miles."""

from dataclasses import dataclass
from typing import Any

from geopy.distance import great_circle
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from livewell.kit import db, geo_service
from livewell.kit.geo_grid import to_latitude_and_longitude
from livewell.kit.geo_load import ATTRIBUTION, load, loaded_areas
from livewell.kit.geo_tables import Postcode
from livewell.kit.geo_text import postcode_area, tidy_part_postcode, tidy_postcode

__all__ = [
    "ATTRIBUTION",
    "METRES_IN_A_MILE",
    "Point",
    "Postcode",
    "PostcodeGeocoder",
    "PostcodePlace",
    "find_place",
    "find_postcode",
    "load",
    "loaded_areas",
    "miles_between",
    "postcode_area",
    "say_distance",
    "tidy_part_postcode",
    "tidy_postcode",
]

# The international mile: https://www.legislation.gov.uk/ukpga/1985/72/schedule/1
METRES_IN_A_MILE = 1609.344
_WHOLE_MILES_FROM = 10
_LEAST_SAID = 0.1


@dataclass(frozen=True)
class Point:
    """A place: metres on the British National Grid, and degrees on WGS84."""

    easting: int
    northing: int
    latitude: float
    longitude: float

    @classmethod
    def on_grid(cls, easting: int, northing: int) -> "Point":
        """The point at a grid reference in metres, with its degrees worked out to about 5 metres."""
        latitude, longitude = to_latitude_and_longitude(easting, northing)
        return cls(easting, northing, round(latitude, 6), round(longitude, 6))


@dataclass(frozen=True)
class PostcodePlace:
    """Where a postcode is. `district` is an ONS code, "" for part of a postcode."""

    postcode: str
    point: Point
    district: str


async def find_postcode(text: str) -> PostcodePlace | None:
    """
    The place of a whole postcode, or None when it is not one or not known.

    Live Well's own table answers; only when it cannot, and the operator has set LIVEWELL_GEOCODER_URL,
    is that service asked, and it is sent the postcode alone.
    """
    tidy = tidy_postcode(text)
    if tidy is None:
        return None
    found = await db.row(
        "SELECT easting, northing, latitude, longitude, district FROM postcode WHERE postcode = $1",
        tidy.replace(" ", ""),
    )
    if found is not None:
        point = Point(found["easting"], found["northing"], round(found["latitude"], 5), round(found["longitude"], 5))
        return PostcodePlace(tidy, point, found["district"])
    url = geo_service.address()
    answered = await geo_service.ask(url, tidy) if url else None
    if answered is None:
        return None
    point = Point(answered.easting, answered.northing, answered.latitude, answered.longitude)
    return PostcodePlace(tidy, point, answered.district)


async def find_place(text: str) -> PostcodePlace | None:
    """
    The place of a whole postcode, or the middle of an outcode ("NG2") or a sector ("NG2 6"), or None.

    For people who would rather not say exactly where they live.
    """
    if tidy_postcode(text) is not None:
        return await find_postcode(text)
    part = tidy_part_postcode(text)
    if part is None:
        return None
    # A whole postcode always ends in a digit and two letters, so the length tells NG2 6 from NG26.
    missing = "__" if " " in part else "___"
    found = await db.row(
        "SELECT avg(easting)::int AS easting, avg(northing)::int AS northing FROM postcode WHERE postcode LIKE $1",
        part.replace(" ", "") + missing,
    )
    if found is None or found["easting"] is None:
        return None
    return PostcodePlace(part, Point.on_grid(found["easting"], found["northing"]), "")


def miles_between(one: Point, other: Point) -> float:
    """Miles between two points, along the great circle (within 0.5% of the ground)."""
    return float(great_circle((one.latitude, one.longitude), (other.latitude, other.longitude)).miles)


def say_distance(miles: float) -> str:
    """A distance as people say it: "less than 0.1 miles", "1 mile", "1.2 miles", "14 miles"."""
    if miles < _LEAST_SAID / 2:
        return f"less than {_LEAST_SAID} miles"
    if round(miles, 1) == 1:
        return "1 mile"
    return (
        f"{miles:.0f} miles" if round(miles, 1) >= _WHOLE_MILES_FROM else f"{miles:.1f}".removesuffix(".0") + " miles"
    )


class PostcodeGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """
    `find_place` in the shape of a geopy geocoder; its answers come from our own table first.

    As with geopy's asynchronous adapters, `geocode` has to be awaited.
    """

    async def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = None,  # noqa: ASYNC109 (geopy's name for it)
    ) -> Location | list[Location] | None:
        """The place of a postcode or part of one as a `geopy.location.Location` (or a list of one)."""
        del timeout  # our own table needs none, and the service has its own
        place = await find_place(query)
        if place is None:
            return None
        raw: dict[str, Any] = {
            "postcode": place.postcode,
            "easting": place.point.easting,
            "northing": place.point.northing,
            "district": place.district,
        }
        location = Location(place.postcode, (place.point.latitude, place.point.longitude), raw)
        return location if exactly_one else [location]
