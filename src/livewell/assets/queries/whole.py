"""One asset whole: its listing, its places, its photographs, and what is known of how true it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from livewell.assets import rules
from livewell.assets.queries.short import said_of_assurance
from livewell.assets.rows import Where, listing_of, location_ids
from livewell.assets.rules import (
    PROVENANCE_LABELS,
    AssetKind,
    Checked,
    Feature,
    Provenance,
    Running,
    Sector,
    saying,
    trust,
)
from livewell.assets.rules.listing import ContactPerson, Listing, Venue
from livewell.assets.rules.times import Pattern
from livewell.assets.rules.trust import Freshness, Standing
from livewell.kit import clock
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound
from livewell.kit.geo import Point
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_PLACES = """
    SELECT al.id, al.location, al.meeting_point, l.name, l.address, l.town, l.county, l.postcode, l.uprn, l.easting,
           l.northing, l.latitude, l.longitude, l.ward, l.district, l.features, l.access, l.access_url, l.getting_there, l.hidden
    FROM asset_at_location AS al JOIN location AS l ON l.id = al.location WHERE al.asset = a.id
    ORDER BY al.position, al.id
"""
_LISTS = {
    "places": _PLACES,
    "schedules": "SELECT at_location, pattern FROM schedule WHERE asset = a.id ORDER BY position, id",
    "contacts": "SELECT name, role, phone, email, shown FROM contact WHERE asset = a.id ORDER BY position, id",
    "costs": "SELECT option, amount::text, words FROM cost_option WHERE asset = a.id ORDER BY position, id",
    "areas": "SELECT name, codes, polygon, everywhere FROM service_area WHERE asset = a.id ORDER BY position, id",
    "photos": "SELECT id, alt, width, height FROM photo WHERE asset = a.id ORDER BY position, id",
}
_READ = msgspec.json.Decoder().decode
_EACH_LIST = ", ".join(
    f"(SELECT json_agg(x) FROM ({inner}) AS x) AS {name}"  # noqa: S608
    for name, inner in _LISTS.items()
)
_COLUMNS = f"a.*, coalesce(o.name, '') AS organisation_name, coalesce(o.sector, '') AS sector, {_EACH_LIST}"
_FROM = "asset AS a LEFT JOIN organisation AS o ON o.id = a.organisation"
_WHOLE = f"SELECT {_COLUMNS} FROM {_FROM}"  # noqa: S608


@dataclass(frozen=True)
class PlaceSeen:
    """One place of an asset, with the times that are held there. `at` is the asset's being there, `location` the place."""

    at: UUID
    location: UUID
    name: str
    address: str
    town: str
    postcode: str
    point: Point | None
    ward: str
    district: str
    features: tuple[Feature, ...]
    access: str
    access_url: str
    getting_there: str
    meeting_point: str
    hidden: bool
    patterns: tuple[Pattern, ...]

    @property
    def where(self) -> str:
        """The place in one line."""
        return saying.where(self.name, self.town, self.postcode)

    @property
    def feature_labels(self) -> list[str]:
        """What the building has, in words."""
        return [rules.FEATURE_LABELS[feature] for feature in self.features]


@dataclass(frozen=True)
class PhotoSeen:
    """A photograph, without its pixels."""

    id: UUID
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class AssetSeen:
    """An asset whole. `listing` holds everything that is said of it; who may see hidden places is for the page."""

    id: UUID
    version: int
    listing: Listing
    organisation_id: UUID | None
    source: Provenance
    standing: Standing
    assured_until: date | None
    trust: int
    created_at: datetime
    changed_at: datetime
    merged_into: UUID | None
    places: tuple[PlaceSeen, ...]
    photos: tuple[PhotoSeen, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.listing.name

    @property
    def organisation(self) -> str:
        """Who runs it, "" when nobody said."""
        return self.listing.organisation_name

    @property
    def sector(self) -> Sector | None:
        """Who stands behind that organisation."""
        return self.listing.sector

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in words."""
        return rules.KIND_LABELS[self.listing.kind]

    @property
    def is_crisis(self) -> bool:
        """Whether it is crisis and urgent support."""
        return self.listing.kind is AssetKind.CRISIS

    @property
    def way_labels(self) -> list[str]:
        """Its Ways to Wellbeing, in words."""
        return [rules.WAY_LABELS[way] for way in self.listing.ways]

    @property
    def published(self) -> bool:
        """Whether everybody may see it."""
        return self.listing.published

    @property
    def running(self) -> Running:
        """Whether it is going on."""
        return self.listing.running

    @property
    def where(self) -> str:
        """Its first place that everybody may know, in one line; "" when there is none."""
        return next((place.where for place in self.places if not place.hidden), "")

    @property
    def point(self) -> Point | None:
        """Where that is."""
        return next((place.point for place in self.places if not place.hidden), None)

    @property
    def when_words(self) -> str:
        """Every time it happens, in words."""
        return saying.when_in_full(self.listing)

    @property
    def cost_words(self) -> str:
        """What it costs, "" when nobody knows."""
        return saying.costs(free=self.listing.free, options=self.listing.costs, note=self.listing.cost_note)

    @property
    def contact(self) -> ContactPerson | None:
        """The first person to ask for whom everybody may read."""
        return next((one for one in self.listing.contacts if one.shown), None)

    @property
    def assured_at(self) -> datetime | None:
        """When somebody last made sure that all of it is right."""
        return self.standing.assured_at

    @property
    def assured_how(self) -> Checked | None:
        """How they made sure."""
        return self.standing.assured_how

    @property
    def owner_confirmed_at(self) -> datetime | None:
        """When those who run it last said that it is right."""
        return self.standing.owner_confirmed_at

    @property
    def met_on(self) -> date | None:
        """The last day on which somebody counted who came."""
        return self.standing.met_on

    @property
    def open_problems(self) -> int:
        """Reports that something is wrong, not yet answered."""
        return self.standing.open_problems

    @property
    def assured_words(self) -> str:
        """How and when it was last checked: Checked by a visit on 3 November 2026."""
        return said_of_assurance(self.assured_at, self.assured_how)

    @property
    def came_from(self) -> str:
        """Where the listing came from, when that is not the team or those who run it; else ""."""
        return PROVENANCE_LABELS[self.source] if self.source is Provenance.IMPORTED else ""

    @property
    def freshness(self) -> Freshness:
        """How long ago that is."""
        return trust.freshness(self.assured_at, clock.now())

    @property
    def freshness_label(self) -> str:
        """The same in words."""
        return trust.FRESHNESS_LABELS[self.freshness]

    @property
    def freshness_colour(self) -> str:
        """The colour of its tag."""
        return trust.FRESHNESS_COLOURS[self.freshness]

    @property
    def is_fresh(self) -> bool:
        """Whether somebody made sure of it in the last six months."""
        return self.freshness is Freshness.FRESH


async def asset(asset_id: UUID, *, hidden_too: bool = False) -> AssetSeen:
    """One asset, in one statement; `NotFound` when there is none, or it is hidden or merged and `hidden_too` is not said."""
    found = await row(f"{_WHOLE} WHERE a.id = $1", asset_id)
    if found is None:
        raise NotFound
    seen = a_whole(found)
    if not hidden_too and (not seen.published or seen.merged_into is not None):
        raise NotFound
    return seen


async def assets_by_id(ids: Iterable[UUID]) -> dict[UUID, AssetSeen]:
    """These assets whole, shown or not, by id, in one statement; those that are not there are left out."""
    found = await rows(f"{_WHOLE} WHERE a.id = ANY($1::uuid[])", list(ids))
    return {one["id"]: a_whole(one) for one in found}


async def assets_with(
    columns: str, *, joined: str, where: str, values: Sequence[object]
) -> list[tuple[AssetSeen, dict[str, Any]]]:
    """
    Assets whole in the order of their identifiers, shown or not, and beside each its row with more columns, in one statement.

    All three texts are constants of the caller's own, over `asset AS a` and `organisation AS o`; what people say is in `values`.
    """
    found = await rows(
        f"SELECT {_COLUMNS}, {columns} FROM {_FROM} {joined} WHERE {where} ORDER BY a.id",  # noqa: S608
        *values,
    )
    return [(a_whole(one), one) for one in found]


async def moved_to(asset_id: UUID) -> UUID | None:
    """Where the address of a merged listing leads, at the end of every merge; None when it was not merged."""
    found = await value(
        """
        WITH RECURSIVE onwards AS (
            SELECT id, merged_into, 0 AS step FROM asset WHERE id = $1
            UNION ALL
            SELECT a.id, a.merged_into, step + 1 FROM onwards JOIN asset AS a ON a.id = onwards.merged_into
            WHERE step < 20
        )
        SELECT id FROM onwards WHERE merged_into IS NULL AND step > 0
        """,
        asset_id,
    )
    return None if found is None else UUID(str(found))


def may_edit(by: Member, organisation_id: UUID | None) -> bool:
    """Whether somebody may change a listing of this organisation, or ask for it to be changed."""
    if Permission.EDIT_LISTINGS in by.can:
        return True
    own = by.organisation is not None and organisation_id == by.organisation
    return own and Permission.EDIT_OWN_LISTINGS in by.can


async def editable(asset_id: UUID, *, by: Member) -> AssetSeen:
    """One asset, hidden or not, for somebody who may edit it; `NotFound` for everybody else."""
    found = await asset(asset_id, hidden_too=True)
    if found.merged_into is not None or not may_edit(by, found.organisation_id):
        raise NotFound
    return found


def a_whole(found: Mapping[str, Any]) -> AssetSeen:
    """The asset of one row."""
    told = {**found, **{name: _READ(found[name]) if found[name] else () for name in _LISTS}}
    listing = listing_of(told)
    return AssetSeen(
        id=found["id"],
        version=found["version"],
        listing=listing,
        organisation_id=found["organisation"],
        source=Provenance(found["source"]),
        standing=standing_of(found),
        assured_until=found["assured_until"],
        trust=found["trust"],
        created_at=found["created_at"],
        changed_at=found["changed_at"],
        merged_into=found["merged_into"],
        places=tuple(_place(one, venue) for one, venue in zip(told["places"], listing.venues, strict=True)),
        photos=tuple(PhotoSeen(UUID(one["id"]), one["alt"], one["width"], one["height"]) for one in told["photos"]),
    )


def said_otherwise(seen: AssetSeen, listing: Listing, at: Sequence[Where]) -> AssetSeen:
    """The asset as it would be seen if it said `listing`, whose venues are where `at` says."""
    known = {place.location: place.at for place in seen.places}
    keys = location_ids(seen.id, listing.venues)
    places = tuple(
        _at(known.get(key, key), key, venue, where) for key, venue, where in zip(keys, listing.venues, at, strict=True)
    )
    return replace(seen, listing=listing, places=places)


def standing_of(found: Mapping[str, Any]) -> Standing:
    """What the columns of an asset say of how true it is."""
    return Standing(
        assured_at=found["assured_at"],
        assured_how=Checked(found["assured_how"]) if found["assured_how"] else None,
        owner_confirmed_at=found["owner_confirmed_at"],
        met_on=found["met_on"],
        used=found["used"],
        answers_days=found["answers_days"],
        open_problems=found["open_problems"],
    )


def _place(found: Mapping[str, Any], venue: Venue) -> PlaceSeen:
    point = Point(*venue.point) if venue.point else None
    return _at(UUID(found["id"]), UUID(found["location"]), venue, Where(point, found["ward"], found["district"]))


def _at(at: UUID, location: UUID, venue: Venue, where: Where) -> PlaceSeen:
    return PlaceSeen(
        at=at,
        location=location,
        name=venue.name,
        address=venue.address,
        town=venue.town,
        postcode=venue.postcode,
        point=where.point,
        ward=where.ward,
        district=where.district,
        features=venue.features,
        access=venue.access,
        access_url=venue.access_url,
        getting_there=venue.getting_there,
        meeting_point=venue.meeting_point,
        hidden=venue.hidden,
        patterns=venue.patterns,
    )
