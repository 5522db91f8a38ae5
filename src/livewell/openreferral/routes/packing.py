"""A zip file that is sent while it is made: neither all of it nor any whole part of it is in memory or on the disk."""

import asyncio
import zipfile
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

_A_PIECE = 64 * 1024


@dataclass(frozen=True)
class Part:
    """One file of the archive; `packed` says whether it becomes smaller by packing, which pictures do not."""

    name: str
    content: AsyncIterable[bytes]
    packed: bool = True


class _Pipe:
    """Takes what the archive writes, until it is fetched. It says of no place where it is, so nothing goes back in it."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    @property
    def waiting(self) -> int:
        """Bytes that were written and not fetched."""
        return len(self._waiting)

    def write(self, said: bytes) -> int:
        """What a file does."""
        self._waiting += said
        return len(said)

    def flush(self) -> None:
        """What a file does; here there is nothing to do."""

    def fetch(self) -> bytes:
        """All that was written since the last time."""
        found, self._waiting = bytes(self._waiting), bytearray()
        return found


async def zip_pieces(parts: AsyncIterable[Part], made_at: datetime) -> AsyncIterator[bytes]:
    """
    The archive of these parts, a piece at a time; their files say that they were made at `made_at`, on the wall.

    Packing happens beside the loop. What goes wrong in a part is raised, and what was sent until then is no archive.
    """
    pipe = _Pipe()
    archive = zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_DEFLATED)
    async for part in parts:
        about = zipfile.ZipInfo(part.name, made_at.timetuple()[:6])
        about.compress_type = zipfile.ZIP_DEFLATED if part.packed else zipfile.ZIP_STORED
        with archive.open(about, "w", force_zip64=True) as file:
            async for said in part.content:
                await asyncio.to_thread(file.write, said)
                if pipe.waiting >= _A_PIECE:
                    yield pipe.fetch()
    await asyncio.to_thread(archive.close)
    yield pipe.fetch()
