"""Adding many listings at once, as an import does: thousands a second, and never more than a batch in memory."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from uuid import UUID

from livewell.assets.actions import indexing, writing
from livewell.assets.actions.indexing import Ground
from livewell.assets.rows import COLUMNS, Known, Rows, Where, rows_of
from livewell.assets.rules import Provenance, trust
from livewell.assets.rules.listing import Listing, Venue
from livewell.kit import geo, news
from livewell.kit.actor import Actor
from livewell.kit.db import rows, transaction
from livewell.kit.geo import Point
from livewell.places import queries as places

_A_BATCH = 1_000
"""Listings whose places and organisations are asked for together."""

_FIRST_PART, _GROWS = 60, 1.5
"""
Listings of a batch that are made before any is written, and how many times as many are made while PostgreSQL takes those
in: it waits for the first ones alone, and has ever more to do at a time.
"""


@dataclass(frozen=True)
class NewListing:
    """
    One listing to add, the id it shall have, and the organisation that runs it, which is there already.

    `at` says where its venues are, for who has asked `whereabouts_of` before; None leaves that to `add_many`.
    """

    id: UUID
    listing: Listing
    organisation_id: UUID | None = None
    at: Sequence[Where] | None = None


async def add_many(new: Iterable[NewListing], *, source: Provenance, by: Actor) -> int:
    """
    Put many listings into the directory, all or none, with one piece of news; gives how many.

    `new` is read as it is needed, so it may be a generator. Raises `NotFound` for somebody who may not edit listings,
    and what asyncpg raises for an id that is taken or an organisation that is not there.
    """
    writing.must_be_of_the_team(by)
    count, first = 0, None
    words: Counter[str] = Counter()
    async with transaction():
        on = await indexing.ground()
        ready: _Ready | None = None
        for batch in _batches(new):
            at, named = await _asked_for(batch), await _named(batch)
            for part in _parts(len(batch)):
                # While PostgreSQL takes one part in, the next is made.
                making = asyncio.to_thread(_made, batch[part], at[part], named, source, on, words)
                ready, _ = await asyncio.gather(making, _write(ready))
            first = first or batch[0].id
            count += len(batch)
        await _write(ready)
        await indexing.know(words, counted=True)
        if first is not None:
            await news.tell("assets.added_many", subject=first, by=by, count=count, source=source.value)
    return count


@dataclass(frozen=True)
class _Ready:
    """A part of a batch as rows: `shared` are its places by id."""

    ids: list[UUID]
    rows: Rows
    shared: dict[UUID, tuple[Any, ...]]
    search_rows: str


def _batches(new: Iterable[NewListing]) -> Iterator[list[NewListing]]:
    them = iter(new)
    while batch := list(islice(them, _A_BATCH)):
        yield batch


def _parts(count: int) -> Iterator[slice]:
    size, start = float(_FIRST_PART), 0
    while start < count:
        yield slice(start, start + int(size))
        start, size = start + int(size), size * _GROWS


def _made(
    batch: Sequence[NewListing],
    at: Sequence[Sequence[Where]],
    named: Mapping[UUID | None, str],
    source: Provenance,
    on: Ground,
    words: Counter[str],
) -> _Ready:
    points = trust.trust(trust.Standing(), on.now)
    everything: Rows = {table: [] for table in COLUMNS}
    shared: dict[UUID, tuple[Any, ...]] = {}
    to_index = []
    for one, where in zip(batch, at, strict=True):
        made = rows_of(one.id, one.listing, where, Known(one.organisation_id, source.value, points, on.now))
        for location in made.pop("location"):
            shared[location[0]] = location
        for table, records in made.items():
            everything[table] += records
        name, listing = named.get(one.organisation_id, ""), one.listing
        if listing.organisation_name != name:
            listing = replace(listing, organisation_name=name)
        to_index.append(writing.to_index(one.id, listing, made, where, points))
    return _Ready([one.id for one in batch], everything, shared, indexing.made(to_index, on, words))


async def _write(ready: _Ready | None) -> None:
    if ready is None:
        return
    there = await rows("SELECT id FROM location WHERE id = ANY($1::uuid[])", list(ready.shared))
    moved = await writing.save_locations([ready.shared.pop(one["id"]) for one in there])
    ready.rows["location"] = list(ready.shared.values())
    for table, records in ready.rows.items():
        await writing.copy(table, records)
    await indexing.put(ready.search_rows)
    await writing.make_neighbours_again(moved, but=ready.ids)


async def _named(batch: Sequence[NewListing]) -> dict[UUID | None, str]:
    ids = {one.organisation_id for one in batch} - {None}
    found = await rows("SELECT id, name FROM organisation WHERE id = ANY($1::uuid[])", list(ids)) if ids else ()
    return {one["id"]: one["name"] for one in found}


async def _asked_for(batch: Sequence[NewListing]) -> list[Sequence[Where]]:
    """Where the venues of these are, asked for all who do not know."""
    unknown = [one.listing for one in batch if one.at is None]
    found = iter(await whereabouts_of(unknown) if unknown else ())
    return [next(found) if one.at is None else one.at for one in batch]


async def whereabouts_of(listings: Sequence[Listing]) -> list[list[Where]]:
    """Where every venue of these listings is, from our own postcodes alone."""
    venues = [venue for one in listings for venue in one.venues]
    known = await _postcodes(venues)
    found: list[tuple[Point | None, str]] = []
    for venue in venues:
        point, district = known.get(_key(venue.postcode), (None, ""))
        found.append((Point(*venue.point) if venue.point else point, district))
    wards = await _wards({point for point, _ in found if point is not None})
    told = iter(
        Where(point, ward.code if ward else "", ward.district if ward else district)
        for point, district in found
        for ward in (wards.get(point) if point else None,)
    )
    return [[next(told) for _ in one.venues] for one in listings]


def _key(postcode: str) -> str:
    tidy = geo.tidy_postcode(postcode)
    return tidy.replace(" ", "") if tidy else ""


async def _postcodes(venues: Iterable[Venue]) -> dict[str, tuple[Point, str]]:
    found = await rows(
        "SELECT postcode, easting, northing, latitude, longitude, district FROM postcode WHERE postcode = ANY($1::text[])",
        list({_key(venue.postcode) for venue in venues} - {""}),
    )
    return {
        one["postcode"]: (
            Point(one["easting"], one["northing"], round(one["latitude"], 5), round(one["longitude"], 5)),
            one["district"],
        )
        for one in found
    }


async def _wards(points: set[Point]) -> dict[Point, places.WardSeen]:
    """The wards of those points that lie in the rectangle around any."""
    here = list(points)
    maybe = await rows(
        """
        SELECT place FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS asked(longitude, latitude, place)
        WHERE EXISTS (SELECT FROM ward WHERE box(point(west, south), point(east, north))
                      @> box(point(longitude, latitude), point(longitude, latitude)))
        """,
        [point.longitude for point in here],
        [point.latitude for point in here],
    )
    found = {}
    for one in maybe:
        point = here[one["place"] - 1]
        ward = await places.ward_of(point)
        if ward is not None:
            found[point] = ward
    return found
