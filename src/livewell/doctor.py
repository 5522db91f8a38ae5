"""What is well and what is not, one line each."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

from livewell.kit import clock, clockwork, geo, migrate
from livewell.kit.db import close_pool, open_pool, value
from livewell.kit.errors import NotSetUp
from livewell.kit.logs import in_short
from livewell.kit.postgres import embedded
from livewell.settings import Settings, SettingsWrong, settings

OLDEST_SERVER = 150_000
"""PostgreSQL 15, as server_version_num gives it."""


@dataclass(frozen=True)
class Line:
    """One thing that was looked at. `state` is ok, not set up (a feature waits, all else works) or wrong."""

    what: str
    state: str
    words: str = ""

    @property
    def wrong(self) -> bool:
        """Whether Live Well cannot work like this."""
        return self.state == "wrong"

    def __str__(self) -> str:
        return f"{self.what:12} {self.state:10} {self.words}".rstrip()


def examine(told: Settings) -> list[Line]:
    """Look at everything Live Well stands on."""
    return [
        *_settings(told),
        *asyncio.run(_database(told)),
        _mail(told),
        *_pdf(),
        _front_end(),
    ]


def every_route() -> list[dict[str, Any]]:
    """Every route of the house; see `routes_of`."""
    from livewell.app import a_house, create_app  # noqa: PLC0415  The whole house, which most commands need not load.

    # Nobody is served, so no key need be made for it.
    return routes_of(create_app(a_house(replace(settings(), secret_key="x" * 32))))


def routes_of(app: Litestar) -> list[dict[str, Any]]:
    """Path, methods, name, permission and what it opens, of every route, in the order of their paths."""
    found = [
        {
            "path": route.path,
            "methods": sorted(method for method in handler.http_methods if method != "OPTIONS"),
            "name": handler.name,
            "permission": handler.opt.get("permission"),
            "opens": handler.opt.get("opens"),
        }
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
    ]
    return sorted((route for route in found if route["methods"]), key=lambda route: (route["path"], route["methods"]))


def _settings(told: Settings) -> Iterator[Line]:
    try:
        told.needed_secret_key()
    except SettingsWrong as wrong:
        yield Line("settings", "wrong", str(wrong))
    else:
        yield Line("settings", "ok", f"people come to {told.address}")
    if not told.secure and told.host not in {"127.0.0.1", "localhost", "::1"}:
        yield Line(
            "https", "wrong", "Live Well listens to the network: set LIVEWELL_PUBLIC_URL to its https:// address."
        )


async def _database(told: Settings) -> list[Line]:
    with ExitStack() as stack:
        try:
            dsn = told.database_url or stack.enter_context(embedded(told.data_dir)).dsn()
            await open_pool(dsn, smallest=1)
        except Exception as error:  # noqa: BLE001  Whatever it is, it is the answer.
            words = str(error) if isinstance(error, NotSetUp) else in_short(error)
            return [Line("database", "wrong", words)]
        try:
            return [line async for line in _inside()]
        finally:
            await close_pool()


async def _inside() -> Any:
    version = int(await value("SELECT current_setting('server_version_num')"))
    name = await value("SELECT current_setting('server_version')")
    if version < OLDEST_SERVER:
        yield Line("database", "wrong", f"PostgreSQL {name} is too old: 15 or newer is needed.")
        return
    yield Line("database", "ok", f"PostgreSQL {name}")
    waiting = await migrate.waiting()
    if waiting:
        yield Line("migrations", "wrong", f"{len(waiting)} waiting: run livewell migrate.")
        return
    yield Line("migrations", "ok")
    areas = await geo.loaded_areas()
    if areas:
        yield Line("postcodes", "ok", f"{sum(areas.values()):,} in {', '.join(sorted(areas))}")
    else:
        yield Line("postcodes", "not set up", "Distances are unknown until you run livewell postcodes load.")
    beat = await clockwork.last_beat()
    if beat is not None and clock.now() - beat < clockwork.STILL_ALIVE:
        yield Line("worker", "ok")
    else:
        yield Line("worker", "not set up", "None is at work: it runs inside livewell serve, or as livewell worker.")


def _mail(told: Settings) -> Line:
    if told.smtp_host is None:
        return Line("mail", "not set up", "Messages wait in the outbox until LIVEWELL_SMTP_HOST is set.")
    return Line("mail", "ok", f"by {told.smtp_host}")


def _pdf() -> Iterator[Line]:
    from livewell.kit import pdf  # noqa: PLC0415  It loads fonts.

    if not pdf.available():
        yield Line(
            "pdf", "not set up", "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
        )
        return
    yield Line("pdf", "ok")
    without = pdf.languages_without_letters()
    if without:
        words = f"{', '.join(without)}: letters are missing on paper. apt install fonts-noto-core"
        yield Line("fonts", "not set up", words)
    else:
        yield Line("fonts", "ok")


def _front_end() -> Line:
    from livewell.kit.folders import folder  # noqa: PLC0415

    built: Path = folder("static") / "vendor"
    if built.is_dir() and any(built.iterdir()):
        return Line("front end", "ok")
    words = "run make assets" if shutil.which("npm") else "apt install npm, then run make assets"
    return Line("front end", "wrong", f"The style sheets are missing: {words}.")
