"""Areas, practices, wards, place names and school terms for tests."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.kit.geo import Point
from livewell.places.rules import plain_name
from livewell.places.tables import Area, PlaceName, Practice, SchoolTerm

_number = count(1)

# A square around West Bridgford, and one to its south.
NORTH = {
    "type": "Polygon",
    "coordinates": [[[-1.16, 52.92], [-1.08, 52.92], [-1.08, 52.96], [-1.16, 52.96], [-1.16, 52.92]]],
}


async def an_area(**changes: Any) -> UUID:
    """An area, with no boundary unless it is given one."""
    area = Area(**({"id": uuid4(), "name": f"Area {next(_number)}"} | changes))
    await area.save()
    return area.id


async def a_practice(*, area: UUID | None = None, **changes: Any) -> UUID:
    """A listed practice, in an area of its own unless one is named."""
    number = next(_number)
    practice = Practice(
        **(
            {
                "id": uuid4(),
                "name": f"Practice {number}",
                "ods_code": f"C{84000 + number}",
                "area": area or await an_area(),
                "reply_email": f"practice{number}@practice.example",
            }
            | changes
        )
    )
    await practice.save()
    return practice.id


# Two wards side by side.
ABBEY = {
    "type": "Polygon",
    "coordinates": [[[-1.14, 52.92], [-1.1, 52.92], [-1.1, 52.94], [-1.14, 52.94], [-1.14, 52.92]]],
}
LUTTERELL = {
    "type": "Polygon",
    "coordinates": [[[-1.18, 52.92], [-1.14, 52.92], [-1.14, 52.94], [-1.18, 52.94], [-1.18, 52.92]]],
}


def a_ward_feature(code: str, name: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    """One ward as the Office for National Statistics publishes it."""
    said = {"WD25CD": code, "WD25NM": name, "LAD25CD": "E07000176", "LAD25NM": "Rushcliffe"} | properties
    return {"type": "Feature", "properties": said, "geometry": geometry}


def ward_file(*features: dict[str, Any]) -> dict[str, Any]:
    """A file of wards; two neighbours unless it is given others."""
    two = (a_ward_feature("E05014965", "Abbey", ABBEY), a_ward_feature("E05014980", "Lutterell", LUTTERELL))
    return {"type": "FeatureCollection", "features": list(features or two)}


async def a_place_name(name: str, *, kind: str = "village", easting: int = 458600, northing: int = 337000) -> UUID:
    """A place to search near."""
    point = Point.on_grid(easting, northing)
    place = PlaceName(
        id=uuid4(), name=name, plain_name=plain_name(name), kind=kind, **vars(point), loaded_at=clock.now()
    )
    await place.save()
    return place.id


async def a_term(first_on: date, last_on: date, **changes: Any) -> UUID:
    """A school term."""
    plain = {"id": uuid4(), "name": f"Term {next(_number)}", "first_on": first_on, "last_on": last_on}
    term = SchoolTerm(**(plain | changes))
    await term.save()
    return term.id
