"""What somebody typed: put right where it matches nothing, widened by what people also call it, and completed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from livewell.assets.queries import vocabulary
from livewell.assets.rules.searching import MEANS_ALSO, SMALL_WORDS, search_words, suggests_crisis
from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary, plain_words
from livewell.finding.rules import spelling
from livewell.finding.rules.matched import Part
from livewell.kit.db import rows

_CLOSE_ENOUGH_TO_COUNT_SLIPS = 12
"""Words of listings, the most alike by pg_trgm, of which one is chosen by its slips."""

_GOES_ON, _END = 8, 2
"""So many words that begin with what somebody types are looked at; so many letters may miss at the end of a whole word."""

_NEAR = frozenset({"near", "nearby", "nearest"})

_FEWEST_AROUND, _LONGEST_CALLED = 3, 5
"""Our terms are looked for within a search of three words or more, by at most so many words together."""

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
    # "Walks near me": how near is said by the place.
    words = [word for word in words if word not in _NEAR] or words
    if not words:
        return Understood()
    known = await vocabulary()
    seen = await _seen([word for word in words if not _also(word, known)], _joined(words), last=words[-1])
    if seen.small.issuperset(words) and not _phrase_terms(words, known):
        return Understood(only_small=True)
    put_right: dict[str, str] = {}
    unknown = [word for word, times in seen.times.items() if not times and len(word) >= spelling.SHORTEST]
    # Words that our own terms are called by together are right as they are: "men in sheds".
    if unknown and not as_typed and not _phrase_terms(words, known):
        put_right = await _put_right(unknown, known)
        # Of what somebody says who may need help now nothing else is made: "kill" is not "will", nor "harm" "hard".
        if suggests_crisis(text) and not suggests_crisis(" ".join(put_right.get(word, word) for word in words)):
            put_right = {}
    meant = " ".join(put_right.get(word, word) for word in words).split()
    asked = _Words(known, seen, tuple(meant), frozenset(" ".join(put_right.values()).split()))
    parts = asked.parts()
    each = [_any_of(part) for part in parts]
    together = " ".join(meant)
    called = _phrase_terms(meant, known)
    whole = " | ".join(called.values())
    every = " & ".join(each)
    return Understood(
        tsquery=f"({every}) | {whole}" if whole else every,
        any_of_them=" | ".join(each),
        instead=together if put_right else "",
        about=min(seen.times.values(), default=None),
        parts=(*parts, Part(together, "", tuple(called.items()), is_phrase=True)) if called else tuple(parts),
    )


@dataclass(frozen=True)
class _Words:
    """The words that are looked for, in order; those of them that were `put_right` are whole words that there are."""

    known: Vocabulary
    seen: "_Seen"
    meant: tuple[str, ...]
    put_right: frozenset[str]

    def parts(self) -> list[Part]:
        """Each word, and what else means the same: also written as one word with the one beside it, "wheel chair"."""
        last = len(self.meant) - 1
        joined = _joined(self.meant)
        found = []
        for place, word in enumerate(self.meant):
            also = _also(word, self.known)
            beginning = () if also else self._beginning(word, is_last=place == last)
            for one in joined[max(place - 1, 0) : place + 1]:
                if one in self.seen.whole or one in self.known.by_typed or one in MEANS_ALSO:
                    also = {**also, one: one, **_also(one, self.known)}
            if word not in SMALL_WORDS:
                also = {**also, **self._called(place)}
            asked = " | ".join((f"{word}:*" if place == last and beginning else word, *beginning[1:]))
            found.append(Part(word, f"({asked})" if beginning[1:] else asked, tuple(also.items())))
        return found

    def _called(self, place: int) -> dict[str, str]:
        """The names of the terms that people call by this word together with those around it: "men in sheds near me"."""
        if len(self.meant) < _FEWEST_AROUND:
            return {}
        found: dict[str, str] = {}
        for first in range(max(place - _LONGEST_CALLED + 1, 0), place + 1):
            for end in range(place + 1, min(first + _LONGEST_CALLED, len(self.meant)) + 1):
                if end - first < len(self.meant):  # all of them together are looked for beside the words
                    found |= _phrase_terms(self.meant[first:end], self.known)
        return found

    def _beginning(self, word: str, *, is_last: bool) -> tuple[str, ...]:
        """
        The word where it is the beginning of others, and those of these that PostgreSQL would not find by it; () for a
        word that is whole: "art" is not arthritis, and takes a tenth of the time.

        "walkin" goes on as walking, and that is read as walk; "coffe mornings" are coffee mornings.
        """
        if word in self.seen.whole or word in self.put_right:
            return ()
        goes_on = self.seen.goes_on.get(word, ())
        return (word, *goes_on) if is_last or goes_on else ()


def _joined(words: Sequence[str]) -> list[str]:
    """Each word written as one with the next."""
    return [f"{one}{other}" for one, other in pairwise(words)]


def _also(word: str, known: Vocabulary) -> dict[str, str]:
    """What else means the same, with how it is looked for: what people say for it, and the names of our own terms for it."""
    ours = (known.terms[code].name for code in known.by_typed.get(plain_words([word]), ()))
    both = {name: _phrase(name) for name in MEANS_ALSO.get(word, ())} | {name: _name(name) for name in ours}
    return {name: phrase for name, phrase in both.items() if phrase}


def _any_of(part: Part) -> str:
    """One word as to_tsquery reads it, or anything that means it too."""
    alternatives = list(dict.fromkeys([part.tsquery, *(query for _, query in part.also)]))
    return f"({' | '.join(alternatives)})" if len(alternatives) > 1 else alternatives[0]


def _phrase_terms(words: Sequence[str], known: Vocabulary) -> dict[str, str]:
    """The names of the terms that people call by these words together: "feeling low" is low mood."""
    names = [known.terms[code].name for code in known.by_typed.get(plain_words(words), ())] if len(words) > 1 else []
    return {name: phrase for name in names if (phrase := _name(name))}


def _name(name: str) -> str:
    """
    The name of a term as it is looked for. Of "Getting about" only "getting" is left, and everybody gets something: so
    one of which a single word is left is looked for where listings have the names of their terms (weight B).
    """
    words = search_words(name)
    if len(words) > 1 and len([word for word in words if word not in SMALL_WORDS]) == 1:
        return f"({' <-> '.join(f'{word}:B' for word in words)})"
    return _phrase(name)


def _phrase(text: str) -> str:
    words = search_words(text)
    return f"({' <-> '.join(words)})" if len(words) > 1 else "".join(words)


@dataclass(frozen=True)
class _Seen:
    """
    How many listings have a word that begins so, about; which words are whole words of listings; which are so small that
    searches leave them out, like "the"; and how beginnings go on.
    """

    times: dict[str, int]
    whole: frozenset[str]
    small: frozenset[str]
    goes_on: dict[str, tuple[str, ...]]


async def _seen(words: Sequence[str], joined: Sequence[str], *, last: str) -> _Seen:
    """
    What listings say of these words, and whether they have those that are `joined` of two; one statement, or none.

    What somebody may still type goes on with any letters, from its third; a word before the last one only misses its end.
    """
    if not words and not joined:
        return _Seen({}, frozenset(), frozenset(), {})
    found = await rows(
        """
        SELECT typed, said, coalesce(sum(seen), 0) AS seen, coalesce(bool_or(word = typed), false) AS whole,
               to_tsvector('livewell', typed) = '' AS small,
               CASE WHEN said AND length(typed) >= $5 - (typed = $4)::int THEN ARRAY(
                   SELECT one.word FROM (
                       SELECT w.word, w.seen FROM word AS w WHERE w.word > typed AND w.word < typed || $2
                       ORDER BY w.seen DESC, w.word LIMIT $6
                   ) AS one
                   WHERE (typed = $4 OR length(one.word) <= length(typed) + $7)
                         AND NOT to_tsvector('livewell', one.word)
                                 @@ to_tsquery('livewell', CASE WHEN typed = $4 THEN typed || ':*' ELSE typed END)
                   ORDER BY one.seen DESC, one.word
               ) END AS goes_on
        FROM (SELECT unnest($1::text[]) AS typed, true AS said UNION ALL SELECT unnest($3::text[]), false) AS asked
        LEFT JOIN word ON word >= typed AND word < typed || $2 GROUP BY typed, said
        """,
        words,
        _LAST,
        [one for one in joined if one not in words],
        last,
        spelling.SHORTEST,
        _GOES_ON,
        _END,
    )
    said = [one for one in found if one["said"]]
    return _Seen(
        {one["typed"]: int(one["seen"]) for one in said},
        frozenset(one["typed"] for one in found if one["whole"]),
        frozenset(one["typed"] for one in said if one["small"]),
        {one["typed"]: tuple(one["goes_on"]) for one in said if one["goes_on"]},
    )


async def terms_in(text: str) -> tuple[str, str]:
    """
    The codes of the need and of the activity that somebody's words are called by, "" for none: of several the first, and
    of words that also stand together, those: "coffee morning" is one thing. The words themselves are not kept.
    """
    known = await vocabulary()
    words = (await understood(text)).instead.split() or search_words(text)
    found: dict[Taxonomy, str] = {}
    for length in range(min(_LONGEST_CALLED, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            for code in known.by_typed.get(plain_words(words[first : first + length]), ()):
                found.setdefault(known.terms[code].taxonomy, code)
    return found.get(Taxonomy.NEEDS, ""), found.get(Taxonomy.ACTIVITIES, "")


async def _put_right(unknown: Sequence[str], known: Vocabulary) -> dict[str, str]:
    """
    What was meant by each word that no listing has, where there is such a word, or two that were written as one; another
    form of one is left as it is.
    """
    # What people say for our terms may be in no listing, and still leads to some.
    said = {*MEANS_ALSO, *(piece for word in known.by_typed for piece in word.split())}
    nearly = {typed: spelling.alike(typed, said) for typed in unknown}
    found = await rows(
        """
        SELECT typed, near.* FROM unnest($1::text[]) AS typed
        CROSS JOIN LATERAL (
            SELECT w.word::text, w.seen, to_tsvector('livewell', w.word) = to_tsvector('livewell', typed) AS means_the_same
            FROM word AS w WHERE w.word % typed ORDER BY similarity(w.word, typed) DESC, w.seen DESC, w.word LIMIT $2
        ) AS near
        WHERE to_tsvector('livewell', typed) <> '' AND to_tsvector('livewell', near.word) <> ''
        UNION ALL
        -- "gwyl" is gŵyl, however far apart they are letter by letter.
        SELECT typed, typed, 1, true FROM unnest($1::text[]) AS typed
        WHERE EXISTS (SELECT FROM search_row WHERE words @@ plainto_tsquery('livewell', typed))
        UNION ALL
        SELECT '', said, 0, false FROM unnest($3::text[]) AS said WHERE to_tsvector('livewell', said) <> ''
        UNION ALL
        SELECT NULL, word::text, seen, false FROM word WHERE word = ANY($4::text[]) AND to_tsvector('livewell', word) <> ''
        """,
        unknown,
        _CLOSE_ENOUGH_TO_COUNT_SLIPS,
        list({word for words in nearly.values() for word in words}),
        list({piece for typed in unknown for halves in spelling.halves(typed) for piece in halves}),
    )
    same = {one["typed"] for one in found if one["means_the_same"]}
    ours = {one["word"] for one in found if one["typed"] == ""}
    whole = {one["word"]: one["seen"] for one in found if one["typed"] is None}
    # "coffeemorning" and "taichi" are words of ours without their spaces.
    run_together = {word.replace(" ", ""): word for word in known.by_typed if " " in word}
    meant = {}
    for typed in unknown:
        if typed not in same:
            near = dict.fromkeys((word for word in nearly[typed] if word in ours), 0)
            near |= {one["word"]: one["seen"] for one in found if one["typed"] == typed}
            one, two = spelling.meant(typed, near), run_together.get(typed) or spelling.apart(typed, whole)
            meant[typed] = two if two and (not one or spelling.slips(typed, one) > 1) else one
    return {typed: word for typed, word in meant.items() if word}


async def completions(text: str) -> list[str]:
    """Up to eight ways to go on with what somebody types: our own terms first, then words, then names of listings."""
    typed = " ".join(text.lower().split())[-60:]
    before, _, last = typed.rpartition(" ")
    if len(last) < _SHORTEST_BEGINNING:
        return []
    begun = [(word, name) for word, name in await _terms_by_word() if word.startswith(typed)]
    # Who types "walk" would rather walk than play walking football.
    begun.sort(key=lambda one: (not one[1].lower().startswith(typed), " " in one[0]))
    found = [name for _, name in begun][:_COMPLETIONS]
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
