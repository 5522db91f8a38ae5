"""Organisations and assets for tests."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.assets.tables import Asset, Organisation
from livewell.kit import clock
from livewell.kit.geo import Point

_number = count(1)


async def an_organisation(**changes: Any) -> UUID:
    """Somebody who runs things."""
    organisation = Organisation(**({"id": uuid4(), "name": f"Fictional Society {next(_number)}"} | changes))
    await organisation.save()
    return UUID(str(organisation.id))


async def an_asset(*, at: Point | None = None, **changes: Any) -> UUID:
    """Something the community offers, published and just checked; `at` is where it is."""
    now = clock.now()
    place = {name: getattr(at, name) for name in ("easting", "northing", "latitude", "longitude")} if at else {}
    asset = Asset(
        **(
            {
                "id": uuid4(),
                "name": f"Fictional Walkers {next(_number)}",
                "kind": "group",
                "what": "A gentle walk, then tea and a chat.",
                "ways": ["be_active", "connect"],
                "created_at": now,
                "changed_at": now,
                "checked_at": now,
            }
            | place
            | changes
        )
    )
    await asset.save()
    return UUID(str(asset.id))
