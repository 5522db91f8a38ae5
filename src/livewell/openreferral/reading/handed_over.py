"""A hand-over file that is open: its lists, line by line, and its photographs, one at a time and never more than fits."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from livewell.kit.pictures import LARGEST_FILE
from livewell.openreferral.reading.splitting import NotServices, services_in
from livewell.openreferral.rules.handed_over import LISTINGS

MOST_LINES = 250_000
"""Lines of one list that are read."""

MOST_BYTES = 2_000_000_000
"""Bytes of one list, unpacked."""

MOST_PICTURES = 20_000_000_000
"""Bytes of all photographs, unpacked."""

_CHUNK = 256 * 1024
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 0x1
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What we write; the others can ask a reader for gigabytes before the first byte."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class HandedOver:
    """
    The archive, as a context. Nothing of it is ever written to the disk, and no name in it is taken for a path.

    All of it may come from somebody we need not trust: what a part says of its own size is only believed downwards.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._pictures = 0

    @classmethod
    def opened(cls, said: Path | bytes) -> Self | None:
        """The archive, or None for whatever is no hand-over file."""
        file: IO[bytes] = io.BytesIO(said) if isinstance(said, bytes) else said.open("rb")
        try:
            if file.read(len(_ZIP)) == _ZIP:
                archive = zipfile.ZipFile(file)
                if LISTINGS in archive.namelist():
                    return cls(archive)
        except _BROKEN:
            pass  # Whoever reads the listings in it says so.
        file.close()
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._archive.fp is not None:
            self._archive.fp.close()
        self._archive.close()

    def lines(self, part: str) -> Iterator[Any]:
        """Every line of a list, none where there is no such list. Raises NotServices."""
        if part in self._archive.namelist():
            for number, said in enumerate(services_in(self._chunks(part))):
                if number == MOST_LINES:
                    raise NotServices(f"{part} has more than {MOST_LINES:,} lines.")
                yield said

    def photograph(self, file: str) -> bytes:
        """One file of the archive, at most as large as a photograph that somebody sends. Raises NotServices."""
        try:
            about = self._archive.getinfo(file)
        except KeyError:
            raise NotServices("Its file is not there.") from None
        self._check(about)
        if about.file_size > LARGEST_FILE:
            raise NotServices("Its file is larger than 10 MB.")
        try:
            with self._archive.open(about) as part:
                found = part.read(LARGEST_FILE + 1)
        except _BROKEN:
            raise NotServices("Its file cannot be unpacked.") from None
        self._pictures += len(found)
        if self._pictures > MOST_PICTURES:
            raise NotServices(f"There are more than {MOST_PICTURES // 1_000_000_000} GB of photographs.")
        return found

    def _chunks(self, part: str) -> Iterator[bytes]:
        about = self._archive.getinfo(part)
        self._check(about)
        taken = 0
        try:
            with self._archive.open(about) as file:
                while chunk := file.read(_CHUNK):
                    taken += len(chunk)
                    if taken > MOST_BYTES:
                        raise NotServices(f"{part} is larger than {MOST_BYTES // 1_000_000:,} MB.")
                    yield chunk
        except _BROKEN:
            raise NotServices(f"{part} cannot be unpacked.") from None

    def _check(self, about: zipfile.ZipInfo) -> None:
        if about.flag_bits & _ENCRYPTED:
            raise NotServices("The file is locked with a password.")
        if about.compress_type not in _PACKINGS:
            raise NotServices("It is packed in a way that is not read here.")
