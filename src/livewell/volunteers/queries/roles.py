"""Roles as everybody reads them, near a place or not, and as coordinators keep them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from livewell.kit import maps
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.kit.geo import Point, miles_between, say_distance
from livewell.volunteers.rules.gate import CHECK_LABELS, CheckLevel
from livewell.volunteers.rules.training import topic_label
from livewell.volunteers.rules.words import FAMILIES, TIMES


@dataclass(frozen=True)
class RoleSeen:
    """A role, with what it needs in words."""

    id: UUID
    slug: str
    title: str
    family: str
    about: str
    not_part_of_it: str
    for_whom: str
    postcode: str
    point: Point | None
    times: tuple[str, ...]
    times_words: str
    check_level: CheckLevel
    trainings: tuple[str, ...]
    references_wanted: int
    most_people: int
    contact_name: str
    contact_phone: str
    contact_email: str
    places: int | None
    open: bool
    version: int
    asset: UUID | None
    listing: str
    miles: float | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """The row, as the boxes of its form show it."""

    @property
    def family_label(self) -> str:
        """What kind of role it is."""
        return FAMILIES.get(self.family, self.family)

    @property
    def check_label(self) -> str:
        """The check it needs."""
        return CHECK_LABELS[self.check_level]

    @property
    def needs_check(self) -> bool:
        """Whether a DBS check is needed."""
        return self.check_level is not CheckLevel.NONE

    @property
    def training_labels(self) -> tuple[str, ...]:
        """What is learned first."""
        return tuple(topic_label(topic) for topic in self.trainings)

    @property
    def when(self) -> str:
        """When, in words."""
        return self.times_words or ", ".join(TIMES.get(one, one) for one in self.times) or "At times you agree together"

    @property
    def distance(self) -> str:
        """How far away, when somebody asked from somewhere."""
        return "" if self.miles is None else f"{say_distance(self.miles)} away"

    @property
    def where(self) -> str:
        """Near where."""
        return f"Near {self.postcode}" if self.postcode else "Anywhere in the area"


async def open_roles(*, family: str = "", day: str = "", near: Point | None = None) -> tuple[RoleSeen, ...]:
    """The roles somebody is looked for, the nearest first when a point is given; those without a place come last."""
    found = await rows(
        f"""
        {_ROLE} WHERE r.open AND ($1 = '' OR r.family = $1)
          AND ($2 = '' OR r.times = '{{}}' OR EXISTS (SELECT 1 FROM unnest(r.times) AS one WHERE one LIKE $2 || '\\_%'))
        ORDER BY r.title, r.id LIMIT 300
        """,  # noqa: S608  Our own words.
        family,
        day,
    )
    seen = [_role(one, near) for one in found]
    return tuple(sorted(seen, key=lambda one: (one.miles is None, one.miles))) if near else tuple(seen)


async def all_roles() -> tuple[RoleSeen, ...]:
    """Every role, open ones first."""
    return tuple(_role(one) for one in await rows(f"{_ROLE} ORDER BY r.open DESC, r.title, r.id LIMIT 500"))


async def role_at(slug: str) -> RoleSeen:
    """An open role by its address. Raises `NotFound`."""
    found = await row(f"{_ROLE} WHERE r.slug = $1 AND r.open", slug)
    if found is None:
        raise NotFound
    return _role(found)


async def role(role_id: UUID) -> RoleSeen:
    """A role, open or not, for those who keep it. Raises `NotFound`."""
    found = await row(f"{_ROLE} WHERE r.id = $1", role_id)
    if found is None:
        raise NotFound
    return _role(found)


_ROLE = """
    SELECT r.*, coalesce(nullif(r.organisation_name, ''), a.name, '') AS for_whom, coalesce(a.name, '') AS listing
    FROM volunteer_role r LEFT JOIN asset a ON a.id = r.asset
"""


def _role(one: dict[str, Any], near: Point | None = None) -> RoleSeen:
    point = Point.on_grid(one["easting"], one["northing"]) if one["easting"] is not None else None
    return RoleSeen(
        id=one["id"],
        slug=one["slug"],
        title=one["title"],
        family=one["family"],
        about=one["about"],
        not_part_of_it=one["not_part_of_it"],
        for_whom=one["for_whom"],
        postcode=one["postcode"],
        point=point,
        times=tuple(one["times"]),
        times_words=one["times_words"],
        check_level=CheckLevel(one["check_level"]),
        trainings=tuple(one["trainings"]),
        references_wanted=one["references_wanted"],
        most_people=one["most_people"],
        contact_name=one["contact_name"],
        contact_phone=one["contact_phone"],
        contact_email=one["contact_email"],
        places=one["places"],
        open=one["open"],
        version=one["version"],
        asset=one["asset"],
        listing=one["listing"],
        miles=miles_between(near, point) if near and point else None,
        values=one,
    )


def pins(found: Sequence[RoleSeen]) -> list[maps.Pin]:
    """The roles that have a place, each with the number it has in the list."""
    return [
        maps.Pin(number, one.point, one.title, f"#role-{one.id}")
        for number, one in enumerate(found, 1)
        if one.point is not None
    ]
