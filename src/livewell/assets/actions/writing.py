"""Putting listings into their tables: where their places are, who runs them, and the version before."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import queries
from livewell.assets.actions import indexing
from livewell.assets.actions.indexing import Ground, ToIndex
from livewell.assets.queries import AssetSeen
from livewell.assets.rows import COLUMNS, JSON_COLUMNS, Known, Rows, Where, rows_of
from livewell.assets.rules import trust
from livewell.assets.rules.listing import Listing, Venue, as_json
from livewell.kit import clock, geo
from livewell.kit.actor import Actor
from livewell.kit.db import copy_in, execute, row, rows, value
from livewell.kit.errors import NotFound
from livewell.kit.geo import Point
from livewell.places import queries as places
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_NEVER_WRITTEN_OVER = frozenset({"id", "source", "trust", "created_at"})
_SHARED = ", ".join(name for name in COLUMNS["location"] if name not in {"id", "changed_at"})


def must_be_of_the_team(by: Actor) -> None:
    """Raises `NotFound` for a member of staff who may not edit listings, and for visitors."""
    may = Permission.EDIT_LISTINGS in by.can if isinstance(by, Member) else by.kind == "system"
    if not may:
        raise NotFound


async def held(asset_id: UUID) -> AssetSeen:
    """The asset, whole, held until the transaction ends; `NotFound` when there is none or it was merged."""
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
    found = await queries.asset(asset_id, hidden_too=True)
    if found.merged_into is not None:
        raise NotFound
    return found


async def whereabouts(listing: Listing) -> list[Where]:
    """
    Where each venue is: as somebody said, else where its postcode is; and its ward. Outside any transaction.

    Asking where a postcode is may take a while, so no row waits for it.
    """
    return [await _where(venue) for venue in listing.venues]


def stays(saved: AssetSeen) -> list[Where]:
    """Where the places of a saved asset are: where they were."""
    return [Where(place.point, place.ward, place.district) for place in saved.places]


async def _where(venue: Venue) -> Where:
    place = await geo.find_postcode(venue.postcode) if venue.postcode else None
    point = Point(*venue.point) if venue.point else place.point if place else None
    ward = await places.ward_of(point) if point else None
    district = ward.district if ward else place.district if place else ""
    return Where(point, ward.code if ward else "", district)


async def organisation_of(listing: Listing) -> UUID | None:
    """Who runs it: the organisation it names by id, else the one of that name, made when there is none."""
    if listing.organisation is None and not listing.organisation_name:
        return None
    sector = listing.sector.value if listing.sector else ""
    known = await row(
        "SELECT id, sector FROM organisation WHERE id = $1 OR $1::uuid IS NULL AND lower(name) = lower($2)"
        " ORDER BY id LIMIT 1",
        listing.organisation,
        listing.organisation_name,
    )
    now = clock.now()
    if known is not None:
        if sector and sector != known["sector"]:
            await execute(
                "UPDATE organisation SET sector = $2, changed_at = $3, version = version + 1 WHERE id = $1",
                known["id"],
                sector,
                now,
            )
        return UUID(str(known["id"]))
    if listing.organisation is not None:
        raise NotFound
    made = await value(
        "INSERT INTO organisation (id, name, sector, created_at, changed_at) VALUES ($1, $2, $3, $4, $4) RETURNING id",
        uuid4(),
        listing.organisation_name,
        sector,
        now,
    )
    return UUID(str(made))


async def insert(asset_id: UUID, listing: Listing, at: Sequence[Where], *, source: str) -> None:
    """A new asset with everything that belongs to it, and its search rows."""
    organisation = await organisation_of(listing)
    on = await indexing.ground()
    first_trust = trust.trust(trust.Standing(), on.now)
    made = rows_of(asset_id, listing, at, Known(organisation, source, first_trust, on.now))
    await _insert_json("asset", made["asset"])
    await _insert_children(asset_id, made)
    named = await _with_its_organisation(listing, organisation)
    await _index(to_index(asset_id, named, made, at, first_trust), on)


async def write_over(saved: AssetSeen, listing: Listing, at: Sequence[Where], *, why: str, by: Actor) -> None:
    """Keep what `saved` says as a version, and let the asset say `listing` from now on. The asset is held."""
    organisation = await organisation_of(listing)
    on = await indexing.ground()
    await execute(
        """
        INSERT INTO listing_version (id, asset, number, listing, replaced_at, replaced_by, why)
        VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
        """,
        uuid4(),
        saved.id,
        saved.version,
        json.dumps(as_json(saved.listing)),
        on.now,
        by.name[:160],
        why,
    )
    made = rows_of(saved.id, listing, at, Known(organisation, saved.source, saved.trust, on.now, saved.version + 1))
    written = ", ".join(name for name in COLUMNS["asset"] if name not in _NEVER_WRITTEN_OVER)
    await execute(
        f"UPDATE asset SET ({written}) = (SELECT {written} FROM jsonb_populate_recordset(null::asset, $2::jsonb))"  # noqa: S608
        " WHERE id = $1",
        saved.id,
        _as_json("asset", made["asset"]),
    )
    before = [place.location for place in saved.places]
    await execute(
        """
        WITH a AS (DELETE FROM schedule WHERE asset = $1), b AS (DELETE FROM contact WHERE asset = $1),
             c AS (DELETE FROM cost_option WHERE asset = $1), d AS (DELETE FROM service_area WHERE asset = $1)
        DELETE FROM search_row WHERE asset = $1
        """,
        saved.id,
    )
    await _insert_children(saved.id, made)
    await execute(
        "DELETE FROM location AS l WHERE id = ANY($1::uuid[])"
        " AND NOT EXISTS (SELECT FROM asset_at_location AS al WHERE al.location = l.id)",
        before,
    )
    named = await _with_its_organisation(listing, organisation)
    await _index(to_index(saved.id, named, made, at, saved.trust, saved), on)


async def _index(one: ToIndex, on: Ground) -> None:
    words: Counter[str] = Counter()
    await indexing.put(indexing.made([one], on, words))
    await indexing.know(words, counted=False)


async def _with_its_organisation(listing: Listing, organisation: UUID | None) -> Listing:
    """The listing with the name that its organisation really has."""
    name = await queries.organisation_name(organisation) if organisation else ""
    return replace(listing, organisation=organisation, organisation_name=name)


def to_index(
    asset_id: UUID, listing: Listing, made: Rows, at: Sequence[Where], points: int, saved: AssetSeen | None = None
) -> ToIndex:
    """What searches should see of rows that were just made."""
    keys = [one[0] for one in made["asset_at_location"]]
    return ToIndex(asset_id, listing, tuple(zip(keys, at, strict=True)), points, saved.assured_at if saved else None)


async def _insert_children(asset_id: UUID, made: Rows) -> None:
    moved = await save_locations(made["location"])
    await execute(
        "DELETE FROM asset_at_location WHERE asset = $1 AND NOT id = ANY($2::uuid[])",
        asset_id,
        [one[0] for one in made["asset_at_location"]],
    )
    await _insert_json(
        "asset_at_location",
        made["asset_at_location"],
        "ON CONFLICT (id) DO UPDATE SET meeting_point = excluded.meeting_point, position = excluded.position",
    )
    for table in ("schedule", "contact", "cost_option", "service_area"):
        await _insert_json(table, made[table])
    await make_neighbours_again(moved, but=[asset_id])


async def save_locations(records: Sequence[tuple[Any, ...]]) -> list[UUID]:
    """Write places down, over what is there; gives those that were there and say something else now."""
    if not records:
        return []
    sets = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS["location"] if name != "id")
    changed = await rows(
        f"""
        INSERT INTO location AS l ({", ".join(COLUMNS["location"])})
        SELECT {", ".join(COLUMNS["location"])} FROM jsonb_populate_recordset(null::location, $1::jsonb) ORDER BY id
        ON CONFLICT (id) DO UPDATE SET {sets}
        WHERE (l.{_SHARED.replace(", ", ", l.")}) IS DISTINCT FROM (excluded.{_SHARED.replace(", ", ", excluded.")})
        RETURNING id, xmax <> 0 AS was_there
        """,  # noqa: S608
        _as_json("location", records),
    )
    return [one["id"] for one in changed if one["was_there"]]


async def make_neighbours_again(locations: Sequence[UUID], *, but: Sequence[UUID]) -> None:
    """Other assets at places that changed are found where the places are now."""
    if not locations:
        return
    others = await rows(
        "SELECT DISTINCT asset FROM asset_at_location WHERE location = ANY($1::uuid[]) AND NOT asset = ANY($2::uuid[])",
        list(locations),
        list(but),
    )
    if others:
        await indexing.make_again([one["asset"] for one in others])


async def _insert_json(table: str, records: Sequence[tuple[Any, ...]], again: str = "") -> None:
    if records:
        names = ", ".join(COLUMNS[table])
        await execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_recordset(null::{table}, $1::jsonb) {again}",  # noqa: S608
            _as_json(table, records),
        )


def _as_json(table: str, records: Sequence[tuple[Any, ...]]) -> str:
    """Rows as JSON objects; a box is written as PostgreSQL reads it."""
    names = COLUMNS[table]
    objects = [
        {name: str(one) if name == "around" and one else one for name, one in zip(names, record, strict=True)}
        for record in records
    ]
    return json.dumps(objects, default=str)


async def copy(table: str, records: Sequence[tuple[Any, ...]]) -> None:
    """The fast way in for many new rows at once."""
    names = COLUMNS[table]
    in_json = [place for place, name in enumerate(names) if name in JSON_COLUMNS]
    if in_json:
        changed = [list(record) for record in records]
        for record in changed:
            for place in in_json:
                record[place] = None if record[place] is None else json.dumps(record[place])
        await copy_in(table, names, changed)
    elif records:
        await copy_in(table, names, records)
