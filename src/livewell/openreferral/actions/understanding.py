"""Services understood as listings: a few here, many in a process beside this one while PostgreSQL takes in others."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import TracebackType
from typing import IO, Any, Self
from uuid import UUID

import msgspec

from livewell.kit import clock, sweeping
from livewell.openreferral.actions.outcome import Come
from livewell.openreferral.reading.sources import Source
from livewell.openreferral.rules.inward import Heard, NotUnderstood, understand
from livewell.openreferral.rules.taxonomies import Catalogue, Taxonomy

WORTH_IT = 1_000
"""Services after which a process is started: fewer are understood before it would have begun."""

Understood = tuple[list[Come], list[tuple[str, str]]]
"""What was understood, and the name and the reason of each service that was not."""


class _Started(msgspec.Struct, array_like=True):
    """What the process is told first: the parts of a catalogue."""

    feed: UUID
    taxonomies: tuple[Taxonomy, ...]
    by_words: dict[str, tuple[str, str]]


class _Asked(msgspec.Struct, array_like=True):
    batch: list[Any]
    today: date


class _Answered(msgspec.Struct, array_like=True):
    """What it answers: each service, and what is written down of it."""

    heard: list[tuple[Heard, str, str, str, str]]
    refused: list[tuple[str, str]]


_LENGTH = 8
_LARGEST_READ = 4 * 1024 * 1024
_SAY = msgspec.msgpack.Encoder(uuid_format="bytes")
_READ_ANSWER = msgspec.msgpack.Decoder(_Answered)
_READ_QUESTION = msgspec.msgpack.Decoder(_Asked)
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
            with suppress(ValueError, OverflowError, RecursionError):  # What no message can hold is understood here.
                asked = _SAY.encode(_Asked(list(batch), today))
                try:
                    return await self._ask(asked)
                except (OSError, EOFError):
                    await self._end()
        return await asyncio.to_thread(understood, batch, self._feed, self._catalogue, today)

    async def _ask(self, asked: bytes) -> Understood:
        beside = self._beside or await self._start()
        if beside is None or beside.stdin is None or beside.stdout is None:
            raise EOFError
        beside.stdin.writelines(_message(asked))
        await beside.stdin.drain()
        length = int.from_bytes(await beside.stdout.readexactly(_LENGTH))
        answered = _READ_ANSWER.decode(await beside.stdout.readexactly(length))
        return [Come(heard, heard.listing, *written) for heard, *written in answered.heard], answered.refused

    async def _start(self) -> Process | None:
        if not self._may_start:
            return None
        self._may_start = False
        self._beside = beside = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _SERVE, stdin=PIPE, stdout=PIPE, limit=_LARGEST_READ
        )
        words = {word: (taxonomy.code, code) for word, (taxonomy, code) in self._catalogue.by_words.items()}
        started = _Started(self._feed, self._catalogue.taxonomies, words)
        if beside.stdin is not None:
            beside.stdin.writelines(_message(_SAY.encode(started)))
        return beside

    async def _end(self) -> None:
        beside, self._beside = self._beside, None
        if beside is not None:
            with suppress(ProcessLookupError):
                beside.kill()
            # All that it still says is read, or its pipe would never be seen to close.
            await beside.communicate()


async def ahead(source: Source, understanding: Understanding) -> AsyncGenerator[tuple[int, Understood]]:
    """
    How many services each batch of a source has, and what they say.

    While one is written the next is understood, and one more while it waits: no processor waits for another.
    """
    ready: asyncio.Queue[tuple[int, Understood] | None] = asyncio.Queue(maxsize=1)

    async def understand_all() -> None:
        try:
            async for batch in source.batches():
                await ready.put((len(batch), await understanding.of(batch, clock.today())))
        finally:
            await ready.put(None)

    working = asyncio.create_task(understand_all())
    try:
        while (found := await ready.get()) is not None:
            yield found
        await working  # Whatever went wrong is raised here, after all that was understood before.
    finally:
        working.cancel()
        with suppress(asyncio.QueueEmpty):
            ready.get_nowait()
        await asyncio.gather(working, return_exceptions=True)


def serve() -> None:
    """Be that process: understand what comes in on the standard input until it ends."""
    to, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints a word must not print it between two answers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one, and ends it too.
    if (first := _next(to)) is None:
        return
    started = msgspec.msgpack.decode(first, type=_Started)
    called = {taxonomy.code: taxonomy for taxonomy in started.taxonomies}
    terms = Catalogue(
        started.taxonomies,
        {taxonomy.term_id(term.code): (taxonomy, term) for taxonomy in started.taxonomies for term in taxonomy.terms},
        {word: (called[taxonomy], code) for word, (taxonomy, code) in started.by_words.items()},
    )
    with sweeping.seldom():
        while (said := _next(to)) is not None:
            asked = _READ_QUESTION.decode(said)
            come, refused = understood(asked.batch, started.feed, terms, asked.today)
            heard = [(one.heard, one.fields, one.beside, one.organization, one.mark) for one in come]
            out.writelines(_message(_SAY.encode(_Answered(heard, refused))))
            out.flush()


def _message(said: bytes) -> tuple[bytes, bytes]:
    return len(said).to_bytes(_LENGTH), said


def _next(said: IO[bytes]) -> bytes | None:
    """The next message, None at the end."""
    length = int.from_bytes(said.read(_LENGTH))
    return said.read(length) if length else None
