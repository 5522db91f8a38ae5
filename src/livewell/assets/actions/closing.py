"""
Closed for good, said by those who run it: nobody is sent there from that moment, and a link worker makes sure of it.

However they say it (the message that asks, their own button, a form, with an account or by a link), the listing is not
running at once and says why on top; that it has closed for good waits. What was said before comes back when it is taken
back or sent back.
"""

from dataclasses import replace
from uuid import UUID, uuid4

from livewell.assets import queries
from livewell.assets.actions.proposing import Proposed, keep_waiting, propose, withdraw
from livewell.assets.queries import AssetSeen, ChangeSeen
from livewell.assets.rules import Provenance, Running
from livewell.assets.rules.closing import CLOSING, as_said_closed, closed, closes, is_closing, says_closed
from livewell.assets.rules.listing import Listing
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, transaction
from livewell.kit.news import Heard

_TEAM = Actor(id=None, name="Live Well", kind="public")


async def ask_for(
    asset_id: UUID,
    listing: Listing,
    *,
    based_on: int | None,
    submission: UUID,
    proposed_by: str,
    reply_to: str,
    by: Actor,
) -> Proposed:
    """
    Those who run it would like it to say this: what `propose` does, but that it has closed for good waits.

    The caller has made sure that it is theirs. Raises what `propose` raises.
    """
    seen = await queries.asset(asset_id, hidden_too=True)
    closing = closes(seen.listing, listing)
    async with transaction():
        if closing:
            rest = replace(listing, running=seen.running)
        else:
            rest = await _without_closing(seen, listing, reply_to, by)
        done = await propose(
            asset_id,
            rest,
            based_on=based_on,
            submission=submission,
            proposed_by=proposed_by,
            reply_to=reply_to,
            by=by,
        )
        if closing:
            await ask_to_close(asset_id, name=proposed_by, reply_to=reply_to, by=by)
    return done


async def ask_to_close(asset_id: UUID, *, name: str, reply_to: str, by: Actor) -> UUID | None:
    """
    Those who run it say that it has closed; said twice, it waits once. Gives what waits, None when it is closed already.

    The caller has made sure that it is theirs. Inside the caller's transaction.
    """
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
    seen = await queries.asset(asset_id, hidden_too=True)
    if seen.running is Running.CLOSED:
        return None
    earlier = await _waiting(asset_id, reply_to)
    if earlier is not None:
        return earlier.id
    # Another of them may have said so before: then the page says it already, and theirs is the notice to go back to.
    before = _before(seen.listing, [one.listing for one in await queries.versions(asset_id)])
    if not says_closed(seen.listing):
        await _say(seen, as_said_closed(seen.listing, say_day(clock.today())), name, reply_to, by)
    change_id = await keep_waiting(
        asset_id,
        seen.organisation_id,
        replace(closed(seen.listing), alert=before.alert),
        seen.version,
        CLOSING,
        name,
        reply_to,
        Provenance.OWNER,
    )
    await news.tell("asset.change_proposed", subject=change_id, by=by, asset=asset_id, new=False, fields=CLOSING)
    return change_id


async def take_back(asset_id: UUID, change_id: UUID, *, name: str, reply_to: str, by: Actor) -> None:
    """
    They thought better of what waits; when it was that it has closed, the listing says again what it said before.

    The caller has made sure that the listing is theirs. Raises what `withdraw` raises.
    """
    async with transaction():
        change = await queries.proposed(change_id)
        await withdraw(change_id, reply_to=reply_to, by=by)
        if is_closing(change.fields):
            await _reopen(asset_id, name, reply_to, by)


async def reopen_sent_back(heard: Heard) -> None:
    """A link worker did not believe that it has closed: the listing says again what it said before. Twice is once."""
    change = await queries.proposed(heard.subject)
    if change.asset_id is None or change.source is not Provenance.OWNER or not is_closing(change.fields):
        return
    async with transaction():
        await _reopen(change.asset_id, _TEAM.name, change.reply_to, _TEAM)


async def _waiting(asset_id: UUID, reply_to: str) -> ChangeSeen | None:
    """That it has closed, when the same person said so and nobody has decided."""
    theirs = [one for one in await queries.waiting_for(asset_id) if one.reply_to == reply_to]
    return next((one for one in theirs if is_closing(one.fields)), None)


async def _without_closing(seen: AssetSeen, wanted: Listing, reply_to: str, by: Actor) -> Listing:
    """What they would like it to say, when their own form says that it goes on: what waits is taken back, with its notice."""
    change = await _waiting(seen.id, reply_to)
    if change is None or wanted.running not in {Running.ACTIVE, Running.PAUSED}:
        return wanted
    await withdraw(change.id, reply_to=reply_to, by=by)
    return replace(wanted, alert=change.listing.alert) if says_closed(wanted) else wanted


async def _reopen(asset_id: UUID, name: str, reply_to: str, by: Actor) -> None:
    """Unless somebody else says that it has closed too, or somebody has changed what the page says of it since."""
    seen = await queries.asset(await queries.moved_to(asset_id) or asset_id, hidden_too=True)
    others = any(is_closing(one.fields) for one in await queries.waiting_for(seen.id))
    if others or not says_closed(seen.listing) or seen.running is not Running.INACTIVE:
        return
    before = _before(seen.listing, [one.listing for one in await queries.versions(seen.id)])
    await _say(seen, replace(seen.listing, running=before.running, alert=before.alert), name, reply_to, by)


def _before(now: Listing, earlier: list[Listing]) -> Listing:
    """What the listing said last without the notice; where no version is left that did, that it runs."""
    without = next((one for one in [now, *earlier] if not says_closed(one)), None)
    return without or replace(now, running=Running.ACTIVE, alert="")


async def _say(seen: AssetSeen, listing: Listing, name: str, reply_to: str, by: Actor) -> None:
    await propose(
        seen.id, listing, based_on=seen.version, submission=uuid4(), proposed_by=name, reply_to=reply_to, by=by
    )
