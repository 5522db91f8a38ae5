"""What those who run a listing would like it to say: at once where it may be, by a link worker's leave where it must."""

import json
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from livewell.assets import queries
from livewell.assets.actions import writing
from livewell.assets.queries import ChangeSeen
from livewell.assets.rules import Provenance, tiers
from livewell.assets.rules.differences import FIELD_LABELS, both_texts
from livewell.assets.rules.listing import Listing, as_json
from livewell.kit import clock, news, once
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.kit.db import execute, transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale

_KIND = "asset.change_proposed"
LONGEST_SENTENCE = 1000


@dataclass(frozen=True)
class Proposed:
    """What became of it: labels of what everybody reads already, and of what waits as `change_id`."""

    live: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    change_id: UUID | None = None
    asset_id: UUID | None = None


async def propose(
    asset_id: UUID | None,
    listing: Listing,
    *,
    based_on: int | None,
    submission: UUID,
    organisation: UUID | None = None,
    proposed_by: str,
    reply_to: str,
    source: Provenance = Provenance.OWNER,
    by: Actor = PUBLIC_VISITOR,
) -> Proposed:
    """
    Ask for a listing to say this from now on; without `asset_id`, for a listing that is new.

    What may go live does so at once, with the version before kept; the rest waits as one change for each person who
    asks. `listing` is whole, and begins from what everybody reads. The caller has made sure that they may. Raises `NotFound`, and `Stale` with both texts when it was changed since `based_on`.
    """
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return _read(before)
        if asset_id is None:
            done = await _propose_new(listing, organisation, proposed_by, reply_to, source, by)
        else:
            saved = await writing.held(asset_id)
            if saved.version != based_on:
                raise Stale(*both_texts(saved.listing, listing))
            done = await _propose_change(saved, listing, proposed_by, reply_to, source, by)
        await once.remember(submission, _KIND, _written(done))
    return done


async def _propose_new(
    listing: Listing, organisation: UUID | None, proposed_by: str, reply_to: str, source: Provenance, by: Actor
) -> Proposed:
    if organisation is not None:
        name = await queries.organisation_name(organisation)
        listing = replace(listing, organisation=organisation, organisation_name=name)
    change_id = await keep_waiting(None, organisation, listing, None, (), proposed_by, reply_to, source)
    await news.tell("asset.change_proposed", subject=change_id, by=by, new=True, fields=())
    return Proposed((), ("A new listing",), change_id, None)


async def _propose_change(
    saved: queries.AssetSeen,
    listing: Listing,
    proposed_by: str,
    reply_to: str,
    source: Provenance,
    by: Actor,
) -> Proposed:
    live = tiers.live_fields(saved.listing, listing)
    current = saved.listing
    if live:
        current = tiers.with_live(saved.listing, listing)
        # Where places are is what waits: those that are there stay where they are.
        await writing.write_over(saved, current, writing.stays(saved), why="edited", by=_named(by, proposed_by))
        await news.tell("asset.changed", subject=saved.id, by=by, why="edited", published=current.published)
    waits = tiers.waiting_fields(current, listing)
    earlier = await queries.own_waiting(saved.id, reply_to)
    wanted = tiers.with_fields(current, listing, waits)
    if earlier is not None and not waits:
        return Proposed(tiers.labels(live), earlier.labels, earlier.id, saved.id)
    if not waits:
        return Proposed(tiers.labels(live), (), None, saved.id)
    if earlier is not None:
        kept = [name for name in earlier.fields if name not in waits]
        wanted = tiers.with_fields(wanted, earlier.listing, kept)
        fields = tuple(name for name in FIELD_LABELS if name in {*waits, *kept})
        await _replace(earlier, wanted, fields, saved.version + bool(live), proposed_by)
        change_id = earlier.id
    else:
        fields = waits
        change_id = await keep_waiting(
            saved.id, saved.organisation_id, wanted, saved.version + bool(live), fields, proposed_by, reply_to, source
        )
    await news.tell("asset.change_proposed", subject=change_id, by=by, asset=saved.id, new=False, fields=fields)
    return Proposed(tiers.labels(live), tiers.labels(fields), change_id, saved.id)


def _named(by: Actor, name: str) -> Actor:
    """Who is named beside the version: whoever asks, as they are known."""
    return replace(by, name=name)


async def keep_waiting(
    asset_id: UUID | None,
    organisation: UUID | None,
    listing: Listing,
    based_on: int | None,
    fields: tuple[str, ...],
    proposed_by: str,
    reply_to: str,
    source: Provenance,
) -> UUID:
    """Write down a change that waits to be decided; gives its id. Inside the caller's transaction."""
    change_id = uuid4()
    await execute(
        """
        INSERT INTO proposed_change (id, asset, organisation, listing, based_on, fields, source, proposed_at,
                                     proposed_by, reply_to, state)
        VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10, 'waiting')
        """,
        change_id,
        asset_id,
        organisation,
        json.dumps(as_json(listing)),
        based_on,
        list(fields),
        source.value,
        clock.now(),
        proposed_by[:160],
        reply_to,
    )
    return change_id


async def _replace(
    earlier: ChangeSeen, listing: Listing, fields: tuple[str, ...], based_on: int, proposed_by: str
) -> None:
    """The same person asks for more, or for something else: what they asked before goes on with it."""
    await execute(
        """
        UPDATE proposed_change SET listing = $2::jsonb, fields = $3, based_on = $4, proposed_by = $5, proposed_at = $6,
                                   version = version + 1
        WHERE id = $1
        """,
        earlier.id,
        json.dumps(as_json(listing)),
        list(fields),
        based_on,
        proposed_by[:160],
        clock.now(),
    )


def _written(done: Proposed) -> str:
    ids = [str(one) if one else None for one in (done.change_id, done.asset_id)]
    return json.dumps([done.live, done.waits, *ids])


def _read(text: str) -> Proposed:
    live, waits, change_id, asset_id = json.loads(text)
    return Proposed(
        tuple(live), tuple(waits), UUID(change_id) if change_id else None, UUID(asset_id) if asset_id else None
    )


# ── deciding ──


async def approve(
    change_id: UUID,
    *,
    listing: Listing | None = None,
    listing_version: int | None = None,
    version: int | None,
    by: Actor,
) -> UUID:
    """
    Let everybody read what was asked for, as it was or, with `listing`, as amended; gives the id of the asset.

    Only what was asked for is written: what changed meanwhile in other fields stays. Raises `NotFound`, `RuleBroken`
    when somebody decided already, `Stale` with both texts when they asked for something else since `version`, or when
    what was amended was read from an earlier version of the listing than is there: `listing_version`, where that is said.
    """
    writing.must_be_of_the_team(by)
    seen = await queries.proposed(change_id)
    at = await writing.whereabouts(listing or seen.listing)
    async with transaction():
        change = await _undecided(change_id, version, listing or seen.listing)
        if change.asset_id is None:
            asset_id = uuid4()
            await writing.insert(asset_id, listing or change.listing, at, source=change.source.value)
            await news.tell(
                "asset.added", subject=asset_id, by=by, kind=change.listing.kind.value, source=change.source.value
            )
        else:
            saved = await writing.held(change.asset_id)
            asset_id = saved.id
            if listing is not None and listing_version is not None and listing_version != saved.version:
                raise Stale(*both_texts(saved.listing, listing))
            wanted = listing or change.wanted(saved.listing)
            at = at if wanted.venues == (listing or seen.listing).venues else await writing.whereabouts(wanted)
            if wanted != saved.listing:
                await writing.write_over(saved, wanted, at, why="approved", by=by)
        await _decide(change, "approved", "", by, asset=asset_id)
        await news.tell(
            "asset.change_approved",
            subject=change_id,
            by=by,
            asset=asset_id,
            amended=listing is not None,
            new=change.is_new,
        )
    return asset_id


async def send_back(change_id: UUID, *, sentence: str, version: int | None, by: Actor) -> None:
    """
    Say no, or not yet, with a sentence for whoever asked. The listing stays as it is.

    Raises `NotFound`, `RuleBroken` without a sentence and when somebody decided already, `Stale` as `approve` does.
    """
    writing.must_be_of_the_team(by)
    if not sentence.strip():
        raise RuleBroken("Say in a sentence why it goes back, or what would make it right.")
    async with transaction():
        seen = await queries.proposed(change_id)
        change = await _undecided(change_id, version, seen.listing)
        await _decide(change, "sent_back", sentence.strip()[:LONGEST_SENTENCE], by, asset=change.asset_id)
        await news.tell("asset.change_sent_back", subject=change_id, by=by, asset=change.asset_id, new=change.is_new)


async def _undecided(change_id: UUID, version: int | None, yours: Listing) -> ChangeSeen:
    """The change, held until the transaction ends."""
    change = await _held(change_id)
    if not change.is_waiting:
        raise RuleBroken("Somebody has decided about this change already.")
    if change.version != version:
        raise Stale(*both_texts(change.listing, yours))
    return change


async def _held(change_id: UUID) -> ChangeSeen:
    """
    The change, held until the transaction ends; `NotFound` when there is none.

    Its listing is held before it, as by those who ask: they neither write over what is being decided nor wait in a ring.
    """
    await execute(
        """
        SELECT FROM asset WHERE id = (
            SELECT coalesce(a.merged_into, a.id) FROM proposed_change p JOIN asset a ON a.id = p.asset WHERE p.id = $1
        ) FOR NO KEY UPDATE
        """,
        change_id,
    )
    await execute("SELECT FROM proposed_change WHERE id = $1 FOR UPDATE", change_id)
    return await queries.proposed(change_id)


async def _decide(change: ChangeSeen, state: str, sentence: str, by: Actor, *, asset: UUID | None) -> None:
    await execute(
        """
        UPDATE proposed_change SET state = $2, decided_at = $3, decided_by = $4, sentence = $5, asset = $6,
                                   version = version + 1
        WHERE id = $1
        """,
        change.id,
        state,
        clock.now(),
        by.id,
        sentence,
        asset,
    )


async def restore(asset_id: UUID, *, number: int, version: int | None, by: Actor) -> None:
    """
    Let a listing say again what its version `number` said; what it says now is kept as a version too.

    Raises `NotFound`, and `Stale` with both texts when somebody saved since `version`.
    """
    writing.must_be_of_the_team(by)
    earlier = await queries.version(asset_id, number)
    at = await writing.whereabouts(earlier.listing)
    async with transaction():
        saved = await writing.held(asset_id)
        # Whoever pressed twice has lost nothing to anybody.
        if saved.listing == earlier.listing:
            return
        if saved.version != version:
            raise Stale(*both_texts(saved.listing, earlier.listing))
        await writing.write_over(saved, earlier.listing, at, why="restored", by=by)
        await news.tell("asset.restored", subject=asset_id, by=by, number=number)


async def withdraw(change_id: UUID, *, reply_to: str, by: Actor = PUBLIC_VISITOR) -> None:
    """Whoever asked thought better of it. Raises `NotFound` for others, `RuleBroken` when it was decided already."""
    async with transaction():
        change = await _held(change_id)
        if not reply_to or change.reply_to != reply_to:
            raise NotFound
        if not change.is_waiting:
            raise RuleBroken("Somebody has decided about this change already.")
        await _decide(change, "withdrawn", "", by, asset=change.asset_id)
        await news.tell("asset.change_withdrawn", subject=change_id, by=by, asset=change.asset_id)
