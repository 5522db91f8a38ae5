"""Taxonomies and their terms, in pages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.pages import Page
from livewell.openreferral.rules.parameters import Asked
from livewell.openreferral.rules.taxonomies import taxonomy_document, term_document


async def taxonomy_page(asked: Asked) -> Page:
    """One page of taxonomies; all of them where they are streamed."""
    found = [taxonomy_document(one) for one in (await the_catalogue()).taxonomies]
    return _page(_searched(found, asked.search), asked)


async def one_taxonomy(taxonomy: UUID) -> dict[str, Any] | None:
    """A taxonomy with its terms, or None."""
    found = (await the_catalogue()).taxonomy(taxonomy)
    return taxonomy_document(found, with_terms=True) if found else None


async def term_page(asked: Asked) -> Page:
    """One page of terms; all of them where they are streamed."""
    found = []
    for taxonomy in (await the_catalogue()).taxonomies:
        if asked.taxonomy_id in {None, taxonomy.id}:
            found += [term_document(taxonomy, term) for term in taxonomy.terms if not (asked.top_only and term.parent)]
    if asked.parent_id:
        found = [one for one in found if one.get("parent_id") == str(asked.parent_id)]
    return _page(_searched(found, asked.search), asked)


async def one_term(term: UUID) -> dict[str, Any] | None:
    """A term, or None."""
    found = (await the_catalogue()).by_id.get(term)
    return term_document(*found) if found else None


def _searched(found: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    wanted = words.lower()
    return [one for one in found if wanted in one["name"].lower() or wanted in one["description"].lower()]


def _page(found: Sequence[dict[str, Any]], asked: Asked) -> Page:
    start = 0 if asked.ndjson else (asked.page - 1) * asked.per_page
    return Page(found if asked.ndjson else found[start : start + asked.per_page], len(found))
