"""Services at their places: the same conditions as for services, one thing for each place that is not hidden."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.assets import queries as assets
from livewell.kit.db import rows, value
from livewell.openreferral.queries import shelf
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.conditions import LAST_MODIFIED, SHOWN, Conditions, conditions
from livewell.openreferral.queries.pages import Page, in_that_order, nearest_first
from livewell.openreferral.queries.shelf import Listed
from livewell.openreferral.rules.outward import instant
from livewell.openreferral.rules.parameters import Asked
from livewell.openreferral.rules.places_out import service_at_location

_FROM = """
    asset_at_location AS at JOIN asset AS a ON a.id = at.asset JOIN location AS place ON place.id = at.location
    LEFT JOIN organisation AS o ON o.id = a.organisation
"""
_SHOWN = f"{SHOWN} AND NOT place.hidden"
ALL = Listed("service_at_locations", "at.id", f"{_FROM} WHERE {_SHOWN}", "SELECT max(changed_at) FROM asset")
_COLUMNS = f"at.id, at.asset, {LAST_MODIFIED} AS last_modified"
A_BATCH = 250


async def at_location_page(asked: Asked) -> Page:
    """One page of services at locations. Raises ParameterWrong for a postcode that is not known."""
    if asked.everything:
        kept = await shelf.look(ALL)
        start, skip = kept.start((asked.page - 1) * asked.per_page)
        if start is None:
            return Page([], kept.total, kept.changed_at)
        found = await rows(
            f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE at.id = ANY(ARRAY("  # noqa: S608
            f"SELECT at.id FROM {_FROM} WHERE {_SHOWN} AND at.id >= $1 ORDER BY at.id OFFSET $2 LIMIT $3)) ORDER BY at.id",
            start,
            skip,
            asked.per_page,
        )
        return Page(await _documents(found, asked), kept.total, _latest(found) or kept.changed_at)
    where = await conditions(asked, await the_catalogue())
    near, order, metres = "", "at.id", "NULL::float8"
    if where.near:
        near, order, metres = f" JOIN ({where.near}) AS near ON near.id = at.id", "near.metres, at.id", "near.metres"
    narrowed = f"{_FROM}{near} WHERE {_SHOWN} AND {where.text}"
    total = await value(f"SELECT count(*) FROM {narrowed}", *where.values)  # noqa: S608
    found = await rows(
        f"SELECT {_COLUMNS}, {metres} AS metres FROM {narrowed} ORDER BY {order}"  # noqa: S608
        f" LIMIT {where.parameter(asked.per_page, 'bigint')}"
        f" OFFSET {where.parameter((asked.page - 1) * asked.per_page, 'bigint')}",
        *where.values,
    )
    return Page(await _documents(found, asked), int(total), _latest(found))


async def one_at_location(at: UUID) -> tuple[dict[str, Any], datetime] | None:
    """A service at one of its places, whole, and when it last changed; None when nobody may see it."""
    found = await rows(
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE {_SHOWN} AND at.id = $1",  # noqa: S608
        at,
    )
    documents = await _documents(found, Asked(full=True))
    return (documents[0], found[0]["last_modified"]) if documents else None


async def every_at_location(asked: Asked) -> AsyncIterator[dict[str, Any]]:
    """All of them by identifier, or the nearest first where a distance is asked; a batch in memory at a time."""
    where = Conditions() if asked.everything else await conditions(asked, await the_catalogue())
    if where.near:
        theirs = f"SELECT at.id, near.metres FROM {_FROM} JOIN ({where.near}) AS near ON near.id = at.id WHERE {_SHOWN} AND {where.text}"  # noqa: S608
        async for metres in nearest_first(theirs, where.values, A_BATCH):
            found = await rows(
                f"SELECT {_COLUMNS} FROM {_FROM} WHERE {_SHOWN} AND at.id = ANY($1::uuid[])",  # noqa: S608
                list(metres),
            )
            for document in await _documents(in_that_order(found, metres), asked):
                yield document
        return
    after = where.parameter(UUID(int=0), "uuid")
    text = (
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM}"  # noqa: S608
        f" WHERE {_SHOWN} AND {where.text} AND at.id > {after} ORDER BY at.id LIMIT {A_BATCH}"
    )
    while found := await rows(text, *where.values):
        for document in await _documents(found, asked):
            yield document
        where.values[-1] = found[-1]["id"]


async def _documents(found: Sequence[Mapping[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    whole = await assets.assets_by_id({one["asset"] for one in found}) if found else {}
    catalogue = await the_catalogue()
    documents = []
    for one in found:
        seen = whole[one["asset"]]
        for place, venue in zip(seen.places, seen.listing.venues, strict=True):
            if place.at == one["id"] and not venue.hidden:
                document = service_at_location(
                    venue, place.at, place.location, service=seen.id, catalogue=catalogue, whole=asked.full
                )
                document["last_modified"] = instant(one["last_modified"])
                if one["metres"] is not None:
                    document["distance_m"] = round(one["metres"])
                documents.append(document)
    return documents


def _latest(found: Sequence[Mapping[str, Any]]) -> datetime | None:
    return max((one["last_modified"] for one in found), default=None)
