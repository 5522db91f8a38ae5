"""Files of an item: taken when they are what they say and can do no harm, and taken away."""

import asyncio
import hashlib
from collections.abc import Collection
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.db import execute, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.pictures import PictureRefused, clean_picture
from livewell.library.actions.held import held, last_version, looked_up, must_keep
from livewell.library.forms import shortened
from livewell.library.rules.files import (
    MOST_FILES,
    FileRefused,
    Known,
    Sort,
    check_words,
    recognised,
    tidy_name,
)
from livewell.library.rules.markdown import pictures_named
from livewell.staff.rules import Member

_KIND = "library.file_added"


async def add_file(item_id: UUID, data: bytes, *, name: str, words: str, submission: UUID, by: Member) -> UUID:
    """
    Add a PDF, a recording or a picture to an item; gives its id. `words` are what a picture shows or a recording says.

    A picture is drawn again, small, with nothing of its camera. The same form sent twice is one file. Raises
    `NotFound`, `FileRefused` for what is not taken, and `RuleBroken` when there are twenty.
    """
    must_keep(by)
    known = await asyncio.to_thread(recognised, data)
    check_words(known, words)
    content = data
    if known.sort is Sort.PICTURE:
        try:
            content = (await clean_picture(data)).data
        except PictureRefused as refused:
            raise FileRefused(str(refused)) from refused
        words = shortened(words)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        await looked_up(item_id, by=by)
        found = await rows("SELECT name, removed_at FROM library_file WHERE item = $1", item_id)
        if sum(one["removed_at"] is None for one in found) >= MOST_FILES:
            raise RuleBroken(f"An item has {MOST_FILES} files at most. Take one away first.")
        made = uuid4()
        await execute(
            """
            INSERT INTO library_file (id, item, name, media_type, alt, content, size, sha256, added_at, added_by, removed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)
            """,
            made,
            item_id,
            _free_name(tidy_name(name, known), known, {one["name"] for one in found}),
            known.media_type,
            words.strip(),
            content,
            len(content),
            hashlib.sha256(content).hexdigest(),
            clock.now(),
            by.id,
        )
        await execute("UPDATE library_item SET version = version + 1 WHERE id = $1", item_id)
        await news.tell(_KIND, subject=item_id, by=by, file=made)
        await once.remember(submission, _KIND, str(made))
    return made


def _free_name(name: str, known: Known, taken: Collection[str]) -> str:
    """The name, with a number where a file of the item is or was called so: a text means one picture for good."""
    stem, number, found = name.removesuffix(known.ending), 2, name
    while found in taken:
        found, number = f"{stem}-{number}{known.ending}", number + 1
    return found


async def remove_file(item_id: UUID, file_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Take a file away: nobody is served it any more.

    Raises `NotFound`, and `RuleBroken` when somebody else changed the item, or its text shows the picture.
    """
    async with transaction():
        found = await held(item_id, by=by, version=version)
        there = await rows(
            "SELECT name FROM library_file WHERE id = $1 AND item = $2 AND removed_at IS NULL", file_id, item_id
        )
        if not there:
            raise NotFound
        shown = await rows(
            "SELECT body FROM library_version WHERE item = $1 AND number = $2", item_id, found["published"]
        )
        texts = [*(one["body"] for one in shown), (await last_version(item_id))["body"]]
        if any(there[0]["name"] in pictures_named(text) for text in texts):
            raise RuleBroken("The text shows this picture. Take it out of the text first, and publish that.")
        await execute("UPDATE library_file SET removed_at = $2 WHERE id = $1", file_id, clock.now())
        await execute("UPDATE library_item SET version = version + 1 WHERE id = $1", item_id)
        await news.tell("library.file_removed", subject=item_id, by=by, file=file_id)
