"""The languages a person can read their pages in: which there are, which one holds now, and the words in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from livewell.kit import dates
from livewell.kit.folders import folder

DOMAIN = "livewell"
ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """One language of the pages a person reads."""

    code: str
    """What stands in the `lang` of a page: en-GB, cy, pl, ur."""
    own_name: str
    """As its speakers write it."""
    english_name: str
    """As it stands on somebody's record."""
    direction: str
    checked: bool
    """Whether somebody who speaks it has read the translation; said on the page while nobody has."""


LANGUAGES: dict[str, Language] = {
    ENGLISH: Language("en-GB", "English", "English", "ltr", checked=True),
    "cy": Language("cy", "Cymraeg", "Welsh", "ltr", checked=False),
    "pl": Language("pl", "Polski", "Polish", "ltr", checked=False),
    "ur": Language("ur", "اردو", "Urdu", "rtl", checked=False),
}

_NOW: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """The code of the language that holds now."""
    return _NOW.get()


def known(said: str | None) -> str:
    """The code of a language said by its code or by its name, as it stands on a record; English for any other."""
    wanted = (said or "").strip().casefold()
    for code, language in LANGUAGES.items():
        if wanted in {code, language.code.casefold(), language.own_name.casefold(), language.english_name.casefold()}:
            return code
    return ENGLISH


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside, words and days are in this language; English for a code that is none of ours."""
    token = _NOW.set(known(code))
    try:
        yield
    finally:
        _NOW.reset(token)


def locale() -> Locale:
    """Babel's locale of the language that holds now, for days, times and numbers."""
    return Locale.parse("en_GB" if current() == ENGLISH else current())


def say_day(day: date) -> str:
    """A day in the language that holds now; in English as `dates.say_day`."""
    if current() == ENGLISH:
        return dates.say_day(day)
    return format_date(_on(day), "d MMMM y", locale=locale())


def say_weekday(day: date) -> str:
    """The same with its weekday."""
    if current() == ENGLISH:
        return dates.say_weekday(day)
    return format_date(_on(day), "EEEE d MMMM y", locale=locale())


def say_month(day: date) -> str:
    """The month of a day, with its year."""
    if current() == ENGLISH:
        return f"{dates.MONTHS[day.month - 1]} {day.year}"
    return format_date(day, "LLLL y", locale=locale())


def say_time(moment: time) -> str:
    """A time of day in the language that holds now: 2:30pm in English, 14:30 elsewhere."""
    return dates.say_time(moment) if current() == ENGLISH else f"{moment:%H:%M}"


def say_instant(instant: datetime) -> str:
    """An instant on a London clock, in the language that holds now. Raises ValueError without a zone."""
    there = dates.in_london(instant)
    # A day and a time of it.
    return gettext("%(day)s at %(time)s") % {"day": say_day(there.date()), "time": say_time(there.time())}


def _on(day: date) -> date:
    return dates.london_day(day) if isinstance(day, datetime) else day


def gettext(words: str) -> str:
    """These English words in the language that holds now; the same words where nobody has translated them."""
    return _words(current()).gettext(words)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of these words that goes with a number, in the language that holds now."""
    return _words(current()).ngettext(one, many, number)


def pgettext(where: str, words: str) -> str:
    """The same, for words that mean different things in different places."""
    return _words(current()).pgettext(where, words)


def npgettext(where: str, one: str, many: str, number: int) -> str:
    """One or many, as gettext says them for this number in this place, in the language of the request."""
    return _words(current()).npgettext(where, one, many, number)


def mark(words: str) -> str:
    """The words as they are: it marks a label in a rule for translation, which happens where it is shown."""
    return words


@cache
def _words(code: str) -> NullTranslations:
    """The translations of a language, read from `locale/<code>/LC_MESSAGES/livewell.po` once."""
    path = catalogue(code)
    if code == ENGLISH or not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code, domain=DOMAIN))
    compiled.seek(0)
    return GNUTranslations(compiled)


def catalogue(code: str) -> Path:
    """Where the translation of a language is kept."""
    return folder("locale") / code / "LC_MESSAGES" / f"{DOMAIN}.po"
