"""What was planned for a group."""

from uuid import UUID

from livewell.groups.rules.planning import Plan
from livewell.kit.db import row
from livewell.kit.errors import NotFound


async def plan_of(group_id: UUID) -> Plan | None:
    """The plan of a group, None while there is none. NotFound when there is no such group."""
    found = await row(
        """
        SELECT planned_pence AS pence, planned_minutes AS minutes, planned_people AS people, planned_until AS until,
               planned_words AS words
        FROM community_group WHERE id = $1
        """,
        group_id,
    )
    if found is None:
        raise NotFound
    return None if found["until"] is None else Plan(**found)
