"""The words of an item: written, published, thrown away, brought back; and what it is found by."""

from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, news
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.library.actions.held import check_fresh, held, last_version, looked_up, make_findable
from livewell.library.forms import Details, Publishing, Words
from livewell.library.queries import keepers
from livewell.library.rules import (
    READERS_LABELS,
    Readers,
    State,
    check_may_publish,
    check_move,
    check_review,
    may_write,
)
from livewell.library.rules.markdown import problem
from livewell.staff.rules import Member

_WENT_BACK = "This went back to whoever gave it. Read it again first, then write."


async def write(item_id: UUID, words: Words, *, version: int | None, by: Member) -> int:
    """
    Write the version that is not published yet, or begin another; gives its number. What is published stays as it is.

    Raises `NotFound`; `Stale` with both texts when somebody else wrote since; `RuleBroken` when it went back, or shows
    a picture that it does not have.
    """
    async with transaction():
        found = await looked_up(item_id, by=by)
        last = await last_version(item_id)
        theirs = {"Title": last["title"], "In a sentence": last["summary"], "Text": last["body"]}
        yours = {"Title": words.title, "In a sentence": words.summary, "Text": words.body}
        check_fresh(found, theirs, yours, version)
        if not may_write(State(found["state"])):
            raise RuleBroken(_WENT_BACK)
        await _check_pictures(item_id, words.body)
        number = await _write(item_id, last, words, by)
        await news.tell("library.written", subject=item_id, by=by, number=number)
    return number


async def _write(item_id: UUID, last: dict[str, Any], words: Words, by: Member) -> int:
    """Into the version that nobody has published, whose first writer stays its writer; else into a new one."""
    if last["approved_at"] is None:
        number = int(last["number"])
        await execute(
            "UPDATE library_version SET title = $2, summary = $3, body = $4, made_at = $5 WHERE id = $1",
            last["id"],
            words.title,
            words.summary,
            words.body,
            clock.now(),
        )
    else:
        number = int(last["number"]) + 1
        await execute(
            """
            INSERT INTO library_version (id, item, number, title, summary, body, made_at, made_by, approved_at, approved_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)
            """,
            uuid4(),
            item_id,
            number,
            words.title,
            words.summary,
            words.body,
            clock.now(),
            by.id,
        )
    await execute("UPDATE library_item SET version = version + 1 WHERE id = $1", item_id)
    return number


async def _check_pictures(item_id: UUID, body: str) -> None:
    found = await rows(
        "SELECT name FROM library_file WHERE item = $1 AND media_type LIKE 'image/%' AND removed_at IS NULL", item_id
    )
    wrong = problem(body, pictures=[one["name"] for one in found])
    if wrong:
        raise RuleBroken(f"{wrong}.")


async def describe(item_id: UUID, details: Details, *, version: int | None, by: Member) -> None:
    """
    Change what an item is, who may read it and what it is found by: at once, also where it is published.

    Raises `NotFound`, and `Stale` when somebody else changed it since.
    """
    async with transaction():
        found = await looked_up(item_id, by=by)
        theirs = {"Who may read it": READERS_LABELS[Readers(found["audience"])], "Given by": found["credit"]}
        yours = {"Who may read it": READERS_LABELS[details.readers], "Given by": details.credit}
        check_fresh(found, theirs, yours, version)
        await execute(
            """
            UPDATE library_item SET kind = $2, audience = $3, language = $4, easy_read = $5, conditions = $6, needs = $7,
                   ways = $8, for_whom = $9, credit = $10, version = version + 1 WHERE id = $1
            """,
            item_id,
            details.kind.value,
            details.readers.value,
            details.language,
            details.easy,
            list(details.conditions),
            list(details.needs),
            [way.value for way in details.ways],
            list(details.whom),
            details.credit,
        )
        await make_findable(item_id)
        await news.tell("library.described", subject=item_id, by=by, readers=details.readers.value)


async def publish(item_id: UUID, said: Publishing, *, version: int | None, by: Member) -> int:
    """
    Show the version that waits, with somebody who keeps it right and a day to look again; gives its number.

    Raises `NotFound`; `RuleBroken` when nothing waits, somebody else changed it, the writer would be its only reader, its
    pictures are not there, or the owner cannot keep it.
    """
    review_on = check_review(said.review_on, today=clock.today())
    async with transaction():
        found = await held(item_id, by=by, version=version)
        last = await last_version(item_id)
        state = State(found["state"])
        if last["approved_at"] is not None:
            raise RuleBroken("There is nothing new to publish. Write another version first.")
        if state is not State.PUBLISHED:
            check_move(state, State.PUBLISHED)
        check_may_publish(wrote=last["made_by"], by=by.id)
        await _check_pictures(item_id, last["body"])
        if str(said.owner) not in dict(await keepers()):
            raise RuleBroken("Choose somebody who works here and keeps the library.")
        await execute(
            "UPDATE library_version SET approved_at = $2, approved_by = $3 WHERE id = $1",
            last["id"],
            clock.now(),
            by.id,
        )
        await execute(
            """
            UPDATE library_item SET state = 'published', published = $2, owner = $3, review_on = $4, reminded_of = NULL,
                   withdrawn_why = '', version = version + 1 WHERE id = $1
            """,
            item_id,
            last["number"],
            said.owner,
            review_on,
        )
        await make_findable(item_id)
        await news.tell("library.published", subject=item_id, by=by, number=last["number"])
    return int(last["number"])


async def discard(item_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Throw away the version that nobody published; what is published stays.

    Raises `NotFound`, and `RuleBroken` when there is none, it is the only version, or somebody else changed it.
    """
    async with transaction():
        await held(item_id, by=by, version=version)
        last = await last_version(item_id)
        if last["approved_at"] is not None or last["number"] == 1:
            raise RuleBroken("There is no version here that could be thrown away.")
        await execute("DELETE FROM library_version WHERE id = $1", last["id"])
        await execute("UPDATE library_item SET version = version + 1 WHERE id = $1", item_id)
        await news.tell("library.discarded", subject=item_id, by=by, number=last["number"])


async def restore(item_id: UUID, number: int, *, version: int | None, by: Member) -> int:
    """
    Make a new version that says what an earlier one said, to be published as any other; gives its number.

    Raises `NotFound`, and `RuleBroken` when a version is being written, or somebody else changed it.
    """
    async with transaction():
        await held(item_id, by=by, version=version)
        old = await row(
            "SELECT * FROM library_version WHERE item = $1 AND number = $2 AND approved_at IS NOT NULL", item_id, number
        )
        if old is None:
            raise NotFound
        last = await last_version(item_id)
        if last["approved_at"] is None:
            raise RuleBroken("Somebody writes a version just now. Publish it or throw it away first.")
        made = await _write(item_id, last, Words(old["title"], old["summary"], old["body"]), by)
        await news.tell("library.written", subject=item_id, by=by, number=made, like=number)
    return made
