"""Which of the words somebody typed a listing has, or what stands for them, and where it has them: said in a line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from livewell.assets.rules.times_words import listed


class Field(StrEnum):
    """Where a word can be found, what tells most about a listing first."""

    NAME = "name"
    WHAT = "what"
    ORGANISATION = "organisation"
    PLACE = "place"
    WHEN = "when"
    WHO_FOR = "who_for"
    FEATURES = "features"
    KIND = "kind"
    WAYS = "ways"
    NEEDS = "needs"
    ACTIVITIES = "activities"
    DETAILS = "details"
    """Somewhere else: of all that is searched."""


_IN: dict[Field, str] = {
    Field.NAME: "in its name",
    Field.WHAT: "in what it offers",
    Field.ORGANISATION: "in the name of who runs it",
    Field.PLACE: "in its address",
    Field.WHEN: "in its times",
    Field.WHO_FOR: "in who it is for",
    Field.FEATURES: "for getting in and taking part",
    Field.KIND: "as what kind of thing it is",
    Field.WAYS: "among its Ways to Wellbeing",
    Field.DETAILS: "in its details",
}
_TELL_MOST = (Field.NAME, Field.WHAT)
_TERMS = {Field.NEEDS: "need", Field.ACTIVITIES: "activity"}
_BEGINS, _ENDS = "\x02", "\x03"
MARKS = f"HighlightAll=true, StartSel={_BEGINS}, StopSel={_ENDS}"
"""How PostgreSQL's ts_headline marks what it found, for `first_marked`."""

_MARK = re.compile(f"[{_BEGINS}{_ENDS}]")
_MARKED = re.compile(f"[\\w'’{_ENDS}-]*{_BEGINS}[\\w'’{_BEGINS}{_ENDS}-]*")
_MOST_WORDS, _MOST_TERMS, _MOST_MISSING = 5, 2, 2
_LONGEST = 40
"""Letters of a word that are quoted."""


@dataclass(frozen=True)
class Part:
    """
    One word of a search: as it was typed or put right, as PostgreSQL reads it, and what else means the same.

    `also` are words with how PostgreSQL reads each. Where `is_phrase` it stands for several words together, and nothing
    is missing without it.
    """

    said: str
    tsquery: str
    also: tuple[tuple[str, str], ...] = ()
    is_phrase: bool = False


@dataclass(frozen=True)
class Hit:
    """A part, by its place in the search, found in a field; `also` is the place of what stood for it, None for itself."""

    field: Field
    part: int
    also: int | None = None
    text: str = ""
    """The field's text, with what was found marked; "" where it is not known."""


def first_marked(text: str) -> str:
    """The first word that is marked, whole: where "free" is marked it is "Step-free"; "" when none is."""
    found = _MARKED.search(text)
    return _MARK.sub("", found[0]).strip("'’-") if found else ""


def why(parts: Sequence[Part], hits: Iterable[Hit], *, every: bool, ignored: Iterable[int] = ()) -> str:
    """
    What was found and where: has “Walk” in its name; about “Walking” (activity).

    `every` when the listing has every word, so that none is missing. Parts that are `ignored` are not looked for: "the".
    "" when there is nothing to say.
    """
    by_part: dict[int, list[Hit]] = {}
    for hit in hits:
        by_part.setdefault(hit.part, []).append(hit)
    words: list[tuple[Field, str]] = []
    terms: dict[tuple[Field, str], str] = {}
    missing = []
    for place, part in enumerate(parts):
        found = _best(by_part.get(place, []))
        if not found and not every and not part.is_phrase and place not in ignored:
            missing.append(part.said)
        for hit in found:
            if hit.field in _TERMS:
                terms.setdefault((hit.field, _MARK.sub("", hit.text)), _close_to(part, hit))
            else:
                close = _close_to(part, hit)
                words.append((hit.field, f"{_quoted(_word(part, hit))}{f' ({close})' if close else ''}"))
    # Of a long sentence it does not help to hear each word that is missing.
    said = [_has(words), _about(terms), _lacks(missing) if len(set(missing)) <= _MOST_MISSING else ""]
    return "; ".join(one for one in said if one)


def _best(hits: list[Hit]) -> list[Hit]:
    """The place of a word that tells most, and the term that has it: the word itself before what stands for it."""
    own = [hit for hit in hits if hit.also is None] or hits
    order = list(Field)
    told = sorted(
        (hit for hit in own if hit.field not in _TERMS), key=lambda hit: (order.index(hit.field), hit.also or 0)
    )[:1]
    itself = bool(told) and told[0].also is None and told[0].field in _TELL_MOST
    terms = sorted(
        # What stands for a word adds nothing where the word itself is in the name.
        (hit for hit in hits if hit.field in _TERMS and not (itself and hit.also is not None)),
        key=lambda hit: (hit.also is not None, hit.also or 0, order.index(hit.field), hit.text),
    )[:1]
    if terms and told and told[0].field not in _TELL_MOST:
        told = []
    return [*told, *terms]


def _word(part: Part, hit: Hit) -> str:
    if hit.also is not None and " " in part.also[hit.also][0]:
        return part.also[hit.also][0]
    return first_marked(hit.text) or (part.said if hit.also is None else part.also[hit.also][0])


def _close_to(part: Part, hit: Hit) -> str:
    if hit.also is None:
        return ""
    # A word that only is longer, as "wheelchair" is for "wheel chair", says so itself.
    instead = part.also[hit.also][0].lower()
    is_longer = " " not in instead and (instead.startswith(part.said) or instead.endswith(part.said))
    return "" if is_longer and hit.field not in _TERMS else f"close to {_quoted(part.said)}"


def _has(words: list[tuple[Field, str]]) -> str:
    order = list(Field)
    once = dict.fromkeys(words)
    seen = {(field, word.lower()): word for field, word in reversed(once)}
    kept = sorted(
        ((field, word) for field, word in once if seen[field, word.lower()] == word),
        key=lambda one: order.index(one[0]),
    )
    more = len(kept) - _MOST_WORDS
    groups = [
        f"{listed([word for _, word in group])} {_IN[field]}"
        for field, group in groupby(kept[:_MOST_WORDS], key=lambda one: one[0])
    ]
    if not groups:
        return ""
    if more > 0:
        groups.append("1 more word" if more == 1 else f"{more} more words")
    return f"has {', '.join(groups)}"


def _about(terms: dict[tuple[Field, str], str]) -> str:
    each = [
        f"{_quoted(name)} ({', '.join(filter(None, (_TERMS[field], close)))})"
        for (field, name), close in list(terms.items())[:_MOST_TERMS]
    ]
    return f"about {listed(each)}" if each else ""


def _lacks(missing: list[str]) -> str:
    each = [_quoted(word) for word in dict.fromkeys(missing)]
    return f"does not say {' or '.join(each)}" if each else ""


def _quoted(word: str) -> str:
    return f"“{word if len(word) <= _LONGEST else word[: _LONGEST - 1] + '…'}”"
