"""What a hand-over file holds beside its listings, brought in: our words, who runs things, and photographs."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.assets.actions.imported import NewOrganisation, add_organisations
from livewell.assets.rules.first_words import first_words
from livewell.assets.rules.vocabulary import Term
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.pictures import PictureRefused
from livewell.openreferral.actions.importing import bring_in
from livewell.openreferral.actions.outcome import Outcome, Progress
from livewell.openreferral.queries.known_beside import new_organisations, new_photographs
from livewell.openreferral.reading.handed_over import HandedOver
from livewell.openreferral.reading.sources import FileSource, Source
from livewell.openreferral.reading.splitting import NotServices
from livewell.openreferral.rules.handed_over import (
    ORGANISATIONS,
    PHOTOGRAPHS,
    VOCABULARY,
    PhotographHeard,
    organization_of,
    photograph_heard,
    term_heard,
)
from livewell.openreferral.rules.heard import OrganizationHeard

A_BATCH = 250
MOST_TERMS = 2_000

_ONE_OR_MANY = {
    "terms": ("word of the vocabulary", "words of the vocabulary"),
    "organisations": ("organisation", "organisations"),
    "photographs": ("photograph", "photographs"),
}
_NO_LINE = "A line of it is not what Live Well writes there."
_T = TypeVar("_T")


async def bring_everything_in(
    feed: UUID,
    feed_name: str,
    source: Source,
    said: Path | bytes | None,
    *,
    run: UUID,
    look_only: bool,
    progress: Progress,
    by: Actor,
) -> Outcome:
    """`bring_in`, and what stands beside the listings where `said`, the file of the source, is a hand-over file."""
    file = await asyncio.to_thread(HandedOver.opened, said) if isinstance(source, FileSource) and said else None
    if file is None:
        return await bring_in(feed, feed_name, source, run=run, look_only=look_only, progress=progress, by=by)
    with file:
        beside = Beside(file, feed, look_only=look_only, by=by)
        await beside.before()
        outcome = await bring_in(feed, feed_name, source, run=run, look_only=look_only, progress=progress, by=by)
        await beside.after(outcome, progress)
    outcome.sentence = (outcome.sentence or outcome.in_a_sentence(look_only=look_only)) + beside.said()
    return outcome


class Beside:
    """
    What one hand-over file brings beside its listings; with `look_only` it is counted, and nothing is written.

    Nothing that is here is written over, the same file again brings nothing, and what cannot be kept is left out with
    its reason. Words and organisations come before the listings that speak of them, photographs after.
    """

    def __init__(self, file: HandedOver, feed: UUID, *, look_only: bool, by: Actor) -> None:
        self._file, self._feed, self._look_only, self._by = file, feed, look_only, by
        self._came = dict.fromkeys(_ONE_OR_MANY, 0)
        self._left_out: list[tuple[str, str]] = []

    async def before(self) -> None:
        """Bring in the vocabulary, and everybody who runs something or nothing. Raises NotServices."""
        await self._terms()
        async for batch in self._batches(ORGANISATIONS, _organisation):
            new = await new_organisations(batch)
            self._came["organisations"] += len(new)
            if new and not self._look_only:
                await add_organisations(
                    [
                        NewOrganisation(
                            one.id, one.name, one.what, one.sector, one.email, one.phone, one.website,
                            one.charity_number, one.company_number,
                        )
                        for one in new
                    ],
                    by=self._by,
                )  # fmt: skip

    async def after(self, outcome: Outcome, progress: Progress) -> None:
        """Bring in the photographs of the listings that came, and write down in `outcome` what came of everything."""
        async for batch in self._batches(PHOTOGRAPHS, photograph_heard):
            new = await new_photographs(
                self._feed, sorted(batch, key=lambda one: one.position), look_only=self._look_only
            )
            for one in new:
                self._came["photographs"] += self._look_only or await self._add_photograph(one)
            await progress(outcome)
        for name, reason in self._left_out:
            outcome.note("notes", name=name, reason=reason)
        for what, count in self._came.items():
            if count:
                outcome.note("beside", name=_counted(what, count))

    def said(self) -> str:
        """All of it in a sentence, with a space before it; "" when there was nothing new."""
        words = [_counted(what, count) for what, count in self._came.items() if count]
        said = f" Beside them {_listed(words)} {'would come' if self._look_only else 'came'}." if words else ""
        if self._left_out:
            said += f" {len(self._left_out):,} of what stands beside them {'was' if len(self._left_out) == 1 else 'were'} left out."
        return said

    async def _batches(self, part: str, heard: Callable[[object], _T | None]) -> AsyncIterator[list[_T]]:
        """The lines of a list as they are understood, some at a time, read beside the loop."""
        lines = self._file.lines(part)
        while batch := await asyncio.to_thread(_some, lines, A_BATCH):
            understood = [heard(one) for one in batch]
            self._left_out += [(part, _NO_LINE) for one in understood if one is None]
            yield [one for one in understood if one is not None]

    # ── words ──

    async def _terms(self) -> None:
        """Words that are not here, wider ones first; and what was said otherwise of a word that nobody has touched here."""
        said: list[Term] = []
        async for batch in self._batches(VOCABULARY, term_heard):
            said = [*said, *batch][:MOST_TERMS]
        first = {term.code: term for term in first_words()}
        there = (await asset_queries.vocabulary()).terms
        untouched = {code for code, term in there.items() if term.version == 1 and code in first}
        changed = [one for one in said if one.code in untouched and not _says_the_same(one, there[one.code])]
        waiting, here = [one for one in said if one.code not in there], set(there)
        while ready := [one for one in waiting if not one.parent or one.parent in here]:
            for one in ready:
                await self._term(one, None)
            here |= {one.code for one in ready}
            waiting = [one for one in waiting if one.code not in here]
        self._left_out += [(one.name, "Its wider word is not in the file.") for one in waiting]
        for one in changed:
            await self._term(one, there[one.code])

    async def _term(self, said: Term, there: Term | None) -> None:
        if not self._look_only:
            try:
                async with transaction():
                    await self._say_term(said, there)
            except (RuleBroken, Stale, NotFound) as refused:
                self._left_out.append((said.name, str(refused) or "It is being changed here at this moment."))
                return
        self._came["terms"] += 1

    async def _say_term(self, said: Term, there: Term | None) -> None:
        """Say a term as the file says it. A new one begins under its code, which is made of its first name and stays."""
        term_id = there.id if there else None
        if term_id is None:
            words = said.code.replace("_", " ")
            term_id = await assets.add_term(
                said.taxonomy, name=words, parent=said.parent, submission=uuid4(), by=self._by
            )
            made = (await asset_queries.vocabulary()).terms
            if said.code not in made or made[said.code].id != term_id:
                raise RuleBroken("Its code cannot be used here.")
        await assets.change_term(
            term_id,
            name=said.name,
            what=said.what,
            parent=said.parent,
            synonyms=said.synonyms,
            retired=said.retired,
            version=there.version if there else 1,
            by=self._by,
        )

    # ── photographs ──

    async def _add_photograph(self, one: PhotographHeard) -> bool:
        """Show it on its listing, after the same looks as one that somebody sends; False when that cannot be."""
        try:
            data = await asyncio.to_thread(self._file.photograph, one.file)
            photo = await assets.add_photo(
                one.asset, data, alt=one.alt, submission=uuid5(self._feed, f"photograph {one.source}"), by=self._by
            )
        except (PictureRefused, RuleBroken, NotFound, NotServices) as refused:
            reason = str(refused).rstrip(".") or "Its listing is another one by now"
            self._left_out.append((f"Photograph “{one.alt or one.source}”", f"{reason}."))
            return False
        await execute(
            "INSERT INTO imported_photo (id, feed, source_id, asset, photo) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING",
            uuid4(),
            self._feed,
            one.source,
            one.asset,
            photo,
        )
        return True


def _organisation(said: object) -> OrganizationHeard | None:
    try:
        one = organization_of(said if isinstance(said, dict) else {})
    except (KeyError, TypeError, ValueError):
        return None
    return one if one is not None and one.name else None


def _says_the_same(one: Term, other: Term) -> bool:
    names = ("name", "what", "parent", "synonyms", "retired")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _some(lines: Iterator[Any], most: int) -> list[Any]:
    return list(islice(lines, most))


def _counted(what: str, count: int) -> str:
    return f"{count:,} {_ONE_OR_MANY[what][count != 1]}"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
