"""The day a check or a training ends: what somebody helps with stops, and what they had promised is open to others."""

from uuid import UUID

from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import rows, transaction
from livewell.kit.news import Heard
from livewell.placements.actions.freeing import locked
from livewell.placements.actions.placing import stop_locked
from livewell.placements.actions.rota import open_again
from livewell.placements.rules.placing import PlacementState, why_not_ready
from livewell.volunteers import queries as volunteers


async def stop_who_is_not_ready(heard: Heard) -> None:
    """A volunteer is ready no more for something: their placements that need it stop, and their shifts are open again."""
    await stop_for(heard.subject)


async def stop_for(volunteer_id: UUID) -> int:
    """
    Stop every placement of a volunteer that they are not ready for today; gives how many.

    Shifts to come are given free where they would not be ready on that day, so that what lies before the last day stays.
    """
    stopped = 0
    async with transaction():
        found = await rows(
            "SELECT id, role FROM placement WHERE volunteer = $1 AND state = 'active'"
            " AND NOT volunteer_ready(volunteer, role, $2) ORDER BY id",
            volunteer_id,
            clock.today(),
        )
        for one in found:
            made = await locked(one["id"])
            if made.state != PlacementState.ACTIVE:
                continue
            ready = await volunteers.readiness(volunteer_id, one["role"])
            await stop_locked(made, why=why_not_ready(ready.parts), by=SYSTEM)
            stopped += 1
        coming = await rows(
            "SELECT id FROM shift WHERE volunteer = $1 AND state IN ('taken', 'swap') AND starts_at > $2"
            " AND NOT volunteer_ready(volunteer, role, (starts_at AT TIME ZONE 'Europe/London')::date) ORDER BY id",
            volunteer_id,
            clock.now(),
        )
        await open_again([one["id"] for one in coming], by=SYSTEM)
    return stopped


async def stop_the_unready() -> int:
    """The same for everybody, by the clock: whatever was missed, nobody goes on past their last day. Gives how many stopped."""
    found = await rows(
        "SELECT DISTINCT volunteer FROM placement WHERE state = 'active' AND NOT volunteer_ready(volunteer, role, $1)",
        clock.today(),
    )
    return sum([await stop_for(one["volunteer"]) for one in found])
