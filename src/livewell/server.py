"""Serving: one process, its worker, and a clean stop."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import uvicorn

from livewell import worker
from livewell.app import create_app
from livewell.kit.errors import NotSetUp
from livewell.kit.patience import KEPT_OPEN, PATIENCE, patient_for
from livewell.settings import Settings

GRACE = 10
"""Seconds that requests in hand may still take after SIGTERM."""


class Server(uvicorn.Server):
    """Uvicorn, without its signal handling: it would end the process before the database is closed."""

    def __init__(self, config: uvicorn.Config, *, when_started: Callable[[], None]) -> None:
        super().__init__(config)
        self.when_started = when_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, then say so."""
        await super().startup(sockets)
        self.when_started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """`worker.until_told_to_stop` hears the signals."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """Take the port, or say in one line why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise NotSetUp(f"Port {port} on {host} cannot be used ({error.strerror}): set PORT to another.") from None
    return taken


async def serve(
    settings: Settings, *, said: Callable[[str], None], with_worker: bool, patience: float = PATIENCE
) -> None:
    """Serve until told to stop, waiting `patience` seconds for slow callers. The database is open and migrated already."""
    stopping = worker.until_told_to_stop()
    worker.prepare()
    door = bind(settings.host, settings.port)
    server = Server(
        uvicorn.Config(
            create_app(),
            http=patient_for(patience),  # Over httptools, which refuses two lengths and odd line ends.
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxy),
            forwarded_allow_ips=settings.trusted_proxy or None,
            timeout_keep_alive=KEPT_OPEN,
            timeout_graceful_shutdown=GRACE,
        ),
        when_started=lambda: said(f"Live Well is at {settings.address}"),
    )
    async with AsyncExitStack() as stack:
        if with_worker:
            work = asyncio.create_task(worker.run(stopping))
            stack.push_async_callback(lambda: work)
        serving = asyncio.create_task(server.serve(sockets=[door]))
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
        said("Stopping …")
        server.should_exit = True
        await serving
        stopping.set()
