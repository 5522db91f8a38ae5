"""What changed from one version of a text to the next, line by line, with the words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MOST_WORDS = 2_000
"""Words of a line that are compared one by one; a longer line is shown as taken out and put in whole."""
_MOST_LINES = 3_000


class Was(StrEnum):
    """What became of a line, or of some words of it."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Piece:
    """Some words of a line; `marked` when they are what changed."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """One line of either version."""

    was: Was
    pieces: tuple[Piece, ...]

    @property
    def taken_out(self) -> bool:
        """Whether only the earlier version has it."""
        return self.was is Was.OUT

    @property
    def put_in(self) -> bool:
        """Whether only the later version has it."""
        return self.was is Was.IN


def differences(before: str, after: str) -> list[Line]:
    """Every line of both versions in order. Joining what was not put in gives `before` again, and so the other way."""
    old, new = _lines(before), _lines(after)
    if max(len(old), len(new)) > _MOST_LINES:
        return [*_whole(Was.OUT, old), *_whole(Was.IN, new)]
    found: list[Line] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found += [Line(Was.KEPT, (Piece(line, marked=False),)) for line in old[old_from:old_to]]
        else:
            found += _changed(old[old_from:old_to], new[new_from:new_to])
    return found


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _whole(was: Was, lines: Sequence[str]) -> list[Line]:
    return [Line(was, (Piece(line, marked=True),)) for line in lines]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that stand for each other are compared by their words: as many as there are of both."""
    for one, other in zip(old, new, strict=False):
        yield from _words(one, other)
    yield from _whole(Was.OUT, old[len(new) :])
    yield from _whole(Was.IN, new[len(old) :])


def _words(one: str, other: str) -> list[Line]:
    old, new = re.findall(r"\s+|\S+", one), re.findall(r"\s+|\S+", other)
    if max(len(old), len(new)) > _MOST_WORDS:
        return [*_whole(Was.OUT, [one]), *_whole(Was.IN, [other])]
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        changed = tag != "equal"
        left += _piece(old[old_from:old_to], marked=changed)
        right += _piece(new[new_from:new_to], marked=changed)
    return [Line(Was.OUT, tuple(left)), Line(Was.IN, tuple(right))]


def _piece(words: Sequence[str], *, marked: bool) -> list[Piece]:
    return [Piece("".join(words), marked)] if words else []
