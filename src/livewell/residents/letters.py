"""What reaches a person outside their own space: links, codes, the printed letter, a session for their calendar, their data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from livewell.kit import languages, templates
from livewell.kit.icalendar_out import Happening, own_calendar
from livewell.kit.languages import gettext as _
from livewell.kit.notify import Email
from livewell.residents.queries import OwnSession


@dataclass(frozen=True)
class Mail:
    """To whom, from which address of the site, and the number that stays the same at every try."""

    to: str
    address: str
    message_id: str


def _mail(mail: Mail, subject: str, *paragraphs: str) -> Email:
    text = "\n\n".join((*paragraphs, "Live Well"))
    return Email(to=mail.to, subject=subject, text=f"{text}\n", message_id=mail.message_id)


def link(mail: Mail, *, token: str, language: str) -> Email:
    """The link that opens somebody's own space once. It names nobody, and says nothing of why they come."""
    with languages.speaking(language):
        return _mail(
            mail,
            _("Your link"),
            _("Here is the link you asked for. It works once, for 30 minutes:"),
            f"{mail.address}/my/come-in/link/{token}",
            _("If it has ended, ask for a fresh one:"),
            f"{mail.address}/my/come-in",
            _("If you did not ask for it, you need not do anything. Please do not pass it on."),
        )


def text(code: str, *, language: str) -> str:
    """The words of a text with a code; what it opens is not said."""
    with languages.speaking(language):
        return _("Your code is %(code)s. It works for 10 minutes. Nobody will ever ring you to ask for it.") % {
            "code": code
        }


def address_changed(mail: Mail, *, language: str) -> Email:
    """Word to an address that is not somebody's any more."""
    with languages.speaking(language):
        return _mail(
            mail,
            _("Your contact details were changed"),
            _(
                "You asked us to use another email address or phone number from now on,"
                " so this is the last message to this one."
            ),
            _("If it was not you, please ring your worker or the team, and we put it right."),
        )


def paper_html(*, called: str, code: str, until: date, address: str, phone: str, language: str) -> str:
    """The letter with a printed code, as HTML for kit.pdf."""
    with languages.speaking(language):
        spoken = languages.LANGUAGES[languages.current()]
        context = {
            "called": called,
            "code": code,
            "until": until,
            "address": f"{address}/my/come-in/paper",
            "phone": phone,
            "language": spoken.code,
            "direction": spoken.direction,
        }
        return templates.render("residents/letter_pdf.html", context)


def calendar(session: OwnSession, *, address: str) -> bytes:
    """One session for the person's own calendar: it says with whom and where, and not what about."""
    return own_calendar(
        Happening(
            uid=f"{session.id}@livewell",
            starts_at=session.planned_for,
            ends_at=session.ends_at,
            title=_("Meeting %(name)s") % {"name": session.worker_name},
            place=session.where,
            address=f"{address}/my/sessions/{session.id}",
            sequence=session.sequence,
        ),
        cancelled=session.is_cancelled,
    )


def whole(found: Mapping[str, object]) -> bytes:
    """Everything of somebody's that they may take away, as JSON that people can read too."""
    return json.dumps(found, ensure_ascii=False, indent=2, default=str).encode()
