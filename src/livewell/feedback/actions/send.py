"""Sending what waits: claimed under a lease, sent outside any transaction, then recorded; at least once, with one Message-ID."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from livewell.feedback import letters, queries, rules
from livewell.feedback.queries.facts import REFUSED
from livewell.feedback.rules import MessageKind, Withheld
from livewell.kit import clock, db, pdf
from livewell.kit.errors import NotFound, NotSetUp
from livewell.kit.notify import Attachment, Email, SendFailedError, is_set_up, send_email
from livewell.settings import settings

LOG = structlog.get_logger("livewell.feedback")

AT_A_TIME = 100
"""Messages sent in one call; the next call takes the rest."""


@dataclass(frozen=True)
class _Taken:
    """A message that is ours to send until the lease ends. `attempts` is the lease's token."""

    id: UUID
    kind: MessageKind
    referral: UUID | None
    to: str
    subject: str
    body: str
    attach: bool
    attempts: int
    withheld: Withheld | None


async def send_waiting() -> int:
    """
    Send the messages that are due, the oldest first; gives how many were sent.

    Where no mail server is set up nothing is tried and nothing is used up: they wait, and the messages page says so.
    """
    if not is_set_up():
        return 0
    sent = 0
    for _ in range(AT_A_TIME):
        taken = await _claim()
        if taken is None:
            break
        sent += await _send(taken)
    return sent


async def _claim() -> _Taken | None:
    """Take the message that has waited longest, in a transaction that is over before anything is sent."""
    now = clock.now()
    async with db.transaction():
        found = await db.row(
            f"""
            WITH mine AS (
                UPDATE message SET attempts = attempts + 1, leased_until = $2
                WHERE id = (
                    SELECT id FROM message
                    WHERE status = 'waiting' AND due_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
                    ORDER BY due_at, made_at LIMIT 1
                    FOR UPDATE SKIP LOCKED
                )
                RETURNING id, kind, referral, "to", subject, body, attach_summary, attempts
            )
            SELECT mine.*, coalesce(r.referrer_type, '') AS referrer_type,
                   coalesce(p.never_contact, false) AS never_contact,
                   r.id IS NOT NULL AND {REFUSED} AS telling_refused
            FROM mine LEFT JOIN referral r ON r.id = mine.referral LEFT JOIN person p ON p.id = r.person
            """,  # noqa: S608  Constants only.
            now,
            now + rules.LEASE,
        )
    return _taken(found) if found else None


def _taken(row: dict[str, Any]) -> _Taken:
    kind = MessageKind(row["kind"])
    return _Taken(
        id=row["id"],
        kind=kind,
        referral=row["referral"],
        to=row["to"],
        subject=row["subject"],
        body=row["body"],
        attach=bool(row["attach_summary"]),
        attempts=row["attempts"],
        withheld=rules.why_withheld(
            kind,
            referrer_type=row["referrer_type"],
            never_contact=row["never_contact"],
            telling_refused=row["telling_refused"],
        ),
    )


async def _send(taken: _Taken) -> bool:
    """Send one message and write down how that went."""
    if taken.withheld is not None:
        await _record(
            taken, "UPDATE message SET status = 'withheld', leased_until = NULL, last_error = $3", taken.withheld.value
        )
        return False
    try:
        await send_email(await _email(taken))
    except NotSetUp:
        await _record(taken, "UPDATE message SET attempts = attempts - 1, leased_until = NULL")
        return False
    except Exception as error:  # noqa: BLE001  Whatever a mail server does, the message stays and is tried again.
        await _put_back(taken, error)
        return False
    await _record(
        taken, "UPDATE message SET status = 'sent', sent_at = $3, leased_until = NULL, last_error = ''", clock.now()
    )
    return True


async def _email(taken: _Taken) -> Email:
    attachments: tuple[Attachment, ...] = ()
    if taken.attach and taken.referral is not None and rules.is_secure(taken.to, settings().secure_mail):
        attachments = await _summary(taken.referral)
    # The same number at every try: a mail system that got it twice shows it once (RFC 5322, section 3.6.4).
    message_id = f"<{taken.id}@{urlsplit(settings().address).hostname}>"
    return Email(to=taken.to, subject=taken.subject, text=taken.body, attachments=attachments, message_id=message_id)


async def _summary(referral_id: UUID) -> tuple[Attachment, ...]:
    """The one-page PDF; none where this machine cannot make one, and the link in the text still leads there."""
    try:
        story = await queries.story_for_letter(referral_id)
        made = await pdf.make_pdf(letters.summary_page(story))
    except (NotFound, NotSetUp) as missing:
        LOG.warning("a message goes without its summary", why=type(missing).__name__)
        return ()
    return (Attachment(filename=f"{story.reference}.pdf", content=made, media_type="application/pdf"),)


async def _put_back(taken: _Taken, error: Exception) -> None:
    now = clock.now()
    never = isinstance(error, SendFailedError) and error.permanent
    again: datetime | None = None if never else rules.next_try(taken.attempts, now)
    why = f"{type(error).__name__}: {error}".replace(taken.to, "the address")[:500]
    LOG.warning("a message could not be sent", message=str(taken.id), tries=taken.attempts, given_up=again is None)
    await _record(
        taken,
        """
        UPDATE message SET leased_until = NULL, last_error = $3, due_at = $4,
               status = CASE WHEN $5::boolean THEN 'given_up' ELSE status END
        """,
        why,
        again or now,
        again is None,
    )


async def _record(taken: _Taken, change: str, *args: object) -> None:
    """Write how it went, unless the lease ran out and another sender has the message now."""
    await db.execute(
        f"{change} WHERE id = $1 AND attempts = $2 AND status = 'waiting'", taken.id, taken.attempts, *args
    )
