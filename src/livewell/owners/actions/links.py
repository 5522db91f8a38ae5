"""Links to somebody's listings: asked for, sent, opened once; and the browser that may go on for a while."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from livewell.kit import clock, doorkeys, limits, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.dates import london_day
from livewell.kit.db import rows, transaction, value
from livewell.kit.doorkeys import make_key, open_key, use_key
from livewell.kit.errors import RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.owners import letters, queries
from livewell.owners.letters import Mail
from livewell.owners.queries import Here, KeeperSeen
from livewell.owners.queries.keepers import SESSION
from livewell.owners.rules import INVITATION_LASTS, LINK_LASTS, LINKS_AN_HOUR, STAYS_OPEN
from livewell.settings import settings

OPENS = "own_link"
"""The purpose of the key in a link."""

NO_LONGER = "This link has been used or has ended. Ask for a fresh one."
_AN_HOUR = timedelta(hours=1)


async def ask_link(email: str, *, asset: UUID | None = None) -> bool:
    """
    Send an address its link, when it keeps anything (or keeps `asset`); gives whether it does.

    The page says the same either way, and the message goes out by itself, so nobody learns which addresses are known.
    """
    found = await rows("SELECT id FROM keeper WHERE email = $1 AND ended_at IS NULL ORDER BY approved_at, id", email)
    mine = None
    for one in found:
        if asset is None or asset in await queries.kept_ids(one["id"], email):
            mine = one["id"]
            break
    if await limits.too_many("own-link", email, LINKS_AN_HOUR, _AN_HOUR) or mine is None:
        return mine is not None
    async with transaction():
        await news.tell("keeper.asked_link", subject=mine, by=PUBLIC_VISITOR)
    return True


async def send_link(heard: Heard) -> None:
    """Send a keeper the link to their listings, because they were invited or asked. A failure is tried again."""
    await send_link_to(await queries.keeper(heard.subject), heard, invited=heard.what == "keeper.invited")


async def send_link_to(seen: KeeperSeen, heard: Heard, *, invited: bool, sentence: str = "") -> None:
    """The same, inside a listener. Nothing is sent to who has ended or has no address."""
    if seen.ended_at is not None or not seen.email:
        return
    lasts = INVITATION_LASTS if invited else LINK_LASTS
    token = await make_key(OPENS, seen.id, holder=seen.email, lasts=lasts, single_use=True)
    await send_email(
        letters.link(
            mail_for(heard, seen.email),
            name=seen.name,
            listing=await _what(seen),
            token=token,
            until=london_day(clock.now() + lasts),
            invited=invited,
            sentence=sentence,
        )
    )


def mail_for(heard: Heard, to: str) -> Mail:
    """Where a message about a piece of news goes. It keeps its number at every try (RFC 5322, section 3.6.4)."""
    address = settings().address
    return Mail(to, address, f"<{heard.event}@{urlsplit(address).hostname}>")


async def _what(seen: KeeperSeen) -> str:
    return str(
        await value(
            "SELECT name FROM asset WHERE id = $1 UNION ALL SELECT name FROM organisation WHERE id = $2",
            seen.asset,
            seen.organisation,
        )
    )


async def open_browser(token: str) -> str:
    """
    Spend the key of a link; gives the token for the browser that may go on for eight hours.

    Raises `RuleBroken` for a link that was used, has ended or never was, all alike.
    """
    opened = await open_key(token, OPENS)
    if opened is None:
        raise RuleBroken(NO_LONGER)
    async with transaction():
        await use_key(opened.key_id)
        return await browser_for(opened.subject)


async def browser_for(keeper_id: UUID) -> str:
    """A token for a browser in which this keeper is at their listings. Inside the caller's transaction, with its news."""
    token = await make_key(SESSION, keeper_id, holder=f"keeper:{keeper_id}", lasts=STAYS_OPEN)
    await news.tell("keeper.came", subject=keeper_id, by=PUBLIC_VISITOR)
    return token


async def close_browser(by: Here) -> None:
    """They left: what this browser holds opens nothing from now on."""
    async with transaction():
        await doorkeys.end_keys(SESSION, by.keeper)
        await news.tell("keeper.left", subject=by.keeper, by=PUBLIC_VISITOR)
