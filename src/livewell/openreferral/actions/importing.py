"""Bringing the services of a feed in: what is new, what changed, what is the same, and what is no longer there."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.assets.actions.imported import propose_imported
from livewell.assets.actions.many import whereabouts_of
from livewell.assets.rows import Where
from livewell.assets.rules.listing import Listing, Venue, from_json
from livewell.kit import clock, news, sweeping, turns
from livewell.kit.actor import Actor
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.errors import NotFound, Stale
from livewell.kit.geo import Point
from livewell.openreferral.actions.adding import LISTED, Adding
from livewell.openreferral.actions.outcome import MOST_FINDINGS, Come, Outcome, Progress
from livewell.openreferral.actions.understanding import Understanding, Understood, ahead
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.queries.known import Known, known_services, places_here, still_there, taken
from livewell.openreferral.reading.sources import Source
from livewell.openreferral.rules.comparing import as_ours, merged
from livewell.openreferral.rules.identity import of_source

MOST_COMPARED = 500
"""New services that are looked for among our own listings while somebody only looks: each costs a millisecond."""


async def bring_in(
    feed: UUID, feed_name: str, source: Source, *, run: UUID, look_only: bool, progress: Progress, by: Actor
) -> Outcome:
    """
    Read a source to its end and bring its services in, a batch in each transaction; with `look_only` nothing is written.

    The same again changes nothing. Raises what the source raises; what was brought in before that stays, and the next
    reading goes on from there.
    """
    bringing = _Bringing(feed, feed_name, run, look_only, by)
    outcome = bringing.outcome
    with sweeping.seldom(), turns.brief():
        await _all_of(source, bringing, progress)
    for name, reason in source.reading.trouble:
        outcome.refuse(name, reason)
    outcome.complete = source.reading.complete and not source.reading.trouble
    outcome.sentence = source.reading.sentence
    await bringing.find_again()
    await bringing.miss()
    return outcome


async def _all_of(source: Source, bringing: "_Bringing", progress: Progress) -> None:
    outcome = bringing.outcome
    writing: asyncio.Task[None] | None = None

    async def write(batch: "_Batch") -> None:
        try:
            await bringing.write(batch)
        finally:
            # Where one lane of it broke, what the other brought in is counted.
            outcome.bytes_read, outcome.expected = source.reading.bytes_read, source.reading.expected
            await progress(outcome)

    async with (
        Understanding(bringing.feed, await the_catalogue()) as understanding,
        aclosing(ahead(source, understanding)) as them,
    ):
        try:
            async for count, understood in them:
                # While one batch is written it is looked up what is here already of the next.
                batch = await bringing.look_up(count, understood)
                if writing is not None:
                    await writing
                writing = asyncio.create_task(write(batch))
        finally:
            # Whatever went wrong with those after it, what was understood comes in.
            if writing is not None:
                await writing


@dataclass(frozen=True)
class _Batch:
    """
    What of one batch is `new`, the `same` as it was, or came in `other` words; what is `known` of the last two, and where
    each of the new ones is (`at`).
    """

    known: Mapping[str, Known]
    new: Sequence[Come]
    at: Sequence[Sequence[Where]]
    same: Sequence[Come]
    other: Sequence[Come]


@dataclass
class _Bringing:
    """One reading at work."""

    feed: UUID
    feed_name: str
    run: UUID
    look_only: bool
    by: Actor
    outcome: Outcome = field(default_factory=Outcome)
    _seen: set[bytes] = field(default_factory=set)
    _compared: int = 0

    async def look_up(self, count: int, understood: Understood) -> "_Batch":
        """What is new in one batch of so many services, and what is here already."""
        self.outcome.read += count
        come, refused = understood
        for name, reason in refused:
            self.outcome.refuse(name, reason)
        for one in come:
            for note in one.heard.notes:
                self.outcome.note("notes", name=one.listing.name, reason=note)
        heard = [one for one in come if self._is_first(one)]
        known = await known_services(self.feed, {one.source: one.mark for one in heard})
        new = [one for one in heard if one.source not in known]
        there = await taken([one.heard.id for one in new])
        for one in new:
            if one.heard.id in there:
                self.outcome.refuse(one.listing.name, LISTED)
        new = [one for one in new if one.heard.id not in there]
        same: list[Come] = []
        other: list[Come] = []
        for one in heard:
            if one.source in known:
                (same if known[one.source].came_as == one.mark else other).append(one)
        at = [] if self.look_only else await whereabouts_of([one.listing for one in new])
        return _Batch(known, new, at, same, other)

    async def write(self, batch: "_Batch") -> None:
        """Bring one batch in, after the one before: what that brought is here then."""
        self.outcome.unchanged += len(batch.same)
        new = await self._with_places(batch.new, are_new=True)
        if self.look_only:
            await self._only_look(new, batch.other, batch.known)
            return
        await self._saw([one.source for one in batch.same])
        # Whose place is here already is where that is.
        as_came = zip(new, batch.new, batch.at, strict=True)
        at = {one.heard.id: where for one, came, where in as_came if one is came}
        await Adding(self.feed, self.run, self.by, self.outcome, at).all_of(new)
        for one in await self._with_places(batch.other, are_new=False):
            await self._change(one, batch.known[one.source])

    def _is_first(self, one: Come) -> bool:
        """Whether this identifier comes for the first time in this reading."""
        mark = _mark(one.source)
        if mark in self._seen:
            self.outcome.refuse(one.listing.name, "The feed gives its identifier twice; the first one counts.")
            return False
        self._seen.add(mark)
        return True

    async def _with_places(self, heard: Sequence[Come], *, are_new: bool) -> list[Come]:
        """
        The same, where a place that is here already stays as it is here.

        A place of somebody else's is never written over by a feed that uses its identifier: it gets one of its own.
        """
        ids = {venue.location for one in heard for venue in one.listing.venues if venue.location}
        here = await places_here(ids, self.feed) if ids else {}
        first: dict[UUID, Venue] = {}

        def placed(venue: Venue) -> Venue:
            if venue.location is None:
                return venue
            if venue.location in here and here[venue.location] is None:
                return replace(venue, location=of_source(self.feed, "location", str(venue.location)))
            kept = here.get(venue.location) if are_new else None
            kept = kept or first.setdefault(venue.location, venue)
            if kept is venue:
                return venue
            return replace(kept, patterns=venue.patterns, meeting_point=venue.meeting_point)

        def at_home(one: Come) -> Come:
            venues = tuple(map(placed, one.listing.venues))
            return one if venues == one.listing.venues else replace(one, listing=replace(one.listing, venues=venues))

        return [at_home(one) for one in heard]

    # ── those we know ──

    async def _saw(self, sources: Sequence[str]) -> None:
        if sources:
            await execute(
                "UPDATE imported_service SET seen_in = $3 WHERE feed = $1 AND source_id = ANY($2::text[])",
                self.feed,
                list(sources),
                self.run,
            )

    async def _change(self, one: Come, before: Known) -> None:
        """Take what the directory changed; what was changed here stays, and the difference waits for somebody."""
        try:
            async with transaction():
                seen = await asset_queries.asset(before.asset, hidden_too=True)
                done = merged(
                    before=from_json(before.fields), came=as_ours(one.listing, seen.listing), ours=seen.listing
                )
                version = seen.version
                if done.taken:
                    await assets.change(seen.id, done.listing, version=version, why="imported", by=self.by)
                    version = int(await value("SELECT version FROM asset WHERE id = $1", seen.id))
                if done.wanted is not None:
                    asks = f"The directory {self.feed_name}"
                    proposed = await propose_imported(
                        seen.id, done.wanted, version=version, proposed_by=asks, by=self.by
                    )
                    self.outcome.proposed += proposed is not None
                await self._remember(one, before)
        except (NotFound, Stale):
            self.outcome.refuse(one.listing.name, "It was merged or is being changed here at this moment.")
            return
        self.outcome.changed += 1
        self.outcome.note(
            "changed", name=one.listing.name, id=str(before.asset), fields=", ".join(done.taken + done.kept)
        )

    async def _remember(self, one: Come, before: Known) -> None:
        await execute(
            """
            UPDATE imported_service SET came_as = $2, fields = $3::jsonb, beside = $4::jsonb,
                   organization_beside = $5::jsonb, seen_in = $6
            WHERE id = $1
            """,
            before.id,
            one.mark,
            one.fields,
            one.beside,
            one.organization,
            self.run,
        )

    # ── those that are there again, those that are missing, and looking ──

    async def find_again(self) -> None:
        """What was gone and came again, in a whole reading or not, is gone no more, and that is told too."""
        async with transaction():
            back = await rows(
                "UPDATE imported_service SET gone_at = NULL WHERE feed = $1 AND seen_in = $2 AND gone_at IS NOT NULL"
                " RETURNING asset",
                self.feed,
                self.run,
            )
            for one in back:
                await news.tell("feed.service_back", subject=one["asset"], by=self.by, feed=self.feed)

    async def miss(self) -> None:
        """
        After a whole reading, what was not in it is marked as gone, and told; no listing is taken away for it.

        A feed that is suddenly empty is out of order more often than it is empty.
        """
        outcome = self.outcome
        if not outcome.complete:
            return
        if not self._seen:
            outcome.complete = False
            outcome.sentence = outcome.sentence or "There was nothing in the feed. Nothing is taken as gone."
            return
        if self.look_only:
            async for source, asset, name in still_there(self.feed):
                if _mark(source) not in self._seen:
                    outcome.gone += 1
                    outcome.note("gone", name=name, id=str(asset))
            return
        async with transaction():
            gone = await rows(
                """
                UPDATE imported_service AS i SET gone_at = $3 FROM asset AS a
                WHERE a.id = i.asset AND i.feed = $1 AND i.seen_in <> $2 AND i.gone_at IS NULL
                RETURNING i.asset, a.name
                """,
                self.feed,
                self.run,
                clock.now(),
            )
            for one in gone:
                await news.tell("feed.service_gone", subject=one["asset"], by=self.by, feed=self.feed)
        outcome.gone = len(gone)
        for one in gone[:MOST_FINDINGS]:
            outcome.note("gone", name=one["name"], id=str(one["asset"]))

    async def _only_look(self, new: Sequence[Come], other: Sequence[Come], known: Mapping[str, Known]) -> None:
        self.outcome.new += len(new)
        self.outcome.changed += len(other)
        for one in new:
            self.outcome.note("new", name=one.listing.name, id="")
            if self._compared < MOST_COMPARED:
                self._compared += 1
                await self._compare(one.listing)
        for one in other:
            before = from_json(known[one.source].fields)
            fields = merged(before=before, came=one.listing, ours=before).taken
            self.outcome.note(
                "changed", name=one.listing.name, id=str(known[one.source].asset), fields=", ".join(fields)
            )

    async def _compare(self, listing: Listing) -> None:
        """Note the listing of ours that is most like a new one, by its name and by how near it is."""
        point = next((Point(*venue.point) for venue in listing.venues if venue.point), None)
        for like in await asset_queries.alike(listing.name, point, limit=1):
            self.outcome.note("alike", name=listing.name, id=str(like.id), other=like.name)


def _mark(source: str) -> bytes:
    """What is remembered of an identifier while a feed of any length is read."""
    return hashlib.blake2b(source.encode(), digest_size=8).digest()
