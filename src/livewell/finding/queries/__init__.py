"""Finding what fits, where somebody looks from, and what staff put together."""

from livewell.finding.queries.places import Looked, here_at, where_is
from livewell.finding.queries.search import Found, Shown, find, how_many, shown
from livewell.finding.queries.statement import CAP, Here
from livewell.finding.queries.within import Whole
from livewell.finding.queries.words import completions

__all__ = [
    "CAP",
    "Found",
    "Here",
    "Looked",
    "Shown",
    "Whole",
    "completions",
    "find",
    "here_at",
    "how_many",
    "shown",
    "where_is",
]
