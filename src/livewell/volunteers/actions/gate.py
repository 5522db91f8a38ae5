"""The gate, as every action asks it before anybody is placed, put on a rota or called ready."""

from datetime import date
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import execute, in_transaction, row
from livewell.kit.errors import NotFound, RuleBroken
from livewell.volunteers import queries


async def check_ready(volunteer_id: UUID, role_id: UUID, on: date | None = None) -> None:
    """
    Raise RuleBroken, with what is missing, when a volunteer may not help in a role on a London day (today).

    Inside the transaction of what would place them: until it ends nothing can be taken away from what they have shown, and
    the database's own gate takes today from the same clock. Raises `NotFound` for a volunteer or role that is not there.
    """
    if not in_transaction():
        raise RuntimeError("Ask whether somebody is ready inside the transaction that places them.")
    await say_today()
    if await row("SELECT id FROM volunteer WHERE id = $1 FOR SHARE", volunteer_id) is None:
        raise NotFound
    found = await queries.readiness(volunteer_id, role_id, on)
    if not found.ready:
        raise RuleBroken(f"They are not ready for this yet. Still missing: {'; '.join(found.lacks)}.")


async def say_today() -> None:
    """Tell the database's gate which London day it is, for this transaction alone."""
    await execute("SELECT set_config('livewell.today', $1, true)", clock.today().isoformat())
