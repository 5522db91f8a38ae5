"""Placements as the team sees them: with a person by first name alone, or with a group; and lists of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.placements.rules import code_of, placing
from livewell.placements.rules.placing import PlacementState, Stopped
from livewell.volunteers.desk import Helps

_PLACEMENTS = """
    SELECT p.id, p.volunteer, coalesce(nullif(v.name, ''), 'Somebody who has left') AS volunteer_name, p.role,
           r.title AS role_title, r.family, p.asked, coalesce(a.first_name, '') AS first_name, p.asset,
           coalesce(l.name, '') AS asset_name, p.leads, p.state, p.why_them, p.volunteer_agreed_at, p.person_agreed_at,
           p.begins_on, p.review_on, p.stopped_why, p.ended_on, p.ended_why, p.made_at, p.version,
           volunteer_ready(p.volunteer, p.role, $1) AS ready
    FROM placement p
    JOIN volunteer v ON v.id = p.volunteer
    JOIN volunteer_role r ON r.id = p.role
    LEFT JOIN befriender_asked a ON a.id = p.asked
    LEFT JOIN asset l ON l.id = p.asset
"""


@dataclass(frozen=True)
class PlacementSeen:
    """A volunteer in a role. Of a person it knows the first name, and nothing else."""

    id: UUID
    volunteer: UUID
    volunteer_name: str
    role: UUID
    role_title: str
    asked: UUID | None
    first_name: str
    """What the person they visit likes to be called; "" where it is with a group."""
    asset: UUID | None
    asset_name: str
    leads: bool
    state: PlacementState
    why_them: str
    volunteer_agreed_at: datetime | None
    person_agreed_at: datetime | None
    begins_on: date | None
    review_on: date | None
    stopped: Stopped | None
    ended_on: date | None
    ended_why: str
    made_at: datetime
    version: int
    ready: bool
    """Whether the volunteer is recruited, checked and trained for it today."""

    @property
    def code(self) -> str:
        """What it is called where no name may stand."""
        return code_of(self.id)

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return placing.LABELS[self.state]

    @property
    def where(self) -> str:
        """With whom, or where, in a few words."""
        return self.first_name or self.asset_name or "Nowhere in particular"

    @property
    def with_a_person(self) -> bool:
        """Whether it is with one person."""
        return self.asked is not None

    @property
    def is_proposed(self) -> bool:
        """Whether both are still being asked."""
        return self.state is PlacementState.PROPOSED

    @property
    def is_active(self) -> bool:
        """Whether it is going on."""
        return self.state is PlacementState.ACTIVE

    @property
    def is_stopped(self) -> bool:
        """Whether it has stopped for now."""
        return self.state is PlacementState.STOPPED

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return not placing.MOVES[self.state]

    @property
    def waits_for_volunteer(self) -> bool:
        """Whether the volunteer has not answered yet."""
        return self.is_proposed and self.volunteer_agreed_at is None

    @property
    def waits_for_person(self) -> bool:
        """Whether the person has not answered yet."""
        return self.is_proposed and self.with_a_person and self.person_agreed_at is None

    @property
    def may_start(self) -> bool:
        """Whether both have said yes."""
        return self.is_proposed and not self.waits_for_volunteer and not self.waits_for_person

    @property
    def stopped_label(self) -> str:
        """Why it stopped, for the team; "" while it goes on."""
        return placing.STOPPED_LABELS[self.stopped] if self.stopped else ""

    @property
    def stopped_told(self) -> str:
        """Why it stopped, as the volunteer reads it."""
        return placing.STOPPED_TOLD[self.stopped] if self.stopped else ""

    @property
    def review_is_due(self) -> bool:
        """Whether the day has come on which the two are asked how it goes."""
        return self.is_active and self.review_on is not None and self.review_on <= clock.today()


def as_placement(found: dict[str, Any]) -> PlacementSeen:
    """A row of the placements query."""
    stopped = found["stopped_why"] if found["state"] == PlacementState.STOPPED else ""
    about = {name: found[name] for name in PlacementSeen.__dataclass_fields__ if name in found}
    return PlacementSeen(
        **{**about, "state": PlacementState(found["state"]), "stopped": Stopped(stopped) if stopped else None}
    )


async def placement(placement_id: UUID) -> PlacementSeen:
    """One placement. Raises `NotFound`."""
    found = await row(f"{_PLACEMENTS} WHERE p.id = $2", clock.today(), placement_id)
    if found is None:
        raise NotFound
    return as_placement(found)


async def placements_of(
    *, asset: UUID | None = None, volunteer: UUID | None = None, asked: UUID | None = None, over: bool = True
) -> tuple[PlacementSeen, ...]:
    """
    The placements at a listing, of a volunteer, or for a request, those that go on first; without `over`, only those.

    With more than one of the three, those of all of them; with none of them, none.
    """
    if asset is None and volunteer is None and asked is None:
        return ()
    found = await rows(
        f"""{_PLACEMENTS}
        WHERE ($2::uuid IS NULL OR p.asset = $2) AND ($3::uuid IS NULL OR p.volunteer = $3)
          AND ($4::uuid IS NULL OR p.asked = $4) AND ($5 OR p.state IN ('proposed', 'active', 'stopped'))
        ORDER BY p.state IN ('proposed', 'active', 'stopped') DESC, p.leads DESC, p.made_at DESC, p.id
        """,
        clock.today(),
        asset,
        volunteer,
        asked,
        over,
    )
    return tuple(as_placement(one) for one in found)


async def going_on(*, only_due: bool = False, page: int = 1, of: int = 30) -> tuple[tuple[PlacementSeen, ...], int]:
    """A page of the placements that are not over, and how many there are; with `only_due` those to be looked at again."""
    found = await rows(
        f"""
        SELECT found.*, count(*) OVER () AS total FROM ({_PLACEMENTS}
            WHERE p.state IN ('proposed', 'active', 'stopped')
              AND (NOT $2 OR (p.state = 'active' AND p.review_on <= $1) OR p.state = 'stopped')
        ) AS found
        ORDER BY state = 'stopped' DESC, review_on NULLS FIRST, made_at, id LIMIT $3 OFFSET $4
        """,  # noqa: S608  Constants only.
        clock.today(),
        only_due,
        of,
        (page - 1) * of,
    )
    return tuple(as_placement(one) for one in found), found[0]["total"] if found else 0


async def where_they_help(volunteers: Collection[UUID]) -> dict[UUID, tuple[Helps, ...]]:
    """Volunteer -> where they help, for the pages about volunteers: with how many people, and at which listings."""
    found = await rows(
        """
        SELECT p.volunteer, count(*) FILTER (WHERE p.asked IS NOT NULL) AS people,
               array_remove(array_agg(DISTINCT l.name ORDER BY l.name), NULL) AS places
        FROM placement p LEFT JOIN asset l ON l.id = p.asset
        WHERE p.state = 'active' AND p.volunteer = ANY($1::uuid[]) GROUP BY p.volunteer
        """,
        list(volunteers),
    )
    said: dict[UUID, tuple[Helps, ...]] = {}
    for one in found:
        people = "Visits 1 person" if one["people"] == 1 else f"Visits {one['people']} people"
        lines = [people] if one["people"] else []
        said[one["volunteer"]] = tuple(
            Helps(words) for words in (*lines, *(f"Helps at {name}" for name in one["places"]))
        )
    return said
