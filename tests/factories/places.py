"""Areas and practices for tests."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.places.tables import Area, Practice

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
