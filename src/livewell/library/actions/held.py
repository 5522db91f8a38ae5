"""An item held until the transaction ends, for whoever may change it; and the words it is found by."""

from typing import Any
from uuid import UUID

from livewell.kit.db import execute, row
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.library.forms import Words
from livewell.library.rules import (
    CONDITION_TAGS,
    FIVE_WAYS,
    KIND_LABELS,
    NEED_TAGS,
    WHOM_TAGS,
    FiveWay,
    Kind,
)
from livewell.library.rules.markdown import plain_words
from livewell.library.rules.searching import every_word
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


def must_keep(by: Member) -> None:
    """Raise NotFound for whoever does not keep the library: for them there is nothing behind its pages."""
    if Permission.EDIT_LIBRARY not in by.can:
        raise NotFound


async def held(item_id: UUID, *, by: Member, version: int | None) -> dict[str, Any]:
    """
    The item, held, as it was when its page was opened.

    Raises `NotFound`, also for whoever does not keep the library, and `RuleBroken` when somebody else changed it since.
    """
    found = await looked_up(item_id, by=by)
    if found["version"] != version:
        raise RuleBroken("Somebody has changed this since you opened it. Look at it again, then go on.")
    return found


async def looked_up(item_id: UUID, *, by: Member) -> dict[str, Any]:
    """The item, held, whatever version it is of. Raises `NotFound`."""
    must_keep(by)
    found = await row("SELECT * FROM library_item WHERE id = $1 FOR UPDATE", item_id)
    if found is None:
        raise NotFound
    return found


def check_fresh(found: dict[str, Any], theirs: dict[str, str], yours: dict[str, str], version: int | None) -> None:
    """Raise `Stale` with what differs when somebody else saved since the page was opened."""
    if found["version"] != version:
        differing = [name for name in yours if theirs.get(name) != yours[name]] or list(yours)
        raise Stale({name: theirs.get(name, "") for name in differing}, {name: yours[name] for name in differing})


async def last_version(item_id: UUID) -> dict[str, Any]:
    """The last version of an item, published or not."""
    found = await row("SELECT * FROM library_version WHERE item = $1 ORDER BY number DESC LIMIT 1", item_id)
    assert found is not None  # An item begins with its first.
    return found


async def make_findable(item_id: UUID) -> None:
    """Write down the words that a published item is found by: its title before its tags, its text last."""
    found = await row(
        """
        SELECT i.kind, i.conditions, i.needs, i.ways, i.for_whom, i.easy_read, i.credit, v.title, v.summary, v.body
        FROM library_item i JOIN library_version v ON v.item = i.id AND v.number = i.published WHERE i.id = $1
        """,
        item_id,
    )
    if found is None:
        return
    tags = [KIND_LABELS[Kind(found["kind"])]]
    tags += [CONDITION_TAGS[one] for one in found["conditions"]] + [NEED_TAGS[one] for one in found["needs"]]
    tags += [FIVE_WAYS[FiveWay(one)] for one in found["ways"]] + [WHOM_TAGS[one] for one in found["for_whom"]]
    tags += ["Easy Read"] if found["easy_read"] else []
    words = Words(found["title"], found["summary"], plain_words(found["body"]))
    await execute(
        """
        UPDATE library_item SET said = $2, words =
            setweight(to_tsvector('livewell', $3), 'A') || setweight(to_tsvector('livewell', $4), 'B')
            || setweight(to_tsvector('livewell', $5), 'C') || setweight(to_tsvector('livewell', $6), 'D')
        WHERE id = $1
        """,
        item_id,
        " ".join(every_word(" ".join([words.title, *tags]))),
        words.title,
        " ".join(tags),
        f"{words.summary} {found['credit']}",
        words.body,
    )
