"""
Closed for good, said by those who run it: nobody is sent there from that moment, and a link worker makes sure of it.

However they say it (the message that asks, their own button, the form), the listing is not running at once and says why
on top; that it has closed for good waits. What was said before comes back when it is taken back or sent back.
"""

from dataclasses import replace
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.actions.proposing import keep_waiting
from livewell.assets.queries import AssetSeen, ChangeSeen
from livewell.assets.rules import Provenance, Running
from livewell.assets.rules.listing import Listing
from livewell.kit import clock, news
from livewell.kit.dates import say_day
from livewell.kit.db import execute, transaction
from livewell.kit.news import Heard
from livewell.owners import queries
from livewell.owners.actions.answers import as_actor, note_answer
from livewell.owners.queries import Here
from livewell.owners.rules import CLOSING, Answer, as_said_closed, closed, is_closing, says_closed

_TEAM = "Live Well"


async def say_closed(asset_id: UUID, *, by: Here) -> None:
    """It has closed for good. Raises `NotFound` when it is not theirs."""
    await queries.kept(by, asset_id)
    async with transaction():
        await ask_to_close(asset_id, email=by.email, name=by.name, reply_to=by.reply_to)


async def ask_to_close(asset_id: UUID, *, email: str, name: str, reply_to: str) -> UUID | None:
    """
    Those who run it say that it has closed; said twice, it waits once. Gives what waits, None when it is closed already.

    Inside the caller's transaction.
    """
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
    await note_answer(asset_id, email=email, answer=Answer.CLOSED)
    seen = await listings.asset(asset_id, hidden_too=True)
    if seen.running is Running.CLOSED:
        return None
    earlier = await waiting(asset_id, reply_to)
    if earlier is not None:
        return earlier.id
    # Another keeper may have said so before: then the page says it already, and theirs is the notice to go back to.
    before = _before(seen.listing, [one.listing for one in await listings.versions(asset_id)])
    if not says_closed(seen.listing):
        await _say(seen, as_said_closed(seen.listing, say_day(clock.today())), name, reply_to)
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
    await news.tell(
        "asset.change_proposed", subject=change_id, by=as_actor(name), asset=asset_id, new=False, fields=CLOSING
    )
    return change_id


async def waiting(asset_id: UUID, reply_to: str) -> ChangeSeen | None:
    """That it has closed, when the same person said so and nobody has decided."""
    theirs = [one for one in await listings.waiting_for(asset_id) if one.reply_to == reply_to]
    return next((one for one in theirs if is_closing(one.fields)), None)


async def take_back(asset_id: UUID, change_id: UUID, *, by: Here) -> None:
    """
    They thought better of what waits; when it was that it has closed, the listing says again what it said before.

    Raises `NotFound` when it is not theirs, `RuleBroken` when it was decided already.
    """
    await queries.kept(by, asset_id)
    async with transaction():
        change = await listings.proposed(change_id)
        await assets.withdraw(change_id, reply_to=by.reply_to)
        if is_closing(change.fields):
            await _reopen(asset_id, by.name, by.reply_to)


async def without_closing(seen: AssetSeen, wanted: Listing, *, by: Here) -> Listing:
    """
    What they would like it to say, when their own form says that it goes on: what waits is taken back, with its notice.

    Inside the caller's transaction.
    """
    change = await waiting(seen.id, by.reply_to)
    if change is None or wanted.running not in {Running.ACTIVE, Running.PAUSED}:
        return wanted
    await assets.withdraw(change.id, reply_to=by.reply_to)
    return replace(wanted, alert=change.listing.alert) if says_closed(wanted) else wanted


async def reopen_sent_back(heard: Heard) -> None:
    """A link worker did not believe that it has closed: the listing says again what it said before. Twice is once."""
    change = await listings.proposed(heard.subject)
    if change.asset_id is None or change.source is not Provenance.OWNER or not is_closing(change.fields):
        return
    async with transaction():
        await _reopen(change.asset_id, _TEAM, change.reply_to)


async def _reopen(asset_id: UUID, name: str, reply_to: str) -> None:
    """Unless somebody else says that it has closed too, or somebody has changed what the page says of it since."""
    seen = await listings.asset(await listings.moved_to(asset_id) or asset_id, hidden_too=True)
    others = any(is_closing(one.fields) for one in await listings.waiting_for(seen.id))
    if others or not says_closed(seen.listing) or seen.running is not Running.INACTIVE:
        return
    before = _before(seen.listing, [one.listing for one in await listings.versions(seen.id)])
    await _say(seen, replace(seen.listing, running=before.running, alert=before.alert), name, reply_to)


def _before(now: Listing, earlier: list[Listing]) -> Listing:
    """What the listing said last without the notice; where no version is left that did, that it runs."""
    without = next((one for one in [now, *earlier] if not says_closed(one)), None)
    return without or replace(now, running=Running.ACTIVE, alert="")


async def _say(seen: AssetSeen, listing: Listing, name: str, reply_to: str) -> None:
    await assets.propose(
        seen.id,
        listing,
        based_on=seen.version,
        submission=uuid4(),
        proposed_by=name,
        reply_to=reply_to,
        by=as_actor(name),
    )
