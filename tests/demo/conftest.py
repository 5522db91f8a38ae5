"""One small Rushcliffe is made for all tests of it; each gets a copy of its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from livewell.demo.seeding import seed
from livewell.kit.postgres import EmbeddedPostgres
from tests.conftest import another_database, clone, drop


@pytest_asyncio.fixture(scope="session")
async def rushcliffe(cluster: EmbeddedPostgres, template: str, app: Any) -> AsyncIterator[tuple[str, list[str]]]:
    """The name of a database with a small Rushcliffe in it, and what was said while it was made."""
    name, said = await clone(cluster, template), []
    async with another_database(cluster.dsn(name)):
        await seed("small", said=said.append)
    yield name, said
    await drop(cluster, name)


@pytest_asyncio.fixture
async def seeded(cluster: EmbeddedPostgres, rushcliffe: tuple[str, list[str]]) -> AsyncIterator[list[str]]:
    """A small Rushcliffe to do with as one likes; gives what was said while it was made."""
    template, said = rushcliffe
    name = await clone(cluster, template)
    async with another_database(cluster.dsn(name)):
        yield said
    await drop(cluster, name)
