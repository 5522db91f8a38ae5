"""The areas that a listing covers: everywhere, wards, and areas drawn on a map, each in a line of its own."""

import re
from dataclasses import replace
from typing import Any

from livewell.assets.forms import lines
from livewell.assets.rules import drawn
from livewell.assets.rules.listing import Covered, Listing
from livewell.kit.forms import Form
from livewell.kit.geo import METRES_IN_A_MILE, find_postcode
from livewell.places.forms.boundaries import EAST, NORTH, SOUTH, WEST, BoundaryUnreadable, read_boundary

Wards = tuple[tuple[str, str], ...]

AREAS = "areas"
"""The lines of areas: they may stand on one page with the lines of places."""

LONGEST_NAME = 160
FURTHEST = 60
"""Miles around a point: what is further is "everywhere", or wards."""

_WRITTEN = ("drawn_name", "miles", "around", "corners", "geojson")
_DEGREES = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]+)?)[\s,]+(-?[0-9]{1,2}(?:\.[0-9]+)?)", re.ASCII)
_MOST_CORNERS = 100


def fill_areas(listing: Listing) -> dict[str, object]:
    """The boxes of "Areas covered"."""
    return {
        "everywhere": any(one.everywhere for one in listing.covers),
        "area_name": next((one.name for one in listing.covers if one.name and one.polygon is None), ""),
        "codes": [code for one in listing.covers for code in one.codes],
        **lines.filled(
            [
                {"drawn_name": one.name, "shape": drawn.fingerprint(one.polygon)}
                for one in listing.covers
                if one.polygon is not None
            ],
            AREAS,
        ),
    }


async def read_areas(form: Form, listing: Listing, wards: Wards) -> Listing | None:
    """The listing with what "Areas covered" says; districts, which the form does not offer, stay."""
    everywhere = form.yes_or_no("everywhere")
    typed = form.text("area_name", "What people call it", longest=LONGEST_NAME)
    on_form = {code for code, _ in wards}
    before = list(dict.fromkeys(code for one in listing.covers for code in one.codes))
    codes = (*(code for code in before if code not in on_form), *form.many("codes", wards))
    areas = await drawn_areas(form, listing)
    if not form.ok:
        return None
    # A name made of its wards goes with its wards.
    made = typed in {"", called(before, wards)}
    name = called(codes, wards) if made and not everywhere else "" if made else typed
    covers = (Covered(name, codes, None, bool(everywhere)),) if everywhere or codes or name else ()
    return replace(listing, covers=(*covers, *areas))


def called(codes: tuple[str, ...] | list[str], wards: Wards) -> str:
    """What wards are called together: "Cotgrave, Gamston North and 3 more wards"; "" where one has no name here."""
    by_code = dict(wards)
    if not codes or not set(codes) <= by_code.keys():
        return ""
    names = [name for code, name in wards if code in codes]
    for count in range(len(names), 0, -1):
        left = len(names) - count
        said = ", ".join(names[:count]) + (f" and {left} more {'ward' if left == 1 else 'wards'}" if left else "")
        if len(said) <= LONGEST_NAME:
            return said
    return ""


async def drawn_areas(form: Form, listing: Listing) -> list[Covered]:
    """Every area of the form that is drawn, kept or new. What is wrong with a new one is said beside it."""
    kept = {drawn.fingerprint(one.polygon): one.polygon for one in listing.covers if one.polygon is not None}
    found = []
    for n in lines.numbers(form, AREAS):
        polygon = kept.get(form.typed(f"shape_{n}"))
        if polygon is None and lines.is_empty(form, n, _WRITTEN):
            continue
        name = form.text(f"drawn_name_{n}", "What people call it", longest=LONGEST_NAME)
        if polygon is None:
            polygon, usual = await _new(form, n)
            name = name or usual
        if polygon is not None:
            found.append(Covered(name, (), polygon))
    return found


async def _new(form: Form, n: int) -> tuple[dict[str, Any] | None, str]:
    """The polygon of a line, and what to call it when nobody said."""
    ways = [
        way
        for way, boxes in (("miles", ("miles", "around")), ("corners", ("corners",)), ("geojson", ("geojson",)))
        if not lines.is_empty(form, n, boxes)
    ]
    if len(ways) != 1:
        form.error(
            f"miles_{n}",
            "Say in one way where the area is: miles around a postcode, its corners, or GeoJSON. Clear the others"
            if ways
            else "Say where this area is, such as 3 miles around a postcode",
        )
        return None, ""
    if ways == ["miles"]:
        return await _around(form, n)
    if not form.typed(f"drawn_name_{n}").strip():
        form.error(f"drawn_name_{n}", "Say what people call this area")
    polygon = await _between(form, f"corners_{n}") if ways == ["corners"] else _from_geojson(form, f"geojson_{n}")
    return polygon, ""


async def _around(form: Form, n: int) -> tuple[dict[str, Any] | None, str]:
    miles = form.number(f"miles_{n}", "Miles", lowest=0, highest=FURTHEST, required="Say within how many miles")
    postcode = form.postcode(f"around_{n}", required="Give the postcode in the middle of the area")
    if miles is not None and not miles:
        form.error(f"miles_{n}", "Miles must be more than 0")
    if not postcode or not miles:
        return None, ""
    place = await find_postcode(postcode)
    if place is None:
        form.error(f"around_{n}", f"We do not know where {postcode} is. Give another postcode nearby")
        return None, ""
    said = f"{miles.normalize():f}"
    return drawn.around(
        place.point.easting, place.point.northing, float(miles) * METRES_IN_A_MILE
    ), f"Within {said} {'mile' if said == '1' else 'miles'} of {postcode}"


async def _between(form: Form, field: str) -> dict[str, Any] | None:
    typed = [one.strip() for one in form.text(field, "Corners", longest=4000).splitlines() if one.strip()]
    if len(typed) > _MOST_CORNERS:
        form.error(field, f"Give {_MOST_CORNERS} corners at most")
        return None
    corners = [await _corner(form, field, one) for one in typed]
    known = [one for one in corners if one is not None]
    if len(known) < len(corners):
        return None
    polygon = drawn.between(known)
    if polygon is None:
        form.error(
            field,
            "These corners make no area. Give three or more, in the order in which somebody walks round the edge",
        )
    return polygon


async def _corner(form: Form, field: str, said: str) -> drawn.Corner | None:
    degrees = _DEGREES.fullmatch(said)
    if degrees:
        latitude, longitude = float(degrees[1]), float(degrees[2])
        if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
            form.error(
                field, f"{said[:40]} is not in the United Kingdom. Give the latitude first, such as 52.91, -1.05"
            )
            return None
        return longitude, latitude
    place = await find_postcode(said)
    if place is None:
        form.error(field, f"We do not know where {said[:40]} is. Give a full postcode, such as NG2 6AB, on each line")
        return None
    return place.point.longitude, place.point.latitude


def _from_geojson(form: Form, field: str) -> dict[str, Any] | None:
    try:
        return drawn.plain(read_boundary(form.typed(field)).geojson)
    except BoundaryUnreadable as error:
        form.error(field, str(error).rstrip("."))
        return None
