"""Where somebody belongs: the area that looks after them, and whether they are registered or live here."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit import geo
from livewell.places import queries as places


@dataclass(frozen=True)
class Place:
    """What the practice and the postcode say, with the service's own settings beside it."""

    area: UUID | None
    registered: bool | None
    """With a listed practice; None when it was not said."""
    lives_here: bool | None
    """Inside an area's boundary; None when the postcode is not known."""
    minimum_age: int
    triage_within: int
    """Working days."""


async def practices() -> dict[UUID, str]:
    """The practices whose people may come: id -> name, in the order of lists."""
    return {one.id: one.name for one in await places.practices(listed_only=True)}


async def find_place(
    *, practice: UUID | None, other_practice: str, referrer_practice: UUID | None, postcode: str
) -> Place:
    """
    The area of the person's practice, else of their home, else of the practice that refers them.

    Two queries when the practice is listed, five at most.
    """
    settings = await places.settings()
    minimum_age, triage_within = int(settings["minimum_age"]), int(settings["triage_working_days"])
    registered = await places.practice(practice) if practice else None
    if registered is not None and registered.listed:
        return Place(registered.area, True, None, minimum_age, triage_within)
    found = await geo.find_postcode(postcode) if postcode else None
    home = await places.area_for(None, found.point) if found else None
    area = home or await places.area_for(practice or referrer_practice, None)
    return Place(
        area=area,
        registered=False if registered is not None or other_practice else None,
        lives_here=home is not None if found else None,
        minimum_age=minimum_age,
        triage_within=triage_within,
    )
