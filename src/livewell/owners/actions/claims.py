"""Somebody says that they run a listing, or names somebody else who does; a link worker decides; they hear of it."""

from uuid import UUID, uuid4

from livewell.assets import queries as listings
from livewell.kit import clock, news, once
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.owners import letters, queries
from livewell.owners.actions.keeping import keep
from livewell.owners.actions.links import ask_link, mail_for, send_link_to
from livewell.owners.forms import Claimed, Named
from livewell.owners.queries import Here
from livewell.owners.rules import ClaimState, How, check_move
from livewell.staff.rules import Member

_CLAIMED, _NAMED = "keeper.claimed", "keeper.named"


async def claim(asset_id: UUID, claimed: Claimed, *, submission: UUID) -> None:
    """
    Take somebody's word that they run a listing, for a link worker to decide.

    Who keeps it already is sent their link instead, and one claim of an address waits at a time: the page says the
    same each time. Raises `NotFound` when everybody sees no such listing.
    """
    await listings.asset(asset_id)
    if any(one.email == claimed.email for one in await queries.keepers_of(asset_id)):
        await ask_link(claimed.email, asset=asset_id)
        return
    async with transaction():
        if await once.already_done(submission, _CLAIMED) is not None:
            return
        made = await _wait(asset_id, claimed.name, claimed.email, claimed.belongs.value, claimed.words, None)
        await news.tell("claim.made", subject=made, by=PUBLIC_VISITOR, asset=asset_id)
        await once.remember(submission, _CLAIMED, str(made))


async def name_somebody(asset_id: UUID, named: Named, *, submission: UUID, by: Here) -> None:
    """
    Who keeps a listing names somebody else who runs it too; a link worker decides as about a claim.

    Raises `NotFound` when it is not theirs, `RuleBroken` when that address keeps it already.
    """
    await queries.kept(by, asset_id)
    if any(one.email == named.email for one in await queries.keepers_of(asset_id)):
        raise RuleBroken("That address can change this listing already.")
    async with transaction():
        if await once.already_done(submission, _NAMED) is not None:
            return
        made = await _wait(asset_id, named.name, named.email, "", "", by.keeper)
        await news.tell("claim.made", subject=made, by=PUBLIC_VISITOR, asset=asset_id)
        await once.remember(submission, _NAMED, str(made))


async def _wait(asset_id: UUID, name: str, email: str, belongs: str, words: str, named_by: UUID | None) -> UUID:
    """A claim that waits; what the same address said before is said anew, unless somebody who keeps it named them."""
    made = await value(
        """
        INSERT INTO keeper_claim AS c (id, asset, name, email, belongs, words, named_by, state, claimed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)
        ON CONFLICT (asset, email) WHERE state = 'waiting' DO UPDATE
        SET name = excluded.name, belongs = excluded.belongs, words = excluded.words,
            named_by = coalesce(excluded.named_by, c.named_by), version = c.version + 1
        RETURNING id
        """,
        uuid4(),
        asset_id,
        name,
        email,
        belongs,
        words,
        named_by,
        clock.now(),
    )
    return UUID(str(made))


async def decide(claim_id: UUID, *, to: ClaimState, sentence: str, version: int | None, by: Member) -> None:
    """
    Let somebody keep the listing, or not; either way they hear of it, with the sentence.

    Raises `NotFound`, and `RuleBroken` when somebody decided already, when they have written something else since, and
    for a no without a sentence.
    """
    if to is ClaimState.REFUSED and not sentence.strip():
        raise RuleBroken("Say why, in a sentence they will read.")
    async with transaction():
        found = await row(
            """
            SELECT coalesce(a.merged_into, a.id) AS asset, c.name, c.email, c.state, c.version, c.named_by
            FROM keeper_claim c JOIN asset a ON a.id = c.asset WHERE c.id = $1 FOR UPDATE OF c
            """,
            claim_id,
        )
        if found is None:
            raise NotFound
        check_move(ClaimState(found["state"]), to)
        if found["version"] != version:
            raise RuleBroken("They have written to us again since you opened this. Read it again, then decide.")
        await listings.editable(found["asset"], by=by)
        await execute(
            """
            UPDATE keeper_claim SET state = $2, sentence = $3, decided_at = $4, decided_by = $5, version = version + 1
            WHERE id = $1
            """,
            claim_id,
            to.value,
            sentence.strip(),
            clock.now(),
            by.id,
        )
        kept = None
        if to is ClaimState.APPROVED:
            how = How.NAMED if found["named_by"] else How.CLAIMED
            kept = await keep(
                asset=found["asset"], email=found["email"], name=found["name"], how=how, approved_by=by.id
            )
        await news.tell("claim.decided", subject=claim_id, by=by, asset=found["asset"], decision=to.value, keeper=kept)


async def tell_claimant(heard: Heard) -> None:
    """Send the link to whose claim was approved, and the sentence to whose was not. A failure is tried again."""
    seen = await queries.claim(heard.subject)
    if heard.details["keeper"] is not None:
        keeper = await queries.keeper(UUID(heard.details["keeper"]))
        await send_link_to(keeper, heard, invited=False, sentence=seen.sentence)
        return
    await send_email(
        letters.refused(mail_for(heard, seen.email), name=seen.name, listing=seen.listing, sentence=seen.sentence)
    )
