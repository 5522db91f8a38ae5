"""The one way to open a transaction, and plain SQL for what a query builder cannot say."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from livewell.kit.engine import BEGUN, DB, ENDED, WAIT_FOR_CONNECTION, Counted, count_queries, note

__all__ = [
    "BEGUN",
    "DB",
    "ENDED",
    "LARGEST_INTEGER",
    "Counted",
    "close_pool",
    "copy_in",
    "count_queries",
    "execute",
    "in_transaction",
    "listen",
    "open_pool",
    "row",
    "rows",
    "transaction",
    "value",
]

LONGEST_STATEMENT = 30.0
"""Seconds one statement may take."""

LARGEST_INTEGER = 2**31 - 1
"""What a column of whole numbers holds; nothing has a number beyond it, and PostgreSQL refuses to look for one."""


async def open_pool(dsn: str, *, smallest: int = 2, largest: int = 10) -> None:
    """Connect to PostgreSQL at `dsn` (a postgresql:// address); raises what asyncpg raises when it cannot."""
    DB.config = {"dsn": dsn}
    DB.pool = await asyncpg.create_pool(
        dsn,
        min_size=smallest,
        max_size=largest,
        timeout=10,
        command_timeout=LONGEST_STATEMENT,
        reset=_as_it_is,
        server_settings={"application_name": "livewell", "timezone": "UTC"},
    )


async def _as_it_is(_connection: object) -> None:
    """
    What a connection goes back to the pool with: nothing of a session is ever changed here that would have to be undone.

    asyncpg rolls an open transaction back before it asks this. Its own way to tidy up costs a statement after each of ours.
    """


async def close_pool() -> None:
    """Give every connection back, waiting a short while for those in use."""
    pool, DB.pool = DB.pool, None
    if pool is not None:
        try:
            await asyncio.wait_for(pool.close(), timeout=WAIT_FOR_CONNECTION)
        except TimeoutError:
            pool.terminate()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """
    All or nothing.

    Inside another transaction this is a savepoint, so a failing inner unit undoes only itself.
    Tasks started inside share the transaction; only one of them at a time may open an inner one.
    """
    note(BEGUN)
    try:
        async with DB.transaction():
            yield
    finally:
        note(ENDED)


def in_transaction() -> bool:
    """Whether this task is inside `transaction()`."""
    return DB.ongoing() is not None


async def rows(sql: str, *args: Any) -> list[dict[str, Any]]:
    """Every row of a query with $1, $2 … parameters, as dictionaries. JSON columns arrive as text."""
    return [dict(record) for record in await DB.fetch(sql, args)]


async def row(sql: str, *args: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    found = await DB.fetch(sql, args)
    return dict(found[0]) if found else None


async def value(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    found = await DB.fetch(sql, args)
    return found[0][0] if found else None


async def execute(sql: str, *args: Any) -> None:
    """Run one statement for what it changes."""
    await DB.fetch(sql, args)


async def copy_in(table: str, columns: Sequence[str], records: Sequence[Sequence[Any]]) -> None:
    """Load many rows with COPY, in this task's transaction when there is one: twice as fast as INSERT or better."""
    current = DB.ongoing()
    if current is not None:
        async with current.turn:
            await current.connection.copy_records_to_table(table, columns=list(columns), records=records, timeout=600)
        return
    async with DB.borrow() as connection:
        await connection.copy_records_to_table(table, columns=list(columns), records=records, timeout=600)


async def listen(channel: str, woken: asyncio.Event) -> Any:
    """Open a connection of its own that sets `woken` at every NOTIFY on `channel`; close() it when done."""
    config: Mapping[str, Any] = DB.config
    connection = await asyncpg.connect(**config, timeout=10)

    def wake(*_: object) -> None:
        woken.set()

    await connection.add_listener(channel, wake)
    return connection
