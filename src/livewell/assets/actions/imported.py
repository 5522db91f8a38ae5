"""What another directory brings: organisations by the hundred, and changes that wait because somebody changed it here."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from livewell.assets import queries
from livewell.assets.actions import writing
from livewell.assets.actions.proposing import keep_waiting
from livewell.assets.rules import Provenance
from livewell.assets.rules.differences import differences
from livewell.assets.rules.listing import Listing
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import copy_in, rows, transaction
from livewell.kit.errors import Stale

_COLUMNS = (
    "id", "name", "what", "sector", "email", "phone", "website", "charity_number", "company_number", "source",
    "created_at", "changed_at", "version",
)  # fmt: skip


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation as another directory names it, and the id it shall have."""

    id: UUID
    name: str
    what: str = ""
    sector: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    charity_number: str = ""
    company_number: str = ""


async def add_organisations(new: Sequence[NewOrganisation], *, by: Actor) -> dict[UUID, UUID]:
    """
    Make sure that these are there; gives the id of each here, by the id it was given.

    One that is known already by its id, its charity or company number, or exactly its name, is that one, and stays as
    it is. Raises `NotFound` for somebody who may not edit listings.
    """
    writing.must_be_of_the_team(by)
    async with transaction():
        there = await rows(
            """
            SELECT id, lower(name) AS name, charity_number, company_number FROM organisation
            WHERE id = ANY($1::uuid[]) OR lower(name) = ANY($2::text[])
               OR charity_number <> '' AND charity_number = ANY($3::text[])
               OR company_number <> '' AND company_number = ANY($4::text[])
            ORDER BY id
            """,
            [one.id for one in new],
            [one.name.lower() for one in new],
            [one.charity_number for one in new],
            [one.company_number for one in new],
        )
        known: dict[object, UUID] = {}
        for row in there:
            for mark in (row["id"], *_marks(row["name"], row["charity_number"], row["company_number"])):
                known.setdefault(mark, row["id"])
        found: dict[UUID, UUID] = {}
        fresh: list[NewOrganisation] = []
        for one in new:
            marks = (one.id, *_marks(one.name.lower(), one.charity_number, one.company_number))
            here = next((known[mark] for mark in marks if mark in known), None)
            if here is None:
                fresh.append(one)
                here = one.id
            found[one.id] = here
            known |= dict.fromkeys(marks, here)
        now = clock.now()
        if fresh:
            await copy_in("organisation", _COLUMNS, [_row(one, now) for one in fresh])
    return found


def _marks(name: str, charity: str, company: str) -> list[object]:
    """By what an organisation is known, the surest first."""
    numbers = [("charity", charity), ("company", company)]
    return [*(mark for mark in numbers if mark[1]), ("name", name)]


def _row(one: NewOrganisation, now: object) -> tuple[object, ...]:
    said = (one.id, one.name, one.what, one.sector, one.email, one.phone, one.website)
    return (*said, one.charity_number, one.company_number, Provenance.IMPORTED.value, now, now, 1)


async def propose_imported(
    asset_id: UUID, listing: Listing, *, version: int, proposed_by: str, by: Actor
) -> UUID | None:
    """
    Keep what another directory says now beside a listing that was changed here; nothing of it goes live by itself.

    Gives the id of the change, or None when the listing says all of it already. Raises `NotFound`, `Stale`.
    """
    writing.must_be_of_the_team(by)
    async with transaction():
        saved = await writing.held(asset_id)
        if saved.version != version:
            raise Stale({}, {})
        fields = tuple(one.field for one in differences(saved.listing, listing))
        if not fields:
            return None
        earlier = await queries.own_waiting(asset_id, "")
        if earlier is not None and earlier.listing == listing:
            return earlier.id
        change_id = await keep_waiting(
            asset_id, saved.organisation_id, listing, version, fields, proposed_by[:160], "", Provenance.IMPORTED
        )
        await news.tell("asset.change_proposed", subject=change_id, by=by, asset=asset_id, new=False, fields=fields)
    return change_id
