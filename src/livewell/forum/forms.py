"""What is typed about the forum: by who joins, by members at their own pages, and by those who serve it."""

from dataclasses import dataclass, field

from livewell.forum.rules import LIVED, LONGEST_NAME, LONGEST_WORDS, SECTORS
from livewell.kit.forms import Form

TRAP = "company"
"""A box that people do not see. Programs that fill in every box fill it in."""

SECTOR_CHOICES = list(SECTORS.items())
LIVED_CHOICES = list(LIVED.items())


@dataclass(frozen=True)
class Brings:
    """What a member brings, in their words; any of it may be empty."""

    skills: str = ""
    interests: str = ""
    networks: str = ""
    offers: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Joining:
    """Somebody who would like to join: who they are, what they bring, and what counts in figures only."""

    name: str
    email: str = ""
    phone: str = ""
    why: str = ""
    brings: Brings = field(default_factory=Brings)
    sector: str = ""
    lived: tuple[str, ...] = ()


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_brings(form: Form) -> Brings:
    """What somebody brings; the form notes what has to be put right."""
    return Brings(
        skills=form.text("skills", "What you are good at", longest=LONGEST_WORDS),
        interests=form.text("interests", "What you care about", longest=LONGEST_WORDS),
        networks=form.text("networks", "Whom and what you know", longest=LONGEST_WORDS),
        offers=form.text("offers", "How you would like to help", longest=LONGEST_WORDS),
        needs=form.text("needs", "What makes it easier", longest=LONGEST_WORDS),
    )


def read_joining(form: Form) -> Joining | None:
    """Somebody who would like to join, or None with what has to be put right."""
    name = form.text("name", "Your name", required="Type the name you like to be called by", longest=LONGEST_NAME)
    email = form.email("email").lower()
    phone = form.phone("phone")
    if not email and not phone and not (form.error_for("email") or form.error_for("phone")):
        form.error("email", "Type an email address or a phone number, so that we can answer you")
    why = form.text("why", "Why you would like to join", longest=LONGEST_WORDS)
    brings = read_brings(form)
    sector = form.one_of("sector", SECTOR_CHOICES) or ""
    lived = form.many("lived", LIVED_CHOICES)
    return Joining(name, email, phone, why, brings, sector, tuple(lived)) if form.ok else None
