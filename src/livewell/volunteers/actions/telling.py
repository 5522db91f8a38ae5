"""What goes out by e-mail about volunteers, sent by the worker; what cannot be sent is tried again."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from livewell.kit import clock, doorkeys
from livewell.kit.dates import london_day
from livewell.kit.db import row
from livewell.kit.guests import INVITATION_LASTS, LINK_LASTS
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings
from livewell.volunteers import letters, queries
from livewell.volunteers.actions.days import CHECK
from livewell.volunteers.actions.talks import REFERENCE_KEY
from livewell.volunteers.door import VOLUNTEER
from livewell.volunteers.letters import Mail
from livewell.volunteers.rules import CLOSED, LABELS, Stage
from livewell.volunteers.rules import references as asking
from livewell.volunteers.rules.references import RefereeState
from livewell.volunteers.rules.training import topic_label


def mail_for(heard: Heard, to: str, *, more: str = "") -> Mail:
    """Where a message about a piece of news goes. It keeps its number at every try (RFC 5322, section 3.6.4)."""
    address = settings().address
    return Mail(to, address, f"<{heard.event}{more}@{urlsplit(address).hostname}>")


async def _who(volunteer_id: UUID) -> dict[str, Any] | None:
    """Whom to write to; None for somebody who was forgotten."""
    return await row(
        """
        SELECT v.id, v.name, v.email, coalesce(s.email, '') AS coordinator_email, v.help_to_apply, v.stage
        FROM volunteer v LEFT JOIN staff_user s ON s.id = v.coordinator AND s.active
        WHERE v.id = $1 AND v.forgotten_at IS NULL
        """,
        volunteer_id,
    )


async def _way_in(who: dict[str, Any], lasts: timedelta) -> tuple[str, date]:
    token = await VOLUNTEER.make_link(who["id"], holder=who["email"], lasts=lasts)
    return token, london_day(clock.now() + lasts)


async def send_link(heard: Heard) -> None:
    """They asked for a link to their own pages."""
    who = await _who(heard.subject)
    if who is not None and who["email"]:
        token, until = await _way_in(who, LINK_LASTS)
        await send_email(letters.asked_link(mail_for(heard, who["email"]), name=who["name"], token=token, until=until))


async def tell_applied(heard: Heard) -> None:
    """They applied: thank you, and the link to their own pages."""
    who = await _who(heard.subject)
    if who is not None and who["email"]:
        token, until = await _way_in(who, INVITATION_LASTS)
        mail = mail_for(heard, who["email"])
        await send_email(
            letters.applied(mail, name=who["name"], token=token, until=until, with_help=who["help_to_apply"])
        )


async def tell_applied_again(heard: Heard) -> None:
    """Somebody applied with an address that is theirs already."""
    who = await _who(heard.subject)
    if who is not None and who["email"]:
        await send_email(letters.applied_again(mail_for(heard, who["email"]), name=who["name"]))


async def tell_begun(heard: Heard) -> None:
    """They became a volunteer at the end of their time with Live Well."""
    who = await _who(heard.subject)
    if who is not None and who["email"]:
        token, until = await _way_in(who, INVITATION_LASTS)
        await send_email(letters.begun(mail_for(heard, who["email"]), name=who["name"], token=token, until=until))


async def tell_moved(heard: Heard) -> None:
    """They are told of a step when there is something to say, or when their way ended, whatever the answer."""
    to = Stage(heard.details["to"])
    said = await row("SELECT feedback, onward FROM volunteer_move WHERE id = $1", UUID(str(heard.details["move"])))
    who = await _who(heard.subject)
    if who is None or said is None or not who["email"] or not (said["feedback"] or said["onward"] or to in CLOSED):
        return
    mail = mail_for(heard, who["email"])
    await send_email(
        letters.moved(mail, name=who["name"], to=LABELS[to][0], feedback=said["feedback"], onward=said["onward"])
    )


async def ask_referee(heard: Heard) -> None:
    """Somebody is asked for a reference, or reminded. Nothing goes out once it was answered or taken back."""
    found = await row(
        """
        SELECT f.id, f.name, f.email, f.state, v.name AS volunteer FROM volunteer_reference f
        JOIN volunteer v ON v.id = f.volunteer WHERE f.id = $1 AND v.forgotten_at IS NULL
        """,
        heard.subject,
    )
    if found is None or found["state"] != RefereeState.ASKED.value or not found["email"]:
        return
    token = await doorkeys.make_key(
        REFERENCE_KEY, found["id"], holder=found["email"], lasts=asking.LINK_LASTS, single_use=True
    )
    await send_email(
        letters.reference(
            mail_for(heard, found["email"]),
            name=found["name"],
            volunteer=found["volunteer"],
            token=token,
            until=london_day(clock.now() + asking.LINK_LASTS),
            again=heard.what == "volunteer.reference_reminded",
        )
    )


async def warn_volunteer(heard: Heard) -> None:
    """A check or a training of theirs will end."""
    await _warn(heard, to_coordinator=False)


async def warn_coordinator(heard: Heard) -> None:
    """A check or a training of somebody they look after will end."""
    await _warn(heard, to_coordinator=True)


async def _warn(heard: Heard, *, to_coordinator: bool) -> None:
    who = await _who(heard.subject)
    to = who["coordinator_email" if to_coordinator else "email"] if who else ""
    if who is None or not to:
        return
    about = str(heard.details["about"])
    await send_email(
        letters.ending_soon(
            mail_for(heard, to, more=".c" if to_coordinator else ""),
            name=who["name"],
            what="Your DBS check" if about == CHECK and not to_coordinator else _what(about),
            ends_on=date.fromisoformat(str(heard.details["ends_on"])),
            to_coordinator=to_coordinator,
        )
    )


def _what(about: str) -> str:
    return "DBS check" if about == CHECK else f"Training: {topic_label(about)}"


async def tell_not_ready(heard: Heard) -> None:
    """They may not help at the moment, and hear why."""
    await _not_ready(heard, to_coordinator=False)


async def tell_coordinator_not_ready(heard: Heard) -> None:
    """Whoever looks after them hears it too."""
    await _not_ready(heard, to_coordinator=True)


async def _not_ready(heard: Heard, *, to_coordinator: bool) -> None:
    who = await _who(heard.subject)
    to = who["coordinator_email" if to_coordinator else "email"] if who else ""
    if who is None or not to or Stage(who["stage"]) in CLOSED:
        return
    found = await queries.readiness_in(heard.subject, [UUID(str(role)) for role in heard.details["roles"]])
    lacks = tuple(dict.fromkeys(lack for one in found.values() for lack in one.lacks))
    if lacks:
        mail = mail_for(heard, to, more=".c" if to_coordinator else "")
        await send_email(letters.not_ready(mail, name=who["name"], lacks=lacks, to_coordinator=to_coordinator))
