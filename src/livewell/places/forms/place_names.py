"""
Lists of places: a simple CSV of the service's own, or a tile of OS Open Names as it is downloaded.

OS Open Names has no heading line; its 34 columns: https://docs.os.uk/os-downloads/products/identifiers-and-names-portfolio/os-open-names
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from livewell.kit.geo_text import tidy_postcode
from livewell.places.forms.files import FileUnreadable, text_of, tidy_name
from livewell.places.rules import KIND_ORDER, PlaceKind, plain_name

MOST_NAMES = 50_000
# Metres: the square that the British National Grid covers. https://epsg.io/27700
_EAST_END, _NORTH_END = 700_000, 1_300_000
_OS_COLUMNS = 34
_OS_NAME, _OS_OTHER_NAME, _OS_TYPE, _OS_LOCAL_TYPE, _OS_EASTING, _OS_NORTHING = 2, 4, 6, 7, 8, 9
_OS_DISTRICT, _OS_COUNTY = 21, 24
_OS_KINDS: dict[str, PlaceKind] = {"City": "town", "Town": "town", "Village": "village"}


@dataclass(frozen=True)
class NamedPlace:
    """
    One place of a list, at a postcode or at a point on the grid; `line` is where it stands in the file.

    `within` is the district it lies in, or the county where there is none, "" when the list does not say.
    """

    line: int
    name: str
    kind: PlaceKind
    postcode: str = ""
    easting: int = 0
    northing: int = 0
    within: str = ""


@dataclass(frozen=True)
class NamesRead:
    """The places of a file. Of a national one, several may share a name, a kind and a district."""

    places: list[NamedPlace]
    national: bool


class _Wrong(Exception):
    """What is wrong with one line."""


def read_place_names(content: bytes) -> NamesRead:
    """
    The places of a CSV with the columns name, kind, and postcode or easting and northing, and district or county where
    several have one name; or of OS Open Names.

    Of OS Open Names only populated places are taken. Raises FileUnreadable with a sentence for each line that is
    wrong; then none is kept.
    """
    text = text_of(content)
    national = _is_open_names(text)
    places: list[NamedPlace] = []
    faults: list[str] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, read in _open_names(text) if national else _simple(text):
        if isinstance(read, _Wrong):
            faults.append(f"Line {line}: {read}")
            continue
        key = plain_name(read.name), read.kind, plain_name(read.within)
        if key in seen and not national:
            apart = "" if read.within else ". Where there are two, say the district of each in a column district"
            faults.append(f"Line {line}: {read.name} is there already as a {read.kind}, on line {seen[key]}{apart}")
            continue
        seen[key] = line
        places.append(read)
        if len(places) > MOST_NAMES:
            raise FileUnreadable(f"The file has more than {MOST_NAMES:,} places. Load it in parts")
    if faults:
        raise FileUnreadable(*faults)
    if not places:
        raise FileUnreadable("There are no places in the file")
    return NamesRead(places, national)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error:
        raise FileUnreadable(f"Line {reader.line_num} cannot be read as CSV") from None


def _is_open_names(text: str) -> bool:
    """34 columns and no heading: its first cell is an identifier, its second an address."""
    first = next(_rows(text), (0, [""]))[1]
    return len(first) == _OS_COLUMNS and first[1].startswith(("http://", "https://"))


def _open_names(text: str) -> Iterator[tuple[int, NamedPlace | _Wrong]]:
    for line, row in _rows(text):
        if len(row) != _OS_COLUMNS:
            yield line, _Wrong(f"it has {len(row)} columns, not {_OS_COLUMNS}")
        elif row[_OS_TYPE] == "populatedPlace":
            kind = _OS_KINDS.get(row[_OS_LOCAL_TYPE], "other")
            # The second name is the same place in another language, as Cardiff is Caerdydd.
            for name in (row[_OS_NAME], row[_OS_OTHER_NAME]):
                if name.strip():
                    place = _place(line, name, kind, "", row[_OS_EASTING], row[_OS_NORTHING])
                    yield line, _lying_in(place, row[_OS_DISTRICT], row[_OS_COUNTY])


def _simple(text: str) -> Iterator[tuple[int, NamedPlace | _Wrong]]:
    lines = _rows(text)
    heading = [cell.strip().lower() for cell in next(lines, (0, []))[1]]
    if not {"name", "kind"} <= set(heading) or not ("postcode" in heading or {"easting", "northing"} <= set(heading)):
        raise FileUnreadable("The first line must name the columns: name, kind, and postcode or easting and northing")
    for line, row in lines:
        said = dict(zip(heading, row, strict=False))
        kind = said.get("kind", "").strip().lower()
        if kind not in KIND_ORDER:
            yield line, _Wrong("the kind must be town, village, ward or other")
        else:
            cells = (said.get(column, "").strip() for column in ("postcode", "easting", "northing"))
            place = _place(line, said.get("name", ""), kind, *cells)
            yield line, _lying_in(place, said.get("district", ""), said.get("county", ""))


def _place(line: int, text: str, kind: PlaceKind, postcode: str, *metres: str) -> NamedPlace | _Wrong:
    name = tidy_name(text)
    if name is None:
        return _Wrong("the name is missing, too long, or has marks that cannot be kept")
    if postcode:
        tidy = tidy_postcode(postcode)
        return NamedPlace(line, name, kind, postcode=tidy) if tidy else _Wrong(f"{name} has no full UK postcode")
    point = _on_the_grid(metres)
    return (
        NamedPlace(line, name, kind, easting=point[0], northing=point[1])
        if point
        else _Wrong(f"{name} has neither a postcode nor an easting and a northing in metres")
    )


def _lying_in(place: NamedPlace | _Wrong, *texts: str) -> NamedPlace | _Wrong:
    """The place with the first of these that is not empty as what it lies in."""
    said = next((text for text in texts if text.strip()), "")
    if isinstance(place, _Wrong) or not said:
        return place
    within = tidy_name(said)
    if within is None:
        return _Wrong(f"the district of {place.name} is too long, or has marks that cannot be kept")
    return replace(place, within=within)


def _on_the_grid(metres: Sequence[str]) -> tuple[int, int] | None:
    try:
        easting, northing = (round(float(text)) for text in metres)
    except (ValueError, OverflowError):
        return None
    return (easting, northing) if 0 < easting < _EAST_END and 0 < northing < _NORTH_END else None
