"""What volunteers, those who speak for them and their coordinators read in an e-mail, as plain text."""

from dataclasses import dataclass
from datetime import date

from livewell.kit.dates import say_day
from livewell.kit.notify import Email


@dataclass(frozen=True)
class Mail:
    """To whom, from which address of the site, and the number that stays the same at every try."""

    to: str
    address: str
    message_id: str


def _mail(mail: Mail, subject: str, *paragraphs: str) -> Email:
    text = "\n\n".join(paragraph for paragraph in (*paragraphs, "Live Well") if paragraph)
    return Email(to=mail.to, subject=subject, text=f"{text}\n", message_id=mail.message_id)


def _way_in(mail: Mail, token: str, until: date) -> str:
    return (
        f"Your own pages open here. The link works once, until {say_day(until)}:\n{mail.address}/volunteer/me/link/{token}\n\n"
        f"If it has been used or has ended, ask for a fresh one:\n{mail.address}/volunteer/me/link"
    )


def asked_link(mail: Mail, *, name: str, token: str, until: date) -> Email:
    """The link they asked for."""
    return _mail(
        mail,
        "Your link to your volunteering pages",
        f"Hello {name},",
        _way_in(mail, token, until),
        "If you did not ask for this, you need not do anything.",
    )


def applied(mail: Mail, *, name: str, token: str, until: date, with_help: bool) -> Email:
    """We have your application."""
    return _mail(
        mail,
        "Thank you for offering your time",
        f"Hello {name},",
        "We have what you sent, and a coordinator will be in touch within a week."
        + (" They will ring you, and you can fill in the rest together." if with_help else ""),
        "On your own pages you see where you are on the way and what comes next. You can change your details, name who"
        " may speak for you, take a break, or stop.",
        _way_in(mail, token, until),
    )


def applied_again(mail: Mail, *, name: str) -> Email:
    """Somebody applied with an address that we know."""
    return _mail(
        mail,
        "You are on our list already",
        f"Hello {name},",
        "Somebody filled in our form for volunteers with your email address. We know you already, so nothing was changed."
        f" If it was you, open your own pages to change what you would like to do:\n{mail.address}/volunteer/me/link",
        "If it was somebody who shares this address with you, please ask them to ring us: each needs an address, or a"
        " phone number, of their own. If it was neither of you, you need not do anything.",
    )


def begun(mail: Mail, *, name: str, token: str, until: date) -> Email:
    """They said at the end of their time with Live Well that they would like to volunteer."""
    return _mail(
        mail,
        "Volunteering with Live Well",
        f"Hello {name},",
        "You told us that you would like to volunteer, and that we may get in touch about it. Our volunteer coordinators"
        " have your name and how to reach you, and nothing else: not why you came, and not what was spoken about.",
        _way_in(mail, token, until),
        "If you have changed your mind, you need not do anything, or you can take yourself off our list on your pages.",
    )


def moved(mail: Mail, *, name: str, to: str, feedback: str, onward: str) -> Email:
    """They are a step further, or their way ended; in either case with what we would like to tell them."""
    return _mail(
        mail,
        f"Your way to volunteering: {to.lower()}",
        f"Hello {name},",
        feedback,
        onward,
        f"Your own pages say what comes next:\n{mail.address}/volunteer/me",
    )


def reference(mail: Mail, *, name: str, volunteer: str, token: str, until: date, again: bool) -> Email:
    """Somebody is asked for a reference."""
    return _mail(
        mail,
        f"{'A reminder: a' if again else 'A'} reference for {volunteer}",
        f"Hello {name},",
        f"{volunteer} would like to volunteer with Live Well and gave your name as somebody who knows them. Would you"
        " answer five short questions? It takes about five minutes, and you need no password.",
        f"Answer here. The link works until {say_day(until)}:\n{mail.address}/volunteer/reference/{token}",
        "What you write is read by the volunteer coordinators. If you would rather not, you can say so there, and need"
        " give no reason.",
    )


def ending_soon(mail: Mail, *, name: str, what: str, ends_on: date, to_coordinator: bool) -> Email:
    """A check or a training will end."""
    if to_coordinator:
        return _mail(
            mail,
            f"Ends on {say_day(ends_on)}: {what}",
            f"For {name}, this counts until {say_day(ends_on)}: {what}. After that day their placements stop by"
            " themselves, so please help them to renew it.",
            f"{mail.address}/volunteers",
        )
    return _mail(
        mail,
        f"To renew by {say_day(ends_on)}: {what}",
        f"Hello {name},",
        f"This counts until {say_day(ends_on)}: {what}. Your coordinator will help you to renew it. If it is not renewed"
        " by then, we stop until it is.",
        f"Your own pages:\n{mail.address}/volunteer/me",
    )


def not_ready(mail: Mail, *, name: str, lacks: tuple[str, ...], to_coordinator: bool) -> Email:
    """Somebody may not help at the moment."""
    missing = "\n".join(f"- {one}" for one in lacks)
    if to_coordinator:
        return _mail(
            mail,
            "A volunteer has stopped for now",
            f"{name} may not help at the moment. Missing:\n{missing}",
            "What they were placed in has stopped. Please ring them, and those who expect them.",
            f"{mail.address}/volunteers",
        )
    return _mail(
        mail,
        "We have to stop for now",
        f"Hello {name},",
        f"Something that your role needs has ended, so please do not go until we have sorted it out together:\n{missing}",
        "Nothing is wrong with you, and nobody is cross. Your coordinator will ring you and help you to renew it.",
    )
