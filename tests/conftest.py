"""
The ground every test stands on.

One PostgreSQL for the whole run, one template database made by the real migrations, one clone of it for each worker,
and every test rolled back. `committed_db` gives a clone of its own to tests that need real commits; `live_server` is
the real program in a process of its own.
"""

import fcntl
import inspect
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from livewell.kit import migrate, news
from livewell.kit.db import DB, close_pool, open_pool
from livewell.kit.postgres import EmbeddedPostgres

TEMPLATE = "template_house"
pytest_plugins = [
    "tests.live",
    "tests.rushcliffe",
    "tests.signed_in",
    "tests.at_home",
    "tests.front.browser",
    "tests.order",
]

# A test says what is true, never how fast this machine was just then; and the same tree gives the same examples, so
# that what fails fails again. Others are looked for by `pytest --hypothesis-profile=explore`.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


# ── one server, one template, one clone for each worker ──


@pytest.fixture(scope="session")
def cluster(testrun_uid: str) -> Iterator[EmbeddedPostgres]:
    """A server for this run, shared by its workers; the last to leave removes it."""
    home = Path(tempfile.gettempdir()) / f"livewell-tests-{testrun_uid[:12]}"
    server = EmbeddedPostgres(home, durable=False)
    server.start()
    yield server
    if server.stop():
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def one_worker_at_a_time(cluster: EmbeddedPostgres, what: str) -> Iterator[None]:
    with (cluster.home / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def make_template(cluster: EmbeddedPostgres) -> None:
    admin = await asyncpg.connect(cluster.dsn())
    try:
        if await admin.fetchval("SELECT true FROM pg_database WHERE datname = $1", TEMPLATE):
            return
        await admin.execute(f"CREATE DATABASE {TEMPLATE}_new")
        await open_pool(cluster.dsn(f"{TEMPLATE}_new"), smallest=1)
        try:
            await migrate.run()
        finally:
            await close_pool()
        await admin.execute(f"ALTER DATABASE {TEMPLATE}_new RENAME TO {TEMPLATE}")
    finally:
        await admin.close()


async def clone(cluster: EmbeddedPostgres, template: str = TEMPLATE) -> str:
    """A fresh copy of the migrated, empty database, or of another that nobody is in; gives its name."""
    name = f"test_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(cluster.dsn())
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    finally:
        await admin.close()
    return name


async def rename(cluster: EmbeddedPostgres, name: str, to: str) -> None:
    admin = await asyncpg.connect(cluster.dsn())
    try:
        await admin.execute(f"ALTER DATABASE {name} RENAME TO {to}")
    finally:
        await admin.close()


async def drop(cluster: EmbeddedPostgres, name: str) -> None:
    admin = await asyncpg.connect(cluster.dsn())
    try:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await admin.close()


@pytest_asyncio.fixture(scope="session")
async def template(cluster: EmbeddedPostgres) -> str:
    with one_worker_at_a_time(cluster, TEMPLATE):
        await make_template(cluster)
    return TEMPLATE


@pytest_asyncio.fixture(scope="session")
async def database(cluster: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """This worker's own database, with the pool open on it; gives its address."""
    name = await clone(cluster)
    await open_pool(cluster.dsn(name))
    yield cluster.dsn(name)
    await close_pool()


@asynccontextmanager
async def another_database(dsn: str) -> AsyncIterator[None]:
    """Inside, everything speaks to the database at `dsn`, and commits are real."""
    usual, usual_config, undone = DB.pool, DB.config, DB.current_transaction.get()
    DB.pool = None
    DB.current_transaction.set(None)
    await open_pool(dsn)
    try:
        yield
    finally:
        await close_pool()
        DB.pool, DB.config = usual, usual_config
        DB.current_transaction.set(undone)


# ── every test is undone ──


class Undone(Exception):
    """What every test ends with, as far as the database can tell."""


@pytest_asyncio.fixture
async def rolled_back(database: str) -> AsyncIterator[None]:
    """One transaction around whatever comes after it, which ends as if nothing had happened."""
    whole = DB.transaction()
    await whole.__aenter__()
    try:
        yield
    finally:
        await whole.__aexit__(Undone, Undone(), None)


OF_ITS_OWN = {"committed_db", "seeded", "live_server", "live_demo", "own_server"}


@pytest.fixture(autouse=True)
def undone(request: pytest.FixtureRequest) -> None:
    """
    Everything a test writes is rolled back when it ends, unless it has a database of its own.

    Half of all tests are plain functions that are given nothing made on the loop: they cannot write, and open nothing.
    """
    if on_the_loop(request) and not OF_ITS_OWN & set(request.fixturenames):
        request.getfixturevalue("rolled_back")


def on_the_loop(request: pytest.FixtureRequest) -> bool:
    """Whether a test, or anything that it is given, is a coroutine."""
    given = [request._fixturemanager.getfixturedefs(name, request.node) for name in request.fixturenames]
    made = [definitions[-1].func for definitions in given if definitions]
    return pytest_asyncio.is_async_test(request.node) or any(
        inspect.iscoroutinefunction(one) or inspect.isasyncgenfunction(one) for one in made
    )


@pytest_asyncio.fixture
async def committed_db(cluster: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """A fresh database of its own, where commits are real; gives its address. Its pool is `DB`'s while the test runs."""
    name = await clone(cluster)
    async with another_database(cluster.dsn(name)):
        yield cluster.dsn(name)
    await drop(cluster, name)


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and no news can be told from then on: whatever an action did must not stay."""

    async def silence(*_args: object, **_codes: object) -> None:
        raise RuntimeError("no news today")

    return lambda: monkeypatch.setattr(news, "tell", silence)
