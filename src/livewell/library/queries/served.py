"""A file with what is in it; who may keep an item; and the addresses that are taken."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import GRANTS, Permission


@dataclass(frozen=True)
class Served:
    """A file as it goes out."""

    name: str
    media_type: str
    content: bytes


async def file(file_id: UUID, *, staff: bool, keeper: bool) -> Served:
    """
    A file of an item that they may read: of a published one, of staff only when it is `staff` who ask.

    Those who keep the library, `keeper`, have the files of every item. NotFound for every other.
    """
    found = await row(
        """
        SELECT f.name, f.media_type, f.content FROM library_file f JOIN library_item i ON i.id = f.item
        WHERE f.id = $1 AND f.removed_at IS NULL
              AND ($3 OR (i.state = 'published' AND (i.audience = 'public' OR $2)))
        """,
        file_id,
        staff,
        keeper,
    )
    if found is None:
        raise NotFound
    return Served(**found)


async def keepers() -> list[tuple[str, str]]:
    """Everybody who may keep an item right, by name: ids and names to choose from."""
    roles = [role.value for role, granted in GRANTS.items() if Permission.EDIT_LIBRARY in granted]
    found = await rows(
        "SELECT id, name FROM staff_user WHERE active AND role = ANY($1::text[]) ORDER BY name, id", roles
    )
    return [(str(one["id"]), one["name"]) for one in found]


async def slugs_like(slug: str) -> set[str]:
    """The addresses that are taken and begin so."""
    found = await rows("SELECT slug FROM library_item WHERE starts_with(slug, $1)", slug)
    return {one["slug"] for one in found}
