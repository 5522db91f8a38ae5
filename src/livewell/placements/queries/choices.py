"""What forms of this room choose from: roles, listings with volunteers, volunteers who could be asked."""

from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import rows

Choices = tuple[tuple[str, str], ...]


async def roles() -> Choices:
    """Every role that is open, by its title."""
    found = await rows("SELECT id, title FROM volunteer_role WHERE open ORDER BY lower(title), id")
    return tuple((str(one["id"]), one["title"]) for one in found)


async def listings() -> Choices:
    """Listings that have a role, a volunteer or a shift, by name."""
    found = await rows(
        """
        SELECT id, name FROM asset WHERE id IN (
            SELECT asset FROM volunteer_role WHERE asset IS NOT NULL UNION SELECT asset FROM placement
            WHERE asset IS NOT NULL UNION SELECT asset FROM shift WHERE asset IS NOT NULL
        ) ORDER BY lower(name), id
        """
    )
    return tuple((str(one["id"]), one["name"]) for one in found)


async def ready_for(role: UUID, *, but: UUID | None = None) -> Choices:
    """Volunteers who are ready for a role today, by name; without one of them."""
    found = await rows(
        """
        SELECT id, name FROM volunteer
        WHERE stage IN ('ready', 'active') AND forgotten_at IS NULL AND volunteer_ready(id, $1, $2)
          AND id IS DISTINCT FROM $3
        ORDER BY lower(name), id LIMIT 1000
        """,
        role,
        clock.today(),
        but,
    )
    return tuple((str(one["id"]), one["name"]) for one in found)
