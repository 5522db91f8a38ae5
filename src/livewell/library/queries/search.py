"""Finding something in the library: by words, put right where they find nothing, and by what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from livewell.kit.db import rows
from livewell.library.rules.searching import Row, Sought, as_tsquery, fits, relaxed, words_of

MOST = 2000
"""Items that a search looks at: a library of many thousands is narrowed by a word first."""
_ALIKE = 0.3
"""Of pg_trgm's similarity: "gardning" finds "gardening"."""
_SHORTEST_CORRECTED = 4


@dataclass(frozen=True)
class Found:
    """
    What a search found, in order. `rows` are what its words found, whatever was chosen besides: for counting.

    `instead` is how the words were put right, "" when they were taken as they are. `tries` are searches that ask for
    less and how many each finds, when there is nothing.
    """

    rows: Sequence[Row]
    all: Sequence[Row]
    instead: str
    tries: Sequence[tuple[str, int, Sought]]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.all)


async def find(sought: Sought, *, staff: bool) -> Found:
    """What fits a search, among what they may read: at most three statements, and one more when there is nothing."""
    words = words_of(sought.words)
    meant = words
    if words and not sought.as_typed:
        meant = await _put_right(words, staff=staff)
    found = await _by_words(as_tsquery(meant, beginning=meant[-1:] == words[-1:]), staff=staff)
    fitting = [one for one in found if fits(one, sought)]
    tries: list[tuple[str, int, Sought]] = []
    if not fitting:
        everything = await _by_words("", staff=staff)
        for said, one in relaxed(sought):
            count = sum(fits(each, one) for each in (found if one.words else everything))
            if count:
                tries.append((said, count, one))
    return Found(found, fitting, " ".join(meant) if meant != words else "", tries)


async def _by_words(tsquery: str, *, staff: bool) -> list[Row]:
    """Everything that has these words, what fits them best first; without words everything, by title."""
    found = await rows(
        """
        SELECT i.id, i.slug, i.kind, i.audience AS readers, i.language, i.easy_read AS easy, i.conditions, i.needs, i.ways,
               i.for_whom AS whom, v.title, v.summary
        FROM library_item i
        JOIN library_version v ON v.item = i.id AND v.number = i.published
        CROSS JOIN to_tsquery('livewell', $1) AS q
        WHERE i.state = 'published' AND (i.audience = 'public' OR $2) AND (numnode(q) = 0 OR i.words @@ q)
        ORDER BY CASE WHEN numnode(q) = 0 THEN 0 ELSE -ts_rank(i.words, q) END, lower(v.title), i.id LIMIT $3
        """,
        tsquery,
        staff,
        MOST,
    )
    return [Row(**one) for one in found]


async def _put_right(words: Sequence[str], *, staff: bool) -> list[str]:
    """The words with each that no item has made the word of a title or a tag that is most like it, if one is like it."""
    known = await rows(
        """
        SELECT typed FROM unnest($1::text[]) AS typed
        WHERE to_tsvector('livewell', typed) <> '' AND length(typed) >= $3 AND NOT EXISTS (
            SELECT 1 FROM library_item i WHERE i.state = 'published' AND (i.audience = 'public' OR $2)
            AND i.words @@ to_tsquery('livewell', typed || ':*')
        )
        """,
        list(words),
        staff,
        _SHORTEST_CORRECTED,
    )
    unknown = sorted({one["typed"] for one in known})
    if not unknown:
        return list(words)
    likely = await rows(
        """
        SELECT DISTINCT ON (typed) typed, word FROM unnest($1::text[]) AS typed
        CROSS JOIN (
            SELECT DISTINCT word FROM library_item i CROSS JOIN LATERAL regexp_split_to_table(i.said, ' ') AS word
            WHERE i.state = 'published' AND (i.audience = 'public' OR $2)
        ) AS there
        WHERE similarity(word, typed) >= $3 ORDER BY typed, similarity(word, typed) DESC, word
        """,
        unknown,
        staff,
        _ALIKE,
    )
    right = {one["typed"]: one["word"] for one in likely}
    return [right.get(word, word) for word in words]
