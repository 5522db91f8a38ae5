"""Our vocabularies as the taxonomies of the standard: needs, activities, Five Ways, who it is for, kinds and more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from livewell.assets.rules import (
    AUDIENCE_LABELS,
    CAPACITY_LABELS,
    DELIVERY_LABELS,
    FEATURE_LABELS,
    JOINING_LABELS,
    KIND_LABELS,
    WAY_LABELS,
)
from livewell.assets.rules.listing import Listing
from livewell.openreferral.rules.identity import stable, stable_text


@dataclass(frozen=True)
class TaxonomyTerm:
    """One term. `parent` is the code of the wider one, "" at the top."""

    code: str
    name: str
    description: str
    parent: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """
    One vocabulary. `said_in` names the column of an asset that holds its codes; `link_type` says what a link to it means
    (the standard's open code list).
    """

    code: str
    name: str
    description: str
    said_in: str
    link_type: str
    terms: tuple[TaxonomyTerm, ...]

    @property
    def id(self) -> UUID:
        """The identifier of the taxonomy."""
        return stable("taxonomy", self.code)

    def term_id(self, code: str) -> UUID:
        """The identifier of one of its terms."""
        return stable("taxonomy", self.code, code)

    @cached_property
    def documents(self) -> Mapping[str, dict[str, Any]]:
        """Each term by its code in the words of the standard, made once: every service says the same of it."""
        return {term.code: term_document(self, term) for term in self.terms}


def _fixed(labels: Mapping[Any, str], what: str) -> tuple[TaxonomyTerm, ...]:
    return tuple(TaxonomyTerm(StrEnum.__str__(code), label, f"{what}: {label}.") for code, label in labels.items())


FIXED = (
    Taxonomy(
        "five_ways",
        "Five Ways to Wellbeing",
        "The Five Ways to Wellbeing (New Economics Foundation, 2008).",
        "ways",
        "five_ways_to_wellbeing",
        _fixed(WAY_LABELS, "One of the Five Ways to Wellbeing"),
    ),
    Taxonomy(
        "audience",
        "Who it is for",
        "Whom a service has in mind. A service that names nobody is for everybody.",
        "audiences",
        "service_eligibility",
        _fixed(AUDIENCE_LABELS, "Meant for"),
    ),
    Taxonomy(
        "asset_kind",
        "Kinds of community asset",
        "What kind of thing a service is.",
        "kind",
        "service_type",
        _fixed(KIND_LABELS, "A kind of community asset"),
    ),
    Taxonomy(
        "access",
        "Getting in and taking part",
        "What helps people to get in and take part.",
        "features",
        "accessibility",
        _fixed(FEATURE_LABELS, "Getting in and taking part"),
    ),
    Taxonomy(
        "delivery",
        "How it reaches people",
        "Where somebody has to be for it.",
        "delivery",
        "service_delivery",
        _fixed(DELIVERY_LABELS, "How it reaches people"),
    ),
    Taxonomy(
        "joining",
        "How to join",
        "How somebody comes to it the first time.",
        "joining",
        "application_process",
        _fixed(JOINING_LABELS, "How to join"),
    ),
    Taxonomy(
        "capacity",
        "Whether there is room",
        "Whether it can take somebody new.",
        "capacity",
        "capacity",
        _fixed(CAPACITY_LABELS, "Whether there is room"),
    ),
)
"""The taxonomies that are the same everywhere; needs and activities are the service's own."""


@dataclass(frozen=True)
class Catalogue:
    """Every taxonomy we have, and how to find a term again by its identifier or by the words somebody else used."""

    taxonomies: tuple[Taxonomy, ...]
    by_id: Mapping[UUID, tuple[Taxonomy, TaxonomyTerm]] = field(repr=False)
    by_words: Mapping[str, tuple[Taxonomy, str]] = field(repr=False)

    def taxonomy(self, wanted: UUID) -> Taxonomy | None:
        """The taxonomy of this identifier."""
        return next((one for one in self.taxonomies if one.id == wanted), None)

    def terms_of(self, listing: Listing) -> list[tuple[Taxonomy, TaxonomyTerm]]:
        """Every term a listing carries, in the order of the taxonomies. Codes that are no longer known are left out."""
        found = []
        for taxonomy in self.taxonomies:
            if said := getattr(listing, taxonomy.said_in):
                codes = {str(code) for code in ((said,) if isinstance(said, str) else said)}
                found += [(taxonomy, term) for term in taxonomy.terms if term.code in codes]
        return found


def catalogue(
    needs: Iterable[TaxonomyTerm], activities: Iterable[TaxonomyTerm], synonyms: Mapping[str, tuple[str, str]]
) -> Catalogue:
    """Everything together. `synonyms` are words in small letters -> (taxonomy, code)."""
    taxonomies = (
        Taxonomy("needs", "Needs", "What people come for, in the words of the service.", "needs", "need", tuple(needs)),
        Taxonomy("activities", "Activities", "What people do there.", "activities", "activity", tuple(activities)),
        *FIXED,
    )
    called = {taxonomy.code: taxonomy for taxonomy in taxonomies}
    words: dict[str, tuple[Taxonomy, str]] = {
        word: (called[taxonomy], code) for word, (taxonomy, code) in synonyms.items() if taxonomy in called
    }
    for taxonomy in reversed(taxonomies):
        words |= {term.name.lower(): (taxonomy, term.code) for term in taxonomy.terms}
    by_id = {taxonomy.term_id(term.code): (taxonomy, term) for taxonomy in taxonomies for term in taxonomy.terms}
    return Catalogue(taxonomies, by_id, words)


def taxonomy_document(taxonomy: Taxonomy, *, with_terms: bool = False) -> dict[str, Any]:
    """A taxonomy in the words of the standard."""
    said: dict[str, Any] = {"id": str(taxonomy.id), "name": taxonomy.name, "description": taxonomy.description}
    if with_terms and taxonomy.terms:
        said["taxonomy_terms"] = [term_document(taxonomy, term) for term in taxonomy.terms]
    return said


def term_document(taxonomy: Taxonomy, term: TaxonomyTerm) -> dict[str, Any]:
    """A term in the words of the standard; `code` is what our own forms call it."""
    said: dict[str, Any] = {
        "id": str(taxonomy.term_id(term.code)),
        "code": term.code,
        "name": term.name,
        "description": term.description or f"{taxonomy.name}: {term.name}.",
    }
    if term.parent:
        said["parent_id"] = str(taxonomy.term_id(term.parent))
    return said | {"taxonomy": taxonomy.name, "taxonomy_id": str(taxonomy.id), "term": term.name}


def attribute(owner: UUID, taxonomy: Taxonomy, term: TaxonomyTerm, entity: str) -> dict[str, Any]:
    """The link from a service or a location to a term."""
    document = taxonomy.documents[term.code]
    return {
        "id": stable_text("attribute", owner, taxonomy.code, term.code),
        "link_id": str(owner),
        "link_entity": entity,
        "link_type": taxonomy.link_type,
        "taxonomy_term_id": document["id"],
        "taxonomy_term": document,
    }
