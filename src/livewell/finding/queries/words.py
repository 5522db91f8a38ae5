"""What somebody typed: put right where it matches nothing, widened by what people also call it, and completed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from livewell.assets.queries import vocabulary
from livewell.assets.rules.searching import MEANS_ALSO, search_words
from livewell.assets.rules.vocabulary import Vocabulary
from livewell.finding.rules import spelling
from livewell.finding.rules.matched import Part
from livewell.kit.db import rows

_CLOSE_ENOUGH_TO_COUNT_SLIPS = 12
"""Words of listings, the most alike by pg_trgm, of which one is chosen by its slips."""

_COMPLETIONS = 8
_SHORTEST_BEGINNING = 2
_KEPT_FOR = 10
"""Seconds."""

_LAST = "\U0010ffff"
"""The last letter there is: what begins with a word lies between the word and this after it."""


@dataclass(frozen=True)
class Understood:
    """
    The words of a search as they are looked for. `tsquery` is "" when they ask for nothing.

    `instead` is how the words were put right, "" when they were taken as they are. `any_of_them` finds what has some.
    `about` so many listings, near or far, have the rarest of them; None when nobody counted. `parts` are its words one by
    one, and those together that our own terms are called by, to say which of them a listing has.
    """

    tsquery: str = ""
    any_of_them: str = ""
    instead: str = ""
    about: int | None = None
    parts: tuple[Part, ...] = ()
    only_small: bool = False
    """Whether there are words, and all of them are so common that nothing is looked for: "what can I do"."""


async def understood(text: str, *, as_typed: bool = False) -> Understood:
    """The words somebody typed, with words that match nothing put right unless `as_typed`; three statements at most."""
    words = search_words(text)
    if not words:
        return Understood()
    known = await vocabulary()
    alternatives = {word: _also(word, known) for word in words}
    seen, whole_words, small = await _seen([word for word in words if not alternatives[word]])
    if small.issuperset(words):
        return Understood(only_small=True)
    put_right: dict[str, str] = {}
    unknown = [word for word, times in seen.items() if not times and len(word) >= spelling.SHORTEST]
    # Words that our own terms are called by together are right as they are: "men in sheds".
    if unknown and not as_typed and not _phrase_terms(" ".join(words), known):
        put_right = await _put_right(unknown, known)
    meant = [put_right.get(word, word) for word in words]
    alternatives |= {word: _also(word, known) for word in put_right.values()}
    last = words[-1]
    # A word that is whole is not looked for as the beginning of others: "art" is not arthritis, and takes a tenth of the time.
    begins = not alternatives[last] and last not in whole_words and last not in put_right
    parts = [
        Part(word, f"{word}:*" if begins and place == len(words) - 1 else word, tuple(alternatives[word].items()))
        for place, word in enumerate(meant)
    ]
    each = [_any_of(part) for part in parts]
    together = " ".join(meant)
    called = _phrase_terms(together, known)
    whole = " | ".join(called.values())
    every = " & ".join(each)
    return Understood(
        tsquery=f"({every}) | {whole}" if whole else every,
        any_of_them=" | ".join(each),
        instead=together if put_right else "",
        about=min(seen.values(), default=None),
        parts=(*parts, Part(together, "", tuple(called.items()), is_phrase=True)) if called else tuple(parts),
    )


def _also(word: str, known: Vocabulary) -> dict[str, str]:
    """What else means the same, with how it is looked for: what people say for it, and the names of our own terms for it."""
    names = [*MEANS_ALSO.get(word, ()), *(known.terms[code].name for code in known.by_word.get(word, ()))]
    return {name: phrase for name in names if (phrase := _phrase(name))}


def _any_of(part: Part) -> str:
    """One word as to_tsquery reads it, or anything that means it too."""
    alternatives = list(dict.fromkeys([part.tsquery, *(query for _, query in part.also)]))
    return f"({' | '.join(alternatives)})" if len(alternatives) > 1 else alternatives[0]


def _phrase_terms(text: str, known: Vocabulary) -> dict[str, str]:
    """The names of the terms that people call by these words together: "feeling low" is low mood."""
    names = [known.terms[code].name for code in known.by_word.get(text, ())] if " " in text else []
    return {name: phrase for name in names if (phrase := _phrase(name))}


def _phrase(text: str) -> str:
    words = search_words(text)
    return f"({' <-> '.join(words)})" if len(words) > 1 else "".join(words)


async def _seen(words: Sequence[str]) -> tuple[dict[str, int], set[str], set[str]]:
    """
    How many listings have a word that begins so, about; which of these are whole words of listings; and which are so small
    that searches leave them out, like "the".
    """
    if not words:
        return {}, set(), set()
    found = await rows(
        """
        SELECT typed, coalesce(sum(seen), 0) AS seen, coalesce(bool_or(word = typed), false) AS whole,
               to_tsvector('livewell', typed) = '' AS small
        FROM unnest($1::text[]) AS typed LEFT JOIN word ON word >= typed AND word < typed || $2 GROUP BY typed
        """,
        words,
        _LAST,
    )
    return (
        {one["typed"]: int(one["seen"]) for one in found},
        {one["typed"] for one in found if one["whole"]},
        {one["typed"] for one in found if one["small"]},
    )


async def _put_right(unknown: Sequence[str], known: Vocabulary) -> dict[str, str]:
    """What was meant by each word that no listing has, where there is such a word; another form of one is left as it is."""
    found = await rows(
        """
        SELECT typed, near.* FROM unnest($1::text[]) AS typed
        CROSS JOIN LATERAL (
            SELECT w.word::text, w.seen, to_tsvector('livewell', w.word) = to_tsvector('livewell', typed) AS means_the_same
            FROM word AS w WHERE w.word % typed ORDER BY similarity(w.word, typed) DESC, w.seen DESC, w.word LIMIT $2
        ) AS near
        WHERE to_tsvector('livewell', typed) <> ''
        """,
        unknown,
        _CLOSE_ENOUGH_TO_COUNT_SLIPS,
    )
    same = {one["typed"] for one in found if one["means_the_same"]}
    # What people say for our terms may be in no listing, and still leads to some.
    said = {*MEANS_ALSO, *(word for word in known.by_word if " " not in word)}
    meant = {}
    for typed in unknown:
        if typed not in same:
            near = dict.fromkeys(spelling.alike(typed, said), 0)
            near |= {one["word"]: one["seen"] for one in found if one["typed"] == typed}
            meant[typed] = spelling.meant(typed, near)
    return {typed: word for typed, word in meant.items() if word}


async def completions(text: str) -> list[str]:
    """Up to eight ways to go on with what somebody types: our own terms first, then words, then names of listings."""
    typed = " ".join(text.lower().split())[-60:]
    before, _, last = typed.rpartition(" ")
    if len(last) < _SHORTEST_BEGINNING:
        return []
    found = [name for word, name in await _terms_by_word() if word.startswith(typed)][:_COMPLETIONS]
    asked = await rows(
        """
        (SELECT word::text AS said, false AS whole FROM word WHERE word >= $1 AND word < $1 || $3 ORDER BY seen DESC LIMIT 8)
        UNION ALL
        (SELECT name::text AS said, true AS whole FROM asset
         WHERE published AND merged_into IS NULL AND lower(name) >= $2 AND lower(name) < $2 || $3
         ORDER BY lower(name) LIMIT 4)
        """,
        last,
        typed,
        _LAST,
    )
    found += [one["said"] if one["whole"] else f"{before} {one['said']}".strip() for one in asked]
    return list({one.lower(): one for one in found}.values())[:_COMPLETIONS]


async def _terms_by_word() -> list[tuple[str, str]]:
    """What people say for each of our terms, with its name; a word that staff change is completed some seconds later."""
    if time.monotonic() >= _Kept.until:
        known = await vocabulary()
        _Kept.terms = [(word, known.terms[code].name) for word, codes in known.by_word.items() for code in codes]
        _Kept.until = time.monotonic() + _KEPT_FOR
    return _Kept.terms


class _Kept:
    """The terms as they were last read, so that each letter somebody types is one statement."""

    terms: ClassVar[list[tuple[str, str]]] = []
    until = 0.0
