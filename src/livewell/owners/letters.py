"""What those who run a listing read in an e-mail, as plain text; and the printed letter for those without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from livewell.kit import qr, templates
from livewell.kit.dates import say_day
from livewell.kit.notify import Email

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Mail:
    """To whom, from which address of the site, and the number that stays the same at every try."""

    to: str
    address: str
    message_id: str


@dataclass(frozen=True)
class Asked:
    """One listing in a digest: what it says, when it was checked, and the tokens of its three links."""

    name: str
    when: str
    where: str
    checked: str
    right: str
    changing: str
    closed: str


def short(name: str) -> str:
    """A name of reasonable length for a subject."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _mail(mail: Mail, subject: str, *paragraphs: str) -> Email:
    text = "\n\n".join(paragraph for paragraph in (*paragraphs, "Live Well") if paragraph)
    return Email(to=mail.to, subject=subject, text=f"{text}\n", message_id=mail.message_id)


def link(mail: Mail, *, name: str, listing: str, token: str, until: date, invited: bool, sentence: str = "") -> Email:
    """The link to somebody's listings. It opens once."""
    why = (
        f"Live Well keeps a directory of what people around here can join in. {short(listing)} is in it, and you can"
        " keep what it says right yourself: its times, whom to ask, what happens there. You need no password."
        if invited
        else f"Here is your link to {short(listing)} in the Live Well directory. You need no password."
    )
    return _mail(
        mail,
        f"Your listing: {short(listing)}",
        f"Hello {name},",
        why,
        sentence,
        f"Open it here. The link works once, until {say_day(until)}:\n{mail.address}/own/{token}",
        f"If it has been used or has ended, ask for a fresh one:\n{mail.address}/own/link",
        "If you did not expect this, you need not do anything.",
    )


def refused(mail: Mail, *, name: str, listing: str, sentence: str) -> Email:
    """Somebody's claim was not approved, and why."""
    return _mail(mail, f"About {short(listing)}", f"Hello {name},", f"You told us that you run {listing}.", sentence)


def digest(mail: Mail, *, name: str, listings: Sequence[Asked], again: bool) -> Email:
    """Every listing of somebody that was not checked for half a year, each with its three links."""
    count = len(listings)
    subject = f"Is {short(listings[0].name)} still right?" if count == 1 else f"Are your {count} listings still right?"
    each = []
    for one in listings:
        said = "\n".join(line for line in (one.name, one.when, one.where, one.checked) if line)
        each.append(
            f"{said}\n\n"
            f"Still right:\n{mail.address}/own/right/{one.right}\n"
            f"Needs changing:\n{mail.address}/own/changing/{one.changing}\n"
            f"Closed for good:\n{mail.address}/own/closed/{one.closed}"
        )
    return _mail(
        mail,
        f"Reminder: {subject[0].lower()}{subject[1:]}" if again else subject,
        f"Hello {name}," if name else "Hello,",
        "People who look for company or help rely on what the Live Well directory says. It is half a year since anybody"
        " made sure of this. One press of a button is enough, and you need no password.",
        *each,
        "If you have nothing to do with it any more, choose “needs changing”, then “I no longer run this”.",
    )


def decided(mail: Mail, *, listing: str, link_to: str, sentence: str, approved: bool, amended: bool) -> Email:
    """What a link worker decided about something that waited."""
    found = "We looked at what you asked for, and everybody can read it now."
    if amended:
        found = "We looked at what you asked for, changed it a little, and everybody can read it now."
    if not approved:
        found = "We looked at what you asked for, and it cannot go in as it is. Nothing you wrote is lost."
    return _mail(mail, f"About {short(listing)}", f"{listing}:", found, sentence, link_to)


def letter(*, listing: str, name: str, link_to: str, until: date, phone: str) -> str:
    """The printed letter as HTML for kit.pdf, with a square that a phone's camera opens."""
    square = qr.inline_svg(link_to, title="A square for a phone’s camera: it opens the listing")
    context = {"listing": listing, "name": name, "link": link_to, "square": square, "until": until, "phone": phone}
    return templates.render("owners/letter_pdf.html", context)
