"""One volunteer as the team sees them: a name, where they are on their way, and whether they are ready."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.rules import LABELS, Stage


@dataclass(frozen=True)
class VolunteerSeen:
    """What everybody who works with volunteers may know of one."""

    id: UUID
    name: str
    stage: Stage
    ready_for: tuple[str, ...]
    """The roles they wish for and are ready for today."""
    coordinator: str
    """Who to ask about them."""

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return LABELS[self.stage][1]

    @property
    def ready(self) -> bool:
        """Whether they may help in any role they wish for."""
        return bool(self.ready_for)


async def volunteer(volunteer_id: UUID, *, seen_by: Member) -> VolunteerSeen:
    """A volunteer by name and stage. Raises `NotFound` when there is none, or none that this member may know of."""
    if not {Permission.SEE_VOLUNTEERS, Permission.RUN_VOLUNTEERING} & seen_by.can:
        raise NotFound
    found = await row(
        """
        SELECT v.id, v.name, v.stage, coalesce(s.name, '') AS coordinator, ARRAY(
            SELECT r.title FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role
            WHERE w.volunteer = v.id AND volunteer_ready(v.id, r.id, $2) ORDER BY r.title
        ) AS ready_for
        FROM volunteer v LEFT JOIN staff_user s ON s.id = v.coordinator
        WHERE v.id = $1 AND v.forgotten_at IS NULL
        """,
        volunteer_id,
        clock.today(),
    )
    if found is None:
        raise NotFound
    return VolunteerSeen(
        id=found["id"],
        name=found["name"],
        stage=Stage(found["stage"]),
        ready_for=tuple(found["ready_for"]),
        coordinator=found["coordinator"],
    )


async def named(volunteer_ids: Collection[UUID]) -> dict[UUID, str]:
    """Volunteer -> their name; whoever was forgotten is "Somebody who has left"."""
    found = await rows("SELECT id, name FROM volunteer WHERE id = ANY($1)", list(volunteer_ids))
    return {one["id"]: one["name"] or "Somebody who has left" for one in found}
