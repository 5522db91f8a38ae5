"""Listeners: each hears one piece of news and leaves a message in the outbox, once however often it hears."""

from typing import Any
from uuid import UUID, uuid4

from livewell.feedback import letters, queries, rules
from livewell.feedback.queries import About
from livewell.feedback.rules import MessageKind, Withheld
from livewell.journeys.rules import EndReason
from livewell.kit import clock, db
from livewell.kit.news import CHANNEL, Heard
from livewell.referrals.rules import DECLINE_LABELS, DeclineReason
from livewell.settings import settings


async def tell_received(heard: Heard) -> None:
    """A receipt: the reference, and by when a coach decides."""
    about = await queries.about(heard.subject)
    if about is not None:
        await _write(heard, MessageKind.RECEIPT, about, decide_by=about.triage_due_on)


async def ask_referrer(heard: Heard) -> None:
    """A coach has a question. The question itself may say who the person is, so it stays on the page."""
    about = await queries.about(heard.subject)
    if about is not None:
        await _write(heard, MessageKind.QUESTION, about)


async def tell_accepted(heard: Heard) -> None:
    """Accepted, and by when somebody gets in touch."""
    about = await queries.about(heard.subject)
    if about is not None:
        # Somebody whose journey goes on already is waited for by nobody: its first day of contact is long past.
        joined = bool(heard.details.get("joined"))
        await _write(
            heard,
            MessageKind.ACCEPTED,
            about,
            joined=joined,
            contact_by=None if joined else about.first_contact_due_on,
        )


async def tell_declined(heard: Heard) -> None:
    """Declined: why, in words, and what the person can still use, unless those words say who they are."""
    about = await queries.about(heard.subject)
    if about is None:
        return
    reason = DECLINE_LABELS[DeclineReason(about.decline_reason)] if about.decline_reason else ""
    names_them = letters.says_who(about.decline_suggestion, about.names)
    await _write(
        heard,
        MessageKind.DECLINED,
        about,
        reason="" if about.telling_refused else reason,
        suggestion="" if names_them else about.decline_suggestion.strip(),
    )


async def tell_ended(heard: Heard) -> None:
    """What came of it, to everybody who referred them on this journey and may hear."""
    for about in await queries.journeys_referrals(heard.journey or heard.subject):
        if _why_withheld(MessageKind.ENDED, about) is Withheld.CONSENT_REFUSED:
            continue
        attach = about.referrer_type in rules.PROFESSIONALS and rules.is_secure(about.address, settings().secure_mail)
        await _write(
            heard,
            MessageKind.ENDED,
            about,
            attach=attach,
            unreached=about.end_reason == EndReason.UNABLE_TO_CONTACT.value,
            died=about.end_reason == EndReason.DIED.value,
        )


async def alert_about_safety(heard: Heard) -> None:
    """Somebody must look, now: to the coaches of the area and the duty contact, with no person in it."""
    area, duty = heard.details.get("area"), heard.details.get("duty")
    letter = letters.write(
        MessageKind.SAFETY_ALERT,
        {
            "urgent": bool(heard.details.get("urgent")),
            "again": heard.what == "safety.unanswered",
            "raised_at": heard.happened_at,
            "link": f"{settings().address}/safety/{heard.subject}",
        },
    )
    for audience, address in await queries.safety_addresses(UUID(area) if area else None, UUID(duty) if duty else None):
        await _put(
            kind=MessageKind.SAFETY_ALERT, referral=None, cause=f"{heard.event}:{audience}", to=address, letter=letter
        )


def _why_withheld(kind: MessageKind, about: About) -> Withheld | None:
    return rules.why_withheld(
        kind,
        referrer_type=about.referrer_type,
        never_contact=about.never_contact,
        telling_refused=about.telling_refused,
    )


async def _write(heard: Heard, kind: MessageKind, about: About, *, attach: bool = False, **context: Any) -> None:
    """Put a message about a referral into the outbox, when there is an address to send it to."""
    if not about.address:
        return
    link = f"{settings().address}/my-referrals/{about.referral}" if about.has_account else ""
    letter = letters.write(
        kind,
        {
            "reference": about.reference,
            "to_person": about.referrer_type == "self",
            "link": link,
            "phone": about.service_phone,
            "attached": attach,
            **context,
        },
    )
    await _put(
        kind=kind,
        referral=about.referral,
        cause=f"{heard.event}:{about.referral}",
        to=about.address,
        letter=letter,
        attach=attach,
    )


async def _put(
    *, kind: MessageKind, referral: UUID | None, cause: str, to: str, letter: letters.Letter, attach: bool = False
) -> None:
    """One row, once for each cause: a listener that hears twice writes once. It wakes the worker when it commits."""
    now = clock.now()
    await db.execute(
        """
        WITH put AS (
            INSERT INTO message (id, kind, referral, cause, "to", subject, body, attach_summary, status, attempts,
                                 made_at, due_at, last_error)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $9, '')
            ON CONFLICT (cause) DO NOTHING RETURNING id
        )
        SELECT pg_notify($10, '') FROM put
        """,
        uuid4(),
        kind.value,
        referral,
        cause,
        to,
        letter.subject,
        letter.body,
        kind.value if attach else "",
        now,
        CHANNEL,
    )
