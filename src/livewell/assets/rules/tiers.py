"""
Which changes by those who run a listing are shown at once, and which wait for a link worker.

Telephone, times, what happens there and whether there is room go live, because they change often and harm nobody.
Where it is, whom it is for, how people are kept safe, what it is called and who runs it wait.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from livewell.assets.rules.differences import FIELD_LABELS, FIELDS, Tier, differences
from livewell.assets.rules.listing import Listing, Venue

WAITS = frozenset(one.name for one in FIELDS if one.tier is Tier.WAITS)
LIVE = frozenset(one.name for one in FIELDS if one.tier is Tier.LIVE)
_HOLDS = {one.name: one.holds for one in FIELDS}

_LIVE_OF_A_VENUE = ("features", "access", "access_url", "getting_there", "meeting_point", "patterns")
"""What is said about a place and goes live; where it is waits."""


def with_live(current: Listing, wanted: Listing) -> Listing:
    """What everybody reads at once: `current` with what `wanted` says in the fields that go live."""
    values = {name: getattr(wanted, name) for field in LIVE for name in _HOLDS[field]}
    there = _by_location(wanted.venues)
    venues = tuple(
        _live_part(venue, there[venue.location]) if venue.location in there else venue for venue in current.venues
    )
    return replace(current, **values, venues=venues)


def with_fields(current: Listing, wanted: Listing, names: Iterable[str]) -> Listing:
    """`current` with what `wanted` says in these of the fields that wait."""
    chosen = set(names)
    values: dict[str, Any] = {name: getattr(wanted, name) for field in chosen for name in _HOLDS[field]}
    if "venues" in chosen:
        there = _by_location(current.venues)
        values["venues"] = tuple(
            _live_part(venue, there[venue.location]) if venue.location in there else venue for venue in wanted.venues
        )
    return replace(current, **values)


def waiting_fields(current: Listing, wanted: Listing) -> tuple[str, ...]:
    """The fields that wait and are said differently, in the order of reading."""
    return tuple(one.name for one in FIELDS if one.tier is Tier.WAITS and not _same(one.name, current, wanted))


def live_fields(current: Listing, wanted: Listing) -> tuple[str, ...]:
    """The fields that go live and are said differently, in the order of reading."""
    after = with_live(current, wanted)
    if after == current:
        return ()
    return tuple(one.field for one in differences(current, after, only=LIVE)) or ("times",)


def labels(names: Iterable[str]) -> tuple[str, ...]:
    """The labels of fields, in words."""
    return tuple(FIELD_LABELS[name] for name in names)


def _same(field: str, one: Listing, other: Listing) -> bool:
    if field == "organisation":
        named = one.organisation_name.lower() == other.organisation_name.lower()
        return (
            named if one.organisation is None or other.organisation is None else one.organisation == other.organisation
        )
    if field == "venues":
        return [_address(venue) for venue in one.venues] == [_address(venue) for venue in other.venues]
    return all(getattr(one, name) == getattr(other, name) for name in _HOLDS[field])


def _address(venue: Venue) -> list[Any]:
    return [getattr(venue, one.name) for one in fields(Venue) if one.name not in _LIVE_OF_A_VENUE]


def _live_part(venue: Venue, said: Venue) -> Venue:
    return replace(venue, **{name: getattr(said, name) for name in _LIVE_OF_A_VENUE})


def _by_location(venues: Iterable[Venue]) -> dict[UUID | None, Venue]:
    return {venue.location: venue for venue in venues if venue.location is not None}
