"""New services of a feed put into the directory: side by side, and where one cannot be kept, all the others."""

import asyncio
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets.actions import NewListing
from livewell.assets.actions.imported import NewOrganisation, add_organisations
from livewell.assets.rows import Where
from livewell.assets.rules import Provenance
from livewell.kit.actor import Actor
from livewell.kit.db import copy_in, execute, in_transaction, transaction
from livewell.kit.errors import NotFound
from livewell.openreferral.actions.outcome import MOST_FINDINGS, Come, Outcome
from livewell.openreferral.queries.known import taken
from livewell.openreferral.rules.lanes import lanes

LISTED = "It is listed here already, so it is changed here and not by a feed."

LANES, WORTH_LANES = 2, 200
"""New services are written side by side where there are so many: while PostgreSQL takes one lane in, the other is made."""

_COLUMNS = (
    "id",
    "feed",
    "source_id",
    "asset",
    "came_as",
    "fields",
    "beside",
    "organization_beside",
    "seen_in",
    "gone_at",
)


@dataclass(frozen=True)
class Adding:
    """What one reading adds; `at` says where the venues of a new listing are, by its id, for those that were asked for."""

    feed: UUID
    run: UUID
    by: Actor
    outcome: Outcome
    at: Mapping[UUID, Sequence[Where]]

    async def all_of(self, new: Sequence[Come]) -> None:
        """Add these in lanes that share nothing, each a transaction of its own; whatever goes wrong in one, all end."""
        alone = len(new) < WORTH_LANES or in_transaction()
        ended = await asyncio.gather(
            *map(self._add, [new] if alone else lanes(new, _shared, LANES)), return_exceptions=True
        )
        for error in filter(None, ended):
            raise error

    async def _add(self, new: Sequence[Come]) -> None:
        """Add these, and where the database refuses one, all the others nevertheless."""
        if not new:
            return
        try:
            async with transaction():
                # Nobody waits for the disk: what a power cut takes is read again from the feed, all of a lane or nothing.
                await execute("SET LOCAL synchronous_commit = off")
                await self._add_all(new)
        except (NotFound, ValueError, ArithmeticError) as error:
            await self._halve(new, error)
        except Exception as error:
            # What PostgreSQL says of a value that it cannot hold; anything about the connection is not ours to catch.
            if not type(error).__name__.endswith(("Error", "Violation")) or isinstance(error, OSError):
                raise
            await self._halve(new, error)
        else:
            self.outcome.new += len(new)
            for one in new[:MOST_FINDINGS]:
                self.outcome.note("new", name=one.listing.name, id=str(one.heard.id))

    async def _halve(self, new: Sequence[Come], error: Exception) -> None:
        if len(new) == 1:
            only = new[0]
            # Another of the same feed may have come with its identifier, only just before.
            here = await taken([only.heard.id])
            why = LISTED if here else f"It holds something that cannot be kept ({type(error).__name__})."
            self.outcome.refuse(only.listing.name, why)
            return
        await self._add(new[: len(new) // 2])
        await self._add(new[len(new) // 2 :])

    async def _add_all(self, new: Sequence[Come]) -> None:
        run_by = {one.heard.organization.id: one.heard.organization for one in new if one.heard.organization}
        here = await add_organisations(
            [
                NewOrganisation(
                    one.id, one.name, one.what, one.sector, one.email, one.phone, one.website, one.charity_number,
                    one.company_number,
                )
                for one in run_by.values()
            ],
            by=self.by,
        )  # fmt: skip
        await assets.add_many(
            (NewListing(one.heard.id, one.listing, _runs(one, here), self.at.get(one.heard.id)) for one in new),
            source=Provenance.IMPORTED,
            by=self.by,
        )
        await copy_in("imported_service", _COLUMNS, [self._row(one) for one in new])

    def _row(self, one: Come) -> tuple[Any, ...]:
        return (
            uuid4(), self.feed, one.source, one.heard.id, one.mark, one.fields, one.beside, one.organization, self.run, None,
        )  # fmt: skip


def _shared(one: Come) -> Iterator[Hashable]:
    """Whatever another service may have too that is written once: its identifier, its places and who runs it."""
    yield one.heard.id
    yield from (venue.location for venue in one.listing.venues if venue.location)
    runs = one.heard.organization
    if runs:
        yield from (runs.id, runs.name.lower())
        yield from (("number", number) for number in (runs.charity_number, runs.company_number) if number)


def _runs(one: Come, here: Mapping[UUID, UUID]) -> UUID | None:
    """The organisation here that runs it."""
    return here[one.heard.organization.id] if one.heard.organization else None
