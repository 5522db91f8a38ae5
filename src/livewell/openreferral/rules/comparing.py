"""What to do when a service comes again: take what its directory changed, and keep what was changed here."""

from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from livewell.assets.rules import times
from livewell.assets.rules.listing import Listing, Venue

OURS = frozenset({"organisation", "organisation_name", "sector", "published", "safeguarding"})
"""Fields that a feed never says, or that belong to the organisation and not to the listing."""

_JSON = msgspec.json.Encoder()
COMPARED = tuple(one.name for one in fields(Listing) if one.name not in OURS)


@dataclass(frozen=True)
class Merged:
    """
    What the listing should say now, and what its directory would have it say where somebody changed it here.

    `wanted` is the whole listing with those fields as they came, None when there are none. `taken` and `kept` name the
    fields that follow the directory and those that do not.
    """

    listing: Listing
    wanted: Listing | None
    taken: tuple[str, ...]
    kept: tuple[str, ...]


def merged(*, before: Listing, came: Listing, ours: Listing) -> Merged:
    """Field by field: `before` is what last came, `came` what came now, and `ours` what the listing says here."""
    taken: list[str] = []
    kept: list[str] = []
    for name in COMPARED:
        if same(name, before, came) or same(name, came, ours):
            continue
        (taken if same(name, before, ours) else kept).append(name)
    listing = replace(ours, **{name: getattr(came, name) for name in taken})
    wanted = replace(listing, **{name: getattr(came, name) for name in kept}) if kept else None
    return Merged(listing, wanted, tuple(taken), tuple(kept))


def written(listing: Listing) -> bytes:
    """The listing as JSON that `listing.from_json` reads, in a tenth of the time that `as_json` takes for the same."""
    said = dict(vars(listing))
    said["patterns"] = [times.as_json(pattern) for pattern in listing.patterns]
    said["venues"] = [
        {**vars(venue), "patterns": [times.as_json(pattern) for pattern in venue.patterns]} for venue in listing.venues
    ]
    return _JSON.encode(said)


def same(name: str, one: Listing, other: Listing) -> bool:
    """
    Whether two listings say the same in a field.

    Where a venue lies is worked out from its postcode when nobody says it, so that alone is no difference.
    """
    if name != "venues":
        return bool(_plain(getattr(one, name)) == _plain(getattr(other, name)))
    return len(one.venues) == len(other.venues) and all(map(_same_venue, one.venues, other.venues))


def _plain(value: Any) -> Any:
    """Lists of codes without their order, for a directory may shuffle them."""
    return sorted(value) if isinstance(value, tuple) and all(isinstance(code, str) for code in value) else value


def _same_venue(one: Venue, other: Venue) -> bool:
    apart = one.point and other.point and max(abs(a - b) for a, b in zip(one.point[:2], other.point[:2], strict=True))
    if apart and apart > 1:
        return False
    return _bare(one) == _bare(other) and sorted(one.features) == sorted(other.features)


def _bare(venue: Venue) -> Venue:
    """The venue without its identifier and position, which may be ours, and without what has no order."""
    return replace(venue, location=None, point=None, hidden=False, features=())


def as_ours(came: Listing, ours: Listing) -> Listing:
    """What came, with what a feed never says taken from ours."""
    return replace(came, **{name: getattr(ours, name) for name in OURS})
