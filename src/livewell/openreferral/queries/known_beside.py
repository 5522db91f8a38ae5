"""What a hand-over file brings beside its listings, and is not here yet."""

from collections.abc import Sequence
from uuid import UUID

from livewell.kit.db import rows
from livewell.openreferral.rules.handed_over import PhotographHeard
from livewell.openreferral.rules.heard import OrganizationHeard


async def new_organisations(these: Sequence[OrganizationHeard]) -> list[OrganizationHeard]:
    """Those that nobody here is: neither by identifier, nor by charity or company number, nor by name."""
    found = await rows(
        """
        SELECT said.id FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS said(id, name, charity, company)
        WHERE EXISTS (SELECT FROM organisation AS o WHERE o.id = said.id)
           OR EXISTS (SELECT FROM organisation AS o WHERE lower(o.name) = lower(said.name))
           OR said.charity <> '' AND EXISTS (SELECT FROM organisation AS o WHERE o.charity_number = said.charity)
           OR said.company <> '' AND EXISTS (SELECT FROM organisation AS o WHERE o.company_number = said.company)
        """,
        [one.id for one in these],
        [one.name for one in these],
        [one.charity_number for one in these],
        [one.company_number for one in these],
    )
    here = {one["id"] for one in found}
    return [one for one in these if one.id not in here]


async def new_photographs(feed: UUID, these: Sequence[PhotographHeard], *, look_only: bool) -> list[PhotographHeard]:
    """
    Those that were not brought in before and belong to a listing of this feed, in their order.

    While somebody only looks, the listing may be one that is not here yet.
    """
    before = await rows(
        "SELECT source_id FROM imported_photo WHERE feed = $1 AND source_id = ANY($2::uuid[])",
        feed,
        [one.source for one in these],
    )
    listings = await rows(
        """
        SELECT a.id, EXISTS (SELECT FROM imported_service AS i WHERE i.asset = a.id AND i.feed = $1) AS theirs
        FROM asset AS a WHERE a.id = ANY($2::uuid[])
        """,
        feed,
        [one.asset for one in these],
    )
    known = {one["source_id"] for one in before}
    theirs = {one["id"]: one["theirs"] for one in listings}
    return [one for one in these if one.source not in known and theirs.get(one.asset, look_only)]
