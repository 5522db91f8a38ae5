"""The worker: carries news to its listeners, does the chores of the clock, and says that it is alive."""

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import structlog

from livewell import listeners
from livewell.kit import clock, clockwork, deliveries, doorkeys, drafts, limits, news, once
from livewell.kit.clockwork import CLOCKWORK, Chore
from livewell.kit.db import listen
from livewell.kit.logs import in_short

LOG = structlog.get_logger("livewell.worker")

POLL = 5.0
"""Seconds between looks for work that no NOTIFY told of: retries whose time has come, and leases that ran out."""

BEAT = 10.0
"""Seconds between two signs of life."""

HOUSEKEEPING = (
    Chore("forget old drafts", timedelta(days=1), drafts.forget_old),
    Chore("forget old submissions", timedelta(days=1), once.forget_old),
    Chore("forget old links", timedelta(days=1), doorkeys.forget_old),
    Chore("forget drained rate limits", timedelta(hours=1), limits.forget_old),
)


def prepare() -> None:
    """Fill in who listens and what the clock does; the web and the worker both call it, as often as they like."""
    listeners.install()
    known = {chore.name for chore in CLOCKWORK}
    CLOCKWORK.extend(chore for chore in HOUSEKEEPING if chore.name not in known)


def until_told_to_stop() -> asyncio.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def run(stopping: asyncio.Event) -> None:
    """Work until `stopping` is set; what is in hand then is finished first. Trouble is logged, waited out and survived."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    started_at = clock.now()
    woken = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_again_and_again(lambda: clockwork.beat(name, started_at), BEAT, stopping))
        tasks.create_task(_again_and_again(clockwork.run_due, POLL, stopping))
        tasks.create_task(_again_and_again(lambda: _carry(stopping), POLL, stopping, woken))
        ears = tasks.create_task(_listen(woken))
        await stopping.wait()
        ears.cancel()


async def _carry(stopping: asyncio.Event) -> None:
    while not stopping.is_set() and await deliveries.deliver_one():
        pass


async def _again_and_again(
    work: Callable[[], Awaitable[object]],
    every: float,
    stopping: asyncio.Event,
    woken: asyncio.Event | None = None,
) -> None:
    """Do one thing, wait until it is time again or somebody calls, and never die of it."""
    while not stopping.is_set():
        if woken is not None:
            woken.clear()
        try:
            await work()
        except Exception as error:  # noqa: BLE001  The database may be away for a while; the worker waits for it.
            LOG.warning("work failed", error=in_short(error))
        waits = [asyncio.create_task(event.wait()) for event in (stopping, woken) if event is not None]
        await asyncio.wait(waits, timeout=every, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


async def _listen(woken: asyncio.Event) -> None:
    """Keep an ear on the database; when the line drops, the poll goes on and we try again."""
    while True:
        with suppress(Exception):
            ears = await listen(news.CHANNEL, woken)
            dropped = asyncio.Event()
            ears.add_termination_listener(lambda _, dropped=dropped: dropped.set())
            try:
                await dropped.wait()
            finally:
                ears.terminate()
        await asyncio.sleep(POLL)
