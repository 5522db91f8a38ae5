"""What goes out by e-mail about volunteers at work, sent by the worker; what cannot be sent is tried again."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from livewell.kit.dates import say_instant
from livewell.kit.db import row, rows
from livewell.kit.guests import INVITATION_LASTS
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.placements import letters
from livewell.placements.letters import Mail, a_letter
from livewell.placements.queries import shift
from livewell.placements.rules import code_of
from livewell.placements.rules.money import ExpenseState
from livewell.placements.rules.placing import STOPPED_TOLD, Stopped
from livewell.settings import settings
from livewell.volunteers.door import VOLUNTEER

_MINE = "/volunteer/me/rota"


def _mail(heard: Heard, to: str, *, more: str = "") -> Mail:
    """It keeps its number at every try (RFC 5322, section 3.6.4)."""
    address = settings().address
    return Mail(to, address, f"<{heard.event}{more}@{urlsplit(address).hostname}>")


async def _who(volunteer: object) -> dict[str, Any] | None:
    """A volunteer who can be written to; None for nobody, and for who has no address or was forgotten."""
    if volunteer is None:
        return None
    return await row(
        "SELECT id, name, email FROM volunteer WHERE id = $1 AND email <> '' AND forgotten_at IS NULL",
        UUID(str(volunteer)),
    )


async def _coordinators(*, managers: bool = False) -> list[str]:
    found = await rows(
        "SELECT email FROM staff_user WHERE active AND role = ANY($1::text[]) ORDER BY email",
        ["volunteer_coordinator", "manager"] if managers else ["volunteer_coordinator"],
    )
    return [one["email"] for one in found]


async def ask_volunteer(heard: Heard) -> None:
    """Somebody is asked whether this would be something for them."""
    who = await _who(heard.details.get("volunteer"))
    if who is None:
        return
    token = await VOLUNTEER.make_link(who["id"], holder=who["email"], lasts=INVITATION_LASTS)
    await send_email(letters.suggested(_mail(heard, who["email"]), name=who["name"], token=token))


_PLACED: dict[str, tuple[str, str]] = {
    "placement.started": (
        "It begins",
        "Everybody has said yes, so it begins. Thank you. Your own pages say what is next.",
    ),
    "placement.taken_up": ("It goes on", "What had stopped goes on from today. Your own pages say what is next."),
    "placement.ended": (
        "It has come to an end",
        (
            "Something you helped with has come to an end. Thank you for the time you gave. Your coordinator will be in touch;"
            " please do not go there or get in touch with anybody yourself."
        ),
    ),
}


async def tell_volunteer_placed(heard: Heard) -> None:
    """A volunteer hears that something begins, stops, goes on or has come to an end. It names nobody else."""
    who = await _who(heard.details.get("volunteer"))
    if who is None:
        return
    mail = _mail(heard, who["email"])
    if heard.what == "placement.stopped":
        why = STOPPED_TOLD[Stopped(str(heard.details["why"]))]
        subject, words = (
            "It stops for now",
            f"{why}. Until your coordinator tells you otherwise, please do not go there.",
        )
    else:
        subject, words = _PLACED[heard.what]
    await send_email(a_letter(mail, subject, f"Hello {who['name']},", words, page=letters.OWN_PAGES))


async def tell_coordinators_placed(heard: Heard) -> None:
    """Coordinators hear that somebody is looked for, that both have answered, or that something has stopped."""
    said = {
        "befriender.asked": ("Somebody would like a befriender", "/volunteers/matching"),
        "placement.agreed": ("Somebody said yes", f"/volunteers/placements/{heard.subject}"),
        "placement.declined": ("Not this time: somebody else is looked for", "/volunteers/matching"),
        "placement.stopped": ("A placement has stopped for now", f"/volunteers/placements/{heard.subject}"),
        "placement.ended": ("A placement has come to an end", f"/volunteers/placements/{heard.subject}"),
    }
    subject, page = said[heard.what]
    for number, to in enumerate(await _coordinators()):
        mail = _mail(heard, to, more=f".{number}")
        await send_email(a_letter(mail, f"{subject} ({code_of(heard.subject)})", "Read more here:", page=page))


async def tell_worker_placed(heard: Heard) -> None:
    """The worker who asked hears that the person is to be asked, and what became of it."""
    found = await row(
        """
        SELECT s.email FROM placement p JOIN befriender_asked a ON a.id = p.asked
        JOIN journey j ON j.id = a.journey JOIN staff_user s ON s.id = coalesce(j.link_worker, j.health_coach, a.asked_by)
        WHERE p.id = $1 AND s.active
        """,
        heard.subject,
    )
    if found is None or heard.journey is None or heard.details.get("side") == "person":
        return
    said = {
        "placement.agreed": "A volunteer would like to be a befriender: please ask the person",
        "placement.started": "A befriender begins",
        "placement.stopped": "A befriender has stopped for now: please tell the person",
        "placement.ended": "Befriending has come to an end: please speak with the person",
    }
    page = f"/journeys/{heard.journey}/about/befriender"
    await send_email(a_letter(_mail(heard, found["email"]), said[heard.what], "Read more on the record:", page=page))


async def tell_volunteer_shift(heard: Heard) -> None:
    """A shift was called off, or somebody took it over."""
    swapped = heard.what == "shift.swapped"
    who = await _who(heard.details.get("before" if swapped else "volunteer"))
    if who is None:
        return
    seen = await shift(heard.subject)
    when = say_instant(seen.starts_at)
    words = (
        f"Somebody has taken your shift of {when}. You need not come."
        if swapped
        else f"What was planned for {when} does not take place. You need not come."
    )
    subject = "Your shift is taken" if swapped else "Called off"
    mail = _mail(heard, who["email"])
    await send_email(a_letter(mail, f"{subject}: {when}", f"Hello {who['name']},", words, page=_MINE))


async def tell_coordinators_given_back(heard: Heard) -> None:
    """Somebody cannot come, and it is soon."""
    if not heard.details.get("soon"):
        return
    seen = await shift(heard.subject)
    for number, to in enumerate(await _coordinators()):
        mail = _mail(heard, to, more=f".{number}")
        subject = f"Somebody is needed: {say_instant(seen.starts_at)} ({seen.code})"
        await send_email(
            a_letter(
                mail, subject, "It was given back with less than two days to go.", page=f"/volunteers/rota/{seen.id}"
            )
        )


async def alert_coordinators(heard: Heard) -> None:
    """Somebody who was alone has not said that they are back: to every coordinator, and from the second time to managers."""
    seen = await shift(heard.subject)
    if not seen.rings:
        return
    again = bool(heard.details.get("again"))
    for number, to in enumerate(await _coordinators(managers=again)):
        await send_email(
            letters.not_back(
                _mail(heard, to, more=f".{number}"),
                first_name=(seen.volunteer_name.split() or ["A volunteer"])[0],
                code=seen.code,
                ended_at=seen.ends_at,
                here=bool(heard.details.get("here")),
                again=again,
                page=f"/volunteers/rota/{seen.id}",
            )
        )


async def alert_about_concern(heard: Heard) -> None:
    """Something about a volunteer waits to be looked into. About a person it is the safety team's, and comes from there."""
    if heard.details.get("about") != "volunteer":
        return
    subject = (
        f"{'Urgent: a' if heard.details.get('urgent') else 'A'} concern about volunteering ({code_of(heard.subject)})"
    )
    for number, to in enumerate(await _coordinators(managers=True)):
        mail = _mail(heard, to, more=f".{number}")
        await send_email(
            a_letter(mail, subject, "Read it here, and take it on:", page=f"/volunteers/concerns/{heard.subject}")
        )


async def tell_claimant(heard: Heard) -> None:
    """A claim was decided."""
    who = await _who(heard.details.get("volunteer"))
    if who is None:
        return
    yes = heard.details.get("to") == ExpenseState.APPROVED
    words = (
        "We looked at your claim, and it will be paid."
        if yes
        else "We looked at your claim, and cannot pay it as it is."
    )
    mail = _mail(heard, who["email"])
    await send_email(
        a_letter(mail, "About your expenses", f"Hello {who['name']},", words, page="/volunteer/me/expenses")
    )


async def tell_thanked(heard: Heard) -> None:
    """Somebody wrote a word of thanks."""
    who = await _who(heard.details.get("volunteer"))
    if who is None:
        return
    mail = _mail(heard, who["email"])
    words = "Somebody wrote a few words for you. They are on your own pages."
    await send_email(a_letter(mail, "Thank you", f"Hello {who['name']},", words, page="/volunteer/me/talks"))


async def tell_volunteer_planned(heard: Heard) -> None:
    """A coordinator planned a visit for a volunteer."""
    if heard.by_id is None:
        return
    who = await _who(heard.details.get("volunteer"))
    if who is None:
        return
    seen = await shift(heard.subject)
    mail = _mail(heard, who["email"])
    subject = f"On your rota: {say_instant(seen.starts_at)}"
    await send_email(a_letter(mail, subject, f"Hello {who['name']},", "Your rota has something new.", page=_MINE))
