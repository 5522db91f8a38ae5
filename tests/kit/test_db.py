"""The engine's regression tests: each of Piccolo 1.38's reproduced faults, once."""

import asyncio
import subprocess
import sys

import asyncpg
import pytest

from livewell.kit import db, engine
from livewell.kit.db import DB, count_queries, execute, row, rows, transaction, value
from livewell.kit.errors import DatabaseAway


@pytest.fixture
async def table(committed_db):
    await execute(
        "CREATE TABLE thing (name text PRIMARY KEY, owner text REFERENCES thing DEFERRABLE INITIALLY DEFERRED)"
    )


async def names():
    return [one["name"] for one in await rows("SELECT name FROM thing ORDER BY name")]


async def test_a_commit_that_fails_gives_its_connection_back(table):
    for _ in range(DB.pool.get_max_size() + 5):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with transaction():
                await execute("INSERT INTO thing VALUES ('a', 'nobody')")
        assert not db.in_transaction()
    assert DB.pool.get_idle_size() == DB.pool.get_size()
    assert await names() == []


async def test_an_inner_transaction_that_fails_undoes_only_itself(table):
    async with transaction():
        await execute("INSERT INTO thing VALUES ('outer')")
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await execute("INSERT INTO thing VALUES ('inner')")
                raise ZeroDivisionError
        async with transaction():
            await execute("INSERT INTO thing VALUES ('second')")
    assert await names() == ["outer", "second"]


async def test_an_inner_statement_that_fails_leaves_the_outer_alive(table):
    async with transaction():
        await execute("INSERT INTO thing VALUES ('outer')")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with transaction():
                await execute("INSERT INTO thing VALUES ('outer')")
        assert await value("SELECT count(*) FROM thing") == 1
    assert await names() == ["outer"]


async def test_an_outer_that_fails_undoes_everything(table):
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            async with transaction():
                await execute("INSERT INTO thing VALUES ('inner')")
            raise ZeroDivisionError
    assert await names() == []


async def test_tasks_inside_a_transaction_take_turns(table):
    async with transaction():
        await asyncio.gather(*(execute("INSERT INTO thing VALUES ($1)", str(number)) for number in range(5)))
    assert len(await names()) == 5


async def test_a_task_that_outlives_its_transaction_still_has_a_database(table):
    ended = asyncio.Event()

    async def later():
        await ended.wait()
        assert not db.in_transaction()
        async with transaction():
            await execute("INSERT INTO thing VALUES ('later')")

    async with transaction():
        task = asyncio.create_task(later())
        await asyncio.sleep(0)
    ended.set()
    await task
    assert await names() == ["later"]


async def test_nobody_waits_for_ever_for_a_connection(table, monkeypatch):
    monkeypatch.setattr(engine, "WAIT_FOR_CONNECTION", 0.05)
    held = [await DB.pool.acquire() for _ in range(DB.pool.get_max_size())]
    try:
        with pytest.raises(DatabaseAway):
            async with transaction():
                pass
        with pytest.raises(DatabaseAway):
            await value("SELECT 1")
        assert not db.in_transaction()
    finally:
        for connection in held:
            await DB.pool.release(connection)
    assert await value("SELECT 1") == 1


async def test_a_lost_link_loses_nothing_but_its_own_transaction(table):
    with pytest.raises(DatabaseAway):
        async with transaction():
            await execute("INSERT INTO thing VALUES ('lost')")
            mine = await value("SELECT pg_backend_pid()")
            other = await asyncpg.connect(DB.config["dsn"])
            await other.execute("SELECT pg_terminate_backend($1)", mine)
            await other.close()
            await execute("SELECT 1")
    assert await names() == []
    for _ in range(DB.pool.get_max_size() + 1):
        assert await value("SELECT 1") == 1


async def test_a_cancelled_task_leaves_nothing_open(table):
    async def slow():
        async with transaction():
            await execute("INSERT INTO thing VALUES ('slow')")
            await execute("SELECT pg_sleep(10)")

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names() == []
    assert DB.pool.get_idle_size() == DB.pool.get_size()


async def test_statements_are_counted_and_transactions_are_not():
    with count_queries() as ran:
        async with transaction():
            assert await row("SELECT 1 AS one") == {"one": 1}
            with count_queries() as inner:
                assert await value("SELECT 2") == 2
    assert ran.count == 2
    assert inner.statements == ["SELECT 2"]


async def test_nothing_found_is_none():
    assert await row("SELECT 1 WHERE false") is None
    assert await value("SELECT 1 WHERE false") is None
    assert await rows("SELECT 1 WHERE false") == []


def test_importing_the_engine_asks_nothing_of_any_server():
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import livewell.piccolo_conf, livewell.piccolo_app"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


async def test_a_closed_database_says_so():
    idle = engine.SafePostgresEngine(config={})
    with pytest.raises(RuntimeError, match="not open"):
        await idle.fetch("SELECT 1")
