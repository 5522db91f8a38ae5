"""Organisations that offer something published, as the standard says them."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import rows, value
from livewell.openreferral.queries import shelf
from livewell.openreferral.queries.conditions import SHOWN
from livewell.openreferral.queries.pages import Page
from livewell.openreferral.queries.services import documents_of
from livewell.openreferral.queries.shelf import Listed
from livewell.openreferral.rules.outward import OrganizationSaid, organization_document
from livewell.openreferral.rules.parameters import Asked

_OFFERS = f"EXISTS (SELECT FROM asset AS a WHERE a.organisation = o.id AND {SHOWN})"
ALL = Listed(
    "organizations",
    "o.id",
    f"organisation AS o WHERE {_OFFERS}",
    "SELECT greatest((SELECT max(changed_at) FROM asset), (SELECT max(changed_at) FROM organisation))",
)
A_BATCH = 250
MOST_WITH_SERVICES = 50
"""Organisations on a page that carries all their services whole."""

COLUMNS = """
    o.id, o.name, o.what, o.email, o.phone, o.website, o.charity_number, o.company_number, o.sector, o.changed_at, (
        SELECT i.organization_beside FROM asset AS a JOIN imported_service AS i ON i.asset = a.id
        WHERE a.organisation = o.id AND i.organization_beside <> '{}' ORDER BY i.id LIMIT 1
    ) AS beside
"""
"""What is said of an organisation, called o; `said_of` reads it."""

_SEARCHED = " AND (strpos(lower(o.name), lower($1)) > 0 OR strpos(lower(o.what), lower($1)) > 0)"


async def organization_page(asked: Asked) -> Page:
    """One page of organisations."""
    offset = (asked.page - 1) * asked.per_page
    if not asked.search:
        kept = await shelf.look(ALL)
        start, skip = kept.start(offset)
        if start is None:
            return Page([], kept.total, kept.changed_at)
        found = await rows(
            f"SELECT {COLUMNS} FROM organisation AS o WHERE o.id = ANY(ARRAY("  # noqa: S608
            f"SELECT o.id FROM organisation AS o WHERE {_OFFERS} AND o.id >= $1 ORDER BY o.id OFFSET $2 LIMIT $3)) ORDER BY o.id",
            start,
            skip,
            asked.per_page,
        )
        return Page(await _documents(found, asked), kept.total, _latest(found) or kept.changed_at)
    total = await value(f"SELECT count(*) FROM organisation AS o WHERE {_OFFERS}{_SEARCHED}", asked.search)  # noqa: S608
    found = await rows(
        f"SELECT {COLUMNS} FROM organisation AS o WHERE {_OFFERS}{_SEARCHED} ORDER BY o.id LIMIT $2 OFFSET $3",  # noqa: S608
        asked.search,
        asked.per_page,
        offset,
    )
    return Page(await _documents(found, asked), int(total), _latest(found))


async def one_organization(organization: UUID, *, full_service: bool) -> tuple[dict[str, Any], datetime] | None:
    """An organisation with its services; None when it offers nothing that everybody may see."""
    found = await rows(
        f"SELECT {COLUMNS} FROM organisation AS o WHERE {_OFFERS} AND o.id = $1",  # noqa: S608
        organization,
    )
    documents = await _documents(found, Asked(full=True, full_service=full_service))
    return (documents[0], found[0]["changed_at"]) if documents else None


async def every_organization(asked: Asked) -> AsyncIterator[dict[str, Any]]:
    """All of them in the order of their identifiers, a batch in memory at a time."""
    after = UUID(int=0)
    searched = _SEARCHED if asked.search else " AND $1 = ''"
    batch = MOST_WITH_SERVICES if asked.full_service else A_BATCH
    while found := await rows(
        f"SELECT {COLUMNS} FROM organisation AS o WHERE {_OFFERS}{searched} AND o.id > $2 ORDER BY o.id LIMIT $3",  # noqa: S608
        asked.search,
        after,
        batch,
    ):
        for document in await _documents(found, asked):
            yield document
        after = found[-1]["id"]


def said_of(one: Mapping[str, Any]) -> OrganizationSaid:
    """An organisation out of a row of `COLUMNS`."""
    said = {name: value for name, value in one.items() if name not in {"changed_at", "beside"}}
    return OrganizationSaid(**said, beside=json.loads(one["beside"] or "{}"))


async def _documents(found: Sequence[Mapping[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    whole = asked.full or asked.full_service
    documents = [organization_document(said_of(one), whole=whole) for one in found]
    if whole and found:
        await _with_services(documents, [one["id"] for one in found], asked)
    return documents


async def _with_services(documents: list[dict[str, Any]], ids: list[UUID], asked: Asked) -> None:
    """Give each its services: whole, or their names alone."""
    theirs = await rows(
        f"SELECT a.id, a.name, a.running, a.organisation FROM asset AS a WHERE {SHOWN}"  # noqa: S608
        " AND a.organisation = ANY($1::uuid[]) ORDER BY a.id",
        ids,
    )
    services: list[dict[str, Any]]
    if asked.full_service:
        services = await documents_of((one["id"] for one in theirs), Asked(full=True))
    else:
        services = [
            {
                "id": str(one["id"]),
                "organization_id": str(one["organisation"]),
                "name": one["name"],
                "status": one["running"],
            }
            for one in theirs
        ]
    of: dict[str, list[dict[str, Any]]] = {}
    for service in services:
        service.pop("organization", None)
        of.setdefault(service["organization_id"], []).append(service)
    for document in documents:
        document["services"] = of.get(document["id"], [])


def _latest(found: Sequence[Mapping[str, Any]]) -> datetime | None:
    return max((one["changed_at"] for one in found), default=None)
