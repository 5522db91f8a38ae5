"""What people read in an e-mail about a course, its calendar files, and the certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from livewell.kit import languages, templates
from livewell.kit.icalendar_out import Happening, own_calendar, public_calendar
from livewell.kit.languages import gettext as _
from livewell.kit.languages import say_instant
from livewell.kit.notify import Attachment, Email
from livewell.learning.queries.bookings import CertificateSeen
from livewell.learning.queries.seen import RunSeen, SessionSeen

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Mail:
    """To whom and how they are called, in which language, and the number that stays the same at every try."""

    to: str
    name: str
    address: str
    message_id: str
    language: str
    link: str
    """Where they see to their booking: a path."""


def _mail(mail: Mail, subject: str, *paragraphs: str, attached: Sequence[Attachment] = ()) -> Email:
    text = "\n\n".join(filter(None, [_hello(mail.name), *paragraphs, f"{mail.address}{mail.link}", "Live Well"]))
    return Email(mail.to, subject, f"{text}\n", attachments=tuple(attached), message_id=mail.message_id)


def _hello(name: str) -> str:
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1]}…"


def _sessions(run: RunSeen) -> str:
    lines = [f"- {say_instant(one.starts_at)}{f': {one.words}' if one.words else ''}" for one in run.held]
    return "\n".join([*lines, run.where])


def booked(mail: Mail, run: RunSeen, *, number: int) -> Email:
    """They have a place; or with `number` they wait, and know how many come before them."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        if number:
            return _mail(
                mail,
                _("On the waiting list: %(course)s") % {"course": title},
                _("%(course)s is full. You are number %(number)s on the waiting list.")
                % {"course": title, "number": number},
                _(
                    "When a place comes free we hold it for you for two days and write to you. You can leave the list here:"
                ),
            )
        return _mail(
            mail,
            _("Your place: %(course)s") % {"course": title},
            _("You have a place on %(course)s:") % {"course": title},
            _sessions(run),
            _("Whom to ask: %(contact)s") % {"contact": run.contact} if run.contact else "",
            _("If you cannot come, please give the place to somebody who waits. You do it here:"),
            attached=[Attachment("sessions.ics", calendar(run, address=mail.address), "text/calendar")],
        )


def offered(mail: Mail, run: RunSeen, *, until: datetime) -> Email:
    """A place came free and is held for them."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("A place for you: %(course)s") % {"course": title},
            _("A place on %(course)s has come free. We hold it for you until %(until)s.")
            % {"course": title, "until": say_instant(until)},
            _sessions(run),
            _("Take it, or let it go to the next, here:"),
        )


def gone(mail: Mail, run: RunSeen) -> Email:
    """The place that was held went to the next."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("Your place on the waiting list: %(course)s") % {"course": title},
            _("The place on %(course)s that we held for you has gone to the next who waits.") % {"course": title},
            _("If you would still like to come, ask for a place again:"),
        )


def moved(mail: Mail, run: RunSeen, session: SessionSeen) -> Email:
    """A session is at another time, or was added."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("A new time: %(course)s") % {"course": title},
            _("A session of %(course)s is now at this time:") % {"course": title},
            f"{say_instant(session.starts_at)}\n{run.where}",
            session.moved_why,
            _("The file with this message moves it in your calendar. Your booking is here:"),
            attached=[_event(run, session, mail.address)],
        )


def session_off(mail: Mail, run: RunSeen, session: SessionSeen) -> Email:
    """One session is called off."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("Called off: one session of %(course)s") % {"course": title},
            _("This session of %(course)s will not happen:") % {"course": title},
            say_instant(session.starts_at),
            session.cancelled_why,
            _("The file with this message takes it out of your calendar. The other sessions are here:"),
            attached=[_event(run, session, mail.address, off=True)],
        )


def run_off(mail: Mail, run: RunSeen) -> Email:
    """All of it is called off."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("Called off: %(course)s") % {"course": title},
            _("%(course)s will not happen. We are sorry.") % {"course": title},
            run.cancelled_why,
            _("What else there is to learn stands here:"),
            attached=[_event(run, one, mail.address, off=True) for one in run.held],
        )


def reminder(mail: Mail, run: RunSeen, session: SessionSeen) -> Email:
    """A session is soon."""
    with languages.speaking(mail.language):
        title = _short(run.course_title)
        return _mail(
            mail,
            _("Soon: %(course)s") % {"course": title},
            _("We look forward to seeing you at %(course)s:") % {"course": title},
            f"{say_instant(session.starts_at)}\n{run.where}",
            _("If you cannot come, tell us here:"),
            attached=[_event(run, session, mail.address)],
        )


def answered(mail: Mail, *, title: str, sentence: str, planned: bool) -> Email:
    """What comes of a wish to learn something."""
    with languages.speaking(mail.language):
        asked = {"title": _short(title)}
        what = (
            _("You asked for people to be able to learn about “%(title)s”. There is a course now. You find it here:")
            if planned
            else _("You asked for people to be able to learn about “%(title)s”. This is our answer:")
        )
        return _mail(
            mail,
            _("What you asked for: %(title)s") % asked,
            what % asked,
            sentence,
            "" if planned else _("What there is to learn stands here:"),
        )


# ── calendars ──


def _happening(run: RunSeen, session: SessionSeen, address: str) -> Happening:
    return Happening(
        uid=f"{session.id}@livewell",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=run.course_title,
        place=run.where,
        words=session.words,
        address=f"{address}/learning/{run.course_slug}",
        sequence=session.version - 1,
    )


def _event(run: RunSeen, session: SessionSeen, address: str, *, off: bool = False) -> Attachment:
    data = own_calendar(_happening(run, session, address), cancelled=off)
    return Attachment(f"{session.id}.ics", data, "text/calendar")


def calendar(run: RunSeen, *, address: str) -> bytes:
    """Every session of a run that was not called off, as one calendar file."""
    return public_calendar((_happening(run, one, address) for one in run.held), name=run.course_title)


# ── paper ──


def certificate(seen: CertificateSeen, *, address: str) -> str:
    """A certificate as HTML for kit.pdf, in the language that holds now."""
    spoken = languages.LANGUAGES[languages.current()]
    return templates.render(
        "learning/certificate_pdf.html",
        {"seen": seen, "address": address, "language": spoken.code, "direction": spoken.direction},
    )
