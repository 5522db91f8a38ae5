"""The database engine: Piccolo's own with its reproduced faults mended, counted, and calm when the server is gone."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

from livewell.kit.errors import DatabaseAway

WAIT_FOR_CONNECTION = 5.0
"""Seconds a request waits for a free connection before it gives up; asyncpg alone would wait for ever."""

_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    # Said when the server's last words are read before its hanging up: nobody else ever speaks on our connection.
    asyncpg.InternalClientError,
    ConnectionError,
)
"""What a statement raises when the server is no longer there."""

BEGUN, ENDED = "transaction begun", "transaction ended"
"""What `Counted.ran` holds where a transaction, outer or inner, begins and ends."""


@dataclass
class Counted:
    """What ran while somebody counted: each statement with its parameters, and where transactions began and ended."""

    ran: list[tuple[str, Sequence[Any]]] = field(default_factory=list)

    @property
    def statements(self) -> list[str]:
        """The statements alone."""
        return [sql for sql, _ in self.ran if sql not in {BEGUN, ENDED}]

    @property
    def count(self) -> int:
        """How many statements ran."""
        return len(self.statements)


_counting: ContextVar[tuple[Counted, ...]] = ContextVar("counting_queries", default=())


def note(sql: str, args: Sequence[Any] = ()) -> None:
    """Tell whoever counts that this ran."""
    for counted in _counting.get():
        counted.ran.append((sql, args))


@contextmanager
def count_queries() -> Iterator[Counted]:
    """Count the statements run inside the block, in this task and in those it starts."""
    counted = Counted()
    token = _counting.set((*_counting.get(), counted))
    try:
        yield counted
    finally:
        _counting.reset(token)


@contextmanager
def _unless_gone(connection: Any) -> Iterator[None]:
    """Say DatabaseAway where the server went away; anything else is as it was."""
    try:
        yield
    except _GONE as error:
        raise DatabaseAway from error
    except asyncpg.InterfaceError as error:
        if _is_lost(connection):
            raise DatabaseAway from error
        raise


def _is_lost(connection: Any) -> bool:
    """Whether a connection has ended; the pool takes one back by itself when the server drops it."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


class SafeTransaction(PostgresTransaction):
    """
    A transaction that always gives its connection back, and nests as savepoints.

    Piccolo 1.38's own leaks the connection for ever when COMMIT raises, does nothing at all when
    nested, and breaks when two tasks inside it ask something at the same moment.
    """

    __slots__ = ("_savepoint", "ended", "turn")

    engine: "SafePostgresEngine"
    connection: Any
    _parent: "SafeTransaction | None"

    def __init__(self, engine: "SafePostgresEngine") -> None:
        super().__init__(engine=engine)
        self._parent = engine.ongoing()
        self._savepoint = ""
        self.turn = asyncio.Lock()
        self.ended = False

    async def __aenter__(self) -> PostgresTransaction:
        parent = self._parent
        if parent is not None:
            self._savepoint = f"s{parent.get_savepoint_id()}"
            await parent.say(f"SAVEPOINT {self._savepoint}")
            return parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            with _unless_gone(self.connection):
                await self.transaction.start()
        except BaseException:
            await self._let_go()
            raise
        self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: object, exception: object, traceback: object) -> bool:
        if self._parent is not None:
            await self._leave_savepoint(self._parent, failed=exception_type is not None)
            return False
        try:
            if exception_type is None:
                if not self._committed and not self._rolled_back:
                    with _unless_gone(self.connection):
                        await self.transaction.commit()
            elif not self._rolled_back and not _is_lost(self.connection):
                with _unless_gone(self.connection):
                    await self.transaction.rollback()
        finally:
            self.ended = True
            self.engine.current_transaction.set(None)
            await self._let_go()
        return False

    async def _leave_savepoint(self, parent: "SafeTransaction", *, failed: bool) -> None:
        if not failed:
            await parent.say(f"RELEASE SAVEPOINT {self._savepoint}")
        elif not _is_lost(parent.connection):
            await parent.say(f"ROLLBACK TO SAVEPOINT {self._savepoint}; RELEASE SAVEPOINT {self._savepoint}")

    async def say(self, sql: str) -> None:
        """Run what belongs to the transaction itself; it is not counted."""
        async with self.turn:
            with _unless_gone(self.connection):
                await self.connection.execute(sql)

    async def get_connection(self) -> Any:
        """A connection from the pool, or DatabaseAway after `WAIT_FOR_CONNECTION` seconds."""
        return await self.engine.take()

    async def _let_go(self) -> None:
        if self.engine.pool is not None:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgresEngine(PostgresEngine):
    """Piccolo's PostgreSQL engine with its reproduced faults mended; it asks nothing of any server until it is used."""

    __slots__ = ()

    async def check_version(self) -> None:
        """Piccolo asks the server its version at import; `livewell doctor` asks it when there is somebody to tell."""

    async def prep_database(self) -> None:
        """Piccolo makes extensions at import; the migrations make them."""

    def ongoing(self) -> SafeTransaction | None:
        """The transaction this task is in. One that a parent task has ended since does not count."""
        current = cast("SafeTransaction | None", self.current_transaction.get())
        return None if current is None or current.ended else current

    def transaction_exists(self) -> bool:
        """Whether this task is in a transaction."""
        return self.ongoing() is not None

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:  # noqa: FBT001, FBT002  Piccolo's signature.
        """Piccolo's own way in; call `livewell.kit.db.transaction` instead."""
        del allow_nested
        return SafeTransaction(engine=self)

    def needed_pool(self) -> Any:
        """The open pool; `RuntimeError` when `open_pool` was not called."""
        if self.pool is None:
            msg = "The database is not open: call open_pool first."
            raise RuntimeError(msg)
        return self.pool

    async def take(self) -> Any:
        """A connection of the pool; DatabaseAway when there is no server, or none is free in `WAIT_FOR_CONNECTION`."""
        pool = self.needed_pool()
        try:
            return await pool.acquire(timeout=WAIT_FOR_CONNECTION)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise DatabaseAway from error

    @asynccontextmanager
    async def borrow(self) -> AsyncIterator[Any]:
        """A connection of the pool for one block, given back whatever happens."""
        pool = self.needed_pool()
        connection = await self.take()
        try:
            with _unless_gone(connection):
                yield connection
        finally:
            await pool.release(connection)

    async def fetch(self, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        """Run one statement, in this task's transaction when there is one, and count it."""
        note(sql, args)
        current = self.ongoing()
        if current is not None:
            async with current.turn:
                with _unless_gone(current.connection):
                    return list(await current.connection.fetch(sql, *args))
        async with self.borrow() as connection:
            return list(await connection.fetch(sql, *args))

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002
        """What Piccolo calls for every query."""
        del in_pool
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.fetch(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Any]:  # noqa: FBT001, FBT002
        """What Piccolo calls for every change of a table's shape."""
        del in_pool
        return await self.fetch(ddl)


DB = SafePostgresEngine(config={})
