"""Changing the shape of the database: the migrations in one folder, in the order of their names, each all or nothing."""

import importlib.util
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from livewell.kit.db import execute, rows, transaction

# Piccolo's migration runner finds its engine by the name of a module in the environment, and in no other way.
os.environ.setdefault("PICCOLO_CONF", "livewell.piccolo_conf")  # noqa: TID251  Piccolo offers no argument for it.

_PACKAGE = Path(__file__).resolve().parents[1]

FOLDER = next(
    (folder for folder in (_PACKAGE / "migrations", _PACKAGE.parents[1] / "migrations") if folder.is_dir()),
    _PACKAGE.parents[1] / "migrations",
)
"""One history for the whole house: inside the package when Live Well came as a wheel, else at the root of the tree."""

ONE_AT_A_TIME = 7_345_001
"""The advisory lock that two servers starting at the same moment queue for."""


def names(folder: Path = FOLDER) -> list[str]:
    """The name of every migration, in order: m0001_the_house, m0002_…"""
    return [path.stem for path in sorted(folder.glob("m[0-9]*.py"))]


def migrations(folder: Path = FOLDER) -> dict[str, ModuleType]:
    """Every migration as a module, by name and in order."""
    found = {}
    for path in sorted(folder.glob("m[0-9]*.py")):
        spec = importlib.util.spec_from_file_location(f"livewell_migrations.{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if path.stem != module.ID:
            raise ValueError(f"{path.name} says it is {module.ID}: a migration's ID is its name.")
        found[path.stem] = module
    return found


async def waiting(folder: Path = FOLDER) -> list[str]:
    """The names of the migrations that this database has not had yet."""
    done = await _done()
    return [name for name in names(folder) if name not in done]


async def run(folder: Path = FOLDER, *, said: Callable[[str], None] = lambda _: None) -> list[str]:
    """Run what is waiting, each in its own transaction; gives the names of those that ran. `said` hears of each."""
    if not await waiting(folder):
        return []
    ran: list[str] = []
    known = migrations(folder)
    while True:
        async with transaction():
            await execute("SELECT pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
            await execute(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    id serial PRIMARY KEY,
                    name varchar(200) NOT NULL DEFAULT '',
                    app_name varchar(200) NOT NULL DEFAULT '',
                    ran_on timestamp NOT NULL DEFAULT current_timestamp
                )
                """
            )
            left = await waiting(folder)
            if not left:
                return ran
            name = left[0]
            manager: MigrationManager = await known[name].forwards()
            with redirect_stdout(StringIO()):  # Piccolo prints; we say it in our own words.
                await manager.run()
            await execute("INSERT INTO migration (name, app_name) VALUES ($1, 'livewell')", name)
        ran.append(name)
        said(f"Migrated: {known[name].DESCRIPTION}")


async def _done() -> set[str]:
    there = await rows("SELECT to_regclass('migration') IS NOT NULL AS yes")
    if not there[0]["yes"]:
        return set()
    return {row["name"] for row in await rows("SELECT name FROM migration WHERE app_name = 'livewell'")}
