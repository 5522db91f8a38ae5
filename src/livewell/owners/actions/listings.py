"""What somebody who came by a link does with their listings, each through the directory's own actions."""

from dataclasses import replace
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.actions import Proposed
from livewell.assets.actions.proposing import keep_waiting
from livewell.assets.rules import Checked, Provenance
from livewell.assets.rules.listing import Listing
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import rows, transaction
from livewell.owners import queries
from livewell.owners.queries import Here
from livewell.owners.rules import Answer, closed, days_to_answer

_RIGHT = "keeper.said_right"


def _actor(name: str) -> Actor:
    """They have no account: versions name them, events do not."""
    return Actor(id=None, name=name, kind="public")


async def change(asset_id: UUID, listing: Listing, *, version: int | None, submission: UUID, by: Here) -> Proposed:
    """
    Ask for a listing to say this: at once where it may be, by a link worker's leave where it must.

    Raises `NotFound` when it is not theirs, `Stale` with both texts when somebody saved since `version`.
    """
    await queries.kept(by, asset_id)
    return await assets.propose(
        asset_id,
        listing,
        based_on=version,
        submission=submission,
        proposed_by=by.name,
        reply_to=by.reply_to,
        by=_actor(by.name),
    )


async def add(listing: Listing, *, organisation: UUID | None, submission: UUID, by: Here) -> Proposed:
    """Ask for another listing; it waits for a link worker, and is theirs to keep once it is there."""
    return await assets.propose(
        None,
        replace(listing, published=True),
        based_on=None,
        submission=submission,
        organisation=organisation,
        proposed_by=by.name,
        reply_to=by.reply_to,
        by=_actor(by.name),
    )


async def add_photo(asset_id: UUID, data: bytes, *, alt: str, submission: UUID, by: Here) -> None:
    """Show a photo. Raises `NotFound` when the listing is not theirs, and what `assets.actions.add_photo` raises."""
    await queries.kept(by, asset_id)
    await assets.add_photo(asset_id, data, alt=alt, submission=submission, by=_actor(by.name))


async def remove_photo(asset_id: UUID, photo_id: UUID, *, by: Here) -> None:
    """Take a photo away. Raises `NotFound` when the listing is not theirs or has no such photo."""
    await queries.kept(by, asset_id)
    await assets.remove_photo(asset_id, photo_id, by=_actor(by.name))


async def say_right(asset_id: UUID, *, version: int | None, submission: UUID, by: Here) -> None:
    """
    All of it is right, as they read it.

    Raises `NotFound` when it is not theirs, `RuleBroken` when it was changed since they opened it.
    """
    await queries.kept(by, asset_id)
    async with transaction():
        if await once.already_done(submission, _RIGHT) is not None:
            return
        await confirm(asset_id, version=version, email=by.email, name=by.name)
        await once.remember(submission, _RIGHT, str(asset_id))


async def say_closed(asset_id: UUID, *, by: Here) -> None:
    """It has closed for good: a link worker looks first. Raises `NotFound` when it is not theirs."""
    await queries.kept(by, asset_id)
    async with transaction():
        await ask_to_close(asset_id, email=by.email, name=by.name, reply_to=by.reply_to)


async def confirm(asset_id: UUID, *, version: int | None, email: str, name: str) -> None:
    """Those who run it say that all of it is right. Inside the caller's transaction."""
    await note_answer(asset_id, email=email, answer=Answer.RIGHT)
    await assets.assure(asset_id, how=Checked.OWNER, version=version, by=_actor(name), by_name=name)


async def ask_to_close(asset_id: UUID, *, email: str, name: str, reply_to: str) -> None:
    """Those who run it say that it has closed; said twice, it waits once. Inside the caller's transaction."""
    await note_answer(asset_id, email=email, answer=Answer.CLOSED)
    seen = await listings.asset(asset_id, hidden_too=True)
    earlier = await listings.own_waiting(asset_id, reply_to)
    if earlier is not None and "running" in earlier.fields:
        return
    wanted, fields = closed(seen.listing), ("running",)
    change_id = await keep_waiting(
        asset_id, seen.organisation_id, wanted, seen.version, fields, name, reply_to, Provenance.OWNER
    )
    await news.tell(
        "asset.change_proposed", subject=change_id, by=_actor(name), asset=asset_id, new=False, fields=fields
    )


async def note_answer(asset_id: UUID, *, email: str, answer: Answer) -> None:
    """When they were asked about it since it was last checked: what they said, and how long it took them."""
    now = clock.now()
    found = await rows(
        """
        UPDATE digest_sent AS d SET answered_at = $3, answer = $4
        FROM asset a
        WHERE a.id = d.asset AND d.asset = $1 AND d.email = $2 AND $2 <> '' AND d.answered_at IS NULL
          AND d.asked_at > coalesce(a.assured_at, a.created_at)
        RETURNING d.asked_at
        """,
        asset_id,
        email,
        now,
        answer.value,
    )
    if found:
        first = min(one["asked_at"] for one in found)
        await assets.note_standing(asset_id, answers_days=days_to_answer(first, now))
