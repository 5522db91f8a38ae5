"""Somebody gives something to the library; it is read, published or sent back; and they hear which."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.library import letters
from livewell.library.actions.held import held
from livewell.library.forms import Given
from livewell.library.queries import slugs_like, to_tell
from livewell.library.rules import State, check_move, slug_from
from livewell.settings import settings
from livewell.staff.rules import Member

_KIND = "library.given"
ADDRESS_KEPT = timedelta(days=90)
"""How long an address waits for an answer that could not be sent."""


async def give(given: Given, *, submission: UUID, by: Actor) -> UUID:
    """Take what somebody gives, for those who keep the library to read; gives its id. The same form sent twice is one."""
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        # Two with the same title at the same moment take turns, so that each has an address of its own.
        await value("SELECT pg_advisory_xact_lock(hashtext('library slug'))")
        slug = slug_from(given.words.title, await slugs_like(slug_from(given.words.title)))
        made, now = uuid4(), clock.now()
        await execute(
            """
            INSERT INTO library_item (id, slug, kind, audience, language, easy_read, conditions, needs, ways, for_whom,
                                      credit, state, owner, review_on, reminded_of, published, submitted_at, submitted_by,
                                      reply_to, sentence, told_at, withdrawn_why, version)
            VALUES ($1, $2, $3, 'public', 'en', false, '{}', '{}', '{}', '{}', $4, $5, NULL, NULL, NULL, 0, $6, $7, $8, '',
                    NULL, '', 1)
            """,
            made,
            slug,
            given.kind.value,
            given.credit,
            State.SUBMITTED.value,
            now,
            by.staff_id,
            given.reply_to,
        )
        await execute(
            """
            INSERT INTO library_version (id, item, number, title, summary, body, made_at, made_by, approved_at, approved_by)
            VALUES ($1, $2, 1, $3, $4, $5, $6, $7, NULL, NULL)
            """,
            uuid4(),
            made,
            given.words.title,
            given.words.summary,
            given.words.body,
            now,
            by.staff_id,
        )
        await news.tell(_KIND, subject=made, by=by, kind=given.kind.value)
        await once.remember(submission, _KIND, str(made))
    return made


async def begin(item_id: UUID, *, version: int | None, by: Member) -> None:
    """
    Say that somebody reads what was given, or reads again what went back.

    Raises `NotFound`, and `RuleBroken` when somebody else changed it or it does not wait.
    """
    async with transaction():
        found = await held(item_id, by=by, version=version)
        check_move(State(found["state"]), State.IN_REVIEW)
        await execute("UPDATE library_item SET state = 'in_review', version = version + 1 WHERE id = $1", item_id)
        await news.tell("library.begun", subject=item_id, by=by)


async def send_back(item_id: UUID, *, sentence: str, version: int | None, by: Member) -> None:
    """
    Send what was given back with a sentence, which whoever left an address is told. Nothing of it is deleted.

    Raises `NotFound`, and `RuleBroken` without a sentence, when somebody else changed it, or it was published.
    """
    if not sentence.strip():
        raise RuleBroken("Say in a sentence why it goes back.")
    async with transaction():
        found = await held(item_id, by=by, version=version)
        check_move(State(found["state"]), State.SENT_BACK)
        await execute(
            "UPDATE library_item SET state = 'sent_back', sentence = $2, version = version + 1 WHERE id = $1",
            item_id,
            sentence.strip(),
        )
        await news.tell("library.sent_back", subject=item_id, by=by)


async def tell_giver(heard: Heard) -> None:
    """Tell whoever left an address what became of what they gave, and forget it. What cannot be sent is tried again."""
    told = await to_tell(heard.subject)
    if told is None:
        return
    address = settings().address
    # The same number at every try: a mail system that got it twice shows it once (RFC 5322, section 3.6.4).
    message_id = f"<{heard.event}@{urlsplit(address).hostname}>"
    await send_email(letters.answer(told, address=address, message_id=message_id))
    await execute("UPDATE library_item SET told_at = $2, reply_to = '' WHERE id = $1", heard.subject, clock.now())


async def forget_addresses() -> None:
    """Forget the addresses of those who could not be told within three months of giving something that was decided."""
    await execute(
        """
        UPDATE library_item SET reply_to = ''
        WHERE reply_to <> '' AND state NOT IN ('submitted', 'in_review') AND submitted_at < $1
        """,
        clock.now() - ADDRESS_KEPT,
    )
