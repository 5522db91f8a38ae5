"""Much of the same close together: which activities are offered more than once within a mile."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

MILE = 1609.344
"""Metres: https://www.legislation.gov.uk/ukpga/1985/72/schedule/1"""


@dataclass(frozen=True)
class Offered:
    """One listing at one of its places. `what` are the names of its activities, or of its kind where it names none."""

    id: UUID
    name: str
    ward: str
    easting: int
    northing: int
    what: tuple[str, ...]


@dataclass(frozen=True)
class MuchAlike:
    """Listings of one ward that offer the same, each within a mile of another one that does."""

    what: str
    ward: str
    listings: tuple[tuple[UUID, str], ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.listings)


def much_alike(offered: Iterable[Offered]) -> list[MuchAlike]:
    """
    What is offered in a ward by two listings or more, each within a mile of another one, in that ward or the next.

    The most first. A listing at two places close together is not near another one by that.
    """
    by_what: dict[str, list[Offered]] = defaultdict(list)
    for one in offered:
        for what in one.what:
            by_what[what].append(one)
    found = []
    for what, those in by_what.items():
        near = _near_another(those)
        by_ward: dict[str, dict[UUID, str]] = defaultdict(dict)
        for one in near:
            by_ward[one.ward][one.id] = one.name
        found += [
            MuchAlike(what, ward, tuple(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))))
            for ward, names in by_ward.items()
            if len(names) > 1
        ]
    return sorted(found, key=lambda one: (-one.count, one.what, one.ward))


def _near_another(those: list[Offered]) -> list[Offered]:
    """Those within a mile of a different one. Squares of a mile, so that nobody is compared with everybody."""
    squares: dict[tuple[int, int], list[Offered]] = defaultdict(list)
    for one in those:
        squares[_square(one)].append(one)
    near = []
    for one in those:
        east, north = _square(one)
        around = (squares.get((east + x, north + y), ()) for x in (-1, 0, 1) for y in (-1, 0, 1))
        if any(_is_near(one, other) for square in around for other in square):
            near.append(one)
    return near


def _square(one: Offered) -> tuple[int, int]:
    return int(one.easting // MILE), int(one.northing // MILE)


def _is_near(one: Offered, other: Offered) -> bool:
    if one.id == other.id:
        return False
    return (one.easting - other.easting) ** 2 + (one.northing - other.northing) ** 2 <= MILE**2
