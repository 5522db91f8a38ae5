"""Organisations and assets for tests."""

from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import actions
from livewell.assets.rules import AssetKind, Feature, Sector, Way
from livewell.assets.rules.listing import ContactPerson, Listing, Venue
from livewell.assets.tables import Organisation
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute
from livewell.kit.geo import Point

_number = count(1)
_NOW: Any = object()


async def an_organisation(**changes: Any) -> UUID:
    """Somebody who runs things."""
    now = clock.now()
    usual = {"id": uuid4(), "name": f"Fictional Society {next(_number)}", "created_at": now, "changed_at": now}
    organisation = Organisation(**(usual | changes))
    await organisation.save()
    return UUID(str(organisation.id))


def a_listing(**changes: Any) -> Listing:
    """What somebody might write: a walking group, without a place or a time."""
    usual = {
        "name": f"Fictional Walkers {next(_number)}",
        "kind": AssetKind.GROUP,
        "what": "A gentle walk, then tea and a chat.",
        "ways": (Way.BE_ACTIVE, Way.CONNECT),
    }
    return Listing(**(usual | changes))


def a_venue(at: Point | None = None, **changes: Any) -> Venue:
    """A place; `at` is where it is."""
    point = (at.easting, at.northing, at.latitude, at.longitude) if at else None
    return Venue(**({"name": "Fictional Village Hall", "point": point} | changes))


async def an_asset_from(listing: Listing) -> UUID:
    """A listing in the directory."""
    return await actions.add(listing, submission=uuid4(), by=SYSTEM)


async def an_asset(
    *,
    at: Point | None = None,
    place_name: str = "",
    postcode: str = "",
    when: str = "",
    cost: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    checked_at: datetime | None = _NOW,
    **changes: Any,
) -> UUID:
    """
    Something the community offers, published and just checked; `at` is where it is.

    What can be said plainly is: `kind` and `ways` as codes, `when` and `cost` in words.
    """
    said = {"when_note": when, "cost_note": cost} | changes
    said["kind"] = AssetKind(said.get("kind", AssetKind.GROUP))
    for name, choices in (("ways", Way), ("features", Feature)):
        if name in said:
            said[name] = tuple(choices(one) for one in said[name])
    if said.get("sector"):
        said["sector"] = Sector(said["sector"])
    if at is not None or place_name or postcode:
        said["venues"] = (a_venue(at, name=place_name, postcode=postcode),)
    if contact_name or contact_phone or contact_email:
        said["contacts"] = (ContactPerson(contact_name, "", contact_phone, contact_email),)
    asset_id = await an_asset_from(a_listing(**said))
    checked = clock.now() if checked_at is _NOW else checked_at
    if checked is not None:
        await execute("UPDATE asset SET assured_at = $2, assured_how = 'visited' WHERE id = $1", asset_id, checked)
    return asset_id
