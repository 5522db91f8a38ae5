"""Files that belong to an item: what they are is seen in their bytes, and what can act by itself is not taken."""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 20
"""Files of one item."""
LONGEST_NAME = 80
LONGEST_ALT = 200
LONGEST_WORDS = 20_000
"""Characters: what is said in half an hour."""
_MOST_UNPACKED = 32 * 1024 * 1024
_MOST_STREAMS = 5_000


class FileRefused(Exception):
    """The file is not taken. The message is a sentence for the person who sent it, without a full stop."""


class Sort(StrEnum):
    """What a file is to people."""

    PICTURE = "picture"
    RECORDING = "recording"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Known:
    """A file whose bytes say what it is; `ending` begins with a full stop."""

    sort: Sort
    media_type: str
    ending: str


PDF = Known(Sort.DOCUMENT, "application/pdf", ".pdf")
_MP3 = Known(Sort.RECORDING, "audio/mpeg", ".mp3")
_M4A = Known(Sort.RECORDING, "audio/mp4", ".m4a")
_OGG = Known(Sort.RECORDING, "audio/ogg", ".ogg")
_WAV = Known(Sort.RECORDING, "audio/wav", ".wav")
PICTURE = Known(Sort.PICTURE, "image/webp", ".webp")

_SEND = "Send a PDF, a recording (MP3, M4A, OGG or WAV) or a picture (JPEG, PNG or WebP)"
_TOO_BIG = f"The file is too big. Send one of at most {LARGEST_FILE // 1024 // 1024} MB"

# Brands of a file of sound alone; films have others. https://mp4ra.org/registered-types/brands
_SOUND_BRANDS = (b"M4A ", b"M4B ")
# What a frame of sound begins with: eleven bits, then its version, layer, bit rate and sampling rate, of which some are no
# frame's. https://www.iso.org/standard/22412.html (2.4.2.3)
_FRAME = re.compile(rb"\xff[\xf2\xf3\xfa\xfb](?![\x00-\x0f\xf0-\xff])", re.DOTALL)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


def recognised(data: bytes) -> Known:
    """
    What a file is by its first bytes, whatever it is called. A picture may still turn out not to be one.

    Raises `FileRefused` for everything that is not on the list, and what is empty or over 20 MB.
    """
    if not data:
        raise FileRefused("The file is empty")
    if len(data) > LARGEST_FILE:
        raise FileRefused(_TOO_BIG)
    if data.startswith(b"%PDF-"):
        check_pdf(data)
        return PDF
    if data.startswith(_PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return PICTURE
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"}:
        return PICTURE  # kit.pictures says what to do with these.
    return _recording(data)


def _recording(data: bytes) -> Known:
    if data.startswith(b"ID3") or _FRAME.match(data):
        if data.startswith(b"ID3") and _FRAME.search(data) is None:
            raise FileRefused("The recording cannot be read: the file is damaged or not whole")
        return _MP3
    if data[4:8] == b"ftyp" and data[8:12] in _SOUND_BRANDS:
        return _M4A
    if data.startswith(b"OggS") and (b"OpusHead" in data[:200] or b"\x01vorbis" in data[:200]):
        return _OGG
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return _WAV
    raise FileRefused(f"This file is of a kind that is not taken. {_SEND}")


# Names that make a document do something by itself, or carry what is no document (ISO 32000-2, 7.11.4, 12.6 and 13).
# https://developer.adobe.com/document-services/docs/assets/5b15559b96303194340b99820d3a70fa/PDF_ISO_32000-2.pdf
_ACTS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm|GoToE|Rendition|Movie)\b"
)
_LOCKED = re.compile(rb"/Encrypt\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def check_pdf(data: bytes) -> None:
    """
    Raise `FileRefused` for a PDF that holds a script, starts a program, carries files, or has a password.

    Its objects are looked at where they stand and in packed object streams, up to 32 MB unpacked. This is the first
    wall only: the file is also never shown within our own pages.
    """
    if b"%%EOF" not in data[-2048:]:
        raise FileRefused("The PDF cannot be read: the file is damaged or not whole")
    left = _MOST_UNPACKED
    _check_names(data)
    for count, begins in enumerate(_STREAM.finditer(data)):
        if count == _MOST_STREAMS:
            raise FileRefused("The PDF is made of too many parts. Save it again as a PDF, then send that")
        said = data[max(0, begins.start() - 400) : begins.start()]
        if b"ObjStm" not in _ESCAPED.sub(_unescaped, said):
            continue
        try:
            unpacked = zlib.decompressobj().decompress(data[begins.end() : begins.end() + LARGEST_FILE], left + 1)
        except zlib.error:
            raise FileRefused("The PDF cannot be read. Save it again as a PDF, then send that") from None
        left -= len(unpacked)
        if left < 0:
            raise FileRefused("The PDF grows too large when it is opened. Save it again as a PDF, then send that")
        _check_names(unpacked)


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _check_names(data: bytes) -> None:
    plain = _ESCAPED.sub(_unescaped, data) if b"#" in data else data
    if _LOCKED.search(plain):
        raise FileRefused("The PDF has a password or is locked. Send one that anybody can open")
    if _ACTS.search(plain):
        raise FileRefused(
            "The PDF does something by itself or has other files in it. Print it as a PDF, then send that"
        )


def tidy_name(name: str, known: Known) -> str:
    """What a file is called: plain letters, digits, dots and hyphens, and the ending that says truly what it is."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = stem.rpartition(".")[0] or stem
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[: LONGEST_NAME - len(known.ending)].strip("-_")
    return f"{plain or known.sort.value}{known.ending}"


def check_words(known: Known, words: str) -> None:
    """Raise `FileRefused` when somebody who cannot see or hear it would miss something."""
    if words.strip():
        return
    if known.sort is Sort.PICTURE:
        raise FileRefused("Say what the picture shows, for people who cannot see it")
    if known.sort is Sort.RECORDING:
        raise FileRefused("Write down what is said, or at least what it comes to, for people who cannot hear it")
