"""Many books made into files to print: asked for once, made one file after another, gone after a day."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import structlog

from livewell import settings as told
from livewell.greenbook import letters
from livewell.greenbook.queries import printing
from livewell.greenbook.queries import runs as queries
from livewell.greenbook.rules.paper import (
    KEPT,
    LEASE,
    MOST_BOOKS,
    TRIES,
    Look,
    Paper,
    RunState,
    Sides,
    Wanted,
    files_of,
)
from livewell.kit import clock, news, once, pdf
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import DatabaseAway, NotFound, NotSetUp, RuleBroken
from livewell.kit.languages import known
from livewell.kit.logs import in_short
from livewell.kit.pdf import MILL, Made
from livewell.staff import queries as staff
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

LOG = structlog.get_logger("livewell.greenbook")

MOST_AT_ONCE = 3
"""Runs that one person may have unfinished."""

SECONDS_FOR_A_FILE = 150.0
"""Less than the lease, so that nobody else begins a file that is still being made."""

_AT_WORK: set[asyncio.Task[None]] = set()
_KIND = "greenbook.run"
_BROKE_OFF = "Something went wrong on our side. The files that are ready stay; ask for the rest again."


async def ask(
    *, wanted: Wanted, number: int, books: Sequence[UUID], language: str, submission: UUID, by: Member
) -> UUID:
    """
    Have books made: `number` empty ones, or these, each with what its owner shares. Gives the run.

    NotFound for a book of somebody whom `by` may not see; RuleBroken for none or too many, NotSetUp without pango.
    """
    chosen = list(dict.fromkeys(books))
    number = len(chosen) or number
    if not 1 <= number <= MOST_BOOKS:
        raise RuleBroken(f"Ask for 1 to {MOST_BOOKS} books at a time.")
    if not pdf.available():
        raise NotSetUp(pdf.MISSING)
    if chosen and not set(chosen) <= {one.book for one in await queries.to_print(by)}:
        raise NotFound
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        # Two forms of one person take turns, so that neither slips past the count of the other.
        await execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"print runs of {by.id}")
        unfinished = await value(
            "SELECT count(*) FROM print_run WHERE asked_by = $1 AND state = ANY($2)",
            by.id,
            [RunState.WAITING.value, RunState.PRINTING.value],
        )
        if unfinished >= MOST_AT_ONCE:
            raise RuleBroken("You asked for several already that are not ready. Wait for one of them, then ask again.")
        run = uuid4()
        await execute(
            """
            INSERT INTO print_run (id, asked_by, asked_at, paper, look, sides, language, number, empty, books, done,
                                   left_out, state, tries, why)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 'waiting', 0, '')
            """,
            run,
            by.id,
            clock.now(),
            wanted.paper.value,
            wanted.look.value,
            wanted.sides.value,
            known(language),
            number,
            not chosen,
            chosen,
        )
        await news.tell("greenbook.run_asked", subject=run, by=by, number=number, empty=not chosen)
        await once.remember(submission, _KIND, str(run))
    return run


async def begin_waiting() -> None:
    """
    Take up the run that waits longest, in a task of its own, so that no other chore waits for it.

    One whose worker died is taken up again when its lease has run out, at the first file that is not there.
    """
    if not _AT_WORK and (run := await _claim()) is not None:
        task = asyncio.create_task(do_run(run))
        _AT_WORK.add(task)
        task.add_done_callback(_AT_WORK.discard)


async def finish_begun() -> None:
    """Wait until the run of this process is over."""
    while _AT_WORK:
        await asyncio.gather(*_AT_WORK)


async def _claim() -> UUID | None:
    now = clock.now()
    async with transaction():
        found: UUID | None = await value(
            """
            UPDATE print_run SET state = 'printing', leased_until = $2, tries = tries + 1
            WHERE id = (
                SELECT id FROM print_run
                WHERE state = 'waiting' OR state = 'printing' AND leased_until < $1
                ORDER BY asked_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            RETURNING id
            """,
            now,
            now + LEASE,
        )
    return found


async def do_run(run_id: UUID) -> None:
    """Make the files of a run that are not there, to the end, whatever that is; each is kept as soon as it is made."""
    try:
        if await value("SELECT tries FROM print_run WHERE id = $1", run_id) > TRIES:
            await _end(run_id, RunState.FAILED, f"It was begun {TRIES} times and broke off each time. Ask for fewer.")
            return
        while await _next_file(run_id):
            pass
    except (RuleBroken, NotSetUp) as refusal:
        await _end(run_id, RunState.FAILED, str(refusal))
    except DatabaseAway:
        raise
    except Exception as error:
        LOG.exception("a print run broke off", run=str(run_id), error=in_short(error))
        await _end(run_id, RunState.FAILED, _BROKE_OFF)


async def _next_file(run_id: UUID) -> bool:
    """Make one more file; whether there may be another. Nothing of a file is held once it is kept."""
    run = await row("SELECT * FROM print_run WHERE id = $1", run_id)
    if run is None:
        return False
    there = await value("SELECT count(*) FROM print_file WHERE run = $1", run_id)
    all_files = files_of(run["number"])
    if there >= len(all_files):
        await _end(run_id, RunState.DONE, "")
        return False
    first, last = all_files[there]
    if not await _copied(run_id, there + 1, first, last, empty=run["empty"]):
        began = clock.now()  # What somebody stops sharing from here on must be known to be newer than the file.
        books, made = await _make(run, first, last)
        await _keep(run_id, there + 1, (first, last), books, made, began)
    now = clock.now()
    await execute(
        """
        UPDATE print_run SET tries = 1, leased_until = $2,
               done = (SELECT coalesce(sum(CASE WHEN $3 THEN last - first + 1 ELSE cardinality(books) END), 0)
                         FROM print_file WHERE run = $1),
               left_out = (SELECT CASE WHEN $3 THEN 0 ELSE coalesce(sum(last - first + 1 - cardinality(books)), 0) END
                             FROM print_file WHERE run = $1)
         WHERE id = $1
        """,
        run_id,
        now + LEASE,
        run["empty"],
    )
    return True


async def _copied(run_id: UUID, number: int, first: int, last: int, *, empty: bool) -> bool:
    """Whether a file of as many empty books was there to be copied: they are all the same."""
    if not empty:
        return False
    made = await value(
        """
        INSERT INTO print_file (id, run, number, first, last, books, pages, content, made_at)
        SELECT $2, run, $3::smallint, $4::smallint, $5::smallint, books, pages, content, $6::timestamptz FROM print_file
         WHERE run = $1 AND last - first = $5::smallint - $4::smallint LIMIT 1 RETURNING id
        """,
        run_id,
        uuid4(),
        number,
        first,
        last,
        clock.now(),
    )
    return made is not None


async def _make(run: dict[str, object], first: int, last: int) -> tuple[list[UUID], Made | None]:
    """The books of one file, and the file; nobody's when none of them may be seen any more."""
    language = str(run["language"])
    if run["empty"]:
        books: list[UUID] = []
        printed = [await printing.empty_book(language=language)] * (last - first + 1)
    else:
        asked = await _who_asked(run)
        wished: list[UUID] = list(run["books"])[first - 1 : last]  # type: ignore[call-overload]
        seen = await printing.books_of(wished, asked, language=language)
        books, printed = list(seen), list(seen.values())
    if not printed:
        return books, None
    wanted = Wanted(Paper(str(run["paper"])), Look(str(run["look"])), Sides(str(run["sides"])))
    address = (told.settings().public_url or "").rstrip("/")
    return books, await letters.pdf_of_many(
        printed, wanted=wanted, address=address, where=MILL, seconds=SECONDS_FOR_A_FILE
    )


async def _who_asked(run: dict[str, object]) -> Member:
    """Who asked, as they are now: somebody who works here no longer has nothing printed."""
    member = await staff.member(UUID(str(run["asked_by"])))
    if member is None or Permission.WORK_WITH_PEOPLE not in member.can:
        raise RuleBroken("Who asked for these books may no longer see them.")
    return member


async def _keep(
    run_id: UUID, number: int, span: tuple[int, int], books: list[UUID], made: Made | None, began: datetime
) -> None:
    await execute(
        """
        INSERT INTO print_file (id, run, number, first, last, books, pages, content, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (run, number) DO NOTHING
        """,
        uuid4(),
        run_id,
        number,
        *span,
        books,
        made.pages if made else 0,
        made.data if made else b"",
        began,
    )


async def _end(run_id: UUID, state: RunState, why: str) -> None:
    await execute(
        "UPDATE print_run SET state = $2, why = $3, finished_at = $4, leased_until = NULL WHERE id = $1",
        run_id,
        state.value,
        why,
        clock.now(),
    )


async def forget_old() -> None:
    """Delete runs and their files a day after they were asked for."""
    before = clock.now() - KEPT
    async with transaction():
        await execute(
            "DELETE FROM print_file WHERE run IN (SELECT id FROM print_run WHERE asked_at < $1)",
            before,
        )
        await execute("DELETE FROM print_run WHERE asked_at < $1", before)
