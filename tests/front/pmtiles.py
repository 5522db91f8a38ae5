"""Writes the smallest PMTiles archives that a browser draws: one tile, said to be everywhere."""

import struct
import zlib
from collections.abc import Sequence

# https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
_NOT_SQUEEZED = 1
VECTOR, PNG = 1, 2
MOST_ZOOM = 14
_EVERY_TILE = sum(4**zoom for zoom in range(MOST_ZOOM + 1))


def varint(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def archive(kind: int, tile: bytes) -> bytes:
    """An archive whose every tile down to `MOST_ZOOM` is this one."""
    # One entry: its first tile, for how many it stands, its length, and its offset plus one.
    directory = b"".join(varint(one) for one in (1, 0, _EVERY_TILE, len(tile), 1))
    about = b'{"vector_layers":[]}'
    at = 127
    sections: list[int] = []
    for length in (len(directory), len(about), 0, len(tile)):
        sections += [at, length]
        at += length
    header = b"PMTiles\x03" + struct.pack("<8Q", *sections) + struct.pack("<3Q", _EVERY_TILE, 1, 1)
    header += bytes([1, _NOT_SQUEEZED, _NOT_SQUEEZED, kind, 0, MOST_ZOOM])
    header += struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    header += bytes([0]) + struct.pack("<2i", 0, 0)
    return header + directory + about + tile


def png(colour: tuple[int, int, int]) -> bytes:
    """A picture of 256 by 256 pixels in one colour: https://www.w3.org/TR/png-3/."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\x00" + bytes(colour) * 256) * 256
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 256, 256, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def land() -> bytes:
    """A vector tile that is all land: https://github.com/mapbox/vector-tile-spec/tree/master/2.1."""

    def field(number: int, data: bytes) -> bytes:
        return varint(number << 3 | 2) + varint(len(data)) + data

    def numbers(parts: Sequence[int]) -> bytes:
        return b"".join(varint(one) for one in parts)

    # MoveTo 0 0; LineTo right, down, left; ClosePath. Steps are zigzag-coded.
    square = numbers([9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15])
    feature = field(2, numbers([0, 0])) + varint(3 << 3) + varint(3) + field(4, square)
    kind = field(3, b"kind") + field(4, field(1, b"earth"))
    layer = field(1, b"earth") + field(2, feature) + kind + varint(5 << 3) + varint(4096)
    return field(3, layer + varint(15 << 3) + varint(2))
