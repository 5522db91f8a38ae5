"""How alike two sets of identity facts are: a question for a person to settle, never for the program."""

import re
from datetime import date
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from livewell.kit.accents import without_accents
from livewell.people.rules import Identity

CLOSE_SPELLING = 0.89
"""Jaro-Winkler from which two names are taken for one spelled in two ways (Stephen and Steven: 0.894; Mary and Mark: 0.883)."""

CLOSE_LETTERS = 85.0
"""Share of letters in common, out of 100, that does the same for short names (Jon and John: 86; Joan and John: 75)."""

_DAY = slice(8, 10)
_MONTH = slice(5, 7)


class Likeness(StrEnum):
    """What somebody at triage is told about two records."""

    SAME = "same"
    LIKELY = "likely"
    NO = "no"


LABELS: dict[Likeness, str] = {
    Likeness.SAME: "The same facts",
    Likeness.LIKELY: "Nearly the same facts",
    Likeness.NO: "Different facts",
}


def plain(name: str) -> str:
    """A name as it is compared: no accents, apostrophes or capital letters; hyphens are spaces."""
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[-‐‑–]", " ", without_accents(name))).casefold().split())


def _alike(one: str, other: str) -> bool:
    """Whether two plain names may be one name: spelled alike, or one a part of the other (Okafor, Okafor-Bell)."""
    if not one or not other:
        return False
    one, other = sorted((one, other))
    if one == other:
        return True
    parts, others = set(one.split()), set(other.split())
    if parts <= others or others <= parts:
        return True
    return JaroWinkler.similarity(one, other) >= CLOSE_SPELLING or ratio(one, other) >= CLOSE_LETTERS


def names_alike(a: Identity, b: Identity) -> bool:
    """Whether first and family names are alike, in either order."""
    first, family = plain(a.first_name), plain(a.family_name)
    other_first, other_family = plain(b.first_name), plain(b.family_name)
    return (_alike(first, other_first) and _alike(family, other_family)) or (
        _alike(first, other_family) and _alike(family, other_first)
    )


def names_equal(a: Identity, b: Identity) -> bool:
    """Whether both names are the same, in the same order."""
    return (plain(a.first_name), plain(a.family_name)) == (plain(b.first_name), plain(b.family_name)) != ("", "")


def near_days(day: date) -> frozenset[date]:
    """
    The days a slip of the pen makes of `day`: itself, one digit different, two neighbouring digits swapped, or day and month swapped.

    At most some eighty days, so that they can be looked up in an index.
    """
    text = day.isoformat()
    places = [place for place, character in enumerate(text) if character.isdigit()]
    written = {text, f"{text[:4]}-{text[_DAY]}-{text[_MONTH]}"}
    for place in places:
        written.update(text[:place] + digit + text[place + 1 :] for digit in "0123456789")
    for one, two in pairwise(places):
        swapped = list(text)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        written.add("".join(swapped))
    days = (_as_day(one) for one in written)
    return frozenset(one for one in days if one is not None)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def likeness(a: Identity, b: Identity) -> Likeness:
    """
    How alike two people's facts are. It is symmetric, and a person with a date of birth is the same as themself.

    Nicknames are not guessed: Elizabeth and Betty are two names until somebody says otherwise.
    """
    if a.nhs_number and a.nhs_number == b.nhs_number:
        unsaid = a.born_on is None or b.born_on is None
        return Likeness.SAME if unsaid or a.born_on == b.born_on else Likeness.LIKELY
    same_day = a.born_on is not None and a.born_on == b.born_on
    if names_equal(a, b) and same_day and a.postcode == b.postcode:
        # Two valid numbers are two people, unless everything else says that one was copied wrongly.
        return Likeness.LIKELY if a.nhs_number and b.nhs_number else Likeness.SAME
    if (a.nhs_number and b.nhs_number) or not names_alike(a, b):
        return Likeness.NO
    return Likeness.LIKELY if _enough_besides_the_name(a, b) else Likeness.NO


def _enough_besides_the_name(a: Identity, b: Identity) -> bool:
    """Whether birthday and home make two people with names alike likely to be one."""
    if a.born_on is not None and a.born_on == b.born_on:
        return True
    unsaid = a.born_on is None or b.born_on is None
    slip = _one_slip(a.born_on, b.born_on)
    same_home = bool(a.postcode) and a.postcode == b.postcode
    return (same_home and (unsaid or slip)) or (slip and names_equal(a, b))


def _one_slip(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and other in near_days(one)
