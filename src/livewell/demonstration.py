"""A demonstration is one for good: its database says so, and no other is ever opened as one."""

from collections.abc import Callable

from livewell.kit import clock, migrate
from livewell.kit.db import execute, value
from livewell.kit.errors import RuleBroken
from livewell.settings import Settings
from livewell.worker import prepare

MARK = "demonstration"
"""The service setting that stays in a demonstration's database."""


async def marked() -> str | None:
    """None for a real database; "making" while a demonstration is being made, "yes" once it is whole."""
    found: str | None = await value("SELECT value FROM service_setting WHERE key = $1", MARK)
    return found


async def check(settings: Settings) -> None:
    """Refuse to open a real database as a demonstration, and a demonstration as if it were real."""
    found = await marked()
    if settings.demo and found is None:
        raise RuleBroken("This is not a demonstration's database: unset LIVEWELL_DEMO, or run livewell demo elsewhere.")
    if found is not None and not settings.demo:
        raise RuleBroken("This is a demonstration's database: run livewell demo, or set another LIVEWELL_DATA_DIR.")


async def make(size: str, said: Callable[[str], None]) -> None:
    """
    Fill an empty database with fictional people, once; a making that was broken off begins again.

    Raises `RuleBroken` when somebody's real accounts are in the database.
    """
    from livewell.demo import seed  # noqa: PLC0415  Heavy, and only a demonstration needs it.

    found = await marked()
    if found is None and await value("SELECT EXISTS (SELECT 1 FROM staff_user)"):
        raise RuleBroken("There are real accounts in this database: a demonstration needs one of its own.")
    if found == "making":
        said("The demonstration was not finished: beginning again …")
        await execute("DROP SCHEMA public CASCADE")
        await execute("CREATE SCHEMA public")
        await migrate.run()
    if found != "yes":
        await _mark("making")
    prepare()
    await seed(size, said=said)
    await _mark("yes")


async def _mark(word: str) -> None:
    await execute(
        """
        INSERT INTO service_setting (key, value, changed_at) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
        MARK,
        word,
        clock.now(),
    )
