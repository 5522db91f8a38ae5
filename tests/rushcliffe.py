"""One small Rushcliffe for the whole run: made once by `livewell demo`, and copied for every test that wants one."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from livewell.kit.postgres import EmbeddedPostgres
from tests.conftest import another_database, clone, drop, one_worker_at_a_time, rename
from tests.live import LIVEWELL, SECRET, LiveHouse, a_live_house, environment

DEMO = ("demo", "--size", "small")
MADE = "rushcliffe_made"
PATIENCE = 600
"""Seconds a demonstration may take on a machine that has other things to do."""


@dataclass(frozen=True)
class Rushcliffe:
    """A database that nobody is in, the folder its letters lie in, and what was said while it was made."""

    database: str
    folder: Path
    said: list[str]


def make(cluster: EmbeddedPostgres, name: str, folder: Path) -> str:
    """Make the demonstration in an empty house; gives what was said."""
    told = environment(
        LIVEWELL_DATABASE_URL=cluster.dsn(name), LIVEWELL_SECRET_KEY=SECRET, LIVEWELL_DATA_DIR=str(folder)
    )
    ran = subprocess.run(
        [*LIVEWELL, *DEMO, "--no-serve"], env=told, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


@pytest_asyncio.fixture(scope="session")
async def rushcliffe(cluster: EmbeddedPostgres, template: str) -> Rushcliffe:
    """The one that all others are copies of: the first worker that asks makes it, the others wait."""
    folder, words = cluster.home / MADE, cluster.home / f"{MADE}.said"
    with one_worker_at_a_time(cluster, MADE):
        if not words.exists():
            name = await clone(cluster, template)
            said = await asyncio.to_thread(make, cluster, name, folder)
            await rename(cluster, name, MADE)
            words.write_text(said)
    return Rushcliffe(MADE, folder, words.read_text().splitlines())


@pytest_asyncio.fixture
async def seeded(cluster: EmbeddedPostgres, rushcliffe: Rushcliffe) -> AsyncIterator[list[str]]:
    """A small Rushcliffe to do with as one likes; gives what was said while it was made."""
    name = await clone(cluster, rushcliffe.database)
    async with another_database(cluster.dsn(name)):
        yield rushcliffe.said
    await drop(cluster, name)


@pytest_asyncio.fixture(scope="session")
async def live_demo(
    cluster: EmbeddedPostgres, rushcliffe: Rushcliffe, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[LiveHouse]:
    """The small demonstration, served as `livewell demo --size small` serves it once it has made it."""
    folder = tmp_path_factory.mktemp("var")
    shutil.copytree(rushcliffe.folder, folder, dirs_exist_ok=True)
    async with a_live_house(
        cluster, tmp_path_factory, *DEMO, template=rushcliffe.database, LIVEWELL_DATA_DIR=str(folder)
    ) as server:
        yield server
