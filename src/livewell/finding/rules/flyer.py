"""What fits on a flyer: how large its letters are, and how much is said where there is more to say than paper."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_WIDE = 1.8
"""How much wider than a letter of ours one of Chinese or an emoji is."""


class Paper(StrEnum):
    """The sheet a flyer is printed on."""

    A5 = "flyer-a5"
    A4 = "flyer-a4"


@dataclass(frozen=True)
class Room:
    """How many letters of usual width each part of a flyer has room for."""

    name: int = 110
    what: int = 280
    what_beside_photo: int = 200
    fact: int = 130
    contact: int = 110
    features: int = 130


ROOM = Room()
"""The same on both papers: A4 is A5 with everything half as large again."""

_NAME_SIZES = ((22, 30.0), (45, 24.0), (80, 19.0))
_SMALLEST_NAME = 15.0


def name_size(name: str) -> float:
    """The size of the name in points on A5: short names are large."""
    width = _width(name)
    return next((size for most, size in _NAME_SIZES if width <= most), _SMALLEST_NAME)


def abridged(text: str, room: int) -> str:
    """
    As much of a text as there is room for, in one line: whole sentences where that keeps half of the room, else whole
    words and "…". A word longer than the room is cut.
    """
    whole = " ".join(text.split())
    if _width(whole) <= room:
        return whole
    kept = _beginning(whole, room - 1)
    ends = [kept.rfind(mark) + 1 for mark in (". ", "! ", "? ")]
    if max(ends) > len(kept) // 2:
        return kept[: max(ends)]
    # A word that was cut goes, unless it is all there is.
    words = kept if whole[len(kept) : len(kept) + 1] in ("", " ") else kept.rpartition(" ")[0] or kept
    return words.rstrip(" ,;:.") + "…"


def as_many(labels: tuple[str, ...], room: int) -> tuple[tuple[str, ...], int]:
    """As many labels as there is room for, from the first, and how many more there are."""
    kept: list[str] = []
    width = 0.0
    for label in labels:
        # A label has a frame around it and a gap after it.
        width += _width(label) + 4
        if width > room:
            break
        kept.append(label)
    return tuple(kept), len(labels) - len(kept)


def _width(text: str) -> float:
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else 1.3 if letter.isupper() else 1 for letter in text
    )


def _beginning(text: str, room: float) -> str:
    width = 0.0
    for at, letter in enumerate(text):
        width += _width(letter)
        if width > room:
            return text[:at]
    return text
