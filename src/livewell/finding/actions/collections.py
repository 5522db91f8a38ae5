"""Putting collections together: what they say, what is in them and in which order, and whether everybody sees them."""

from typing import Any
from uuid import UUID, uuid4

from livewell.finding.forms_listing import CollectionSaid
from livewell.finding.tables import Collection
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale

_KIND = "collection.added"
MOST_IN_ONE = 60
"""Listings in one collection: more are a search."""


async def add_collection(said: CollectionSaid, *, submission: UUID, by: Actor) -> UUID:
    """Begin a collection, empty and hidden; gives its id. The same form sent twice is one."""
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        now = clock.now()
        made = Collection(id=uuid4(), created_at=now, changed_at=now, published=False)
        for name, text in _columns(said).items():
            setattr(made, name, text)
        await made.save()
        await news.tell("collection.added", subject=made.id, by=by)
        await once.remember(submission, _KIND, str(made.id))
        return UUID(str(made.id))


async def change_collection(collection_id: UUID, said: CollectionSaid, *, version: int | None, by: Actor) -> None:
    """Say it otherwise. `NotFound` when there is none, `Stale` with both texts when somebody else saved first."""
    async with transaction():
        saved = await _held(collection_id)
        if saved["version"] != version:
            raise Stale(_texts(saved), _texts(_columns(said)))
        await execute(
            "UPDATE collection SET name = $2, words = $3, need = $4, persona = $5 WHERE id = $1",
            collection_id,
            said.name,
            said.words,
            said.need,
            said.persona,
        )
        await _changed(collection_id, by=by)


async def show_collection(collection_id: UUID, *, shown: bool, by: Actor) -> None:
    """Show it to everybody, or hide it. Done twice it is done once. `RuleBroken` for one with nothing in it."""
    async with transaction():
        saved = await _held(collection_id)
        if saved["published"] == shown:
            return
        if shown and not await _members(collection_id):
            raise RuleBroken("There is nothing in this collection yet. Put a listing in first.")
        await execute("UPDATE collection SET published = $2 WHERE id = $1", collection_id, shown)
        await _changed(collection_id, by=by)


async def put_in(collection_id: UUID, asset_id: UUID, *, by: Actor) -> None:
    """
    Put a listing at the end of a collection; one that is in it stays where it is.

    `NotFound` when either is not there for everybody to see, `RuleBroken` when the collection is full.
    """
    async with transaction():
        await _held(collection_id)
        if not await value("SELECT true FROM asset WHERE id = $1 AND published AND merged_into IS NULL", asset_id):
            raise NotFound
        members = await _members(collection_id)
        if asset_id in members:
            return
        if len(members) >= MOST_IN_ONE:
            raise RuleBroken(f"A collection holds at most {MOST_IN_ONE} listings. Begin another.")
        await execute(
            "INSERT INTO collection_item (id, collection, asset, position) VALUES ($1, $2, $3, $4)",
            uuid4(),
            collection_id,
            asset_id,
            len(members) + 1,
        )
        await _order(collection_id, [*members, asset_id])
        await _changed(collection_id, by=by)


async def take_out(collection_id: UUID, asset_id: UUID, *, by: Actor) -> None:
    """Take a listing out; nothing happens when it is not in it. The last one of a collection that is shown stays."""
    async with transaction():
        saved = await _held(collection_id)
        members = await _members(collection_id)
        if asset_id not in members:
            return
        if saved["published"] and len(members) == 1:
            raise RuleBroken("Everybody sees this collection, and this is the last listing in it. Hide it first.")
        await execute("DELETE FROM collection_item WHERE collection = $1 AND asset = $2", collection_id, asset_id)
        await _order(collection_id, [one for one in members if one != asset_id])
        await _changed(collection_id, by=by)


async def move_earlier(collection_id: UUID, asset_id: UUID, *, version: int | None, by: Actor) -> None:
    """Move a listing one place nearer to the beginning. `RuleBroken` when somebody has changed the order since."""
    async with transaction():
        saved = await _held(collection_id)
        if saved["version"] != version:
            raise RuleBroken("Somebody has changed this collection. Look at it again, then move the listing.")
        members = await _members(collection_id)
        at = members.index(asset_id) if asset_id in members else 0
        if at == 0:
            return
        members[at - 1], members[at] = members[at], members[at - 1]
        await _order(collection_id, members)
        await _changed(collection_id, by=by)


async def _held(collection_id: UUID) -> dict[str, Any]:
    saved = await row("SELECT * FROM collection WHERE id = $1 FOR UPDATE", collection_id)
    if saved is None:
        raise NotFound
    return dict(saved)


async def _members(collection_id: UUID) -> list[UUID]:
    found = await rows("SELECT asset FROM collection_item WHERE collection = $1 ORDER BY position, id", collection_id)
    return [one["asset"] for one in found]


async def _order(collection_id: UUID, members: list[UUID]) -> None:
    await execute(
        """
        UPDATE collection_item AS i SET position = told.position
        FROM unnest($2::uuid[]) WITH ORDINALITY AS told (asset, position)
        WHERE i.collection = $1 AND i.asset = told.asset
        """,
        collection_id,
        members,
    )


async def _changed(collection_id: UUID, *, by: Actor) -> None:
    await execute(
        "UPDATE collection SET version = version + 1, changed_at = $2 WHERE id = $1", collection_id, clock.now()
    )
    await news.tell("collection.changed", subject=collection_id, by=by)


def _columns(said: CollectionSaid) -> dict[str, str]:
    return {"name": said.name, "words": said.words, "need": said.need, "persona": said.persona}


def _texts(said: dict[str, Any]) -> dict[str, str]:
    labels = {"name": "Name", "words": "About it", "need": "Need", "persona": "Somebody it is for"}
    return {label: str(said[name]) for name, label in labels.items()}
