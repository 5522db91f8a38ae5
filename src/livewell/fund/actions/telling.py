"""Every applicant hears: by e-mail at each turn, and again when their report is due."""

from urllib.parse import urlsplit

from livewell.forum import queries as forum
from livewell.forum.door import MEMBER
from livewell.fund import letters, rules
from livewell.fund.door import APPLICANT
from livewell.fund.letters import Mail
from livewell.fund.queries.applications import application
from livewell.fund.queries.panel import opinions
from livewell.kit import clock, news
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, transaction
from livewell.kit.guests import INVITATION_LASTS
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings


async def tell_applicant(heard: Heard) -> None:
    """Send the message of this news with a fresh link. Whoever has no address is told by letter; a failure is tried again."""
    seen = await application(heard.subject)
    if not seen.email:
        return
    address = settings().address
    token = await APPLICANT.make_link(seen.id, holder=seen.email, lasts=INVITATION_LASTS)
    # The same number at every try: a mail system that got it twice shows it once (RFC 5322, section 3.6.4).
    mail = Mail(address, token, f"<{heard.event}@{urlsplit(address).hostname}>")
    await send_email(letters.message(heard.what, seen, mail))
    if heard.what == "fund.decided":
        await execute(
            "UPDATE fund_decision SET told_at = coalesce(told_at, $2) WHERE application = $1", seen.id, clock.now()
        )


async def tell_panel(heard: Heard) -> None:
    """Tell everybody of the panel who need not stand back and has an address that an application waits for them."""
    seen = await application(heard.subject)
    address = settings().address
    host = urlsplit(address).hostname
    for one in await opinions(seen.id):
        member = await forum.member(one.member)
        if one.stands_back or not one.is_member or not member.email:
            continue
        token = await MEMBER.make_link(one.member, holder=member.email, lasts=INVITATION_LASTS)
        mail = Mail(address, token, f"<{heard.event}.{one.member}@{host}>")
        await send_email(letters.to_panellist(one.name, seen, member.email, mail))


async def remind_reports() -> None:
    """Remind those whose report is due in a fortnight, and once more when its day is over."""
    async with transaction():
        due = await rows(
            """
            UPDATE fund_decision d SET reminders = CASE WHEN d.report_due_on < $1 THEN 2 ELSE 1 END
            FROM fund_application a
            WHERE a.id = d.application AND a.state = 'awarded'
              AND NOT EXISTS (SELECT FROM fund_report r WHERE r.application = a.id)
              AND (d.reminders = 0 AND d.report_due_on <= $2 OR d.reminders < 2 AND d.report_due_on < $1)
            RETURNING a.id
            """,
            clock.today(),
            clock.today() + rules.REMINDED_BEFORE,
        )
        for one in due:
            await news.tell("fund.report_due", subject=one["id"], by=SYSTEM)
