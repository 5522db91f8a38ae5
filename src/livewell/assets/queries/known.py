"""Places that listings share, to pick from."""

from typing import Any
from uuid import UUID

from livewell.assets.rules import Feature
from livewell.assets.rules.listing import Venue
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound

_COLUMNS = """
    id, name, address, town, county, postcode, uprn, easting, northing, latitude, longitude, features, access, access_url,
    getting_there
"""


async def known_places(words: str, *, limit: int = 10) -> list[Venue]:
    """Places with these words in their name, town or postcode, or a name much like them. Hidden ones are never named."""
    found = await rows(
        f"""
        SELECT {_COLUMNS} FROM location
        WHERE NOT hidden AND (strpos(lower(concat_ws(' ', name, town, postcode)), lower($1)) > 0 OR similarity(name, $1) > 0.3)
        ORDER BY similarity(name, $1) DESC, lower(name), id LIMIT {int(limit)}
        """,  # noqa: S608
        words,
    )
    return [_venue(one) for one in found]


async def known_place(location: str) -> Venue:
    """One of them; `NotFound` when there is none, or it is hidden."""
    try:
        key = UUID(location)
    except ValueError:
        raise NotFound from None
    found = await row(f"SELECT {_COLUMNS} FROM location WHERE id = $1 AND NOT hidden", key)  # noqa: S608
    if found is None:
        raise NotFound
    return _venue(found)


def _venue(found: dict[str, Any]) -> Venue:
    point = tuple(found.pop(name) for name in ("easting", "northing", "latitude", "longitude"))
    values = {**found, "features": tuple(Feature(one) for one in found["features"])}
    return Venue(location=values.pop("id"), point=None if None in point else point, **values)
