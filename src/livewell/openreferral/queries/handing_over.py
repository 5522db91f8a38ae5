"""Everything that is listed, out again: as rows, as documents of the standard, and exactly as it is kept."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen
from livewell.kit.clock import LONDON
from livewell.kit.db import rows
from livewell.openreferral import rules
from livewell.openreferral.queries import kept_beside, organizations, services, vocabularies
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.conditions import SHOWN
from livewell.openreferral.rules.envelope import without_empty
from livewell.openreferral.rules.handed_over import LISTINGS, ORGANISATIONS, PHOTOGRAPHS, VOCABULARY, as_handed_over
from livewell.openreferral.rules.outward import OrganizationSaid, Published, assurance
from livewell.openreferral.rules.parameters import Asked
from livewell.openreferral.rules.sheet import row_of
from livewell.places import queries as places

A_BATCH = 250

README = f"""Everything that this directory holds. Keep this file as carefully as the directory itself.

In the words of HSDS-UK 3.0, what everybody may read:

services.ndjson            Every published service, one to a line.
organizations.ndjson       Every organisation that offers one of them.
taxonomies.ndjson          Our vocabularies with all their terms.

As it is kept here, also what is not published, with hidden places and people who are not shown. Live Well reads these
again (livewell oruk import FILE), and nothing that is there already is written over:

listings.ndjson            Every listing exactly as it is kept.
every_organisation.ndjson  Every organisation, also one without a listing.
vocabulary.ndjson          Our own words for needs and activities, with the other words for them.
photographs.ndjson         What each photograph shows, for those who cannot see it, and which file it is.
photographs/               The photographs themselves. Each is looked at like one that somebody sends.

To be read, and not brought in: what colleagues here saw and decided is theirs, and another Live Well cannot say it.

assurances.ndjson          Who made sure of a listing, when, how, what was checked, and until when. With a listing comes
                           the day on which it was last checked.
versions.ndjson            Every listing as it was before each change, who changed it, and why.
wards.ndjson               Each ward: listings, how many were visited and when last, and how many come there.
merged.ndjson              Listings that turned out to be another one.

{rules.ATTRIBUTION}
"""


def parts() -> Iterator[tuple[str, AsyncIterator[dict[str, Any]]]]:
    """Name and content of each list in the hand-over file; the photographs themselves come after them."""
    yield "services.ndjson", _plain(services.every_service(Asked(full=True)))
    yield "organizations.ndjson", _plain(organizations.every_organization(Asked()))
    yield "taxonomies.ndjson", _plain(_vocabularies())
    yield LISTINGS, _as_kept()
    yield ORGANISATIONS, kept_beside.every_organisation()
    yield VOCABULARY, kept_beside.every_term()
    yield PHOTOGRAPHS, kept_beside.every_photograph()
    yield "assurances.ndjson", kept_beside.every_assurance()
    yield "versions.ndjson", kept_beside.every_version()
    yield "wards.ndjson", kept_beside.every_ward()
    yield "merged.ndjson", kept_beside.every_merged()


async def _plain(documents: AsyncIterator[dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
    async for document in documents:
        yield without_empty(document)


async def _vocabularies() -> AsyncIterator[dict[str, Any]]:
    for one in (await the_catalogue()).taxonomies:
        yield await vocabularies.one_taxonomy(one.id) or {}


async def _as_kept() -> AsyncIterator[dict[str, Any]]:
    mailbox = str(await places.setting("public_email"))
    async for ids in _ids("merged_into IS NULL"):
        whole = await assets.assets_by_id(ids)
        known = await _who_runs(whole.values())
        came = await rows(
            "SELECT DISTINCT ON (asset) asset, beside FROM imported_service WHERE asset = ANY($1::uuid[]) ORDER BY asset, id",
            ids,
        )
        beside = {one["asset"]: json.loads(one["beside"]) for one in came}
        for one in ids:
            seen = whole[one]
            organization = known.get(seen.organisation_id)
            told = Published(
                one,
                seen.listing,
                organization,
                (),
                seen.changed_at,
                _day(seen.assured_at),
                mailbox,
                beside.get(one, {}),
            )
            yield as_handed_over(
                one,
                seen.listing,
                organization,
                source=seen.source.value,
                beside={**told.beside, **without_empty(assurance(told))},
            )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None


async def _who_runs(whole: Iterable[AssetSeen]) -> dict[UUID | None, OrganizationSaid]:
    """The organisations of these listings, by id."""
    found = await rows(
        f"SELECT {organizations.COLUMNS} FROM organisation AS o WHERE o.id = ANY($1::uuid[])",  # noqa: S608
        list({one.organisation_id for one in whole} - {None}),
    )
    return {one["id"]: organizations.said_of(one) for one in found}


async def every_row() -> AsyncIterator[list[str]]:
    """Every published listing as a row of our sheet, in the order of identifiers."""
    catalogue = await the_catalogue()
    async for ids in _ids(SHOWN):
        whole = await assets.assets_by_id(ids)
        known = await _who_runs(whole.values())
        for one in ids:
            seen = whole[one]
            yield row_of(str(one), seen.listing, known.get(seen.organisation_id), catalogue)


async def _ids(which: str) -> AsyncIterator[list[UUID]]:
    after = UUID(int=0)
    while found := await rows(
        f"SELECT a.id FROM asset AS a WHERE {which} AND a.id > $1 ORDER BY a.id LIMIT {A_BATCH}",  # noqa: S608
        after,
    ):
        yield [one["id"] for one in found]
        after = found[-1]["id"]
