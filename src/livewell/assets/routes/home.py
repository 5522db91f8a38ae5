"""Whose pages a listing is changed on: the team's at /directory, and those of an organisation's own editor."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from livewell.assets import queries
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.listing import Listing
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

Save = Callable[[Asked, AssetSeen, Listing, Form], Awaitable[str]]
"""Saves a listing and gives the sentence that says what became of it."""


@dataclass(frozen=True)
class Home:
    """Where the pages stand, what the list that leads to them is called, and what saving does there."""

    path: str
    title: str
    named: str
    """What the names of its routes end with."""
    permission: Permission
    decides: bool
    """Whether what is saved here is shown without anybody else's leave."""
    save: Save


async def seen_by(request: Asked, asset_id: UUID) -> AssetSeen:
    """The listing, for who may change it; `NotFound` for everybody else."""
    return await queries.editable(asset_id, by=web.member(request))
