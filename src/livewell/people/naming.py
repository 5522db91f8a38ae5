"""What in somebody's words would let others know or find a person: names, numbers, addresses, dates of birth."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from livewell.kit.accents import without_accents


class Told(StrEnum):
    """What words say of somebody."""

    FAMILY_NAME = "family_name"
    FIRST_NAME = "first_name"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    BIRTH = "birth"
    NUMBER = "number"


SENTENCES: dict[Told, str] = {
    Told.FAMILY_NAME: "Leave the name out: nobody who comes to Live Well is named here",
    Told.FIRST_NAME: "Leave the first name out: nobody who comes to Live Well is named here",
    Told.EMAIL: "Leave the email address out: nobody is written to from here",
    Told.POSTCODE: "Leave the postcode out: a ward is near enough",
    Told.ADDRESS: "Leave the address out: a ward is near enough",
    Told.BIRTH: "Leave the date of birth out: about how old people are is enough",
    Told.NUMBER: "Leave numbers out that somebody could be rung or found by",
}
"""What whoever wrote it is told, without a full stop, as beside a box."""

_WORDS = """
    baker ball bell best bird bishop bloom booth bridge bright brook brooks brown bush carpenter carter chance chapel church
    close cook cooper cross day dean fairs farmer field fields fisher ford forest fox frost garden gardener gardner gold
    good green grove hall hand hart head heath hill hills holiday home hope house hunt hunter joy kitchen knight lake lamb
    lane law little long love mann marsh mason mills moon moore music nature new newman nice noble north olive page paint
    park parker parks parish parson piper place pool poole porter potter power price pride read reader rich river rivers
    rose rowe sewell sharp shepherd short singer small smart snow south spring springs stone street strong summer summers
    swift table taylor temple thorne town towns valley walker wall ward warm waters way weaver wells west white wild wise
    winter winters wood woods wright york young amber april art autumn bill carol daisy dawn faith grace guy heather holly
    iris ivy jack jade jasmine june lily mark max may mercy pat patience pearl poppy ray rob rosemary ruby sage summer
    sunny victor violet will
"""
EVERYDAY = frozenset(_WORDS.split())
"""Names that are words of every day too: alone they count for no name, after a title or beside the other name they do."""

DIGITS_OF_A_NUMBER = 7
SHORTEST_NAME = 3
YEARS_OF_A_BIRTH = 16
"""A whole date so long ago is taken for somebody's birthday."""

_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|lady)\.?"
_BETWEEN = r"[\s().\-\u2010-\u2015\u2212]*"
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:[0-9]{_BETWEEN}){{{DIGITS_OF_A_NUMBER},}}")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_YEARS = re.compile(r"(?<![0-9])(?<![0-9][\s().-])(?:19|20)[0-9]{2}\s*[-\u2010-\u2015/]\s*(?:19|20)[0-9]{2}(?![0-9])")
_BORN = re.compile(r"\b(?:born|birth|birthday|d\.?\s?o\.?\s?b)\b", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    re.compile(r"(?<![0-9])(?P<day>[0-9]{1,2})\s*[./-]\s*(?P<month>[0-9]{1,2})\s*[./-]\s*(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<year>[0-9]{4})\s*[./-]\s*(?P<month>[0-9]{1,2})\s*[./-]\s*(?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>[0-9]{{4}})\b", re.IGNORECASE
    ),
    re.compile(rf"\b{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})\b", re.IGNORECASE),
)  # fmt: skip
_TWO_DIGITS = 100


@dataclass(frozen=True)
class Known:
    """What is known of the person that words may be about. Anything may be missing."""

    family_name: str = ""
    first_names: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ()
    born_on: date | None = None


NOBODY = Known()


def told_in(
    words: str, known: Known = NOBODY, *, today: date, allowed: str = "", everyday: Collection[str] = EVERYDAY
) -> Told | None:
    """
    The first thing in the words by which somebody could be known or found, or None.

    Of anybody: an email address, a postcode, a date of birth (a whole date long ago, or beside the word), and anything as
    long as a telephone or NHS number. Of `known` their names and the lines of their address too; first names count when
    they begin with a capital. `allowed` is how somebody agreed to be named: those words count for nothing.
    """
    plain = _plain(words)
    return _name_in(plain, known, allowed, everyday) or _found_by(plain, known, today)


def _name_in(plain: str, known: Known, allowed: str, everyday: Collection[str]) -> Told | None:
    free = frozenset(re.findall(r"\w+", _folded(allowed)))
    family, first = _folded(known.family_name), [_folded(one) for one in known.first_names]
    if family not in free and _names_family(plain, family, first, everyday):
        return Told.FAMILY_NAME
    if any(one not in free and _names_first(plain, one, everyday) for one in first):
        return Told.FIRST_NAME
    return None


def _found_by(plain: str, known: Known, today: date) -> Told | None:
    if _EMAIL.search(plain):
        return Told.EMAIL
    if holds_a_postcode(plain):
        return Told.POSTCODE
    folded = " ".join(plain.lower().split())
    lines = [" ".join(_folded(line).split()) for line in known.address_lines]
    if any(len(line) >= SHORTEST_NAME and line in folded for line in lines):
        return Told.ADDRESS
    if _holds_a_birth(plain, known.born_on, today):
        return Told.BIRTH
    for taken_out in (_WEB, _YEARS, *_DATES):
        plain = taken_out.sub(" and ", plain)
    return Told.NUMBER if _NUMBER.search(plain) else None


def holds_a_postcode(words: str) -> bool:
    """Whether something in the words has the shape of a postcode."""
    return _POSTCODE.search(words) is not None


def neighbouring(words: str, *, most: int = 3) -> frozenset[str]:
    """Words that stand beside each other, two to `most` of them, in small letters: among them would be a whole name."""
    each = [re.sub(r"['’]s$", "", one) for one in re.findall(r"\w+(?:['’-]\w+)*", words.lower())]
    return frozenset(
        " ".join(each[start : start + size]) for size in range(2, most + 1) for start in range(len(each) - size + 1)
    )


def _plain(words: str) -> str:
    """Without accents, wide letters and curly apostrophes: the same words as somebody in a hurry types them."""
    return without_accents(words.replace("’", "'"))


def _folded(text: str) -> str:
    return _plain(text).strip().lower()


def _names_family(plain: str, family: str, first: list[str], everyday: Collection[str]) -> bool:
    if len(family) < SHORTEST_NAME:
        return False
    name = _as_words(family)
    if family not in everyday:
        return re.search(rf"(?<!\w){name}(?!\w)", plain, re.IGNORECASE) is not None
    before = "|".join([_TITLE, *(_as_words(one) for one in first if one)])
    return re.search(rf"(?<!\w)(?:{before})\s+{name}(?!\w)", plain, re.IGNORECASE) is not None


def _names_first(plain: str, first: str, everyday: Collection[str]) -> bool:
    if len(first) < SHORTEST_NAME or first in everyday:
        return False
    found = re.finditer(rf"(?<!\w){_as_words(first)}(?!\w)", plain, re.IGNORECASE)
    return any(one.group()[0].isupper() for one in found)


def _as_words(name: str) -> str:
    return r"\s+".join(re.escape(one) for one in name.split())


def _holds_a_birth(plain: str, born_on: date | None, today: date) -> bool:
    beside_the_word = _BORN.search(plain) is not None
    for day in _whole_dates(plain, today):
        if beside_the_word or day == born_on or today.year - day.year >= YEARS_OF_A_BIRTH:
            return True
    return False


def _whole_dates(plain: str, today: date) -> Iterator[date]:
    for shape in _DATES:
        for found in shape.finditer(plain):
            named = found["month"].lower()[:3]
            month = _MONTHS.index(named) + 1 if named in _MONTHS else int(found["month"])
            year = int(found["year"])
            if year < _TWO_DIGITS:
                # A year of two figures is the newest that is not to come: 48 is 1948, 05 is 2005.
                year += today.year - today.year % _TWO_DIGITS
                year -= _TWO_DIGITS if year > today.year else 0
            try:
                yield date(year, month, int(found["day"]))
            except ValueError:
                continue
