"""Services understood as listings: a few here, many in a process beside this one while PostgreSQL takes in others."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import IO, Any, Self
from uuid import UUID

from livewell.openreferral.actions.outcome import Come
from livewell.openreferral.rules.inward import NotUnderstood, understand
from livewell.openreferral.rules.taxonomies import Catalogue

WORTH_IT = 1_000
"""Services after which a process is started: fewer are understood before it would have begun."""

Understood = tuple[list[Come], list[tuple[str, str]]]
"""What was understood, and the name and the reason of each service that was not."""

_LENGTH = 8
_LARGEST_READ = 4 * 1024 * 1024
_SERVE = "from livewell.openreferral.actions.understanding import serve; serve()"


def understood(batch: Sequence[Any], feed: UUID, catalogue: Catalogue, today: date) -> Understood:
    """These services of a feed, as they came, in their order; `today` is in London."""
    heard: list[Come] = []
    refused: list[tuple[str, str]] = []
    for document in batch:
        try:
            heard.append(Come.of(understand(document, feed=feed, catalogue=catalogue, today=today)))
        except NotUnderstood as why:
            name = document.get("name") if isinstance(document, Mapping) else None
            refused.append((str(name or "Without a name"), str(why)))
    return heard, refused


class Understanding:
    """
    Understands the services of one feed; leave it as a context manager, and its process ends with it.

    The process holds nothing and asks nobody. Where it ends too soon, what it had is understood here instead, so that
    whatever went wrong is raised where it can be told. It ends by itself when this process is gone.
    """

    def __init__(self, feed: UUID, catalogue: Catalogue) -> None:
        self._feed, self._catalogue = feed, catalogue
        self._count = 0
        self._beside: Process | None = None
        self._may_start = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self._end()

    async def of(self, batch: Sequence[Any], today: date) -> Understood:
        """These services understood. Raises what `understood` raises."""
        self._count += len(batch)
        if self._count > WORTH_IT:
            try:
                return await self._ask(batch, today)
            except (OSError, EOFError):
                await self._end()
        return await asyncio.to_thread(understood, batch, self._feed, self._catalogue, today)

    async def _ask(self, batch: Sequence[Any], today: date) -> Understood:
        if self._beside is None:
            if not self._may_start:
                raise EOFError
            self._may_start = False
            self._beside = await asyncio.create_subprocess_exec(
                sys.executable, "-c", _SERVE, stdin=PIPE, stdout=PIPE, limit=_LARGEST_READ
            )
            self._say((self._feed, self._catalogue))
        self._say((batch, today))
        assert self._beside.stdin is not None
        assert self._beside.stdout is not None
        await self._beside.stdin.drain()
        length = int.from_bytes(await self._beside.stdout.readexactly(_LENGTH))
        found: Understood = pickle.loads(await self._beside.stdout.readexactly(length))  # noqa: S301  Our own process.
        return found

    def _say(self, what: object) -> None:
        if self._beside is not None and self._beside.stdin is not None:
            said = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
            self._beside.stdin.writelines((len(said).to_bytes(_LENGTH), said))

    async def _end(self) -> None:
        beside, self._beside = self._beside, None
        if beside is not None:
            with suppress(ProcessLookupError):
                beside.kill()
            # All that it still says is read, or its pipe would never be seen to close.
            await beside.communicate()


def serve() -> None:
    """Be that process: understand what comes in on the standard input until it ends."""
    to, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints a word must not print it between two answers.
    started = _next(to)
    while started and (asked := _next(to)):
        said = pickle.dumps(understood(asked[0], started[0], started[1], asked[1]), pickle.HIGHEST_PROTOCOL)
        out.write(len(said).to_bytes(_LENGTH) + said)
        out.flush()


def _next(said: IO[bytes]) -> Any:
    """The next message, None at the end."""
    length = int.from_bytes(said.read(_LENGTH))
    return pickle.loads(said.read(length)) if length else None  # noqa: S301  From the process that started this one.
