"""Everything that is listed, out again: as rows, as documents of the standard, and exactly as it is kept."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.rules.listing import as_json
from livewell.kit.db import rows
from livewell.openreferral import rules
from livewell.openreferral.queries import organizations, services
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.conditions import SHOWN
from livewell.openreferral.rules.envelope import without_empty
from livewell.openreferral.rules.outward import OrganizationSaid
from livewell.openreferral.rules.parameters import Asked
from livewell.openreferral.rules.sheet import row_of

A_BATCH = 250

README = f"""Everything that this directory holds.

services.ndjson       Every published service, one to a line, in the words of HSDS-UK 3.0.
organizations.ndjson  Every organisation that offers one of them.
listings.ndjson       Every listing exactly as it is kept, also those that are not published, with hidden places and
                      people who are not shown. Keep it as carefully as the directory itself.

Live Well reads this file again: livewell oruk import FILE
{rules.ATTRIBUTION}
"""


def parts() -> Iterator[tuple[str, AsyncIterator[dict[str, Any]]]]:
    """Name and content of each part of the hand-over file."""
    yield "services.ndjson", _plain(services.every_service(Asked(full=True)))
    yield "organizations.ndjson", _plain(organizations.every_organization(Asked()))
    yield "listings.ndjson", _as_kept()


async def _plain(documents: AsyncIterator[dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
    async for document in documents:
        yield without_empty(document)


async def _as_kept() -> AsyncIterator[dict[str, Any]]:
    async for ids in _ids("merged_into IS NULL"):
        whole = await assets.assets_by_id(ids)
        for one in ids:
            yield {"id": str(one), "source": whole[one].source.value, **as_json(whole[one].listing)}


async def every_row() -> AsyncIterator[list[str]]:
    """Every published listing as a row of our sheet, in the order of identifiers."""
    catalogue = await the_catalogue()
    async for ids in _ids(SHOWN):
        whole = await assets.assets_by_id(ids)
        runs = {one.organisation_id for one in whole.values()} - {None}
        found = await rows(
            "SELECT id, name, what, charity_number FROM organisation WHERE id = ANY($1::uuid[])", list(runs)
        )
        known = {one["id"]: OrganizationSaid(**one) for one in found}
        for one in ids:
            seen = whole[one]
            organization = known.get(seen.organisation_id) if seen.organisation_id else None
            yield row_of(str(one), seen.listing, organization, catalogue)


async def _ids(which: str) -> AsyncIterator[list[UUID]]:
    after = UUID(int=0)
    while found := await rows(
        f"SELECT a.id FROM asset AS a WHERE {which} AND a.id > $1 ORDER BY a.id LIMIT {A_BATCH}",  # noqa: S608
        after,
    ):
        yield [one["id"] for one in found]
        after = found[-1]["id"]
