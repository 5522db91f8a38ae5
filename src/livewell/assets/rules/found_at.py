"""
Numbers under which a search finds a row: squares of the map, hours of the week in them, and areas that it reaches.

Each is a mark in one index beside the words, so that words, a place and a time meet there and not row by row. A mark
says that a row may fit; what was asked exactly is compared afterwards.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from livewell.assets.rules.times import WEEK

SQUARE = 2_500
"""Metres along the side of a square on the National Grid."""

WIDE = 2
"""Squares side by side that make a wide square; one mark leads to what lies in all of its four."""

HOURS = 180
"""Minutes of a part of the week: 56 in all."""

EVERYBODY = -2
"""The mark of what is for everybody wherever they are."""

MOST_MARKS = 200
"""Marks that are looked up for one search: with more of them it is quicker not to."""

WELL_TRUSTED = 80
"""
Trust from which on an area's mark is followed by one more: where very many reach it, those are found without looking at
the others.
"""

_NORTHWARDS = 600
"""Squares one above the other before the next column begins: Great Britain has 520."""

_IN_A_SQUARE = 64
"""Numbers kept for each square: itself, one for each part of the week, and the last for the wide one that begins there."""

Slots = Iterable[tuple[int, int]]


def square(easting: int, northing: int) -> int:
    """The mark of the square that holds a point, given in metres."""
    return _mark(easting // SQUARE, northing // SQUARE)


def wide_square(easting: int, northing: int) -> int:
    """The mark of the wide square that holds a point, given in metres."""
    return _wide(easting // (SQUARE * WIDE), northing // (SQUARE * WIDE))


def _mark(column: int, row: int) -> int:
    return (column * _NORTHWARDS + row) * _IN_A_SQUARE


def _wide(column: int, row: int) -> int:
    return _mark(column * WIDE, row * WIDE) + _IN_A_SQUARE - 1


def parts_of_week(slots: Slots) -> list[int]:
    """The parts of the week, from 0, that these minutes of the week touch; slots are half open, within the week."""
    return sorted({part for opens, closes in slots for part in range(opens // HOURS, -(-min(closes, WEEK) // HOURS))})


@lru_cache(maxsize=1 << 14)
def area(code: str) -> int:
    """The mark of a ward or a district by its ONS code; two may share one."""
    return 2 * EVERYBODY - 2 * (crc32(code.encode()) & 0x3FFF_FFF0)


def well_trusted(area: int) -> int:
    """The mark of what reaches an area, or everybody, and is well trusted."""
    return area - 1


def marks(
    *,
    easting: int | None,
    northing: int | None,
    slots: Slots,
    covers: Iterable[str],
    reaches: bool,
    everybody: bool,
    trust: int = 0,
) -> list[int]:
    """Every mark of a row. `reaches` when it comes to people in the areas `covers`, beyond any place of its own."""
    found: list[int] = []
    if easting is not None and northing is not None:
        here = square(easting, northing)
        found = [here, *(here + 1 + part for part in parts_of_week(slots)), wide_square(easting, northing)]
    areas = [EVERYBODY] if everybody else []
    if reaches:
        areas += [area(code) for code in covers]
    found += areas
    if trust >= WELL_TRUSTED:
        found += [well_trusted(one) for one in areas]
    return found


def around(easting: int, northing: int, metres: float, slots: Slots | None = None) -> list[int]:
    """
    The marks of all that may lie so near to a point, with `slots` only of what may happen then; [] for too many.

    Where the times are too many, those of the squares alone.
    """
    if metres > _FURTHEST:
        return []
    touched = list(_touched(easting, northing, metres))
    if slots is not None:
        squares = [_mark(*one) for one in touched]
        parts = parts_of_week(slots)
        if len(parts) * len(squares) <= MOST_MARKS:
            return [one + 1 + part for one in squares for part in parts]
    by_wide: dict[tuple[int, int], list[int]] = {}
    for column, row in touched:
        by_wide.setdefault((column // WIDE, row // WIDE), []).append(_mark(column, row))
    # Along the edge small ones: each costs less than the rows outside the circle that a wide one leads to.
    whole, least = WIDE * WIDE, [_wide(*one) for one in by_wide]
    best = [mark for one, inside in by_wide.items() for mark in ([_wide(*one)] if len(inside) == whole else inside)]
    return next((marks for marks in (best, least) if len(marks) <= MOST_MARKS), [])


_FURTHEST = SQUARE * WIDE * MOST_MARKS**0.5
"""Metres beyond which there are more squares than are looked up."""


def _touched(easting: int, northing: int, metres: float) -> Iterator[tuple[int, int]]:
    """Column and row of the squares that a circle touches."""
    for column in range(int((easting - metres) // SQUARE), int((easting + metres) // SQUARE) + 1):
        aside = max(column * SQUARE - easting, 0, easting - (column + 1) * SQUARE)
        for row in range(int((northing - metres) // SQUARE), int((northing + metres) // SQUARE) + 1):
            above = max(row * SQUARE - northing, 0, northing - (row + 1) * SQUARE)
            if aside * aside + above * above <= metres * metres:
                yield column, row
