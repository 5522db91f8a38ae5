"""Whoever has a booking is told what happens with it: by e-mail, or through a list of whom to ring."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from livewell.kit import clock, doorkeys, languages, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, transaction
from livewell.kit.errors import NotFound
from livewell.kit.news import Heard
from livewell.kit.notify import Email, send_email
from livewell.learning import letters
from livewell.learning.actions.answering import told
from livewell.learning.letters import Mail
from livewell.learning.queries import bookings, wishes
from livewell.learning.queries.bookings import BookingSeen
from livewell.learning.rules.bookings import NAMES_KEPT, REMINDED_BEFORE
from livewell.settings import settings

PLACE_KEY = "course_place"
"""The purpose of the key in a link to a booking."""
_LINK_LASTS = timedelta(days=120)

_Write = Callable[[Mail, BookingSeen], Email | None]


async def tell_booked(heard: Heard) -> None:
    """They have a place, or wait as this number."""

    def write(mail: Mail, seen: BookingSeen) -> Email | None:
        return None if seen.is_over else letters.booked(mail, seen.run, number=seen.number)

    await _tell(heard, write, otherwise="")


async def tell_offered(heard: Heard) -> None:
    """A place is held for them."""

    def write(mail: Mail, seen: BookingSeen) -> Email | None:
        return letters.offered(mail, seen.run, until=seen.offered_until) if seen.offered_until else None

    await _tell(heard, write, otherwise="offered")


async def tell_gone(heard: Heard) -> None:
    """The place that was held went to the next."""
    await _tell(heard, lambda mail, seen: letters.gone(mail, seen.run), otherwise="gone", path="/learning")


async def tell_moved(heard: Heard) -> None:
    """A session is at another time."""

    def write(mail: Mail, seen: BookingSeen) -> Email | None:
        session = next((one for one in seen.run.held if str(one.id) == heard.details.get("session")), None)
        return letters.moved(mail, seen.run, session) if session else None

    await _tell(heard, write, otherwise="moved")


async def tell_session_off(heard: Heard) -> None:
    """One session is called off."""

    def write(mail: Mail, seen: BookingSeen) -> Email | None:
        session = next((one for one in seen.run.sessions if str(one.id) == heard.details.get("session")), None)
        return letters.session_off(mail, seen.run, session) if session else None

    await _tell(heard, write, otherwise="session_off")


async def tell_run_off(heard: Heard) -> None:
    """All of it is called off."""
    await _tell(heard, lambda mail, seen: letters.run_off(mail, seen.run), otherwise="run_off", path="/learning")


async def tell_reminder(heard: Heard) -> None:
    """A session is soon."""

    def write(mail: Mail, seen: BookingSeen) -> Email | None:
        soon = seen.run.next
        return letters.reminder(mail, seen.run, soon) if soon and seen.is_booked else None

    await _tell(heard, write, otherwise="")


async def _tell(heard: Heard, write: _Write, *, otherwise: str, path: str = "") -> None:
    """
    Send what `write` gives; whoever has no e-mail address goes onto the list of whom to ring, as `otherwise`.

    A failure is tried again, with the same number of the message. Nothing is sent about what has passed already.
    """
    whom = await bookings.reached(heard.subject)
    if whom is None:
        return
    if not whom.email:
        if otherwise and whom.phone:
            await execute("UPDATE booking SET to_tell = $2 WHERE id = $1", heard.subject, otherwise)
        return
    seen = await bookings.booking(heard.subject)
    mail = _mail(
        heard,
        to=whom.email,
        name=whom.name,
        language=languages.known(whom.language),
        link=path or await _link(seen, whom.email),
    )
    message = write(mail, seen)
    if message is not None:
        await send_email(message)


async def _link(seen: BookingSeen, email: str) -> str:
    if seen.person is not None:
        return f"/my/learning/bookings/{seen.id}"
    return f"/learning/place/{await doorkeys.make_key(PLACE_KEY, seen.id, holder=email, lasts=_LINK_LASTS)}"


def _mail(heard: Heard, *, to: str, name: str, language: str, link: str) -> Mail:
    address = settings().address
    return Mail(to, name, address, f"<{heard.event}@{urlsplit(address).hostname}>", language, link)


async def tell_wish(heard: Heard) -> None:
    """Whoever wished for something to learn hears what comes of it, once; then their address is forgotten."""
    try:
        seen = await wishes.wish(heard.subject)
    except NotFound:
        return
    if not seen.reply_to or seen.told_at is not None:
        return
    planned = seen.is_planned and bool(seen.course_slug)
    link = f"/learning/{seen.course_slug}" if planned else "/learning"
    mail = _mail(heard, to=seen.reply_to, name=seen.name, language=languages.known(seen.language), link=link)
    await send_email(letters.answered(mail, title=seen.title, sentence=seen.sentence, planned=planned))
    await told(heard.subject)


async def remind() -> int:
    """Have everybody with a place and an e-mail address reminded of a session that is soon, once; gives how many."""
    now = clock.now()
    async with transaction():
        found = await rows(
            """
            SELECT b.id, b.person, b.run FROM booking b JOIN course_run r ON r.id = b.run
            LEFT JOIN person p ON p.id = b.person JOIN LATERAL (
                SELECT min(starts_at) AS starts_at FROM course_session
                WHERE run = b.run AND cancelled_why = '' AND starts_at > $1
            ) s ON true
            WHERE b.state = 'booked' AND r.state IN ('open', 'closed') AND s.starts_at <= $1 + $2::interval
              AND (b.reminded_at IS NULL OR b.reminded_at < s.starts_at - $2::interval)
              AND CASE WHEN p.id IS NULL THEN b.email <> '' ELSE p.email <> '' AND NOT p.never_contact END
            ORDER BY b.id FOR UPDATE OF b SKIP LOCKED
            """,
            now,
            REMINDED_BEFORE,
        )
        for one in found:
            await execute("UPDATE booking SET reminded_at = $2 WHERE id = $1", one["id"], now)
            await news.tell("booking.reminded", subject=one["id"], by=SYSTEM, person=one["person"], run=one["run"])
    return len(found)


async def forget_names() -> int:
    """Take the names of those who are nobody of ours out of registers a year after the last session; gives how many."""
    now = clock.now()
    found: list[dict[str, UUID]] = await rows(
        """
        UPDATE booking b SET name = '', email = '', phone = '', needs = '', accompanied_by = '', to_tell = '',
                             forgotten_at = $1, version = version + 1
        WHERE b.person IS NULL AND b.staff_user IS NULL AND b.member IS NULL AND b.forgotten_at IS NULL
          AND (SELECT max(ends_at) FROM course_session s WHERE s.run = b.run) < $2
        RETURNING b.id
        """,
        now,
        now - NAMES_KEPT,
    )
    for one in found:
        await execute("UPDATE certificate SET name = '' WHERE booking = $1", one["id"])
    return len(found)
