"""Where somebody looks from: a postcode or part of one, a place by name, or a square of the grid."""

import re
from dataclasses import dataclass

from livewell.finding.queries.statement import Here
from livewell.finding.queries.within import Whole
from livewell.kit import geo
from livewell.kit.geo import Point
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.places import queries as places

# Degrees as a browser gives them, cut to three places: about 100 metres.
_DEGREES = re.compile(r"(-?[0-9]{1,2}\.[0-9]{1,8})\s*,\s*(-?[0-9]{1,2}\.[0-9]{1,8})")
_SQUARE = 100
"""Metres: nothing smaller is kept of where a browser says somebody is."""

_HERE = frozenset({"near me", "nearby", "here", "my location", "current location", "where i am", "home"})
"""What people type who would like to be found without saying where they are."""

_NOT_SAID = "We do not know where you are. Press “Near me”, or type a postcode, a town or a village"

# Royal Mail's areas of Scotland, Wales, Northern Ireland, Jersey, Guernsey and Man, without those England has much of
# (CH, HR, SY, TD): https://en.wikipedia.org/wiki/List_of_postcode_areas_in_the_United_Kingdom
_BEYOND_ENGLAND = frozenset(
    "AB BT CF DD DG EH FK G GY HS IM IV JE KA KW KY LD LL ML NP PA PH SA ZE".split()  # noqa: SIM905  (a list to read)
)
_ACROSS_THE_BORDER = frozenset({"DG16", "LD7", "LD8", "LL14", "NP16", "NP25"})
"""Of these, those that reach into England."""

_ENGLAND = (range(80_000, 660_000), range(5_000, 660_000))


@dataclass(frozen=True)
class Looked:
    """
    What was understood of a place. `problem` is a sentence, "" when there is none; the search goes on without it.

    `note` is a sentence without a full stop when a name has several places, "" otherwise.
    """

    here: Here | None = None
    problem: str = ""
    note: str = ""


async def where_is(text: str) -> Looked:
    """The place somebody typed, or what is wrong with it; at most five statements, two more for a name of several places."""
    if not text or text.lower() in _HERE:
        return Looked(problem=_NOT_SAID if text else "")
    degrees = _DEGREES.fullmatch(text)
    if degrees:
        return await _in_square(float(degrees[1]), float(degrees[2]))
    found = await geo.find_place(text)
    if found is not None:
        return Looked(await here_at(found.point, found.postcode, district=found.district))
    postcode = geo.tidy_postcode(text) or geo.tidy_part_postcode(text)
    if postcode:
        return Looked(problem=_not_known(postcode, text))
    named = await places.find_place_name(text)
    if named is not None:
        return await _named(named)
    return Looked(problem=f"We could not find {text}. Check it, or type a postcode, a town or a village")


async def _named(named: places.PlaceFound) -> Looked:
    if named.outline is not None:
        return Looked(await _whole(named))
    return Looked(await here_at(named.point, named.name), note=await _which(named))


async def _whole(named: places.PlaceFound) -> Whole:
    """A district has its own code alone; an area of the service those of where its middle is."""
    if named.district:
        return Whole(named.point, named.name, district=named.district, outline=named.outline)
    middle = await here_at(named.point, named.name)
    return Whole(named.point, named.name, middle.ward, middle.district, named.outline)


async def _which(named: places.PlaceFound) -> str:
    """Which of several places of a name was taken, and where another is; "" when nothing tells them apart."""
    if not named.others:
        return ""
    ward, other = await places.ward_of(named.point), await places.ward_of(named.others[0].point)
    if ward is None or other is None or ward.name == other.name:
        return ""
    return (
        f"This is {named.name} in {ward.name}. There is another {named.name} in {other.name}: "
        "to look there, type its postcode"
    )


def _not_known(postcode: str, typed: str) -> str:
    """What is said of a postcode, or part of one, that we do not hold."""
    if geo.postcode_area(postcode) in _BEYOND_ENGLAND and postcode.split(maxsplit=1)[0] not in _ACROSS_THE_BORDER:
        return f"{postcode} is not in England. We know of nothing outside England"
    return (
        f"We do not know the postcode {typed}. It may be new, or not in use any more. "
        "Try the first part of it, or the name of a town or village"
    )


async def here_at(point: Point, label: str, *, district: str = "") -> Here:
    """A point to look from, with the ward and the district it lies in."""
    ward = await places.ward_of(point)
    return Here(point, label, ward.code if ward else "", (ward.district if ward else "") or district)


async def _in_square(latitude: float, longitude: float) -> Looked:
    try:
        easting, northing = (
            int(metres // _SQUARE) * _SQUARE + _SQUARE // 2 for metres in to_easting_and_northing(latitude, longitude)
        )
    except (ValueError, OverflowError):
        return Looked(problem="We could not read where you are")
    if easting not in _ENGLAND[0] or northing not in _ENGLAND[1]:
        return Looked(problem="That is not in England, so we know of nothing there")
    return Looked(await here_at(Point.on_grid(easting, northing), "where you are"))
