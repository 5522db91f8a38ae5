"""A group and its listing: one that is there, or a new one that stays hidden until somebody shows it."""

from datetime import date
from uuid import UUID, uuid5

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import AssetKind
from livewell.assets.rules.listing import Listing
from livewell.groups.actions.beginning import note_step
from livewell.groups.queries.held import held
from livewell.groups.rules import Kind, Step
from livewell.kit import news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import london_day
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import RuleBroken

_MADE = "group.listing_made"
_KINDS: dict[Kind, AssetKind] = {Kind.GROUP: AssetKind.GROUP, Kind.CAFE: AssetKind.CAFE}


async def link_listing(group_id: UUID, asset_id: UUID, *, version: int | None = None, by: Actor) -> None:
    """
    Say which listing a group has; one that is shown counts on its list since it was written.

    Raises `NotFound` for a group or listing that is not there, and `RuleBroken` when another group has it.
    """
    async with transaction():
        found = await held(group_id, version=version)
        seen = await listings.asset(asset_id, hidden_too=True)
        asset_id = seen.merged_into or asset_id
        other = await value("SELECT name FROM community_group WHERE asset = $1 AND id <> $2", asset_id, group_id)
        if other is not None:
            raise RuleBroken(f"“{other}” has this listing already.")
        if found.asset != asset_id:
            await execute(
                "UPDATE community_group SET asset = $2, version = version + 1 WHERE id = $1", group_id, asset_id
            )
        if seen.listing.published:
            await _count(group_id, on=max(found.begun_on, london_day(seen.created_at)), by=by)
        await news.tell("group.listed", subject=group_id, by=by, asset=asset_id)


async def _count(group_id: UUID, *, on: date, by: Actor) -> None:
    there = await value(
        "SELECT true FROM group_step WHERE community_group = $1 AND step = $2", group_id, Step.LISTING.value
    )
    if not there:
        await note_step(group_id, Step.LISTING, on=on, by=by)


async def make_listing(group_id: UUID, *, address: str = "", submission: UUID, by: Actor) -> UUID:
    """
    Begin a listing for a group, hidden until it says enough to be shown; gives the listing's id.

    `address` is where everybody reads the programme of a café; its listing leads there. The same form sent twice is one
    listing. Raises `NotFound`, and `RuleBroken` when the group has one.
    """
    key = uuid5(submission, _MADE)
    async with transaction():
        before = await once.already_done(key, _MADE)
        if before is not None:
            return UUID(before)
        found = await held(group_id)
        if found.asset is not None:
            raise RuleBroken("This group has a listing already.")
        begun = Listing(
            name=found.name,
            kind=_KINDS[found.kind],
            what=found.about or found.name,
            website=address if found.kind is Kind.CAFE else "",
            published=False,
        )
        made = await assets.add(begun, submission=uuid5(key, "listing"), by=by)
        await execute("UPDATE community_group SET asset = $2, version = version + 1 WHERE id = $1", group_id, made)
        await news.tell(_MADE, subject=group_id, by=by, asset=made)
        await once.remember(key, _MADE, str(made))
    return made
