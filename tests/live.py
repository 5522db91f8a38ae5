"""The real program in a process of its own, for what only a real server can show."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

LIVEWELL = [sys.executable, "-c", "import sys; from livewell.cli import main; sys.exit(main())"]
SECRET = "for live tests alone, and long enough to be one"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def livewell(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run one command of the CLI to its end."""
    return subprocess.run([*LIVEWELL, *words], env=environment(**more), capture_output=True, text=True, timeout=180)


class LiveServer:
    """One `livewell serve` (or `demo`): started, killed and stopped at will, always on the same port and data."""

    program: Sequence[str] = LIVEWELL

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.words = words or ("serve",)
        self.settings = {"PORT": str(self.port), **settings}
        self.log = folder / f"live-{self.port}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 120) -> "LiveServer":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.program, *self.words], env=environment(**self.settings), stdout=log, stderr=log
            )
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/healthz", timeout=2).status_code == 200:
                    return self
            time.sleep(0.03)
        raise AssertionError(f"It did not start: {self.said()}")

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """As if the power went: nothing is tidied up."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop; gives its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


class LiveHouse(LiveServer):
    """A live server on a clone of the empty house; `database()` lets a test write to it with the usual factories."""

    def __init__(self, folder: Path, dsn: str, *words: str, **settings: str) -> None:
        super().__init__(folder, *words, LIVEWELL_DATABASE_URL=dsn, LIVEWELL_SECRET_KEY=SECRET, **settings)
        self.dsn = dsn

    def database(self) -> AbstractAsyncContextManager[None]:
        """`async with live_server.database(): member = await a_member(…)`: committed, for the server to see."""
        from tests.conftest import another_database

        return another_database(self.dsn)


@asynccontextmanager
async def a_live_house(
    cluster,
    folders,
    *words: str,
    template: str | None = None,
    patience: float = 120,
    program: Sequence[str] = LIVEWELL,
    **settings: str,
) -> AsyncIterator[LiveHouse]:
    """A house of its own, served until it is left: an empty one, or a copy of the database `template`."""
    from tests.conftest import TEMPLATE, clone

    dsn = cluster.dsn(await clone(cluster, template or TEMPLATE))
    told = {"LIVEWELL_DATA_DIR": str(folders.mktemp("var")), **settings}
    server = LiveHouse(folders.mktemp("live"), dsn, *words, **told)
    server.program = program
    server.start(patience)
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="session")
async def live_server(cluster, template, tmp_path_factory) -> AsyncIterator[LiveHouse]:
    """One empty house for the whole session, served; tests that use it commit, so they make their own records."""
    async with a_live_house(cluster, tmp_path_factory) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server over its own new embedded database, for tests that kill it."""
    home = Path("/tmp") / f"livewell-own-{tmp_path.name}-{os.getpid()}"  # Where a service user can reach it.
    server = LiveServer(tmp_path, LIVEWELL_DATA_DIR=str(home))
    server.home = home  # type: ignore[attr-defined]
    yield server
    server.stop()
    from livewell.kit.postgres import EmbeddedPostgres

    left = EmbeddedPostgres(home)
    if home.exists():
        left.start()
        left.stop()
        subprocess.run(["rm", "-rf", str(home)], check=True)
