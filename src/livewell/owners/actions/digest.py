"""Asking those who run listings whether they are still right, and taking their answers by the links of the message."""

from uuid import UUID, uuid4

from livewell.assets import queries as listings
from livewell.kit import clock, news
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import execute, transaction
from livewell.kit.doorkeys import make_key, use_key
from livewell.kit.errors import RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import is_set_up, send_email
from livewell.owners import letters, queries
from livewell.owners.actions.answers import note_answer
from livewell.owners.actions.closing import ask_to_close
from livewell.owners.actions.keeping import keep
from livewell.owners.actions.links import NO_LONGER, browser_for, mail_for
from livewell.owners.actions.listings import confirm
from livewell.owners.letters import Asked
from livewell.owners.queries.asking import ANSWERS
from livewell.owners.rules import ASKED_FOR, Answer, How

AT_A_TIME = 200
"""Messages begun in one run of the chore; the next run takes the rest."""


async def ask_owners() -> int:
    """
    Begin a message to everybody who is to be asked about their listings now; gives how many were begun.

    Where no mail server is set up nobody is asked, so no asking is used up.
    """
    if not is_set_up():
        return 0
    begun = 0
    for email, about in list((await queries.to_ask()).items())[:AT_A_TIME]:
        digest, now = uuid4(), clock.now()
        async with transaction():
            for asset, name in about:
                await execute(
                    "INSERT INTO digest_sent (id, digest, asset, email, name, asked_at) VALUES ($1, $2, $3, $4, $5, $6)",
                    uuid4(),
                    digest,
                    asset,
                    email,
                    name[:120],
                    now,
                )
            await news.tell("keeper.to_ask", subject=digest, by=SYSTEM, listings=len(about))
        begun += 1
    return begun


async def send_digest(heard: Heard) -> None:
    """Send one such message, with three links for each listing. A failure is tried again, with fresh links."""
    about = [one for one in await queries.digest_rows(heard.subject) if one.sent_at is None]
    seen = await listings.assets_by_id([one.asset for one in about])
    shown = [one for one in about if seen[one.asset].published and seen[one.asset].merged_into is None]
    if not shown:
        return
    each = []
    for one in shown:
        asset = seen[one.asset]
        keys = {answer: await _key(answer, one.id, one.email) for answer in Answer}
        each.append(
            Asked(
                name=asset.name,
                when=asset.when_words,
                where=asset.where,
                checked=asset.assured_words,
                right=keys[Answer.RIGHT],
                changing=keys[Answer.CHANGING],
                closed=keys[Answer.CLOSED],
            )
        )
    first = shown[0]
    await send_email(
        letters.digest(
            mail_for(heard, first.email),
            name=next((one.name for one in shown if one.name), ""),
            listings=each,
            again=all(one.is_again for one in shown),
        )
    )
    await execute("UPDATE digest_sent SET sent_at = $2 WHERE digest = $1", heard.subject, clock.now())


async def _key(answer: Answer, sent: UUID, email: str) -> str:
    return await make_key(ANSWERS[answer], sent, holder=email, lasts=ASKED_FOR, single_use=True)


async def answer_right(token: str, *, version: int | None) -> UUID:
    """
    All of it is right, said by a link; gives the listing.

    Raises `RuleBroken` for a link that was used, has ended, or is of somebody who runs it no more; and when the listing
    was changed since the page was opened, which spends nothing.
    """
    key, asked = await _opened(token, Answer.RIGHT)
    async with transaction():
        await use_key(key)
        await confirm(asked.asset, version=version, email=asked.email, name=asked.name or asked.email)
        await news.tell("keeper.answered", subject=asked.id, by=PUBLIC_VISITOR, answer=Answer.RIGHT.value)
    return asked.asset


async def answer_closed(token: str) -> UUID:
    """It has closed for good, said by a link: a link worker looks first. Gives the listing; raises as above."""
    key, asked = await _opened(token, Answer.CLOSED)
    async with transaction():
        await use_key(key)
        await ask_to_close(asked.asset, email=asked.email, name=asked.name or asked.email, reply_to=asked.email)
        await news.tell("keeper.answered", subject=asked.id, by=PUBLIC_VISITOR, answer=Answer.CLOSED.value)
    return asked.asset


async def answer_changing(token: str) -> tuple[UUID, str]:
    """
    Something has to change, said by a link: gives the listing, and a token for a browser in which they may change it.

    Whose address stands on the listing, and whom nobody had to invite so far, keeps it from now on. Raises as above.
    """
    key, asked = await _opened(token, Answer.CHANGING)
    async with transaction():
        await use_key(key)
        await note_answer(asked.asset, email=asked.email, answer=Answer.CHANGING)
        mine = [one.id for one in await queries.keepers_of(asked.asset) if one.email == asked.email]
        keeper = mine[0] if mine else await _begin(asked.asset, asked.email, asked.name)
        token = await browser_for(keeper)
        await news.tell("keeper.answered", subject=asked.id, by=PUBLIC_VISITOR, answer=Answer.CHANGING.value)
    return asked.asset, token


async def _begin(asset: UUID, email: str, name: str) -> UUID:
    return await keep(asset=asset, email=email, name=name or email[:120], how=How.INVITED, approved_by=None)


async def _opened(token: str, answer: Answer) -> tuple[UUID, queries.DigestRow]:
    """The key and what it is about, for who may still answer for that listing."""
    found = await queries.asked_by(token, answer)
    if found is None:
        raise RuleBroken(NO_LONGER)
    return found
