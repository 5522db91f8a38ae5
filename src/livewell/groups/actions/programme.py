"""The programme of a café or a group: planned, changed, and called off with a reason that everybody reads."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from livewell.groups.forms.programme import Entry
from livewell.groups.queries.held import held
from livewell.groups.queries.programme import EntrySeen, entry
from livewell.groups.rules.programme import check_entry
from livewell.groups.tables import ProgrammeEntry
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, transaction
from livewell.kit.errors import RuleBroken, Stale

_PLANNED = "group.entry_planned"


async def plan_entry(group_id: UUID, said: Entry, *, submission: UUID, by: Actor) -> UUID:
    """
    Put something into the programme; gives its id. The same form sent twice is one entry.

    Raises `NotFound`, and `RuleBroken` for a day that is over or times that cannot be.
    """
    key = uuid5(submission, _PLANNED)
    async with transaction():
        before = await once.already_done(key, _PLANNED)
        if before is not None:
            return UUID(before)
        await held(group_id)
        _check(said)
        made = uuid4()
        await ProgrammeEntry(id=made, community_group=group_id, **_columns(said)).save()
        await news.tell(_PLANNED, subject=group_id, by=by, entry=made, on=said.on)
        await once.remember(key, _PLANNED, str(made))
    return made


async def change_entry(entry_id: UUID, said: Entry, *, version: int | None, by: Actor) -> None:
    """Put an entry right, or move it. Raises `NotFound`, `RuleBroken`, and `Stale` with both texts."""
    async with transaction():
        found = await _held(entry_id)
        if version is not None and found.version != version:
            raise Stale(theirs=_in_words(_as_entry(found)), yours=_in_words(said))
        _check(said)
        columns = _columns(said)
        await execute(
            """
            UPDATE programme_entry SET title = $2, happens_on = $3, starts = $4, ends = $5, kind = $6, words = $7, host = $8,
                   refreshments = $9, version = version + 1
            WHERE id = $1
            """,
            entry_id,
            *(columns[name] for name in ("title", "happens_on", "starts", "ends", "kind", "words", "host")),
            columns["refreshments"],
        )
        await news.tell("group.entry_changed", subject=found.group, by=by, entry=entry_id, on=said.on)


async def cancel_entry(entry_id: UUID, *, why: str, by: Actor) -> None:
    """Call something off; everybody reads why. Asked twice, it is once. Raises `NotFound`, and `RuleBroken` without why."""
    if not why.strip():
        raise RuleBroken("Say why it does not happen: everybody who reads the programme sees it.")
    async with transaction():
        found = await _held(entry_id)
        if found.is_cancelled:
            return
        await execute(
            "UPDATE programme_entry SET cancelled_why = $2, version = version + 1 WHERE id = $1", entry_id, why.strip()
        )
        await news.tell("group.entry_cancelled", subject=found.group, by=by, entry=entry_id)


async def _held(entry_id: UUID) -> EntrySeen:
    await execute("SELECT FROM programme_entry WHERE id = $1 FOR UPDATE", entry_id)
    return await entry(entry_id)


def _check(said: Entry) -> None:
    check_entry(title=said.title, on=said.on, starts=said.starts, ends=said.ends, today=clock.today())


def _columns(said: Entry) -> dict[str, Any]:
    return {
        "title": " ".join(said.title.split()),
        "happens_on": said.on,
        "starts": said.starts,
        "ends": said.ends,
        "kind": said.kind.value,
        "words": said.words.strip(),
        "host": said.host.strip(),
        "refreshments": said.refreshments.strip(),
    }


def _as_entry(found: EntrySeen) -> Entry:
    return Entry(
        found.title,
        found.on,
        found.starts,
        found.ends,
        found.kind,
        found.words,
        found.host,
        found.refreshments,
    )


def _in_words(said: Entry) -> dict[str, str]:
    return {
        "What": said.title,
        "When": f"{say_day(said.on)}, {said.starts // 60:02}:{said.starts % 60:02} to {said.ends // 60:02}:{said.ends % 60:02}",
        "More about it": said.words,
        "Host": said.host,
        "Refreshments": said.refreshments,
    }
