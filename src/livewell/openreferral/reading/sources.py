"""Where services come from, in batches: a file on this machine, bytes that somebody sent, or an address."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

from livewell.openreferral.reading.splitting import NotServices, services_in

A_BATCH = 1_000
"""Services that are brought in together: while PostgreSQL takes in a fifth of them, the next fifth is made."""
_CHUNK = 256 * 1024


@dataclass(frozen=True)
class Bounds:
    """How much of a feed is read at most; whatever is reached first ends it with a sentence."""

    services: int = 250_000
    pages: int = 10_000
    total_bytes: int = 2_000_000_000
    page_bytes: int = 50_000_000
    seconds: float = 3_600.0
    page_seconds: float = 60.0
    at_once: int = 4


USUAL = Bounds()


@dataclass
class Reading:
    """How far a source has been read; `complete` once it has been read to its end without a doubt."""

    bytes_read: int = 0
    expected: int | None = None
    complete: bool = False
    sentence: str = ""
    trouble: list[tuple[str, str]] = field(default_factory=list)
    """Identifiers that could not be fetched, each with a reason."""


class Source(Protocol):
    """Something that services can be read from, once."""

    reading: Reading

    def batches(self) -> AsyncIterator[list[Any]]:
        """Services as they came, some at a time. Raises NotServices when it is no feed."""
        ...


class FileSource:
    """A file: NDJSON, a JSON list, a page, or a zip with one of these in it."""

    def __init__(self, said: Path | bytes, bounds: Bounds = USUAL) -> None:
        self.reading = Reading()
        self._said = said
        self._bounds = bounds

    async def batches(self) -> AsyncIterator[list[Any]]:
        """Services, some at a time."""
        left = self._bounds.services
        with self._open() as file:
            services = services_in(self._chunks(file))
            # In a thread: whoever else this process serves does not wait for a large file to be read.
            while left and (batch := await asyncio.to_thread(_some, services, min(A_BATCH, left))):
                left -= len(batch)
                yield batch
        if left:
            self.reading.complete = True
        else:
            self.reading.sentence = f"Reading stopped after {self._bounds.services:,} services."

    def _open(self) -> IO[bytes]:
        file: IO[bytes] = io.BytesIO(self._said) if isinstance(self._said, bytes) else self._said.open("rb")
        if file.read(4) != b"PK\x03\x04":
            file.seek(0)
            return file
        try:
            archive = zipfile.ZipFile(file)
            names = [one for one in archive.namelist() if one.endswith((".ndjson", ".jsonl", ".json"))]
            if not names:
                raise NotServices("There is no list of services in this zip file.")
            return archive.open(min(names, key=lambda name: (not name.endswith("services.ndjson"), name)))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise NotServices("This zip file cannot be opened.") from None

    def _chunks(self, file: IO[bytes]) -> Iterator[bytes]:
        while chunk := file.read(_CHUNK):
            self.reading.bytes_read += len(chunk)
            if self.reading.bytes_read > self._bounds.total_bytes:
                raise NotServices(f"It is larger than {self._bounds.total_bytes // 1_000_000:,} MB.")
            yield chunk


def _some(services: Iterator[Any], most: int) -> list[Any]:
    return list(islice(services, most))


class RowsSource:
    """Services that are in memory already, such as those of a spreadsheet."""

    def __init__(self, services: Iterable[Any]) -> None:
        self.reading = Reading(complete=True)
        self._services = list(services)
        self.reading.expected = len(self._services)

    async def batches(self) -> AsyncIterator[list[Any]]:
        """Services, some at a time."""
        for start in range(0, len(self._services), A_BATCH):
            yield self._services[start : start + A_BATCH]
