"""Photographs of what is listed: safe, small, and with words for those who cannot see them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.pictures import Picture, clean_picture

MOST_PHOTOS = 8
LONGEST_ALT = 200
_KIND = "asset.photo_added"


async def add_photo(asset_id: UUID, data: bytes, *, alt: str, submission: UUID, by: Actor) -> UUID:
    """
    Show a photograph on a listing, after those that are there; gives its id. The caller has made sure that they may.

    Raises `PictureRefused` for a file that is no photograph, `RuleBroken` without words for it and when there are
    eight already, `NotFound`.
    """
    if not alt.strip():
        raise RuleBroken("Say what the photograph shows, for people who cannot see it.")
    picture = await clean_picture(data)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        there = await _held(asset_id)
        if len(there) >= MOST_PHOTOS:
            raise RuleBroken(f"A listing has {MOST_PHOTOS} photographs at most. Take one away first.")
        photo_id = uuid4()
        await _insert(photo_id, asset_id, picture, " ".join(alt.split())[:LONGEST_ALT], len(there))
        await news.tell("asset.changed", subject=asset_id, by=by, why="photographed", published=True)
        await once.remember(submission, _KIND, str(photo_id))
    return photo_id


async def _held(asset_id: UUID) -> list[UUID]:
    """The photographs of an asset in their order, with the asset held until the transaction ends."""
    if await row("SELECT id FROM asset WHERE id = $1 AND merged_into IS NULL FOR NO KEY UPDATE", asset_id) is None:
        raise NotFound
    return [one["id"] for one in await rows("SELECT id FROM photo WHERE asset = $1 ORDER BY position, id", asset_id)]


async def _insert(photo_id: UUID, asset_id: UUID, picture: Picture, alt: str, position: int) -> None:
    await execute(
        """
        INSERT INTO photo (id, asset, alt, media_type, width, height, data, thumbnail, position, added_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        photo_id,
        asset_id,
        alt,
        picture.media_type,
        picture.width,
        picture.height,
        picture.data,
        picture.thumbnail,
        position,
        clock.now(),
    )


async def remove_photo(asset_id: UUID, photo_id: UUID, *, by: Actor) -> None:
    """Take a photograph away for good. Raises `NotFound` when the asset has no such photograph."""
    async with transaction():
        if photo_id not in await _held(asset_id):
            raise NotFound
        await execute("DELETE FROM photo WHERE id = $1", photo_id)
        await news.tell("asset.changed", subject=asset_id, by=by, why="photographed", published=True)


async def order_photos(asset_id: UUID, ids: Sequence[UUID], *, by: Actor) -> None:
    """Show the photographs in this order; those that are not named come after. Raises `NotFound` for others' ids."""
    async with transaction():
        there = await _held(asset_id)
        if not set(ids) <= set(there):
            raise NotFound
        order = [*dict.fromkeys(ids), *(one for one in there if one not in set(ids))]
        await execute(
            "UPDATE photo SET position = said.place FROM unnest($1::uuid[]) WITH ORDINALITY AS said(id, place)"
            " WHERE photo.id = said.id",
            order,
        )
        await news.tell("asset.changed", subject=asset_id, by=by, why="photographed", published=True)
