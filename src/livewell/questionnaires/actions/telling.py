"""E-mails about questions: the link that was asked for, and one reminder when the day is near."""

from datetime import timedelta
from urllib.parse import urlsplit

from livewell.kit import clock, news, notify
from livewell.kit.actor import SYSTEM
from livewell.kit.dates import london_day
from livewell.kit.db import rows, transaction
from livewell.kit.doorkeys import make_key
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.questionnaires import letters, queries
from livewell.questionnaires.actions.asking import OPENS
from livewell.questionnaires.queries import AskingSeen, Reach
from livewell.questionnaires.rules import LINK_LASTS, REMIND_BEFORE, REMIND_UNTIL
from livewell.settings import settings


async def send_link(heard: Heard) -> None:
    """Send the link to what was asked, if it was asked in that way. A failure is tried again."""
    found = await _to_write_to(heard)
    if found is not None and found[0].is_by_link:
        await _send_link(*found, heard, again=False)


async def send_reminder(heard: Heard) -> None:
    """Remind somebody of what waits at home: with a fresh link where they had one, else with the way to their space."""
    found = await _to_write_to(heard)
    if found is None:
        return
    if found[0].is_by_link:
        await _send_link(*found, heard, again=True)
    else:
        await send_email(letters.waits(found[1], address=settings().address, message_id=_number(heard)))


async def remind_due() -> int:
    """
    Put the one reminder on its way for whatever is asked at home and is due within two days, or was a week ago.

    The worker calls it by the clock; two workers at once remind once. Nobody is reminded who chose never to be
    contacted, or who has no address. Gives how many.
    """
    if not notify.is_set_up():
        return 0
    async with transaction():
        found = await rows(
            """
            UPDATE asking k SET reminded_at = $1
              FROM journey j JOIN person p ON p.id = j.person
             WHERE j.id = k.journey AND j.closed_at IS NULL AND k.state = 'open' AND k.how IN ('space', 'link')
               AND k.reminded_at IS NULL AND k.due_on BETWEEN $3 AND $2
               AND k.asked_at < $1::timestamptz - interval '1 day'
               AND NOT p.never_contact AND p.email <> ''
            RETURNING k.id, k.journey, j.person
            """,
            clock.now(),
            clock.today() + REMIND_BEFORE,
            clock.today() - REMIND_UNTIL,
        )
        for one in found:
            await news.tell(
                "measure.reminded", subject=one["id"], by=SYSTEM, journey=one["journey"], person=one["person"]
            )
    return len(found)


async def _to_write_to(heard: Heard) -> tuple[AskingSeen, Reach] | None:
    """What is asked and how to reach the person; None when it is not open any more, or nothing may be sent to them."""
    asked = await queries.asking_behind(heard.subject)
    if asked is None or not asked.is_open:
        return None
    reach = await queries.reach(asked.person)
    return None if reach.never_contact or not reach.email else (asked, reach)


async def _send_link(asked: AskingSeen, reach: Reach, heard: Heard, *, again: bool) -> None:
    token = await make_key(OPENS, asked.id, holder=reach.email, lasts=LINK_LASTS, single_use=True)
    until = london_day(clock.now() + LINK_LASTS - timedelta(seconds=1))
    await send_email(
        letters.link(
            reach,
            address=settings().address,
            token=token,
            until=until,
            minutes=asked.minutes,
            again=again,
            message_id=_number(heard),
        )
    )


def _number(heard: Heard) -> str:
    """The message's own number, the same at every try (RFC 5322, section 3.6.4)."""
    return f"<{heard.event}@{urlsplit(settings().address).hostname}>"
