"""Migrations: in order, once, all or nothing, and two at a time are one."""

import asyncio
import textwrap

import pytest

from livewell.kit import migrate
from livewell.kit.db import rows, value

STEP = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from livewell.kit.db import execute
ID = "{id}"
VERSION = "1"
DESCRIPTION = "{id} in words"
async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)
    async def run():
        {body}
    manager.add_raw(run)
    return manager
"""


def write(folder, name, *statements):
    body = "\n        ".join(f"await execute({statement!r})" for statement in statements)
    (folder / f"{name}.py").write_text(textwrap.dedent(STEP.format(id=name, body=body)))


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "m9002_second", "INSERT INTO step VALUES (2)")
    write(tmp_path, "m9001_first", "CREATE TABLE step (n int)", "INSERT INTO step VALUES (1)")
    return tmp_path


async def steps():
    return [row["n"] for row in await rows("SELECT n FROM step")]


async def test_they_run_once_and_in_order(committed_db, folder):
    heard = []
    assert await migrate.waiting(folder) == ["m9001_first", "m9002_second"]
    assert await migrate.run(folder, said=heard.append) == ["m9001_first", "m9002_second"]
    assert await migrate.run(folder, said=heard.append) == []
    assert await steps() == [1, 2]
    assert heard == ["Migrated: m9001_first in words", "Migrated: m9002_second in words"]
    write(folder, "m9003_third", "INSERT INTO step VALUES (3)")
    assert await migrate.run(folder) == ["m9003_third"]


async def test_one_that_fails_leaves_nothing_and_keeps_those_before(committed_db, folder):
    write(folder, "m9003_third", "INSERT INTO step VALUES (3)", "SELECT 1 / 0")
    with pytest.raises(Exception, match="division by zero"):
        await migrate.run(folder)
    assert await steps() == [1, 2]
    assert await migrate.waiting(folder) == ["m9003_third"]


async def test_servers_that_start_together_migrate_once(committed_db, folder):
    ran = await asyncio.gather(*(migrate.run(folder) for _ in range(4)))
    assert sorted(name for names in ran for name in names) == ["m9001_first", "m9002_second"]
    assert await steps() == [1, 2]


async def test_the_house_has_had_all_of_its_own():
    assert await migrate.waiting() == []
    assert await value("SELECT count(*) FROM migration WHERE app_name = 'livewell'") == len(migrate.names())


def test_a_migration_is_called_what_its_file_is(folder):
    (folder / "m9002_second.py").rename(folder / "m9004_other.py")
    with pytest.raises(ValueError, match="its name"):
        migrate.migrations(folder)
