"""From a listing to the rows of every table, and back, without asking the database anything."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from shapely.geometry import shape

from livewell.assets.rules import (
    AssetKind,
    Audience,
    Capacity,
    Delivery,
    Feature,
    Joining,
    Running,
    Sector,
    Way,
    saying,
    times,
)
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue
from livewell.kit.geo import Point

_PLAIN = (
    "name", "what", "first_time", "who_you_meet", "when_note", "who_for", "minimum_age", "maximum_age", "access", "free",
    "cost_note", "joining_note", "places_left", "capacity_note", "group_size", "safeguarding", "website", "alert", "published",
)  # fmt: skip
_LISTS = ("delivery", "audiences", "needs", "activities", "ways", "languages", "features")
_CODES = ("kind", "joining", "capacity", "running")

COLUMNS: dict[str, tuple[str, ...]] = {
    "asset": (
        "id", "organisation", "when_words", *_PLAIN, *_LISTS, *_CODES, "source", "trust", "created_at", "changed_at",
        "version",
    ),
    "location": (
        "id", "name", "address", "town", "county", "postcode", "uprn", "easting", "northing", "latitude", "longitude",
        "ward", "district", "features", "access", "access_url", "getting_there", "hidden", "changed_at",
    ),
    "asset_at_location": ("id", "asset", "location", "meeting_point", "position"),
    "schedule": ("id", "asset", "at_location", "pattern", "position"),
    "contact": ("id", "asset", "name", "role", "phone", "email", "shown", "position"),
    "cost_option": ("id", "asset", "option", "amount", "words", "position"),
    "service_area": ("id", "asset", "name", "codes", "polygon", "everywhere", "position", "around"),
}  # fmt: skip
"""Every table that a listing is kept in, in the order in which rows go in, and the columns that are written."""

JSON_COLUMNS = frozenset({"pattern", "polygon"})
"""Columns that hold JSON."""


class Where(NamedTuple):
    """Where a venue turned out to be. Ward and district are ONS codes, "" when not known."""

    point: Point | None = None
    ward: str = ""
    district: str = ""


@dataclass(frozen=True)
class Known:
    """What the rows of a new asset say beside its listing."""

    organisation: UUID | None
    source: str
    trust: int
    now: datetime
    version: int = 1


Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(asset_id: UUID, listing: Listing, places: Sequence[Where], known: Known) -> Rows:
    """
    The rows of one listing, by table, in the order of `COLUMNS`. `places` says where each venue is.

    The ids of what belongs to it come from the asset's own, so the same listing makes the same rows each time.
    """
    locations, at_locations = _places(asset_id, listing, places, known.now)
    return {
        "asset": [_asset(asset_id, listing, known)],
        "location": locations,
        "asset_at_location": at_locations,
        "schedule": list(_schedules(asset_id, listing, [one[0] for one in at_locations])),
        "contact": [
            (uuid5(asset_id, f"contact {n}"), asset_id, one.name, one.role, one.phone, one.email, one.shown, n)
            for n, one in enumerate(listing.contacts)
        ],
        "cost_option": [
            (uuid5(asset_id, f"cost {n}"), asset_id, one.option, one.amount, one.words, n)
            for n, one in enumerate(listing.costs)
        ],
        "service_area": [_area(asset_id, n, one) for n, one in enumerate(listing.covers)],
    }


def _asset(asset_id: UUID, listing: Listing, known: Known) -> tuple[Any, ...]:
    return (
        asset_id,
        known.organisation,
        saying.when_in_full(listing),
        *(getattr(listing, name) for name in _PLAIN),
        *([str(one) for one in getattr(listing, name)] for name in _LISTS),
        *(str(getattr(listing, name) or "") for name in _CODES),
        known.source,
        known.trust,
        known.now,
        known.now,
        known.version,
    )


def location_ids(asset_id: UUID, venues: Sequence[Venue]) -> list[UUID]:
    """
    The id of each venue's location: the one it has, else one made from what it says, so that a place is made once.

    It does not come from the position alone: a place that moved up must not become the one that was there before.
    """
    return [
        venue.location
        or uuid5(asset_id, f"location {n} {venue.name} {venue.address} {venue.town} {venue.postcode}".lower())
        for n, venue in enumerate(venues)
    ]


def _places(
    asset_id: UUID, listing: Listing, places: Sequence[Where], now: datetime
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    locations: dict[UUID, tuple[Any, ...]] = {}
    at_locations: list[tuple[Any, ...]] = []
    for n, (key, venue, place) in enumerate(
        zip(location_ids(asset_id, listing.venues), listing.venues, places, strict=True)
    ):
        again = len([one for one in at_locations if one[2] == key])
        at_locations.append((uuid5(asset_id, f"at {key} {again}"), asset_id, key, venue.meeting_point, n))
        point = place.point
        locations.setdefault(
            key,
            (
                key,
                venue.name,
                venue.address,
                venue.town,
                venue.county,
                venue.postcode,
                venue.uprn,
                *((point.easting, point.northing, point.latitude, point.longitude) if point else (None,) * 4),
                place.ward,
                place.district,
                [feature.value for feature in venue.features],
                venue.access,
                venue.access_url,
                venue.getting_there,
                venue.hidden,
                now,
            ),
        )
    return list(locations.values()), at_locations


def _schedules(asset_id: UUID, listing: Listing, at_locations: Sequence[UUID]) -> Iterator[tuple[Any, ...]]:
    position = 0
    for key, patterns in (
        (None, listing.patterns),
        *zip(at_locations, (venue.patterns for venue in listing.venues), strict=True),
    ):
        for pattern in patterns:
            yield uuid5(asset_id, f"schedule {position}"), asset_id, key, times.as_json(pattern), position
            position += 1


def _area(asset_id: UUID, position: int, covered: Covered) -> tuple[Any, ...]:
    around = None
    if covered.polygon is not None:
        west, south, east, north = shape(covered.polygon).bounds
        around = ((east, north), (west, south))
    return (
        uuid5(asset_id, f"area {position}"),
        asset_id,
        covered.name,
        list(covered.codes),
        covered.polygon,
        covered.everywhere,
        position,
        around,
    )


# ── and back ──


def listing_of(asset: Mapping[str, Any]) -> Listing:
    """
    The listing that these rows hold.

    `asset` has the columns of the asset, `organisation_name`, `sector`, and lists of JSON objects in `places`,
    `schedules`, `contacts`, `costs` and `areas`, in their order; see `queries.whole`.
    """
    patterns: dict[str | None, list[times.Pattern]] = {}
    for one in asset["schedules"]:
        patterns.setdefault(one["at_location"], []).append(times.from_json(one["pattern"]))
    return Listing(
        **{name: asset[name] for name in _PLAIN},
        kind=AssetKind(asset["kind"]),
        organisation=asset["organisation"],
        organisation_name=asset["organisation_name"],
        sector=Sector(asset["sector"]) if asset["sector"] else None,
        venues=tuple(_venue(one, patterns.get(one["id"], ())) for one in asset["places"]),
        patterns=tuple(patterns.get(None, ())),
        delivery=tuple(Delivery(one) for one in asset["delivery"]),
        audiences=tuple(Audience(one) for one in asset["audiences"]),
        needs=tuple(asset["needs"]),
        activities=tuple(asset["activities"]),
        ways=tuple(Way(one) for one in asset["ways"]),
        languages=tuple(asset["languages"]),
        features=tuple(Feature(one) for one in asset["features"]),
        costs=tuple(
            Cost(one["option"], None if one["amount"] is None else Decimal(one["amount"]), one["words"])
            for one in asset["costs"]
        ),
        joining=Joining(asset["joining"]) if asset["joining"] else None,
        capacity=Capacity(asset["capacity"]) if asset["capacity"] else None,
        covers=tuple(
            Covered(one["name"], tuple(one["codes"]), one["polygon"], one["everywhere"]) for one in asset["areas"]
        ),
        contacts=tuple(
            ContactPerson(one["name"], one["role"], one["phone"], one["email"], one["shown"])
            for one in asset["contacts"]
        ),
        running=Running(asset["running"]),
    )


def _venue(place: Mapping[str, Any], patterns: Sequence[times.Pattern]) -> Venue:
    return Venue(
        location=UUID(place["location"]),
        name=place["name"],
        address=place["address"],
        town=place["town"],
        county=place["county"],
        postcode=place["postcode"],
        point=None
        if place["easting"] is None
        else (place["easting"], place["northing"], place["latitude"], place["longitude"]),
        uprn=place["uprn"],
        features=tuple(Feature(one) for one in place["features"]),
        access=place["access"],
        access_url=place["access_url"],
        getting_there=place["getting_there"],
        meeting_point=place["meeting_point"],
        hidden=place["hidden"],
        patterns=tuple(patterns),
    )
