"""Whether two gaps may be one: the same thing wanted, in words that are alike or under the same need."""

import re

from rapidfuzz.fuzz import token_set_ratio

from livewell.gaps.rules import Wanted

WORDS_ALIKE = 82.0
"""Words in common out of 100, in any order, from which two titles are taken for one thing."""
WORDS_NEAR = 55.0
"""The same where need, or Way and whom it is for, are the same already."""

_SAYS_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a an and any at by for from i in is it like me my near need no of on or our some somewhere something somebody"
        " that the there to want we with would group groups club class classes place",
    )
)


def plain(title: str) -> str:
    """The words of a title that tell one thing from another, in small letters; all of them when none is left."""
    words = re.findall(r"\w+", title.casefold())
    kept = [word for word in words if word not in _SAYS_LITTLE]
    return " ".join(kept or words)


def likeness(one: Wanted, other: Wanted) -> float:
    """How alike two gaps are, from 0 to 130; 0 when they are two. It is symmetric. Where they are is not looked at."""
    if one.kind is not other.kind:
        return 0.0
    first, second = sorted((plain(one.title), plain(other.title)))
    words = token_set_ratio(first, second)
    same_need = bool(one.need) and one.need == other.need
    same_way = bool(one.way) and one.way == other.way
    other_whom = bool(one.for_whom and other.for_whom) and not set(one.for_whom) & set(other.for_whom)
    if other_whom:
        return 0.0
    if words >= WORDS_ALIKE or ((same_need or same_way) and words >= WORDS_NEAR):
        return words + 20.0 * same_need + 10.0 * same_way
    return 0.0
