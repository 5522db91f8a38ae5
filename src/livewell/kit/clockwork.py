"""What happens by the clock: named chores, each run by one worker at a time, and the worker's heartbeat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.table import Table

from livewell.kit import clock
from livewell.kit.db import DB, execute, row, transaction, value
from livewell.kit.logs import in_short

STILL_ALIVE = timedelta(seconds=60)
"""A worker that has said nothing for this long is taken for dead."""


class ChoreRun(Table, db=DB):
    """When a chore last ran, and how it went."""

    name = Varchar(length=80, primary_key=True)
    due_at = Timestamptz(index=True)
    ran_at = Timestamptz(null=True, default=None)
    last_error = Text(null=True, default=None)


class Heartbeat(Table, db=DB):
    """The last sign of life of each worker."""

    worker = Varchar(length=80, primary_key=True)
    started_at = Timestamptz()
    beat_at = Timestamptz(index=True)


@dataclass(frozen=True)
class Chore:
    """Something to do again and again: `do` runs outside any transaction and opens its own."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[object]]


CLOCKWORK: list[Chore] = []
"""Every chore. Filled by `livewell.listeners`; the worker runs them."""


async def run_due() -> int:
    """Run every chore whose time has come; gives how many ran. A chore that fails is tried again at its next time."""
    ran = 0
    for chore in CLOCKWORK:
        if await _claim(chore):
            ran += 1
            try:
                await chore.do()
            except Exception as error:  # noqa: BLE001  One chore's failure must not stop the others.
                await _note(chore, in_short(error))
            else:
                await _note(chore, None)
    return ran


async def _claim(chore: Chore) -> bool:
    """Take this turn of a chore for ourselves: the lock makes two workers at the same instant take turns."""
    now = clock.now()
    async with transaction():
        mine = await value("SELECT pg_try_advisory_xact_lock(hashtext($1))", f"chore {chore.name}")
        if not mine:
            return False
        claimed = await value(
            """
            INSERT INTO chore_run AS run (name, due_at, ran_at) VALUES ($1, $3, $2)
            ON CONFLICT (name) DO UPDATE SET due_at = $3, ran_at = $2 WHERE run.due_at <= $2
            RETURNING name
            """,
            chore.name,
            now,
            now + chore.every,
        )
    return claimed is not None


async def _note(chore: Chore, error: str | None) -> None:
    await execute("UPDATE chore_run SET last_error = $2 WHERE name = $1", chore.name, error)


async def beat(worker: str, started_at: datetime) -> None:
    """Say that this worker is alive, and forget those long dead."""
    now = clock.now()
    await execute(
        """
        INSERT INTO heartbeat (worker, started_at, beat_at) VALUES ($1, $2, $3)
        ON CONFLICT (worker) DO UPDATE SET beat_at = excluded.beat_at
        """,
        worker,
        started_at,
        now,
    )
    await execute("DELETE FROM heartbeat WHERE beat_at < $1", now - timedelta(days=1))


async def last_beat() -> datetime | None:
    """When any worker was last heard of."""
    found = await row("SELECT max(beat_at) AS at FROM heartbeat")
    at: datetime | None = found["at"] if found else None
    return at


async def worker_is_alive() -> bool:
    """Whether some worker has said so in the last minute."""
    at = await last_beat()
    return at is not None and clock.now() - at < STILL_ALIVE
