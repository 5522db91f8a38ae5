"""Every taxonomy as it is now: the fixed ones, and the service's own needs and activities."""

from collections.abc import Iterable
from functools import lru_cache

from livewell.assets import queries as assets
from livewell.assets.rules.vocabulary import Term, Vocabulary
from livewell.openreferral.rules.taxonomies import Catalogue, TaxonomyTerm, catalogue


async def the_catalogue() -> Catalogue:
    """Every taxonomy; one statement says whether a term has changed since it was last made."""
    return _made(_Once(await assets.vocabulary()))


class _Once:
    """A vocabulary that is the same only as itself: it is made anew when a term changes, and is large to compare."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.vocabulary is self.vocabulary


@lru_cache(maxsize=2)
def _made(of: _Once) -> Catalogue:
    vocabulary = of.vocabulary
    synonyms = {
        word.lower(): (term.taxonomy.value, term.code)
        for term in (*vocabulary.activities, *vocabulary.needs)
        for word in term.synonyms
    }
    return catalogue(_terms(vocabulary.needs), _terms(vocabulary.activities), synonyms)


def _terms(terms: Iterable[Term]) -> list[TaxonomyTerm]:
    found = list(terms)
    listed = {term.code for term in found}
    return [
        TaxonomyTerm(term.code, term.name, term.what, term.parent if term.parent in listed else "") for term in found
    ]
