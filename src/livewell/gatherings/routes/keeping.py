"""Who keeps a group: somebody of the team who signed in, or somebody who runs it and came by a link, each at their door."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response

from livewell.assets import queries as listings
from livewell.assets.queries import AssetSeen
from livewell.kit import web
from livewell.kit.actor import Actor
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.kit.web import PUBLIC, Asked
from livewell.owners import queries as owners
from livewell.owners.door import who
from livewell.owners.queries import Here
from livewell.staff.permissions import Permission


@dataclass(frozen=True)
class Keeps:
    """
    Somebody at the pages of a group of theirs.

    `writer` is whose drafts these are. `names` is whether they may read and write its register: without it they count
    heads and see the figures. `guest` came by a link.
    """

    asset: AssetSeen
    by: Actor
    writer: str
    names: bool
    guest: Here | None = None


@dataclass(frozen=True)
class Door:
    """One way to the same pages. `path` has the listing in it; `let_in` raises `NotFound` for somebody else's group."""

    path: str
    word: str
    permission: Any
    back: str
    let_in: Callable[[Asked, UUID], Awaitable[Keeps]]

    def home(self, asset_id: UUID) -> str:
        """The page of one group."""
        return self.path.replace("{asset_id:uuid}", str(asset_id))

    async def let_in_to_names(self, request: Asked, asset_id: UUID, recorded_of: UUID | None = None) -> Keeps:
        """Who keeps it, when they may see its register; `NotFound` for everybody else."""
        keeps = await self.let_in_to(request, asset_id, recorded_of or asset_id)
        if not keeps.names:
            raise NotFound
        return keeps

    async def let_in_to(self, request: Asked, asset_id: UUID, recorded_of: UUID) -> Keeps:
        """Who keeps it, when something recorded of `recorded_of` belongs to it, or to one that was merged into it."""
        await _belongs(recorded_of, asset_id)
        return await self.let_in(request, asset_id)

    def page(self, request: Asked, template: str, keeps: Keeps, form: Form | None, **context: Any) -> Response[str]:
        """One of the pages, with what all of them say: whose group it is, and the way out for whoever came by a link."""
        whole = {
            **context,
            "asset": keeps.asset,
            "home": self.home(keeps.asset.id),
            "back": self.back.format(keeps.asset.id),
            "names": keeps.names,
            "by": keeps.guest,
            "form": form,
        }
        return web.page(request, f"gatherings/{template}.html", whole, status_code=422 if form and not form.ok else 200)


async def kept(request: Asked, asset_id: UUID) -> AssetSeen:
    """The listing, when whoever signed in may change it; `NotFound` for everybody else."""
    return await listings.editable(asset_id, by=web.member(request))


async def kept_with(request: Asked, asset_id: UUID, recorded_of: UUID) -> AssetSeen:
    """The same, when something recorded of one listing belongs to it, or to one that was merged into it."""
    await _belongs(recorded_of, asset_id)
    return await kept(request, asset_id)


async def _belongs(recorded_of: UUID, asset_id: UUID) -> None:
    if recorded_of != asset_id and await listings.moved_to(recorded_of) != asset_id:
        raise NotFound


async def _of_the_team(request: Asked, asset_id: UUID) -> Keeps:
    member = web.member(request)
    return Keeps(await kept(request, asset_id), member, f"staff:{member.id}", names=True)


async def _by_a_link(request: Asked, asset_id: UUID) -> Keeps:
    here = await who(request)
    asset = await owners.kept(here, asset_id)
    # They have no account: a meeting names who wrote it down, events do not.
    actor = Actor(id=None, name=here.name, kind="public")
    names = await owners.runs(here, asset_id)
    return Keeps(asset, actor, here.writer, names=names, guest=here)


DOORS = (
    Door("/directory/{asset_id:uuid}/gatherings", "", Permission.KEEP_GATHERINGS, "/community/{}", _of_the_team),
    Door("/own/listings/{asset_id:uuid}/gatherings", "own_", PUBLIC, "/own/listings/{}", _by_a_link),
)
