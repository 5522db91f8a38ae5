"""The vocabulary of needs and activities, read once and kept until a term changes; and the days places share."""

from datetime import date
from functools import lru_cache

from livewell.assets.rules.times import Calendar
from livewell.assets.rules.vocabulary import Taxonomy, Term, Vocabulary
from livewell.kit import clock
from livewell.kit.dates import bank_holidays
from livewell.kit.db import rows, value
from livewell.places import queries as places

_YEARS_BACK, _YEARS_ON = 1, 7


class _Kept:
    """The vocabulary as it was last read, under the mark of the terms and versions it was read from."""

    mark: object = ""
    vocabulary = Vocabulary()


async def vocabulary() -> Vocabulary:
    """Every term. One small statement says whether any has changed since it was read."""
    mark = await value("SELECT sum(uuid_hash_extended(id, version)) FROM term")
    if mark != _Kept.mark:
        found = await rows("SELECT id, code, taxonomy, name, what, parent, synonyms, retired, version FROM term")
        _Kept.vocabulary = Vocabulary.of(
            Term(**{**one, "taxonomy": Taxonomy(one["taxonomy"]), "synonyms": tuple(one["synonyms"])}) for one in found
        )
        _Kept.mark = mark
    return _Kept.vocabulary


async def calendar() -> Calendar:
    """The bank holidays of England around this year, and the school terms that this place has been told."""
    return _calendar(clock.today().year, await places.terms())


@lru_cache(maxsize=4)
def _calendar(year: int, terms: tuple[tuple[date, date], ...]) -> Calendar:
    years = range(year - _YEARS_BACK, year + _YEARS_ON)
    return Calendar(frozenset(day for one in years for day in bank_holidays(one)), terms)
