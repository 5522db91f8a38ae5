"""Two listings turn out to be one; and, when that was wrong, they are two again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from livewell.assets.actions import indexing, writing
from livewell.assets.rules.differences import both_texts
from livewell.assets.rules.listing import Listing
from livewell.kit import news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale


@dataclass(frozen=True)
class Merged:
    """What undoing a merge needs: the version of the one kept before it took other words, and what came along."""

    version: int | None
    """None when it said all of it already."""
    brought: tuple[UUID, ...]
    """Listings that had been merged into the other one before."""


async def merge(kept: UUID, other: UUID, *, listing: Listing, version: int | None = None, by: Actor) -> Merged:
    """
    Let `kept` say `listing`, and lead the address of `other` to it. `other` keeps its rows, so it can be undone.

    What was merged into `other` before leads to `kept` as well, so every merged listing is one step from where it leads.
    Raises `NotFound` when one of them is not there or was merged already, `RuleBroken` for one and the same, and
    `Stale` when `kept` was changed since `version`, where that is said.
    """
    writing.must_be_of_the_team(by)
    if kept == other:
        raise RuleBroken("These are one and the same listing.")
    at = await writing.whereabouts(listing)
    async with transaction():
        # In order, so that two who merge the same pair the other way round do not wait for each other.
        first, second = [await writing.held(one) for one in sorted((kept, other))]
        saved = first if first.id == kept else second
        if version is not None and saved.version != version:
            raise Stale(*both_texts(saved.listing, listing))
        if saved.listing != listing:
            await writing.write_over(saved, listing, at, why="merged", by=by)
        await execute("UPDATE asset SET merged_into = $2, version = version + 1 WHERE id = $1", other, kept)
        brought = await rows("UPDATE asset SET merged_into = $2 WHERE merged_into = $1 RETURNING id", other, kept)
        await execute("DELETE FROM search_row WHERE asset = $1", other)
        await news.tell("asset.merged", subject=other, by=by, kept=kept)
    return Merged(saved.version if saved.listing != listing else None, tuple(one["id"] for one in brought))


async def unmerge(other: UUID, *, brought: Sequence[UUID] = (), by: Actor) -> None:
    """
    Let a merged listing stand for itself again, and what came along with it lead to it again.

    What the one it was merged into says stays, and can be taken back as a version.
    Raises `NotFound` when there is none, `RuleBroken` when it was not merged.
    """
    writing.must_be_of_the_team(by)
    async with transaction():
        found = await row("SELECT merged_into FROM asset WHERE id = $1 FOR UPDATE", other)
        if found is None:
            raise NotFound
        if found["merged_into"] is None:
            raise RuleBroken("This listing stands for itself already.")
        await execute("UPDATE asset SET merged_into = NULL, version = version + 1 WHERE id = $1", other)
        await execute(
            "UPDATE asset SET merged_into = $1 WHERE merged_into = $2 AND id = ANY($3::uuid[])",
            other,
            found["merged_into"],
            list(brought),
        )
        await indexing.make_again([other])
        await news.tell("asset.unmerged", subject=other, by=by, kept=found["merged_into"])
