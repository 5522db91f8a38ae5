"""Where somebody looks from: a postcode or part of one, a place by name, or a square of the grid."""

import re
from dataclasses import dataclass

from livewell.finding.queries.statement import Here
from livewell.finding.queries.within import Whole
from livewell.kit import geo
from livewell.kit.geo import Point
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.places import queries as places
from livewell.places.rules import plain_name

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

_POSTCODE_LAST = re.compile(r"(?<![A-Z0-9])[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}$", re.IGNORECASE)
_AS_LONG = re.compile(r"[A-Z0-9]{5,7}")
_DIGITS, _LETTERS = str.maketrans("OILSZ", "01152"), str.maketrans("0158", "OISB")
"""What is taken for what on paper, where only digits or only letters can stand."""

_MOST_PARTS = 3
"""Parts of an address that are looked at."""

_MOST_OTHERS = 4
"""Places of the same name that are offered; of a Newton there are dozens."""

_ENGLAND = (range(80_000, 660_000), range(5_000, 660_000))


@dataclass(frozen=True)
class Looked:
    """
    What was understood of a place. `problem` is a sentence, "" when there is none; the search goes on without it.

    `note` is a sentence without a full stop when a name has several places, or was only nearly right; "" otherwise.
    `instead` are names of other places that may have been meant, each of which finds its own.
    """

    here: Here | None = None
    problem: str = ""
    note: str = ""
    instead: tuple[str, ...] = ()


async def where_is(text: str) -> Looked:
    """
    The place somebody typed, or what is wrong with it; at most five statements, two more for a name of several places.

    Of an address it is its postcode, else the first of its parts that is a place; three more for each part.
    """
    if not text or text.lower() in _HERE:
        return Looked(problem=_NOT_SAID if text else "")
    degrees = _DEGREES.fullmatch(text)
    if degrees:
        return await _in_square(float(degrees[1]), float(degrees[2]))
    typed = postcode_in(text)
    found = await geo.find_place(typed)
    if found is not None:
        return Looked(await here_at(found.point, found.postcode, district=found.district))
    postcode = geo.tidy_postcode(typed) or geo.tidy_part_postcode(typed)
    if postcode and typed == text:
        return Looked(problem=_not_known(postcode, text))
    if postcode and typed in text:
        return await _by_name(text.replace(typed, "").strip(" ,"), _not_known(postcode, typed))
    return await _by_name(text, "")


async def _by_name(text: str, problem: str) -> Looked:
    """The first part of what somebody typed that is a place; where none is, the `problem` there is with it."""
    parts = [part.strip() for part in text.split(",") if part.strip()] or [text]
    for part in parts[:_MOST_PARTS]:
        named = await places.find_place_name(part, within=parts)
        if named is not None:
            return await _named(named, part)
    for part in parts[: 0 if problem else _MOST_PARTS]:
        like = await places.names_like(part)
        if like:
            return Looked(problem=f"We do not know {part}. We know {' and '.join(like)}", instead=tuple(like))
    return Looked(problem=problem or f"We could not find {text}. Check it, or type a postcode, a town or a village")


def postcode_in(text: str) -> str:
    """
    The postcode at the end of what somebody typed, else all of it: of "4 Park Road, West Bridgford NG2 5GQ" it is NG2 5GQ.

    One that has a letter where there can only be a digit, or the other way round, is put right: NG2 5GQ for NGZ 5GQ, NG12
    0AB for NGI2 OAB.
    """
    last = _POSTCODE_LAST.search(text)
    if last and geo.tidy_postcode(last[0]):
        return last[0].strip()
    letters = "".join(text.upper().split())
    if geo.tidy_postcode(text) or geo.tidy_part_postcode(text) or not _AS_LONG.fullmatch(letters):
        return text
    if not any(letter.isdigit() for letter in letters):
        return text  # A name.
    outward, inward = letters[:-3], letters[-3:]
    for area in (2, 1):
        put_right = geo.tidy_postcode(
            outward[:area].translate(_LETTERS)
            + outward[area:].translate(_DIGITS)
            + inward[0].translate(_DIGITS)
            + inward[1:].translate(_LETTERS)
        )
        if put_right:
            return put_right
    return text


async def _named(named: places.PlaceFound, typed: str) -> Looked:
    asked, name = (plain_name(one).replace(" ", "") for one in (typed, named.name))
    # What only is shorter or longer, "Radcliffe" or "Abbey ward", says by itself which place it is.
    taken_for = "" if asked in name or name in asked else f"We took “{typed}” for {named.name}"
    like = [name for name in await places.names_like(typed) if name != named.name] if taken_for else []
    if named.outline is not None:
        return Looked(await _whole(named), note=taken_for, instead=tuple(like))
    told_apart = bool(named.others) or asked == plain_name(named.full_name).replace(" ", "")
    here = await here_at(named.point, named.full_name if told_apart else named.name)
    note, others = await _which(named)
    return Looked(here, note=". ".join(filter(None, [taken_for, note])), instead=(*others, *like))


async def _whole(named: places.PlaceFound) -> Whole:
    """A district has its own code alone; an area of the service those of where its middle is."""
    if named.district:
        return Whole(named.point, named.name, district=named.district, outline=named.outline)
    middle = await here_at(named.point, named.name)
    return Whole(named.point, named.name, middle.ward, middle.district, named.outline)


async def _which(named: places.PlaceFound) -> tuple[str, tuple[str, ...]]:
    """
    Which of several places of a name was taken, and the names that find the others.

    Where no list says their districts their wards tell them apart, if there are any; then only postcodes find the others.
    """
    if not named.others:
        return "", ()
    others = [one for one in named.others if one.within and one.within != named.within][:_MOST_OTHERS]
    if named.within and others:
        return f"This is {named.name} in {named.within}", tuple(one.full_name for one in others)
    ward, other = await places.ward_of(named.point), await places.ward_of(named.others[0].point)
    if ward is None or other is None or ward.name == other.name:
        return "", ()
    said = (
        f"This is {named.name} in {ward.name}. There is another {named.name} in {other.name}: "
        "to look there, type its postcode"
    )
    return said, ()


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
