"""Which words of a text were taken out and which were put in, from one version of it to the next."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby

_WORDS = re.compile(r"\s+|\w+(?:[’'@.:/-]\w+)*|[^\w\s]")
_MOST_CELLS = 10_000
"""Two stretches are compared word by word while a table of their words stays smaller than this."""
_DEEPEST = 12
"""How often a stretch is divided at words that stand once on both sides."""
_FEWEST_KEPT = 0.2
"""Texts that share less than this part of their words are two texts: nobody reads a chequered one."""


class Was(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Piece:
    """Some words that stand together, with the spaces and lines among them."""

    text: str
    was: Was

    @property
    def taken_out(self) -> bool:
        """Whether only the earlier text has them."""
        return self.was is Was.OUT

    @property
    def put_in(self) -> bool:
        """Whether only the later text has them."""
        return self.was is Was.IN

    @property
    def lines(self) -> list[str]:
        """The same line by line."""
        return self.text.split("\n")


_Run = tuple[Was, Sequence[str]]


def marked(before: str, after: str) -> list[Piece]:
    """
    Both texts in one, in the order of reading: without what was taken out it is `after`, without what was put in `before`.

    Words that stand once in both texts hold them together (Cohen's patience diff), and what lies between two of them is
    compared word by word where it is short. So its time grows with the length of the texts, however alike they are.
    """
    old, new = _words(before), _words(after)
    pieces = list(_joined(_compared(old, new, _DEEPEST)))
    kept = _count(word for one in pieces if one.was is Was.KEPT for word in _words(one.text))
    if kept < _FEWEST_KEPT * max(_count(old), _count(new)):
        return list(_joined([(Was.OUT, old), (Was.IN, new)]))
    return pieces


def _count(words: Iterable[str]) -> int:
    return sum(not word.isspace() for word in words)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.replace("\r\n", "\n"))


def _compared(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[_Run]:
    """The two as runs of words, an empty one here and there."""
    begin = _alike(old, new)
    yield Was.KEPT, old[:begin]
    old, new = old[begin:], new[begin:]
    end = _alike(old[::-1], new[::-1])
    yield from _divided(old[: len(old) - end], new[: len(new) - end], deep)
    yield Was.KEPT, old[len(old) - end :]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words they begin with alike."""
    return next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _divided(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[_Run]:
    if len(old) * len(new) <= _MOST_CELLS:
        yield from _word_by_word(old, new)
        return
    anchors = _anchors(old, new) if deep else []
    if not anchors:
        yield from ((Was.OUT, old), (Was.IN, new))
        return
    at_old, at_new = 0, 0
    for next_old, next_new in chain(anchors, [(len(old), len(new))]):
        yield from _compared(old[at_old:next_old], new[at_new:next_new], deep - 1)
        yield Was.KEPT, old[next_old : next_old + 1]
        at_old, at_new = next_old + 1, next_new + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand that both have once, as many as stand in the same order in both."""
    once_old, once_new = _once(old), _once(new)
    both = [(place, once_new[word]) for word, place in once_old.items() if word in once_new]
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int | None] = []
    for n, (_, place) in enumerate(both):
        length = bisect_left(ends, place)
        earlier.append(last[length - 1] if length else None)
        if length == len(ends):
            ends.append(place)
            last.append(n)
        else:
            ends[length], last[length] = place, n
    found: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(both[at])
        at = earlier[at]
    return found[::-1]


def _once(words: Sequence[str]) -> dict[str, int]:
    """The words that stand once, in order, and where."""
    count = Counter(words)
    return {word: place for place, word in enumerate(words) if count[word] == 1}


def _word_by_word(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """The longest row of words that both have, by the table of how long it is from each pair of places on."""
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        here, below = longest[i], longest[i + 1]
        for j in range(len(new) - 1, -1, -1):
            here[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], here[j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            yield Was.KEPT, old[i : i + 1]
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            yield Was.OUT, old[i : i + 1]
            i += 1
        else:
            yield Was.IN, new[j : j + 1]
            j += 1
    yield Was.OUT, old[i:]
    yield Was.IN, new[j:]


def _joined(runs: Iterable[_Run]) -> Iterator[Piece]:
    """
    Runs as pieces: between two that are kept, what was taken out stands before what was put in.

    A space alone between two changes belongs to both, so that several changed words in a row are read as one change.
    """
    texts = [(was, "".join(words)) for was, words in runs if words]
    kept = [
        was is Was.KEPT and not (text.isspace() and 0 < n < len(texts) - 1 and _is_between_changes(texts, n))
        for n, (was, text) in enumerate(texts)
    ]
    for is_kept, group in groupby(zip(kept, texts, strict=True), key=lambda one: one[0]):
        together = [one for _, one in group]
        if is_kept:
            yield Piece("".join(text for _, text in together), Was.KEPT)
            continue
        for side, other in ((Was.OUT, Was.IN), (Was.IN, Was.OUT)):
            text = "".join(text for was, text in together if was is not other)
            if text:
                yield Piece(text, side)


def _is_between_changes(texts: Sequence[tuple[Was, str]], n: int) -> bool:
    return texts[n - 1][0] is not Was.KEPT and texts[n + 1][0] is not Was.KEPT
