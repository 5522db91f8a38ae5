"""Those who run a listing hear what was decided about what they asked for."""

from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.rules import Provenance
from livewell.kit.db import value
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.owners import letters
from livewell.owners.actions.keeping import keep
from livewell.owners.actions.links import mail_for
from livewell.owners.rules import How
from livewell.settings import settings


async def tell_decided(heard: Heard) -> None:
    """
    Send whoever asked what became of it, with the link worker's sentence. A failure is tried again.

    A new listing that was approved is theirs to keep, when they keep something already.
    """
    change = await listings.proposed(heard.subject)
    if change.source is not Provenance.OWNER or "@" not in change.reply_to:
        return
    approved = heard.what == "asset.change_approved"
    email = change.reply_to.lower()
    keeps = await value("SELECT name FROM keeper WHERE email = $1 AND ended_at IS NULL LIMIT 1", email)
    asset = UUID(heard.details["asset"]) if heard.details.get("asset") else None
    if approved and heard.details["new"] and keeps is not None:
        await keep(asset=asset, email=email, name=str(keeps), how=How.WROTE, approved_by=heard.by_id)
    address = settings().address
    own = f"Your listings: {address}/own" if keeps is not None else f"Your listings: {address}/my-listings"
    await send_email(
        letters.decided(
            mail_for(heard, change.reply_to),
            listing=change.name,
            link_to=f"The listing: {address}/community/{asset}\n{own}" if approved else own,
            sentence=change.sentence,
            approved=approved,
            amended=bool(heard.details.get("amended")),
        )
    )
