"""What the directory keeps beside its listings, to hand over: who runs things, words, checks, versions, pictures, wards."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.queries import photo
from livewell.kit.db import rows
from livewell.kit.errors import NotFound
from livewell.openreferral.queries import organizations
from livewell.openreferral.rules.handed_over import name_of_photograph, photograph_said, term_said

A_BATCH = 250

_ASSURANCES = "id, asset, how, what, done_at, done_by_name, until, listing_version, note"
_VERSIONS = "id, asset, number, listing::text AS listing, replaced_at, replaced_by, why"
_PHOTOGRAPHS = "id, asset, alt, media_type, width, height, position, added_at"
_WARDS = """
    WITH here AS (
        SELECT DISTINCT l.ward, a.id, a.assured_at
        FROM asset AS a JOIN asset_at_location AS al ON al.asset = a.id JOIN location AS l ON l.id = al.location
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active' AND l.ward <> ''
    ), visited AS (
        SELECT coalesce(a.merged_into, a.id) AS id, max(v.visited_on) AS last
        FROM asset_visit AS v JOIN asset AS a ON a.id = v.asset WHERE v.state = 'done' GROUP BY 1
    ), covering AS (
        SELECT code, count(DISTINCT s.asset) AS number
        FROM service_area AS s JOIN asset AS a ON a.id = s.asset CROSS JOIN LATERAL unnest(s.codes) AS code
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active' GROUP BY code
    )
    SELECT w.code, w.name, w.district, count(here.id) AS listings, count(visited.id) AS visited,
           max(visited.last) AS last_visit, max(here.assured_at) AS last_assured,
           coalesce(max(covering.number), 0) AS come_there
    FROM ward AS w LEFT JOIN here ON here.ward = w.code LEFT JOIN visited ON visited.id = here.id
    LEFT JOIN covering ON covering.code = w.code
    GROUP BY w.code, w.name, w.district ORDER BY lower(w.name), w.code
"""


async def every_organisation() -> AsyncIterator[dict[str, Any]]:
    """Every organisation as it is kept, also one that offers nothing."""
    after = UUID(int=0)
    while found := await rows(
        f"SELECT {organizations.COLUMNS}, o.source FROM organisation AS o WHERE o.id > $1 ORDER BY o.id LIMIT $2",  # noqa: S608
        after,
        A_BATCH,
    ):
        for one in found:
            yield _plain(one) | {"beside": json.loads(one["beside"] or "{}")}
        after = found[-1]["id"]


async def every_term() -> AsyncIterator[dict[str, Any]]:
    """Our own needs and activities with the other words for them, also those that are no longer used."""
    for term in (await assets.vocabulary()).terms.values():
        yield term_said(term)


async def every_assurance() -> AsyncIterator[dict[str, Any]]:
    """Every time somebody made sure of a listing, those of one listing together."""
    async for one in _of_listings(_ASSURANCES, "assurance"):
        yield _plain(one)


async def every_version() -> AsyncIterator[dict[str, Any]]:
    """Every listing as it was before each change, those of one listing together."""
    async for one in _of_listings(_VERSIONS, "listing_version"):
        yield _plain(one) | {"listing": json.loads(one["listing"])}


async def every_photograph() -> AsyncIterator[dict[str, Any]]:
    """What each photograph shows, whose it is and which file of the archive it is, those of one listing together."""
    async for one in _of_listings(_PHOTOGRAPHS, "photo"):
        yield photograph_said(_plain(one))


async def every_picture() -> AsyncIterator[tuple[str, bytes]]:
    """Each photograph by the name of its file, one in memory at a time. One that was just taken away is left out."""
    async for one in _of_listings("id, asset, media_type", "photo"):
        try:
            found = await photo(one["id"])
        except NotFound:
            continue
        yield name_of_photograph(one["asset"], one["id"], one["media_type"]), found.data


async def every_ward() -> AsyncIterator[dict[str, Any]]:
    """How well what is in each ward is known: listings, how many were visited and when last, and what comes there."""
    for one in await rows(_WARDS):
        yield _plain(one)


async def every_merged() -> AsyncIterator[dict[str, Any]]:
    """Listings that turned out to be another one, so that an old address still leads somewhere."""
    after = UUID(int=0)
    while found := await rows(
        "SELECT id, name, merged_into FROM asset WHERE merged_into IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
        after,
        A_BATCH,
    ):
        for one in found:
            yield _plain(one)
        after = found[-1]["id"]


async def _of_listings(columns: str, table: str) -> AsyncIterator[dict[str, Any]]:
    """Rows of a table in the order of their listings, some in memory at a time; both texts are this module's own."""
    asset, after = UUID(int=0), UUID(int=0)
    while found := await rows(
        f"SELECT {columns} FROM {table} WHERE (asset, id) > ($1, $2) ORDER BY asset, id LIMIT $3",  # noqa: S608
        asset,
        after,
        A_BATCH,
    ):
        for one in found:
            yield one
        asset, after = found[-1]["asset"], found[-1]["id"]


def _plain(one: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON can say it; when an organisation last changed is left out with what has no value."""
    return {
        name: str(said) if isinstance(said, UUID) else said.isoformat() if isinstance(said, date | datetime) else said
        for name, said in one.items()
        if said is not None
    }
