"""Our own words for what people need and what they would like to do, and the other words people use for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from livewell.assets.rules.searching import search_words
from livewell.kit.accents import without_accents


class Taxonomy(StrEnum):
    """The two lists."""

    NEEDS = "needs"
    ACTIVITIES = "activities"


TAXONOMY_LABELS: dict[Taxonomy, str] = {Taxonomy.NEEDS: "Needs", Taxonomy.ACTIVITIES: "Activities"}


def plain_words(words: Iterable[str]) -> str:
    """Words of a search with a space between them and without accents."""
    return without_accents(" ".join(words))


@dataclass(frozen=True, slots=True)
class Term:
    """One need or activity. `code` stays for ever; `parent` is the code of the wider term, "" for none."""

    id: UUID
    code: str
    taxonomy: Taxonomy
    name: str
    what: str = ""
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    retired: bool = False
    version: int = 1


@dataclass(frozen=True)
class Vocabulary:
    """Every term by its code, in the order of names."""

    terms: Mapping[str, Term] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Vocabulary":
        """The vocabulary of these terms."""
        return cls({term.code: term for term in sorted(terms, key=lambda term: (term.name.lower(), term.code))})

    @cached_property
    def names_and_parents(self) -> Mapping[str, tuple[str, str]]:
        """The name and the wider term's code of each term."""
        return {code: (term.name, term.parent) for code, term in self.terms.items()}

    @cached_property
    def needs(self) -> tuple[Term, ...]:
        """Needs that can be chosen."""
        return self._in_use(Taxonomy.NEEDS)

    @cached_property
    def activities(self) -> tuple[Term, ...]:
        """Activities that can be chosen."""
        return self._in_use(Taxonomy.ACTIVITIES)

    @cached_property
    def by_word(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by what people call them in lower case: the name of the term, and each of its synonyms."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self.terms.values():
            if not term.retired:
                for word in (term.name, *term.synonyms):
                    found[word.lower()] = (*found.get(word.lower(), ()), term.code)
        return found

    @cached_property
    def by_typed(self) -> Mapping[str, tuple[str, ...]]:
        """The same by how searches read what people call them: without marks and accents, "andys man club"."""
        found: dict[str, tuple[str, ...]] = {}
        for word, codes in self.by_word.items():
            typed = plain_words(search_words(word))
            found[typed] = tuple(dict.fromkeys((*found.get(typed, ()), *codes)))
        return found

    def choices(self, taxonomy: Taxonomy, *, chosen: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Codes and names to choose from; what is chosen already stays, also when it is retired."""
        kept = set(chosen)
        return tuple(
            (term.code, term.name)
            for term in self.terms.values()
            if term.taxonomy is taxonomy and (not term.retired or term.code in kept)
        )

    def names(self, codes: Iterable[str]) -> list[str]:
        """The names of terms; a code that is not known is said as it is."""
        return [self.terms[code].name if code in self.terms else code for code in codes]

    def _in_use(self, taxonomy: Taxonomy) -> tuple[Term, ...]:
        return tuple(term for term in self.terms.values() if term.taxonomy is taxonomy and not term.retired)
