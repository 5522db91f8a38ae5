"""Everything that changes the directory: add a listing, change it, and say that it is still right."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import queries, rules
from livewell.assets.rules import Listing
from livewell.assets.tables import Asset, Organisation
from livewell.kit import clock, geo, news, once
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import RuleBroken, Stale
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_KIND = "asset.added"


async def add(listing: Listing, *, submission: UUID, by: Member) -> UUID:
    """
    Put something new into the directory; gives its id. The same form sent twice is one listing.

    An organisation's own editor adds to that organisation alone; others name one, new or known.
    """
    # Asking where a postcode is may take a while, so no row waits for it.
    values = await _values(listing)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        now = clock.now()
        asset = Asset(
            id=uuid4(),
            organisation=await _organisation(listing, by),
            created_at=now,
            changed_at=now,
            checked_at=now,
            **values,
        )
        await asset.save()
        await news.tell("asset.added", subject=asset.id, by=by, kind=listing.kind.value)
        await once.remember(submission, _KIND, str(asset.id))
    return UUID(str(asset.id))


async def change(asset_id: UUID, listing: Listing, *, version: int | None, checked: bool, by: Member) -> None:
    """
    Save what a listing says now; with `checked`, somebody has made sure today that all of it is right.

    Raises `NotFound` when it is not theirs, `Stale` with both texts when somebody else saved since `version`.
    """
    values = await _values(listing)
    async with transaction():
        saved = await _theirs(asset_id, by)
        if Permission.EDIT_LISTINGS not in by.can:
            listing = replace(listing, organisation_name=saved.organisation, sector=saved.listing.sector)
        if saved.version != version:
            raise Stale(*rules.differences(saved.listing, listing))
        now = clock.now()
        values["organisation"] = await _organisation(listing, by)
        values |= {"changed_at": now, "version": saved.version + 1} | ({"checked_at": now} if checked else {})
        await Asset.update({getattr(Asset, name): text for name, text in values.items()}).where(Asset.id == asset_id)
        await news.tell("asset.changed", subject=asset_id, by=by, checked=checked, published=listing.published)


async def confirm(asset_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Say that a listing, as it was read, is still right.

    Raises `NotFound` when it is not theirs, `RuleBroken` when it was changed since it was read.
    """
    async with transaction():
        saved = await _theirs(asset_id, by)
        if saved.version != version:
            raise RuleBroken("Somebody changed this listing after you opened it. Read it again, then say it is right.")
        await execute("UPDATE asset SET checked_at = $2 WHERE id = $1", asset_id, clock.now())
        await news.tell("asset.checked", subject=asset_id, by=by)


async def _theirs(asset_id: UUID, by: Member) -> queries.AssetRow:
    """The listing, locked, when it is theirs to edit."""
    await execute("SELECT FROM asset WHERE id = $1 FOR UPDATE", asset_id)
    return await queries.editable(asset_id, by=by)


async def _organisation(listing: Listing, by: Member) -> UUID | None:
    """Who runs it: an editor's own organisation; else the one of that name, made when there is none."""
    if Permission.EDIT_LISTINGS not in by.can:
        if by.organisation is None:
            raise RuleBroken("Your account belongs to no organisation yet. Ask the Live Well team to add it.")
        return by.organisation
    if not listing.organisation_name:
        return None
    known = await value(
        "SELECT id FROM organisation WHERE lower(name) = lower($1) ORDER BY id LIMIT 1", listing.organisation_name
    )
    if known is not None:
        if listing.sector is not None:
            await execute("UPDATE organisation SET sector = $2 WHERE id = $1", known, listing.sector.value)
        return UUID(str(known))
    made = Organisation(
        id=uuid4(), name=listing.organisation_name, sector=listing.sector.value if listing.sector else ""
    )
    await made.save()
    return UUID(str(made.id))


async def _values(listing: Listing) -> dict[str, Any]:
    """The columns of a listing; its point is that of its postcode, when that is known."""
    values = asdict(listing)
    del values["organisation_name"], values["sector"]
    values["kind"] = listing.kind.value
    values["ways"] = [way.value for way in listing.ways]
    place = await geo.find_postcode(listing.postcode) if listing.postcode else None
    for name in ("easting", "northing", "latitude", "longitude"):
        values[name] = getattr(place.point, name) if place else None
    return values
