"""What fits on a flyer: how large its letters are, and how much is said where there is more to say than paper."""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil


class Paper(StrEnum):
    """The sheet a flyer is printed on. A4 is A5 with everything √2 as large, so what fits on one fits on the other."""

    A5 = "flyer-a5"
    A4 = "flyer-a4"


Fact = tuple[str, str]
"""What it is about, and what is said: ("Cost", "£2")."""


@dataclass(frozen=True)
class Text:
    """What a flyer says between its name and its foot. `more` is how many features there was no room for."""

    what: str
    next: str
    facts: tuple[Fact, ...]
    features: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class Fitted:
    """The text that fits, and how large it is: 1 is 10 points on A5."""

    text: Text
    scale: float


# Lengths are in em of 10 points on A5, which is 41.9 by 59.5. Name and foot take at most what is left of these.
_ROOM, _ROOM_BESIDE_PHOTO = 35.0, 24.5
_SCALES = (1.5, 1.4, 1.3, 1.2, 1.1, 1.0, 0.92)
_SHARES = (1.0, 0.75, 0.55, 0.4, 0.3)
"""How much of each text is kept, when all of it does not fit even in the smallest letters."""

_LETTERS_OF_WHAT, _LETTERS_OF_FACT, _LETTERS_OF_FEATURES = 360, 180, 150
_LINE = 1.3
_WHAT, _NEXT, _FACT, _FEATURE = 1.25, 1.2, 1.12, 1.0
"""Sizes of letters, as in templates/finding/flyer_pdf.html."""

_LETTERS_IN_A_LINE = 70
"""Of usual width, at size 1: Arial is half an em wide on average, and a line breaks before its end."""

_NAME_SIZES = ((17, 30.0), (40, 24.0), (70, 19.0))
_SMALLEST_NAME = 15.0
_LETTERS_OF_NAME = 105
_WIDE, _CAPITAL = 2.2, 1.35


def name_size(name: str) -> float:
    """The size of the name in points on A5: short names are large."""
    width = _width(name)
    return next((size for most, size in _NAME_SIZES if width <= most), _SMALLEST_NAME)


def short_name(name: str) -> str:
    """The name, cut where it would take more than three lines."""
    return abridged(name, _LETTERS_OF_NAME)


def fitted(text: Text, *, with_photo: bool) -> Fitted:
    """The largest letters in which all of it fits; where none does, as much of it as fits in the smallest."""
    room = _ROOM_BESIDE_PHOTO if with_photo else _ROOM
    for share in _SHARES:
        shorter = _shorter(text, share)
        for scale in _SCALES:
            if height_of(shorter, scale) <= room:
                return Fitted(shorter, scale)
    return Fitted(replace(_shorter(text, _SHARES[-1]), features=(), more=0), _SCALES[-1])


def height_of(text: Text, scale: float) -> float:
    """How high the text is at this scale, in em of 10 points on A5."""
    height = _lines(text.what, _WHAT * scale) * _WHAT * _LINE + 1.25
    if text.next:
        height += _lines(f"Next: {text.next}  ", _NEXT * scale) * _NEXT * _LINE + 2.4
    for label, said in text.facts:
        height += _lines(f"{label} {said}", _FACT * scale) * _FACT * _LINE + 0.6
    if text.features:
        # Each has a frame around it and a gap after it.
        height += _lines("".join(f"{label}    " for label in (*text.features, "and 9 more")), _FEATURE * scale) * 2.05
        height += 0.8
    return height * scale


def abridged(text: str, room: float) -> str:
    """
    As much of a text as there is room for, in one line: whole sentences where that keeps half of the room, else whole
    words and "…". A word longer than the room is cut.
    """
    whole = " ".join(text.split())
    if _width(whole) <= room:
        return whole
    kept = _beginning(whole, room - 1)
    ends = max(kept.rfind(mark) + 1 for mark in (". ", "! ", "? "))
    if ends > len(kept) // 2:
        return kept[:ends]
    # A word that was cut goes, unless it is all there is.
    words = kept if whole[len(kept) : len(kept) + 1] in ("", " ") else kept.rpartition(" ")[0] or kept
    return words.rstrip(" ,;:.") + "…"


def _shorter(text: Text, share: float) -> Text:
    features: list[str] = []
    width = 0.0
    for label in text.features:
        width += _width(label) + 4
        if width > _LETTERS_OF_FEATURES * share:
            break
        features.append(label)
    return Text(
        abridged(text.what, _LETTERS_OF_WHAT * share),
        text.next,
        tuple((label, abridged(said, _LETTERS_OF_FACT * share)) for label, said in text.facts),
        tuple(features),
        len(text.features) - len(features),
    )


def _lines(text: str, size: float) -> int:
    """How many lines a text takes; a word too long for what is left of a line begins the next one."""
    return ceil(_width(text) / (_LETTERS_IN_A_LINE / size - 4)) if text else 0


def _width(text: str) -> float:
    return sum(_width_of(letter) for letter in text)


def _width_of(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _CAPITAL if letter.isupper() else 1.0


def _beginning(text: str, room: float) -> str:
    width = 0.0
    for at, letter in enumerate(text):
        width += _width_of(letter)
        if width > room:
            return text[:at]
    return text
