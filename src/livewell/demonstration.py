"""A demonstration is one for good: its database says so, and no other is ever opened as one."""

from collections.abc import Callable

from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.kit.errors import RuleBroken
from livewell.settings import Settings

MARK = "demonstration"
"""The service setting that stays in a demonstration's database."""


async def is_marked() -> bool:
    """Whether this database was made for a demonstration."""
    return bool(await value("SELECT true FROM service_setting WHERE key = $1", MARK))


async def is_lived_in() -> bool:
    """Whether anybody can sign in here."""
    return bool(await value("SELECT EXISTS (SELECT 1 FROM staff_user)"))


async def check(settings: Settings) -> None:
    """Refuse to open a real database as a demonstration, and a demonstration as if it were real."""
    marked = await is_marked()
    if settings.demo and not marked:
        raise RuleBroken("This is not a demonstration's database: unset LIVEWELL_DEMO, or run livewell demo elsewhere.")
    if marked and not settings.demo:
        raise RuleBroken("This is a demonstration's database: run livewell demo, or set another LIVEWELL_DATA_DIR.")


async def make(size: str, said: Callable[[str], None]) -> None:
    """Fill an empty database with fictional people, once; raises `RuleBroken` when somebody's real one is there."""
    from livewell.demo.seed import is_seeded, seed  # noqa: PLC0415  Heavy, and only a demonstration needs it.

    if not await is_marked():
        if await is_lived_in():
            raise RuleBroken("There are real accounts in this database: a demonstration needs one of its own.")
        await execute("INSERT INTO service_setting (key, value, changed_at) VALUES ($1, 'yes', $2)", MARK, clock.now())
    if not await is_seeded():
        await seed(size, said)


def say_who_can_sign_in(settings: Settings, said: Callable[[str], None]) -> None:
    """Print the doors of the demonstration."""
    from livewell.demo.cast import PASSWORD  # noqa: PLC0415

    said(f"Everybody in it is fictional. Choose who to be at {settings.address}/demo")
    said(f"or sign in with one of the addresses shown there and the password {PASSWORD}")
