"""How far away things are, in which order they are shown, and how many there are of each kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import hypot
from typing import Any
from uuid import UUID

from livewell.assets.rules import AssetKind, Audience, Capacity, Delivery, Feature, Way
from livewell.assets.rules.bits import bits, capacity_number, language_bits, place_in
from livewell.assets.rules.trust import A_YEAR
from livewell.finding.rules.asked import Asked, Sort

METRES_IN_A_MILE = 1609.344

# The scale of the National Grid along its middle, the easting of that, and the earth's radius in metres.
# "A guide to coordinate systems in Great Britain", annexes A and C.
_SCALE, _MIDDLE, _RADIUS = 0.9996012717, 400_000, 6_381_000
FULL = frozenset({capacity_number(Capacity.FULL), capacity_number(Capacity.WAITING_LIST)})
"""What `room` leaves out."""

UNCHECKED_COUNTS_AS = 1.5
"""What nobody has checked for a year is placed as though it were this much further away …"""

UNCHECKED_ADDS = 1.0
"""… and this many miles more."""

_LATEST = datetime.max.replace(tzinfo=UTC)

Row = Mapping[str, Any]


class Reach(StrEnum):
    """Why something is in an answer."""

    NEAR = "near"
    COVERS = "covers"
    EVERYWHERE = "everywhere"
    ANYWHERE = "anywhere"


@dataclass(slots=True)
class Candidate:
    """One thing that was found. `miles` is to its nearest place, None for what comes to people or no place was asked."""

    asset: UUID
    row: Row
    reach: Reach
    miles: float | None
    more_places: int
    unchecked: bool
    """Nobody has made sure of it for a year, so it is shown further down."""
    features: int
    """Those of any of its places that were found."""


def miles_on_grid(easting: int, northing: int, other_easting: int, other_northing: int) -> float:
    """Miles between two points of the National Grid, given in metres: right to 1 in 5,000 of the ground in England."""
    offset = ((easting + other_easting) / 2 - _MIDDLE) / _RADIUS
    return hypot(easting - other_easting, northing - other_northing) / (
        _SCALE * (1 + offset * offset / 2) * METRES_IN_A_MILE
    )


def candidates(
    rows: Iterable[Row], *, here: tuple[int, int] | None, within: int | None, today: date
) -> list[Candidate]:
    """
    Each thing once, at its nearest place, or where nobody said from where at that of its next time, with how many more
    places of it were found.

    Rows have `asset`, `easting`, `northing`, `reach`, `next_at` and `assured_on`. A row that is near only counts within the miles.
    """
    checked_since = today - timedelta(days=A_YEAR)
    found: dict[UUID, Candidate] = {}
    for row in rows:
        reach = _REACHES[row["reach"]]
        miles = None
        if here is not None and reach is Reach.NEAR:
            miles = miles_on_grid(*here, row["easting"], row["northing"])
            if within is not None and miles > within:
                continue
        one = found.get(row["asset"])
        if one is None:
            assured_on = row["assured_on"]
            unchecked = assured_on is None or assured_on < checked_since
            found[row["asset"]] = Candidate(row["asset"], row, reach, miles, 0, unchecked, row["features"])
            continue
        one.features |= row["features"]
        # What is near and also comes to where somebody lives is one thing, told by its place.
        if reach is one.reach and reach in _AT_A_PLACE and row["easting"] is not None and row["id"] != one.row["id"]:
            one.more_places += 1
        if miles is not None and (one.miles is None or miles < one.miles):
            one.row, one.reach, one.miles = row, reach, miles
        elif here is None and (row["next_at"] or _LATEST) < (one.row["next_at"] or _LATEST):
            one.row, one.reach = row, reach
    return list(found.values())


_REACHES = {reach.value: reach for reach in Reach}
_AT_A_PLACE = frozenset({Reach.NEAR, Reach.ANYWHERE})


def placed_at(one: Candidate) -> float:
    """The miles by which it is put in order; none for what is online or comes to people."""
    miles = one.miles or 0.0
    return miles * UNCHECKED_COUNTS_AS + UNCHECKED_ADDS if one.unchecked else miles


def ordered(
    found: Sequence[Candidate], sort: Sort, next_at: Mapping[UUID, datetime | None] | None = None
) -> list[Candidate]:
    """
    The candidates in the order asked for, the better trusted first among equals.

    For the soonest first `next_at` is the next time by the id of each row, of those asked for where it matters when: the
    soonest of Saturdays is not the soonest of all.
    """
    if sort is Sort.SOONEST:
        soonest = next_at or {}
        return sorted(found, key=lambda one: (soonest.get(one.row["id"]) or _LATEST, placed_at(one), *_last(one)))
    return sorted(found, key=_KEYS[sort])


def _last(one: Candidate) -> tuple[int, UUID]:
    return (-one.row["trust"], one.asset)


def _by_distance(one: Candidate) -> tuple[Any, ...]:
    return (one.miles is None, placed_at(one), -one.row["trust"], one.asset)


def _by_relevance(one: Candidate) -> tuple[Any, ...]:
    # Half of the weight is how well the words fit, half how far the listing can be relied on.
    return (-(one.row.get("rank") or 0.0) * (0.5 + one.row["trust"] / 200), placed_at(one), *_last(one))


def _by_assured(one: Candidate) -> tuple[Any, ...]:
    return (-(one.row["assured_on"] or date.min).toordinal(), placed_at(one), *_last(one))


_KEYS: dict[Sort, Callable[[Candidate], tuple[Any, ...]]] = {
    Sort.DISTANCE: _by_distance,
    Sort.RELEVANCE: _by_relevance,
    Sort.ASSURED: _by_assured,
}


def usual_sort(asked: Asked, *, placed: bool) -> Sort:
    """What comes first when nobody said: the nearest; without a place the best match; without words the best checked."""
    if asked.sort is not None and (placed or asked.sort is not Sort.DISTANCE):
        return asked.sort
    if placed:
        return Sort.DISTANCE
    return Sort.RELEVANCE if asked.words else Sort.ASSURED


@dataclass(frozen=True)
class Counts:
    """How many things there are for each choice, by the choice's code."""

    kinds: dict[str, int] = field(default_factory=dict)
    ways: dict[str, int] = field(default_factory=dict)
    features: dict[str, int] = field(default_factory=dict)
    audiences: dict[str, int] = field(default_factory=dict)
    deliveries: dict[str, int] = field(default_factory=dict)
    free: int = 0
    room: int = 0

    def or_else(self, other: "Counts") -> "Counts":
        """These, and those of the other for every choice of which there is nothing here."""
        return Counts(
            kinds=other.kinds | self.kinds,
            ways=other.ways | self.ways,
            features=other.features | self.features,
            audiences=other.audiences | self.audiences,
            deliveries=other.deliveries | self.deliveries,
            free=self.free or other.free,
            room=self.room or other.room,
        )


def counted(found: Sequence[Candidate], without_single: Sequence[Candidate], asked: Asked) -> Counts:
    """
    Counts for each facet.

    `found` is the answer itself, on top of which features are counted. `without_single` is what would be found without
    the choices of which only one can be made; each of those is counted with its own left out and the others kept.
    """
    single = list(_single_choices(asked).items())

    everything = [one.row for one in without_single]

    def but(own: str) -> list[Row]:
        others = [fits for name, fits in single if name != own]
        if not others:
            return everything
        return [row for row in everything if all(fits(row) for fits in others)]

    return Counts(
        kinds=_of_numbers(AssetKind, Counter([row["kind"] for row in but("kind")])),
        ways=_with_those_chosen(asked, [row["ways"] for row in but("ways")]),
        features=_of_bits(Feature, [one.features for one in found]),
        audiences=_of_bits(Audience, [row["audiences"] for row in but("audience")]),
        deliveries=_of_bits(Delivery, [row["delivery"] for row in but("delivery")]),
        free=[row["free"] for row in but("free")].count(1),
        room=sum(
            count for full, count in Counter([row["capacity"] for row in but("room")]).items() if full not in FULL
        ),
    )


def _single_choices(asked: Asked) -> dict[str, Callable[[Row], bool]]:
    chosen: dict[str, Callable[[Row], bool]] = {}
    if asked.kind:
        kind = place_in(AssetKind, asked.kind)
        chosen["kind"] = lambda row: row["kind"] == kind
    if asked.ways:
        ways = bits(Way, asked.ways)
        chosen["ways"] = lambda row: bool(row["ways"] & ways)
    if asked.audience:
        audience = bits(Audience, [asked.audience])
        chosen["audience"] = lambda row: bool(row["audiences"] & audience)
    if asked.delivery:
        delivery = bits(Delivery, [asked.delivery])
        chosen["delivery"] = lambda row: bool(row["delivery"] & delivery)
    if asked.language:
        language = language_bits([asked.language])
        chosen["language"] = lambda row: bool(row["languages"] & language)
    if asked.free:
        chosen["free"] = lambda row: row["free"] == 1
    if asked.room:
        chosen["room"] = lambda row: row["capacity"] not in FULL
    return chosen


def chosen(found: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """Those that fit the choices of which only one can be made; all places of a thing have these in common."""
    fits = list(_single_choices(asked).values())
    return [one for one in found if all(each(one.row) for each in fits)]


def chooses_one(asked: Asked) -> bool:
    """Whether a choice was made of which only one can be."""
    return bool(_single_choices(asked))


def without_single_choices(asked: Asked) -> Asked:
    """The search without them."""
    return asked.but(kind=None, ways=(), audience=None, delivery=None, language="", free=False, room=False)


def only_single_choices(asked: Asked) -> Asked:
    """A search for nothing but them."""
    return Asked(
        kind=asked.kind,
        ways=asked.ways,
        audience=asked.audience,
        delivery=asked.delivery,
        language=asked.language,
        free=asked.free,
        room=asked.room,
    )


def _of_numbers(choices: type[StrEnum], numbers: Counter[int]) -> dict[str, int]:
    return {choice.value: numbers[place] for place, choice in enumerate(choices) if numbers[place]}


def _with_those_chosen(asked: Asked, numbers: Sequence[int]) -> dict[str, int]:
    """How many each way would leave: one of several is enough, so that one more is added to those chosen already."""
    counts = _of_bits(Way, numbers)
    already = bits(Way, asked.ways)
    if not already:
        return counts
    more = {way: already | bits(Way, [way]) for way in Way if way not in asked.ways and way.value in counts}
    return counts | {way.value: sum(1 for number in numbers if number & wanted) for way, wanted in more.items()}


_LANE = 16
"""Bits for each count in a sum of many: hundreds of rows fit with room."""


@lru_cache(maxsize=1 << 15)
def _spread(number: int) -> int:
    """The number with each of its bits in a lane of its own, so that adding such numbers counts every bit at once."""
    return sum(1 << (place * _LANE) for place in range(number.bit_length()) if number >> place & 1)


def _of_bits(choices: type[StrEnum], numbers: Iterable[int]) -> dict[str, int]:
    counts = sum(map(_spread, numbers))
    found = ((choice.value, counts >> (place * _LANE) & ((1 << _LANE) - 1)) for place, choice in enumerate(choices))
    return {code: count for code, count in found if count}
