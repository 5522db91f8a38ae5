"""Keeping the vocabulary: a new word, other words for it, and words that are no longer used."""

import re
from collections.abc import Sequence
from uuid import UUID, uuid4

from livewell.assets import queries
from livewell.assets.actions import writing
from livewell.assets.rules.vocabulary import Taxonomy, Term
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale

_KIND = "asset.term_added"
_LONGEST_CODE = 40
MOST_SYNONYMS = 40
LONGEST_SYNONYM = 60


def _code(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:_LONGEST_CODE] or "term"


async def add_term(
    taxonomy: Taxonomy,
    *,
    name: str,
    what: str = "",
    parent: str = "",
    synonyms: Sequence[str] = (),
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Add a need or an activity; gives its id. Its code is made from its name and stays for ever.

    Raises `RuleBroken` for a name that is there already and for a wider term that is not, `NotFound` for those who may
    not.
    """
    writing.must_be_of_the_team(by)
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        await _check(None, taxonomy, name, parent)
        term_id, code = uuid4(), _code(name)
        if await value("SELECT true FROM term WHERE code = $1", code):
            code = f"{code[: _LONGEST_CODE - 5]}_{term_id.hex[:4]}"
        await execute(
            """
            INSERT INTO term (id, code, taxonomy, name, what, parent, synonyms, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            term_id,
            code,
            taxonomy.value,
            name,
            what,
            parent,
            _tidy(synonyms),
            clock.now(),
        )
        await news.tell("asset.term_added", subject=term_id, by=by, code=code)
        await once.remember(submission, _KIND, str(term_id))
    return term_id


async def change_term(
    term_id: UUID,
    *,
    name: str,
    what: str = "",
    parent: str = "",
    synonyms: Sequence[str] = (),
    retired: bool = False,
    version: int | None,
    by: Actor,
) -> None:
    """
    Say a term otherwise, or retire it: then it can no longer be chosen, and listings that have it keep it.

    The search rows of listings that have it are made again soon. Raises `NotFound`, `RuleBroken` as `add_term` does,
    `Stale` with both texts.
    """
    writing.must_be_of_the_team(by)
    async with transaction():
        await execute("SELECT FROM term WHERE id = $1 FOR UPDATE", term_id)
        there = next((term for term in (await queries.vocabulary()).terms.values() if term.id == term_id), None)
        if there is None:
            raise NotFound
        said = _tidy(synonyms)
        if there.version != version:
            raise Stale(_texts(there), {"Name": name, "What it is": what, "Other words": ", ".join(said)})
        await _check(there, there.taxonomy, name, parent)
        await execute(
            """
            UPDATE term SET name = $2, what = $3, parent = $4, synonyms = $5, retired = $6, changed_at = $7,
                            version = version + 1
            WHERE id = $1
            """,
            term_id,
            name,
            what,
            parent,
            said,
            retired,
            clock.now(),
        )
        if (name, parent) != (there.name, there.parent):
            await execute("UPDATE search_row SET good_until = '2000-01-01' WHERE $1 = ANY(terms)", there.code)
        await news.tell("asset.term_changed", subject=term_id, by=by, code=there.code, retired=retired)


def _texts(term: Term) -> dict[str, str]:
    return {"Name": term.name, "What it is": term.what, "Other words": ", ".join(term.synonyms)}


def _tidy(synonyms: Sequence[str]) -> list[str]:
    tidy = dict.fromkeys(" ".join(word.lower().split())[:LONGEST_SYNONYM] for word in synonyms)
    return [word for word in tidy if word][:MOST_SYNONYMS]


async def _check(there: Term | None, taxonomy: Taxonomy, name: str, parent: str) -> None:
    terms = (await queries.vocabulary()).terms
    same = [
        term
        for term in terms.values()
        if term.name.lower() == name.lower() and term.taxonomy is taxonomy and (there is None or term.id != there.id)
    ]
    if same:
        raise RuleBroken(f"There is a term called {same[0].name} already.")
    seen = {there.code} if there else set()
    code = parent
    while code:
        if code in seen:
            raise RuleBroken("A term cannot be wider than itself.")
        if code not in terms or terms[code].taxonomy is not taxonomy:
            raise RuleBroken("Choose a wider term from the list.")
        seen.add(code)
        code = terms[code].parent
