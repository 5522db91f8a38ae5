"""What volunteers, coordinators and workers are sent: a code and a place to look, never the name of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from livewell.kit import templates
from livewell.kit.dates import say_instant
from livewell.kit.icalendar_out import Happening, own_calendar, own_feed
from livewell.kit.notify import Email
from livewell.placements.queries import ShiftSeen

OWN_PAGES = "/volunteer/me"


@dataclass(frozen=True)
class Mail:
    """To whom, from which address of the site, and the number that stays the same at every try."""

    to: str
    address: str
    message_id: str


def a_letter(mail: Mail, subject: str, *paragraphs: str, page: str = "") -> Email:
    """A short message, with the page on which it is read in full."""
    said = [paragraph for paragraph in paragraphs if paragraph]
    if page:
        said.append(f"{mail.address}{page}")
    text = "\n\n".join([*said, "Live Well"])
    return Email(to=mail.to, subject=subject, text=f"{text}\n", message_id=mail.message_id)


def not_back(
    mail: Mail, *, first_name: str, code: str, ended_at: datetime, here: bool, again: bool, page: str
) -> Email:
    """A volunteer who was alone has not said that they are back. Their first name and a code, and nothing else."""
    return a_letter(
        mail,
        f"{'Still no word' if again else 'No word yet'} from {first_name} ({code})",
        f"{first_name} was on a lone visit that was to end on {say_instant(ended_at)}, and has not said that they are back."
        + ("" if here else " They have not said that they arrived either."),
        "Ring them now. If you cannot reach them, follow the lone working plan. Then write down what you did: until"
        " somebody has, this is sent again every fifteen minutes.",
        page=page,
    )


def suggested(mail: Mail, *, name: str, token: str) -> Email:
    """A volunteer is asked whether they would like to."""
    return a_letter(
        mail,
        "Would this be something for you?",
        f"Hello {name},",
        "There is something you could do, and we thought of you. You can read what it is on your own pages, and say yes or"
        " no. You need give no reason.",
        f"Your own pages open here, once, for the next fourteen days:\n{mail.address}/volunteer/me/link/{token}",
        f"If it has been used or has ended, ask for a fresh one:\n{mail.address}/volunteer/me/link",
    )


def _happening(one: ShiftSeen) -> Happening:
    """A shift without anybody's name; of a visit not even the place."""
    title = "Volunteering: a visit" if one.is_visit else f"Volunteering: {one.title}"
    return Happening(
        uid=f"{one.id}@livewell",
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        title=f"{title} ({one.code})",
        place="" if one.is_visit else one.place,
        sequence=one.version,
    )


def as_calendar(one: ShiftSeen) -> bytes:
    """One shift as an iCalendar file."""
    return own_calendar(_happening(one), cancelled=one.is_cancelled)


def as_feed(shifts: Iterable[ShiftSeen]) -> bytes:
    """A volunteer's rota for the calendar program they carry."""
    return own_feed(((_happening(one), one.is_cancelled) for one in shifts), name="Volunteering")


def reference_letter(
    *, name: str, words: str, hours: str, since: date | None, written_on: date, written_by: str
) -> str:
    """A reference for a volunteer as HTML for kit.pdf."""
    about = {
        "name": name,
        "words": words,
        "hours": hours,
        "since": since,
        "written_on": written_on,
        "written_by": written_by,
    }
    return templates.render("placements/reference_pdf.html", about)
