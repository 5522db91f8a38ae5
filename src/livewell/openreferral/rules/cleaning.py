"""What other directories write, made plain: text out of HTML, numbers out of texts, and nothing that cannot be kept."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from livewell.kit.clock import LONDON

LONGEST_TEXT = 5_000
MOST_OF_A_LIST = 60
"""Things in one list of one service that are looked at; a feed with more is wrong about something."""

DEEPEST = 12
OLDEST = 130

_PARAGRAPHS = frozenset(
    {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "table", "section", "article", "li"}
)
_NOT_TEXT = frozenset({"script", "style", "head", "title", "template", "iframe", "object"})
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_NO_TAG = re.compile(r"<(?![a-zA-Z/!?][^<>]*>)")
"""A < that opens nothing: each would make the reader look through all the rest of the text."""

_OFFICE = re.compile(r"<!\[(?!CDATA\[)[^<>]*>")
"""What word processors leave behind, such as <![if !supportLists]>."""

_BRITISH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_TOO_FINE = re.compile(r"(\.\d{6})\d+")
"""More digits of a second than Python reads."""

_LARGEST_NUMBER = 10**18
"""No number that anybody means is larger, and Python does not write out one of five thousand digits."""
_CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_PHONE = re.compile(
    r"(?P<number>(?:\+|\b)\d[\d\s().-]{2,22}\d(?!\d)|\b\d{3}\b)(?:,?\s*(?:extension|ext|x)[.:]?\s*(?P<extension>\d{1,6})\b)?",
    re.IGNORECASE,
)
HIDDEN = frozenset("\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that nobody sees and that change what others see; those that Arabic, Persian, Hebrew and emoji need are none."""


# Pairs that are made once: a service has hundreds of values.
_NESTED, _NUMBER = (dict, list), (int, float)


class _Text(HTMLParser):
    """Collects what a browser would show, a line for each paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _NOT_TEXT:
            self._silent += 1
        elif tag in _PARAGRAPHS:
            self.said.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_TEXT:
            self._silent = max(0, self._silent - 1)
        elif tag in _PARAGRAPHS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def text(said: object, *, longest: int = LONGEST_TEXT) -> str:
    """A text of several lines, without HTML and hidden characters, cut at a word; "" for what is no text."""
    if said is None or said == "":
        return ""
    if isinstance(said, _NUMBER) and not isinstance(said, bool):
        said = str(said) if abs(said) <= _LARGEST_NUMBER else ""
    if not isinstance(said, str):
        return ""
    if len(said) <= longest and said.isascii() and said.isprintable() and "<" not in said and "&" not in said:
        # As nearly every text is; what follows costs twenty times as much.
        return " ".join(said.split()) if "  " in said else said.strip(" ")
    plain = said[: longest * 20]
    if _LOOKS_LIKE_HTML.search(plain):
        plain = _without_html(plain)
    plain = unicodedata.normalize("NFC", plain.encode("utf-8", "ignore").decode()).replace("\r\n", "\n")
    plain = "".join(one for one in plain if one in "\n\t" or (unicodedata.category(one) != "Cc" and one not in HIDDEN))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return whole if len(whole) <= longest else whole[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _without_html(said: str) -> str:
    reader = _Text()
    reader.feed(_NO_TAG.sub("&lt;", _OFFICE.sub(" ", said.replace("<![CDATA[", " ").replace("]]>", " "))))
    reader.close()
    return "".join(reader.said)


def line(said: object, *, longest: int) -> str:
    """What was said as text on one line; `longest` in characters, nothing for None."""
    if said is None:
        return ""
    plain = text(said, longest=longest)
    return " ".join(plain.split()) if "\n" in plain else plain


def things(said: object) -> list[dict[str, Any]]:
    """The objects in a list, at most `MOST_OF_A_LIST`; [] for what is no list."""
    return [one for one in said[:MOST_OF_A_LIST] if isinstance(one, dict)] if said and isinstance(said, list) else []


def thing(said: object) -> dict[str, Any]:
    """An object, {} for what is none."""
    return said if isinstance(said, dict) else {}


def snake(document: Any) -> Any:
    """
    The same document with every name in small letters: `serviceId` is `service_id`, where that is not there already.

    What is nested more deeply than `DEEPEST` becomes None.
    """
    return document if _is_snake(document, 0) else _snaked(document, 0)


def _is_snake(document: Any, depth: int) -> bool:
    """Whether it can stay as it is, as nearly every service can: looking costs less than writing it again."""
    if not isinstance(document, _NESTED):
        return True
    if depth > DEEPEST:
        return False
    for one in document.values() if isinstance(document, dict) else document:
        if isinstance(one, _NESTED) and not _is_snake(one, depth + 1):
            return False
    return not isinstance(document, dict) or all(map(str.islower, document))


def _snaked(document: Any, depth: int) -> Any:
    if isinstance(document, list):
        return [_snaked(one, depth + 1) for one in document] if depth <= DEEPEST else None
    if not isinstance(document, dict):
        return document
    if depth > DEEPEST:
        return None
    kept: dict[str, Any] = {}
    camels: list[str] = []
    for name, value in document.items():
        if not name.islower():
            camels.append(name)
        else:
            kept[name] = _snaked(value, depth + 1) if isinstance(value, dict | list) else value
    for name in camels:
        kept.setdefault(_CAMEL.sub(r"_\1", name).lower(), _snaked(document[name], depth + 1))
    return kept


def whole_number(said: object, *, least: int, most: int) -> int | None:
    """A number between the two, or None: -1 and 999 are how feeds say that there is no limit."""
    number = amount(said)
    return int(number) if number is not None and least <= number <= most else None


def age(said: object) -> int | None:
    """An age in years, or None."""
    return whole_number(said, least=0, most=OLDEST)


def amount(said: object) -> Decimal | None:
    """A number as it was written, or None for what is none, is not finite, or is too large to keep."""
    if isinstance(said, bool) or not isinstance(said, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(said).strip().lstrip("£"))
        return number if number.is_finite() and abs(number) < Decimal(10) ** 9 else None
    except (ArithmeticError, ValueError):  # "lots", 1e999999999, and a number of five thousand digits.
        return None


def day(said: object) -> date | None:
    """
    The day in London of a date or of a date and time; None for what is neither, such as 31 February.

    Without a zone it is read as it stands, and 22/11/2026 with the day first, as in Britain.
    """
    plain = said.strip()[:40] if isinstance(said, str) else ""
    british = _BRITISH_DAY.fullmatch(plain)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        moment = datetime.fromisoformat(_TOO_FINE.sub(r"\1", plain))
        return moment.astimezone(LONDON).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def phone(said: object) -> tuple[str, str]:
    """A telephone number and the words that stood with it: "Bristol Youth: 0117 496 0123" is the number and the label."""
    whole = line(said, longest=200)
    found = _PHONE.search(whole)
    if found is None:
        return "", whole
    number = " ".join(found["number"].replace(".", " ").split())
    if found["extension"]:
        number += f" ext {found['extension']}"
    label = " ".join((whole[: found.start()] + " " + whole[found.end() :]).split()).strip(" :;,-–()/")
    return number[:30], label
