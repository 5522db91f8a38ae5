"""Gifts in kind: noted with their value and how it was found, and struck when they were noted amiss."""

from uuid import UUID, uuid4

from livewell.fund.actions.held import happened
from livewell.fund.forms.keeping import GiftTyped
from livewell.fund.tables import GiftInKind
from livewell.kit import clock, news, once
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.upkeep import actions as upkeep


async def note_gift(typed: GiftTyped, *, offer: UUID | None = None, submission: UUID, by: Member) -> UUID:
    """
    Note something given that is not money; gives its id. The same form twice is one.

    `offer` is what somebody offered on a visit: it is settled with this. RuleBroken when somebody has seen to it already,
    NotFound when it is no offer.
    """
    async with transaction():
        if before := await once.already_done(submission, "fund.gift"):
            return UUID(before)
        asset = None
        if offer is not None:
            asset = await value(
                "SELECT v.asset FROM visit_follow_on f JOIN asset_visit v ON v.id = f.visit"
                " WHERE f.id = $1 AND f.kind = 'material_support'",
                offer,
            )
            if asset is None:
                raise NotFound
            await upkeep.settle_follow_on(offer, sentence=f"Noted as a gift: {typed.what}"[:300], by=by)
        gift = GiftInKind(
            id=uuid4(),
            what=typed.what,
            giver=typed.giver,
            asset=asset,
            community_group=typed.community_group,
            pence=typed.pence,
            valued_how=typed.valued_how,
            given_on=typed.given_on,
            until_on=typed.until_on,
            noted_at=clock.now(),
            noted_by=by.id,
        )
        await gift.save()
        await news.tell("gift.noted", subject=gift.id, by=by, asset=asset)
        await once.remember(submission, "fund.gift", str(gift.id))
    return UUID(str(gift.id))


async def strike_gift(gift_id: UUID, *, by: Member) -> None:
    """It was noted amiss: it stays to be seen and counts no more. RuleBroken when it is struck already."""
    async with transaction():
        gift = await GiftInKind.objects().where(GiftInKind.id == gift_id).lock_rows("UPDATE").first()
        if gift is None:
            raise NotFound
        if happened(gift.struck_at):
            raise RuleBroken("This was struck already.")
        gift.struck_at = clock.now()
        gift.version += 1
        await gift.save()
        await news.tell("gift.struck", subject=gift_id, by=by)
