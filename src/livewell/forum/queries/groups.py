"""Sub-groups of the forum, the steering group among them, and who is in them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.forum.rules import called
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class SubGroup:
    """One sub-group."""

    id: UUID
    name: str
    purpose: str
    steering: bool
    begun_on: date
    ended_on: date | None
    version: int
    many: int

    @property
    def is_ended(self) -> bool:
        """Whether it meets no more."""
        return self.ended_on is not None


@dataclass(frozen=True)
class InGroup:
    """A member in a sub-group, as members see each other."""

    member: UUID
    name: str
    offers: str
    since_on: date


_GROUP = """
    SELECT g.id, g.name, g.purpose, g.steering, g.begun_on, g.ended_on, g.version,
           (SELECT count(*) FROM forum_group_place p JOIN forum_member m ON m.id = p.member
            WHERE p.forum_group = g.id AND m.state = 'member') AS many
    FROM forum_group g
"""


async def sub_groups() -> list[SubGroup]:
    """Every sub-group: those that meet, then those that ended, by name."""
    found = await rows(f"{_GROUP} ORDER BY g.ended_on IS NOT NULL, lower(g.name), g.id")
    return [SubGroup(**one) for one in found]


async def sub_group(group_id: UUID) -> SubGroup:
    """One sub-group. `NotFound` when there is none."""
    found = await row(f"{_GROUP} WHERE g.id = $1", group_id)
    if found is None:
        raise NotFound
    return SubGroup(**found)


async def in_group(group_id: UUID) -> list[InGroup]:
    """Who is in a sub-group, by name."""
    found = await rows(
        """
        SELECT p.member, m.name, m.offers, p.since_on FROM forum_group_place p JOIN forum_member m ON m.id = p.member
        WHERE p.forum_group = $1 AND m.state = 'member' ORDER BY lower(m.name), m.id
        """,
        group_id,
    )
    return [InGroup(**{**one, "name": called(one["name"])}) for one in found]


async def groups_of(member_id: UUID) -> list[SubGroup]:
    """The sub-groups one member is in, by name."""
    found = await rows(
        f"""
        {_GROUP} JOIN forum_group_place mine ON mine.forum_group = g.id AND mine.member = $1
        WHERE g.ended_on IS NULL ORDER BY lower(g.name), g.id
        """,
        member_id,
    )
    return [SubGroup(**one) for one in found]


async def group_choices() -> list[tuple[str, str]]:
    """The sub-groups that meet: (id, name), by name."""
    return [(str(one.id), one.name) for one in await sub_groups() if not one.is_ended]
