"""Published services: the pages of their lists, one by one, and all of them in a stream."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from livewell.assets import queries as assets
from livewell.assets.rules import AssetKind, Running
from livewell.assets.rules.listing import ContactPerson, Listing
from livewell.kit.clock import LONDON
from livewell.kit.db import rows, value
from livewell.openreferral.queries import shelf
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.conditions import LAST_MODIFIED, SHOWN, Conditions, conditions
from livewell.openreferral.queries.pages import Page, in_that_order, nearest_first
from livewell.openreferral.queries.shelf import Listed
from livewell.openreferral.rules.outward import OrganizationSaid, Published, instant, service_document, service_in_short
from livewell.openreferral.rules.parameters import Asked
from livewell.places import queries as places

ALL = Listed("services", "a.id", f"asset AS a WHERE {SHOWN}", "SELECT max(changed_at) FROM asset")
A_BATCH = 250
"""Services in hand at once while all of them are streamed."""

_BESIDE = """
    o.name AS o_name, o.what AS o_what, o.email AS o_email, o.phone AS o_phone, o.website AS o_website,
    o.charity_number AS o_charity_number, o.company_number AS o_company_number, o.sector AS o_sector,
    i.beside, i.organization_beside
"""
_COLUMNS = f"""
    a.id, a.organisation, a.name, a.what, a.website, a.running, a.cost_note, a.free, a.minimum_age, a.maximum_age,
    a.who_for, a.joining_note, a.capacity_note, a.alert, a.assured_at, {LAST_MODIFIED} AS last_modified,
    coalesce((
        SELECT email FROM contact WHERE asset = a.id AND shown AND email <> '' ORDER BY position, id LIMIT 1
    ), '') AS email, {_BESIDE}
"""  # noqa: S608  Constants of this room.
_IMPORTED = """
    LEFT JOIN LATERAL (
        SELECT beside, organization_beside FROM imported_service WHERE asset = a.id ORDER BY id LIMIT 1
    ) AS i ON true
"""
_FROM = f"asset AS a LEFT JOIN organisation AS o ON o.id = a.organisation {_IMPORTED}"
_SHORT = ("name", "what", "website", "cost_note", "free", "minimum_age", "maximum_age", "who_for", "joining_note", "capacity_note", "alert")  # fmt: skip
_OF_ORGANIZATION = ("name", "what", "email", "phone", "website", "charity_number", "company_number", "sector")


async def service_page(asked: Asked) -> Page:
    """One page of services. Raises ParameterWrong for a postcode that is not known."""
    if asked.everything:
        return await _page_of_everything(asked)
    catalogue = await the_catalogue()
    where = await conditions(asked, catalogue)
    near, order, metres = "", "a.id", "NULL::float8"
    if where.near:
        near = f" JOIN (SELECT asset, min(metres) AS metres FROM ({where.near}) AS p GROUP BY asset) AS near ON near.asset = a.id"  # noqa: S608
        order, metres = "near.metres, a.id", "near.metres"
    total = await value(
        f"SELECT count(*) FROM asset AS a LEFT JOIN organisation AS o ON o.id = a.organisation{near} WHERE {where.text}",  # noqa: S608
        *where.values,
    )
    # The text is made of this room's constants; what people ask are parameters.
    found = await rows(
        f"WITH here AS (SELECT a.id, {metres} AS metres FROM asset AS a"  # noqa: S608
        f" LEFT JOIN organisation AS o ON o.id = a.organisation{near} WHERE {where.text} ORDER BY {order}"
        f" LIMIT {where.parameter(asked.per_page, 'bigint')}"
        f" OFFSET {where.parameter((asked.page - 1) * asked.per_page, 'bigint')})"
        f" SELECT {_COLUMNS}, here.metres FROM {_FROM} JOIN here ON here.id = a.id ORDER BY here.metres, a.id",
        *where.values,
    )
    return Page(await _documents(found, asked), int(total), _latest(found))


async def _page_of_everything(asked: Asked) -> Page:
    kept = await shelf.look(ALL)
    start, skip = kept.start((asked.page - 1) * asked.per_page)
    if start is None:
        return Page([], kept.total, kept.changed_at)
    # Which ones comes first, so that nothing is worked out for those that are only passed over.
    # PostgreSQL does not see the numbers while it plans, so that one plan serves every page.
    theirs = (
        f"a.id = ANY(ARRAY(SELECT a.id FROM asset AS a WHERE {SHOWN} AND a.id >= (SELECT $1::uuid) ORDER BY a.id"  # noqa: S608
        " OFFSET (SELECT $2::bigint) LIMIT (SELECT $3::bigint)))"
    )
    if asked.full and not asked.minimal:
        told = await _whole(theirs, start, skip, asked.per_page)
        catalogue = await the_catalogue()
        changed_at = max((one.changed_at for one in told), default=kept.changed_at)
        return Page([service_document(one, catalogue) for one in told], kept.total, changed_at)
    found = await rows(
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE {theirs} ORDER BY a.id",  # noqa: S608
        start,
        skip,
        asked.per_page,
    )
    return Page(await _documents(found, asked), kept.total, _latest(found) or kept.changed_at)


async def one_service(service_id: UUID) -> tuple[dict[str, Any], datetime] | None:
    """A whole service and when it last changed; None when there is none that everybody may see."""
    found = await rows(
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE {SHOWN} AND a.id = $1",  # noqa: S608
        service_id,
    )
    documents = await _documents(found, Asked(full=True))
    return (documents[0], found[0]["last_modified"]) if documents else None


async def every_service(asked: Asked) -> AsyncIterator[dict[str, Any]]:
    """All services asked for, by identifier, or the nearest first where a distance is asked; a batch in memory at a time."""
    where = Conditions() if asked.everything else await conditions(asked, await the_catalogue())
    if where.near:
        near = f"SELECT asset, min(metres) AS metres FROM ({where.near}) AS p GROUP BY asset"  # noqa: S608
        theirs = f"SELECT a.id, near.metres FROM ({near}) AS near JOIN asset AS a ON a.id = near.asset LEFT JOIN organisation AS o ON o.id = a.organisation WHERE {where.text}"  # noqa: S608
        async for metres in nearest_first(theirs, where.values, A_BATCH):
            found = await rows(
                f"SELECT {_COLUMNS} FROM {_FROM} WHERE {SHOWN} AND a.id = ANY($1::uuid[])",  # noqa: S608
                list(metres),
            )
            for document in await _documents(in_that_order(found, metres), asked):
                yield document
        return
    after = where.parameter(UUID(int=0), "uuid")
    text = (
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE {where.text} AND a.id > {after}"  # noqa: S608
        f" ORDER BY a.id LIMIT {A_BATCH}"
    )
    while found := await rows(text, *where.values):
        for document in await _documents(found, asked):
            yield document
        where.values[-1] = found[-1]["id"]


async def documents_of(ids: Iterable[UUID], asked: Asked) -> list[dict[str, Any]]:
    """These services as documents, in the order of their identifiers; those nobody may see are left out."""
    found = await rows(
        f"SELECT {_COLUMNS}, NULL::float8 AS metres FROM {_FROM} WHERE {SHOWN} AND a.id = ANY($1::uuid[]) ORDER BY a.id",  # noqa: S608
        list(ids),
    )
    return await _documents(found, asked)


async def _documents(found: Sequence[Mapping[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    if not found:
        return []
    if asked.minimal:
        return [
            {"id": str(one["id"]), "modified_date": (at := instant(one["last_modified"])), "last_modified": at}
            for one in found
        ]
    if asked.full:
        catalogue = await the_catalogue()
        whole = {one.id: one for one in await _whole("a.id = ANY($1::uuid[])", [one["id"] for one in found])}
        documents = [service_document(whole[one["id"]], catalogue) for one in found if one["id"] in whole]
    else:
        mailbox = str(await places.setting("public_email"))
        documents = [service_in_short(_in_short(one, mailbox)) for one in found]
    metres = {str(one["id"]): one["metres"] for one in found if one["metres"] is not None}
    for document in documents:
        if document["id"] in metres:
            document["distance_m"] = round(metres[document["id"]])
    return documents


async def _whole(where: str, *values: object) -> list[Published]:
    """Services with everything that is said of them, in the order of their identifiers, in one statement and one setting."""
    mailbox = str(await places.setting("public_email"))
    found = await assets.assets_with(
        f"{LAST_MODIFIED} AS last_modified, {_BESIDE}", joined=_IMPORTED, where=where, values=values
    )
    return [
        _published(one, seen.listing, mailbox, tuple((place.at, place.location) for place in seen.places))
        for seen, one in found
    ]


def _read(beside: str | None) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(beside) if beside else {}
    return found


def _in_short(one: Mapping[str, Any], mailbox: str) -> Published:
    """What stands in a list, out of one row."""
    listing = Listing(
        kind=AssetKind.SERVICE,
        running=Running(one["running"]),
        contacts=(ContactPerson(email=one["email"]),) if one["email"] else (),
        **{name: one[name] for name in _SHORT},
    )
    return _published(one, listing, mailbox, ())


def _published(one: Mapping[str, Any], listing: Listing, mailbox: str, at: tuple[tuple[UUID, UUID], ...]) -> Published:
    organization = None
    if one["organisation"]:
        organization = OrganizationSaid(
            one["organisation"],
            **{name: one[f"o_{name}"] for name in _OF_ORGANIZATION},
            beside=_read(one["organization_beside"]),
        )
    return Published(
        id=one["id"],
        listing=listing,
        organization=organization,
        at=at,
        changed_at=one["last_modified"],
        assured_on=one["assured_at"].astimezone(LONDON).date() if one["assured_at"] else None,
        assurer_email=mailbox,
        beside=_read(one["beside"]),
    )


def _latest(found: Sequence[Mapping[str, Any]]) -> datetime | None:
    return max((one["last_modified"] for one in found), default=None)
