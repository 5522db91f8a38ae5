"""What forms about groups offer to choose from."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.db import rows
from livewell.places import queries as places
from livewell.staff.permissions import GRANTS, Permission

Choice = tuple[str, str]


@dataclass(frozen=True)
class Offered:
    """Areas, and those of the team who look after groups, as (value, label)."""

    areas: list[Choice]
    supporters: list[Choice]


async def offered(*, keep: UUID | None = None) -> Offered:
    """What may be chosen; `keep` is who looks after a group now, whether or not they still sign in."""
    roles = [role.value for role, held in GRANTS.items() if Permission.SUPPORT_GROUPS in held]
    staff = await rows(
        "SELECT id, name FROM staff_user WHERE (role = ANY($1) AND active) OR id = $2 ORDER BY lower(name)",
        roles,
        keep,
    )
    return Offered(
        areas=[(str(area.id), area.name) for area in await places.areas()],
        supporters=[(str(one["id"]), one["name"]) for one in staff],
    )
