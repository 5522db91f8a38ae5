"""Where services come from, in batches: a file on this machine, bytes that somebody sent, or an address."""

import asyncio
import gzip
import io
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol, cast

from livewell.openreferral.reading.splitting import NotServices, Splitter, services_in
from livewell.openreferral.rules.handed_over import KEPT

A_BATCH = 1_000
"""Services that are brought in together: while PostgreSQL takes in a part of them, the next part is made."""
_CHUNK = 256 * 1024
_AS_KEPT = "listings.ndjson"
"""The part of a hand-over file that loses nothing."""

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"


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
    again_after: tuple[float, ...] = (1.0, 5.0)
    """Seconds before a page that did not come is asked for again, once for each."""


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

    notes: list[tuple[str, str]] = field(default_factory=list)
    """What is worth saying of the source as a whole, each with a reason."""


class Source(Protocol):
    """Something that services can be read from, once."""

    reading: Reading

    def batches(self) -> AsyncIterator[list[Any]]:
        """Services as they came, some at a time. Raises NotServices when it is no feed."""
        ...


class FileSource:
    """
    A file: NDJSON, a JSON list, a page, or one of these packed by gzip or in a zip.

    A hand-over file is read as it was kept, so that hidden places and what is not published come in as well.
    """

    def __init__(self, said: Path | bytes, bounds: Bounds = USUAL) -> None:
        self.reading = Reading()
        self._said = said
        self._handed_over = False
        self._bounds = bounds

    async def batches(self) -> AsyncIterator[list[Any]]:
        """Services, some at a time."""
        left = self._bounds.services
        with self._open() as file:
            splitter = Splitter()
            services = services_in(self._chunks(file), splitter)
            # In a thread: whoever else this process serves does not wait for a large file to be read.
            while left and (batch := await asyncio.to_thread(_some, services, min(A_BATCH, left))):
                left -= len(batch)
                yield [_handed(one) for one in batch] if self._handed_over else without_kept(batch)
        if left:
            self.reading.complete = not splitter.doubt
            self.reading.notes += [("The file", splitter.doubt)] if splitter.doubt else []
        else:
            self.reading.sentence = f"Reading stopped after {self._bounds.services:,} services."

    def _open(self) -> IO[bytes]:
        file: IO[bytes] = io.BytesIO(self._said) if isinstance(self._said, bytes) else self._said.open("rb")
        mark = file.read(4)
        if mark != _ZIP:
            file.seek(0)
            return cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if mark.startswith(_GZIP) else file
        try:
            archive = zipfile.ZipFile(file)
            names = [one for one in archive.namelist() if one.endswith((".ndjson", ".jsonl", ".json"))]
            if not names:
                raise NotServices("There is no list of services in this zip file.")
            self._handed_over = _AS_KEPT in names
            return archive.open(_AS_KEPT if self._handed_over else min(names, key=_likeliest))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise NotServices("This zip file cannot be opened.") from None

    def _chunks(self, file: IO[bytes]) -> Iterator[bytes]:
        while chunk := _unpacked(file):
            self.reading.bytes_read += len(chunk)
            if self.reading.bytes_read > self._bounds.total_bytes:
                raise NotServices(f"It is larger than {self._bounds.total_bytes // 1_000_000:,} MB.")
            yield chunk


def _likeliest(name: str) -> tuple[bool, str]:
    return not name.endswith("services.ndjson"), name


def _handed(one: Any) -> Any:
    return {"id": one.get("id"), "name": one.get("name"), KEPT: one} if isinstance(one, dict) else one


def without_kept(batch: list[Any]) -> list[Any]:
    """The same services; what only a hand-over file may say is taken out of them."""
    for one in batch:
        if isinstance(one, dict):
            one.pop(KEPT, None)
    return batch


def _unpacked(file: IO[bytes]) -> bytes:
    try:
        return file.read(_CHUNK)
    except (zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, EOFError):
        raise NotServices("It is packed, and cannot be unpacked: was it sent whole?") from None


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
