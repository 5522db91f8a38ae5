"""Coming in: a link or a code is asked for, sent to whoever has the address, and spent once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from livewell.kit import clock, doorkeys, limits, news, once
from livewell.kit.actor import PUBLIC_VISITOR, Actor, resident
from livewell.kit.cookies import new_token
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.kit.texts import send_text
from livewell.residents import letters, queries, rules
from livewell.residents.letters import Mail
from livewell.residents.queries import hash_of
from livewell.residents.rules import CameHow
from livewell.residents.tables import ResidentVisit, WayInAsked
from livewell.settings import settings

OPENS = "own_space"
"""The purpose of the key in a link to somebody's own space; its subject is whoever was the first to have the address."""

DOES_NOT_FIT = "That does not open your space. Check what you typed, or ask for a fresh link or code."
NO_LONGER = "This link has been used or has ended. Ask for a fresh one."


@dataclass(frozen=True)
class Browser:
    """Where somebody comes in: whether others use the device, and its name in a few words."""

    shared: bool = False
    name: str = ""


async def ask(how: CameHow, address: str, *, browser: str = "", submission: UUID | None = None) -> None:
    """
    Write down that somebody asks for a way in; whose address it is, nobody looks up until later.

    So the answer and the time it takes are the same for every address. `browser` is the random number of the browser
    that asked for a text: the code opens there and nowhere else. Too many in an hour are written down nowhere, and the
    same form sent twice is one.
    """
    to = address if how is CameHow.EMAIL else rules.plain_number(address)
    if await limits.too_many(f"own-space-{how.value}", to.lower(), rules.ASKS_AN_HOUR, rules.AN_HOUR):
        return
    async with transaction():
        if submission is not None and await once.already_done(submission, "residents.asked_in") is not None:
            return
        await put_on_its_way(how.value, to, browser=browser, by=PUBLIC_VISITOR)


async def put_on_its_way(how: str, to: str, *, person: UUID | None = None, browser: str = "", by: Actor) -> None:
    """Let something go to an address as soon as this transaction is over."""
    asked = WayInAsked(
        id=uuid4(),
        how=how,
        sent_to=to,
        person=person,
        browser_hash=hash_of(browser) if browser else b"",
        asked_at=clock.now(),
    )
    await asked.save()
    await news.tell("way_in.asked", subject=asked.id, by=by, person=person, how=how)


async def send_way_in(heard: Heard) -> None:
    """
    Send what was asked for to whoever has the address and may be sent something there; to nobody else, anything.

    What was asked for is forgotten in the same transaction. A failure is tried again by the worker.
    """
    async with transaction():
        asked = await queries.waiting(heard.subject)
        if asked is None:
            return
        await execute("DELETE FROM way_in_asked WHERE id = $1", asked.id)
        mail = Mail(asked.sent_to, settings().address, f"<{heard.event}@{urlsplit(settings().address).hostname}>")
        if asked.how == rules.CHANGED:
            await send_email(letters.address_changed(mail, language=await queries.language_of(asked.person)))
            return
        how = CameHow(asked.how)
        found = await queries.who_has(how, asked.sent_to)
        if asked.person is not None:
            found = [one for one in found if one.person == asked.person]
        if not found or clock.now() - asked.asked_at > rules.LINK_LASTS:
            return
        if how is CameHow.EMAIL:
            token = await doorkeys.make_key(
                OPENS, found[0].person, holder=asked.sent_to, lasts=rules.LINK_LASTS, single_use=True
            )
            await send_email(letters.link(mail, token=token, language=await queries.language_of(found[0].person)))
            return
        code = f"{secrets.randbelow(10**6):06}"
        for one in found:
            await _keep_code(one.person, CameHow.TEXT, code, browser=asked.browser_hash)
        await send_text(
            asked.sent_to,
            letters.text(code, language=await queries.language_of(found[0].person)),
            reference=str(heard.event),
        )


async def _keep_code(person: UUID, how: CameHow, code: str, *, browser: bytes = b"", by: Actor | None = None) -> None:
    """Keep the hash of a fresh code; those of the same kind before it end."""
    now = clock.now()
    await execute(
        """
        UPDATE resident_code SET ended_at = $3
        WHERE person = $1 AND how = $2 AND used_at IS NULL AND ended_at IS NULL
        """,
        person,
        how.value,
        now,
    )
    await execute(
        """
        INSERT INTO resident_code (id, person, code_hash, how, made_at, made_by, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        uuid4(),
        person,
        rules.code_hash(code, secret=settings().needed_secret_key(), browser=browser),
        how.value,
        now,
        by.staff_id if by else None,
        now + (rules.TEXT_LASTS if how is CameHow.TEXT else rules.PAPER_LASTS),
    )


async def make_paper_code(person: UUID, *, by: Actor) -> str:
    """A fresh printed code for somebody, inside the caller's transaction; the one before it ends."""
    code = "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.CODE_LENGTH))
    await _keep_code(person, CameHow.PAPER, code, by=by)
    return code


async def come_by_link(token: str, *, born_on: date, first_name: str = "", browser: Browser) -> str:
    """
    Spend a link; gives the token for the browser, which is in that person's own space from now on.

    RuleBroken for a link that is over, `NotThemError` for a birthday that nobody has who has the address now (the link
    is not spent), `rules.WhichOfThemError` when only a first name tells two people apart.
    """
    opened = await doorkeys.open_key(token, OPENS)
    if opened is None:
        raise RuleBroken(NO_LONGER)
    person = rules.who_it_is(await queries.who_has(CameHow.EMAIL, opened.holder), born_on, first_name)
    if person is None:
        raise NotThemError
    async with transaction():
        await doorkeys.use_key(opened.key_id)
        return await _come(person, CameHow.EMAIL, browser)


async def come_by_text(code: str, *, asked_from: str, born_on: date, first_name: str = "", browser: Browser) -> str:
    """Spend a code that was texted, in the browser that asked for it. Errors as `come_by_link`, but no RuleBroken."""
    kept = rules.code_hash(rules.tidy_code(code), secret=settings().needed_secret_key(), browser=hash_of(asked_from))
    return await _come_by_code(
        await queries.of_text(kept), CameHow.TEXT, born_on=born_on, first_name=first_name, browser=browser
    )


async def come_by_paper(code: str, *, born_on: date, browser: Browser) -> str:
    """Spend a printed code. `NotThemError` for a code, a birthday, or both, that are not right: nobody learns which."""
    kept = rules.code_hash(rules.tidy_code(code), secret=settings().needed_secret_key())
    return await _come_by_code(
        await queries.of_paper(kept), CameHow.PAPER, born_on=born_on, first_name="", browser=browser
    )


class NotThemError(Exception):
    """What was typed opens nobody's space."""


async def _come_by_code(
    codes: Sequence[tuple[UUID, UUID]], how: CameHow, *, born_on: date, first_name: str, browser: Browser
) -> str:
    candidates = [one for _, person in codes for one in await queries.candidates_for(person)]
    person = rules.who_it_is(candidates, born_on, first_name)
    if person is None:
        raise NotThemError
    async with transaction():
        for code, whose in codes:
            used = await value(
                """
                UPDATE resident_code SET used_at = CASE WHEN person = $3 THEN $2::timestamptz END, ended_at = $2
                WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL AND ends_at > $2 RETURNING id
                """,
                code,
                clock.now(),
                person,
            )
            if used is None and whose == person:  # Somebody else spent it at the same moment.
                raise NotThemError
        return await _come(person, how, browser)


async def come_in_demo(person: UUID, *, demo: bool, browser: Browser) -> str:
    """
    Walk into somebody's own space in a demonstration, where everybody is fictional.

    Raises NotFound wherever this is none, and for whoever has no door there.
    """
    if not demo or not any(door.person == person for door in await queries.doors()):
        raise NotFound
    async with transaction():
        return await _come(person, CameHow.PAPER, browser)


async def _come(person: UUID, how: CameHow, browser: Browser) -> str:
    now, length, token = clock.now(), rules.stay(shared=browser.shared), new_token()
    visit = ResidentVisit(
        id=uuid4(),
        person=person,
        token_hash=hash_of(token),
        came_how=how.value,
        shared_device=browser.shared,
        idle_seconds=int(length.idle.total_seconds()),
        came_at=now,
        last_seen_at=now,
        ends_at=now + length.whole,
        browser=browser.name[:200],
    )
    await visit.save()
    await news.tell("visit.began", subject=visit.id, by=resident(person, visit.id), person=person, how=how.value)
    return token


async def forget_asked() -> None:
    """Delete what was asked for and could not be sent for an hour: nobody waits for it any more."""
    await execute("DELETE FROM way_in_asked WHERE asked_at < $1", clock.now() - rules.AN_HOUR)
