"""Feeds are added and switched, readings are asked for, and somebody does them."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import structlog

from livewell import settings as told
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.errors import DatabaseAway, NotFound, RuleBroken, Stale
from livewell.kit.fetching import FetchFailed, FetchRefused
from livewell.kit.logs import in_short
from livewell.kit.sheets import SheetRefused, read_sheet
from livewell.openreferral.actions.handing_in import bring_everything_in
from livewell.openreferral.actions.outcome import Outcome, Progress
from livewell.openreferral.queries import feeds
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.reading.address import AddressSource
from livewell.openreferral.reading.sources import FileSource, RowsSource, Source
from livewell.openreferral.reading.splitting import NotServices
from livewell.openreferral.rules.addresses import as_uri
from livewell.openreferral.rules.sheet import (
    ColumnsWrong,
    check_columns,
    left_out,
    names_columns,
    said_twice,
    service_of,
)

LOG = structlog.get_logger("livewell.openreferral")

LEASE = timedelta(seconds=90)
"""How long nobody else takes up a reading after its last sign of life."""

SIGN_OF_LIFE = 15.0
"""Seconds between two of them: one page of a slow feed takes longer than a lease."""

_READ_NOW = "It is being read at this moment, or was broken off less than two minutes ago. Try again after that."
_ABOVE = "It stands above the names of the columns, so it was not read."
_NOT_OURS = "It is none of our columns, so what stands in it was not read."
_ONE_AT_A_TIME = 0x6F72756B
"""The key of the lock under which readings begin, so that two workers never begin two of one feed."""

A_DAY = timedelta(days=1)
FILES_KEPT = timedelta(days=7)
"""How long a file that was sent and only looked at waits for somebody to go on with it."""

_AT_WORK: set[asyncio.Task[Outcome]] = set()
_TROUBLE = (NotServices, FetchFailed, FetchRefused, SheetRefused, ColumnsWrong, OSError)


async def add_feed(*, name: str, address: str, daily: bool, submission: UUID, by: Actor) -> UUID:
    """A directory to read from its address. Raises `RuleBroken` for an address that is none, or is there already."""
    uri = as_uri(address)
    if not uri:
        raise RuleBroken("The address must begin with https:// or http://, such as https://directory.example/oruk/v3")
    async with transaction():
        before = await once.already_done(submission, "feed.added")
        if before is not None:
            return UUID(before)
        if await feeds.feed_at(uri) is not None:
            raise RuleBroken("This address is on the list already.")
        feed = await _insert(name, uri, "address", by, daily=daily)
        await once.remember(submission, "feed.added", str(feed))
    return feed


async def feed_of_file(name: str, kind: str, by: Actor) -> UUID:
    """The feed of files of this name; the same name again is the same feed, so that nothing is brought in twice."""
    found = await value(
        "SELECT id FROM feed WHERE kind = $1 AND lower(name) = lower($2) ORDER BY id LIMIT 1", kind, name
    )
    if found is not None:
        return UUID(str(found))
    async with transaction():
        return await _insert(name, "", kind, by, daily=False)


async def _insert(name: str, address: str, kind: str, by: Actor, *, daily: bool) -> UUID:
    feed, now = uuid4(), clock.now()
    await execute(
        "INSERT INTO feed (id, name, address, kind, daily, added_at, next_read_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        feed,
        name[:120],
        address[:500],
        kind,
        daily,
        now,
        now + A_DAY if daily else None,
    )
    await news.tell("feed.added", subject=feed, by=by, kind=kind, daily=daily)
    return feed


async def switch_daily(feed_id: UUID, *, daily: bool, version: int | None, by: Actor) -> None:
    """Read it once a day from now on, or no longer. Raises `NotFound` and `Stale`."""
    seen = await feeds.feed(feed_id)
    if not seen.can_be_read:
        raise NotFound
    async with transaction():
        changed = await value(
            "UPDATE feed SET daily = $2, next_read_at = $3, version = version + 1 WHERE id = $1 AND version = $4 RETURNING id",
            feed_id,
            daily,
            clock.now() + A_DAY if daily else None,
            version,
        )
        if changed is None:
            words = {True: "Read once a day", False: "Read when somebody asks"}
            raise Stale({"When it is read": words[seen.daily]}, {"When it is read": words[daily]})
        await news.tell("feed.changed", subject=feed_id, by=by, daily=daily)


async def ask_to_read(
    feed_id: UUID,
    *,
    look_only: bool,
    submission: UUID,
    file: bytes | None = None,
    file_name: str = "",
    begun: bool = False,
    by: Actor,
) -> UUID:
    """
    Have a feed read by the worker; gives the reading. The same form sent twice is one reading.

    With `begun` whoever asks reads it as well, and no worker does. Raises `RuleBroken` when it is being read already.
    """
    async with transaction():
        before = await once.already_done(submission, "feed.read_asked")
        if before is not None:
            return UUID(before)
        run, now = uuid4(), clock.now()
        if begun:
            await _alone(feed_id)
        await execute(
            """
            INSERT INTO import_run (
                id, feed, look_only, asked_at, asked_by, file, file_name, state, started_at, leased_until
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            run,
            feed_id,
            look_only,
            now,
            by.id,
            file,
            file_name[:200],
            "reading" if begun else "waiting",
            now if begun else None,
            now + LEASE if begun else None,
        )
        await news.tell("feed.read_asked", subject=feed_id, by=by, run=run, look_only=look_only)
        await once.remember(submission, "feed.read_asked", str(run))
    return run


async def _alone(feed_id: UUID) -> None:
    """Within a transaction: nobody else begins to read until it ends. Raises `RuleBroken` when somebody reads this."""
    await execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
    if await value(
        "SELECT EXISTS (SELECT FROM import_run WHERE feed = $1 AND state = 'reading' AND leased_until >= $2)",
        feed_id,
        clock.now(),
    ):
        raise RuleBroken(_READ_NOW)


async def go_on(run_id: UUID, *, submission: UUID, by: Actor) -> UUID:
    """After a look, bring in what was looked at; gives the new reading. Raises `NotFound` and `RuleBroken`."""
    seen = await feeds.run(run_id)
    if not seen.may_go_on:
        earlier = await value("SELECT answer FROM submission WHERE id = $1 AND answer <> ''", submission)
        if earlier is not None:
            return UUID(earlier)
        raise RuleBroken("There is nothing in it to bring in, or the file has been forgotten. Send it again.")
    file = await value("SELECT file FROM import_run WHERE id = $1", run_id)
    run = await ask_to_read(
        seen.feed, look_only=False, submission=submission, file=file, file_name=seen.file_name, by=by
    )
    await execute("UPDATE import_run SET file = NULL WHERE id = $1", run_id)
    return run


# ── by the clock ──


async def ask_for_what_is_due() -> None:
    """Ask for the daily reading of each feed whose time has come, and forget files that nobody went on with."""
    now = clock.now()
    due = await rows(
        """
        UPDATE feed SET next_read_at = $2 WHERE daily AND next_read_at <= $1
        AND NOT EXISTS (SELECT FROM import_run AS r WHERE r.feed = feed.id AND r.state IN ('waiting', 'reading'))
        RETURNING id
        """,
        now,
        now + A_DAY,
    )
    for one in due:
        await ask_to_read(one["id"], look_only=False, submission=uuid4(), by=SYSTEM)
    await execute("UPDATE import_run SET file = NULL WHERE file IS NOT NULL AND asked_at < $1", now - FILES_KEPT)


async def begin_waiting() -> None:
    """
    Take up every reading that waits, each in a task of its own, so that no other chore waits for a slow feed.

    One whose worker died is taken up again when its lease has run out: the same services twice change nothing.
    """
    while (run := await _claim()) is not None:
        task = asyncio.create_task(do_run(run))
        _AT_WORK.add(task)
        task.add_done_callback(_AT_WORK.discard)


async def finish_begun() -> None:
    """Wait until the readings of this process are over."""
    while _AT_WORK:
        await asyncio.gather(*_AT_WORK)


async def _claim() -> UUID | None:
    """A reading to do. No feed is read twice at the same time."""
    now = clock.now()
    async with transaction():
        await execute("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        found: UUID | None = await value(
            """
            UPDATE import_run SET state = 'reading', started_at = coalesce(started_at, $1), leased_until = $2
            WHERE id = (
                SELECT r.id FROM import_run AS r
                WHERE (r.state = 'waiting' OR r.state = 'reading' AND r.leased_until < $1)
                  AND NOT EXISTS (SELECT FROM import_run AS other WHERE other.feed = r.feed AND other.id <> r.id
                                  AND other.state = 'reading' AND other.leased_until >= $1)
                ORDER BY r.asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            RETURNING id
            """,
            now,
            now + LEASE,
        )
    return found


async def do_run(
    run_id: UUID, *, path: Path | None = None, also: Progress | None = None, by: Actor = SYSTEM
) -> Outcome:
    """
    Do one reading to its end, whatever that is, and write down how far it is as it goes.

    `path` is a file on this machine, for the command line; `also` hears of every step.
    """
    seen = await feeds.run(run_id)
    outcome = Outcome()

    async def progress(so_far: Outcome) -> None:
        nonlocal outcome
        outcome = so_far
        await _write(run_id, so_far, "reading")
        if also is not None:
            await also(so_far)

    alive = asyncio.create_task(_show_life(run_id))
    try:
        said = path or await _sent(seen)
        source = await _source(seen, said)
        outcome = await bring_everything_in(
            seen.feed, seen.feed_name, source, said, run=run_id, look_only=seen.look_only, progress=progress, by=by
        )
        for name, reason in source.reading.notes:
            outcome.note("notes", name=name, reason=reason)
        state = "done"
    except _TROUBLE as trouble:
        why = f"{str(trouble).rstrip('.') or 'It could not be read'}."
        why = why.replace("?.", "?")
        outcome.sentence, state = why + outcome.until_then(look_only=seen.look_only), "failed"
    except DatabaseAway:
        raise
    except Exception as error:
        LOG.exception("an import broke off", run=str(run_id), error=in_short(error))
        outcome.sentence, state = (
            "Something went wrong on our side. What was brought in stays; read it again.",
            "failed",
        )
    finally:
        alive.cancel()
    outcome.sentence = outcome.sentence or outcome.in_a_sentence(look_only=seen.look_only)
    await _write(run_id, outcome, state)
    now = clock.now()
    if not seen.look_only:
        await execute("UPDATE import_run SET file = NULL WHERE id = $1", run_id)
        await execute("UPDATE feed SET last_read_at = $2 WHERE id = $1", seen.feed, now)
    return outcome


async def _show_life(run_id: UUID) -> None:
    """Keep the lease of a reading while it waits for a slow feed."""
    while True:
        await asyncio.sleep(SIGN_OF_LIFE)
        with suppress(DatabaseAway):
            await execute(
                "UPDATE import_run SET leased_until = $2 WHERE id = $1 AND state = 'reading'",
                run_id,
                clock.now() + LEASE,
            )


async def _sent(seen: feeds.RunSeen) -> bytes | None:
    """The file that was sent to be read, None for an address."""
    if seen.feed_kind == "address":
        return None
    file: bytes | None = await value("SELECT file FROM import_run WHERE id = $1", seen.id)
    if file is None:
        raise NotServices("The file has been forgotten. Send it again.")
    return file


async def _source(seen: feeds.RunSeen, said: Path | bytes | None) -> Source:
    """Where a reading reads from."""
    if said is None:
        hosts = frozenset(one.strip() for one in told.settings().feed_hosts.split(",") if one.strip())
        return AddressSource((await feeds.feed(seen.feed)).address, allow_hosts=hosts)
    if seen.feed_kind == "sheet" and isinstance(said, bytes):
        return await sheet_source(said, seen.file_name)
    return FileSource(said)


async def sheet_source(file: bytes, file_name: str) -> RowsSource:
    """The services in a spreadsheet; rows with a mistake come with their sentences instead. Raises SheetRefused."""
    sheet = await asyncio.to_thread(read_sheet, file, file_name, names=names_columns)
    check_columns(sheet.columns)
    catalogue = await the_catalogue()
    good = []
    trouble = []
    rows: dict[str, int] = {}
    for cells, line in zip(sheet.rows, sheet.lines, strict=True):
        service, wrong = service_of(cells, catalogue)
        if service["id"] in rows:
            wrong.append(said_twice(rows[service["id"]]))
        if wrong:
            trouble.append((f"Row {line}: {service['name'] or 'without a name'}", ". ".join(wrong)))
        else:
            rows[service["id"]] = line
            good.append(service)
    source = RowsSource(good)
    source.reading.trouble = trouble
    source.reading.notes = [(f"Column “{one[:60]}”", _NOT_OURS) for one in left_out(sheet.columns)]
    source.reading.notes += [(f"Row {line}", _ABOVE) for line in sheet.above]
    source.reading.expected = len(sheet.rows)
    return source


async def _write(run_id: UUID, outcome: Outcome, state: str) -> None:
    now = clock.now()
    await execute(
        """
        UPDATE import_run SET state = $2, leased_until = $3, ended_at = $4, read = $5, expected = $6, bytes_read = $7,
               new = $8, changed = $9, unchanged = $10, gone = $11, refused = $12, proposed = $13, complete = $14,
               sentence = $15, findings = $16::jsonb
        WHERE id = $1
        """,
        run_id,
        state,
        now + LEASE,
        None if state == "reading" else now,
        outcome.read,
        outcome.expected,
        outcome.bytes_read,
        outcome.new,
        outcome.changed,
        outcome.unchanged,
        outcome.gone,
        outcome.refused,
        outcome.proposed,
        outcome.complete,
        _keepable(outcome.sentence),
        json.dumps({what: [_all_keepable(one) for one in found] for what, found in outcome.findings.items()}),
    )


def _all_keepable(finding: dict[str, str]) -> dict[str, str]:
    return {name: _keepable(said) for name, said in finding.items()}


def _keepable(said: str) -> str:
    """What somebody else wrote, without characters that PostgreSQL cannot keep or nobody can see."""
    return said if said.isprintable() else "".join(one if one.isprintable() else " " for one in said)
