"""Words a service would rather not use of people, and what to say instead: found in a text, offered, never imposed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Instead:
    """A word or phrase, and something gentler to put in its place."""

    word: str
    instead: str


@dataclass(frozen=True)
class Hint:
    """A word as somebody typed it, and what could be said instead."""

    typed: str
    instead: str


@lru_cache(maxsize=16)
def read_list(text: str) -> tuple[Instead, ...]:
    """The list as a service writes it, one on each line: the word, an equals sign, what to say instead."""
    found = []
    for line in text.splitlines():
        word, sign, instead = (part.strip() for part in line.partition("="))
        if word and sign and instead:
            found.append(Instead(word, instead))
    return tuple(found)


def unread_lines(text: str) -> list[int]:
    """The numbers of the lines that say nothing: no equals sign, or nothing on one side of it. Empty lines may stand."""
    read = {number for number, line in enumerate(text.splitlines(), 1) if not line.strip() or read_list(line.strip())}
    return [number for number in range(1, len(text.splitlines()) + 1) if number not in read]


# What stands between quotation marks are somebody's own words, and those are theirs.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def find(text: str, words: Iterable[Instead]) -> list[Hint]:
    """Each word of the list that stands in the text outside quotation marks, once, in the order of the list."""
    plain = _QUOTED.sub(" ", text)
    hints = []
    for one in words:
        found = _pattern(one.word).search(plain)
        if found:
            hints.append(Hint(found[0], one.instead))
    return hints


@lru_cache(maxsize=512)
def _pattern(word: str) -> re.Pattern[str]:
    """Whole words, whatever the case; a hyphen may be a space or nothing. static/language-hints.js does the same."""
    parts = [re.escape(part) for part in re.split(r"[-\s]+", word) if part]
    return re.compile(rf"(?<!\w){'[-‐‑ ]?'.join(parts)}(?!\w)", re.IGNORECASE)
