"""A volunteer or a role, held alone until the transaction ends, with the version that a page showed."""

from typing import Any
from uuid import UUID

from livewell.kit.actor import Actor
from livewell.kit.db import row
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

CHANGED = "Somebody else changed this while you were looking at it. Read it again, then decide."


async def held(volunteer_id: UUID, *, version: int | None = None) -> dict[str, Any]:
    """
    The row of a volunteer, held alone. Raises `NotFound` for none, or one who was forgotten.

    With a version, raises `RuleBroken` when somebody else changed them since.
    """
    found = await row("SELECT * FROM volunteer WHERE id = $1 AND forgotten_at IS NULL FOR UPDATE", volunteer_id)
    if found is None:
        raise NotFound
    if version is not None and version != found["version"]:
        raise RuleBroken(CHANGED)
    return found


def check_runs(by: Actor) -> None:
    """Raise `NotFound` for whoever does not run the volunteering."""
    if not (isinstance(by, Member) and Permission.RUN_VOLUNTEERING in by.can):
        raise NotFound
