"""Which word somebody meant: how many slips between two words are still slips."""

from collections.abc import Iterable, Mapping

from livewell.kit.slips import slips

__all__ = ["SHORTEST", "alike", "apart", "forgiven", "halves", "meant", "slips"]

_SLIPS = ((5, 1), (8, 2))
"""Up to so many letters, so many slips are forgiven."""

_MOST_SLIPS = 3
SHORTEST = 4
"""A shorter word is too like too many others."""

_SHORTEST_HALF = 3


def forgiven(typed: str) -> int:
    """How many slips a word of this length may have."""
    return next((most for letters, most in _SLIPS if len(typed) <= letters), _MOST_SLIPS)


def meant(typed: str, words: Mapping[str, int]) -> str:
    """
    The one of these words that somebody meant, "" when none is near enough.

    `words` says how often each is said: among those equally near, a slip inside a word is likelier than one in its first
    letter, and the word said more often likelier than another.
    """
    most = forgiven(typed)
    near = [
        (count, word[0] != typed[0], -seen, word)
        for word, seen in words.items()
        if abs(len(word) - len(typed)) <= most and (count := slips(typed, word)) <= most
    ]
    return min(near, default=(0, False, 0, ""))[-1]


def alike(typed: str, words: Iterable[str]) -> list[str]:
    """Those of many words that are worth a closer look: about as long, and with most of their letters in common."""
    most, letters = forgiven(typed), set(typed)
    return [word for word in words if abs(len(word) - len(typed)) <= most and len(letters ^ set(word)) <= 2 * most]


def halves(typed: str) -> list[tuple[str, str]]:
    """Every way to read a word as two that were written without a space: one of three letters, one of four, or longer."""
    if len(typed) < 2 * _SHORTEST_HALF + 1:
        return []
    return [(typed[:place], typed[place:]) for place in range(_SHORTEST_HALF, len(typed) - _SHORTEST_HALF + 1)]


def apart(typed: str, words: Mapping[str, int]) -> str:
    """The two of these words that were written as one, with a space: "menshed" is men shed; "" when there are none."""
    found = [
        (-min(words[one], words[other]), f"{one} {other}")
        for one, other in halves(typed)
        if one in words and other in words
    ]
    return min(found, default=(0, ""))[1]
