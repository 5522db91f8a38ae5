"""What is typed by who joins and by members at their own pages."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from livewell.forum.rules import LIVED, LONGEST_NAME, LONGEST_WORDS, SECTORS
from livewell.forum.rules.meetings import (
    LEVEL_LABELS,
    MOST_MINUTES,
    MOST_PENCE,
    NOTED_WITHIN,
    PAID_LABELS,
    PULSE_QUESTIONS,
    PULSE_SCALE,
    PaidBy,
    Pulse,
)
from livewell.kit import clock
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


@dataclass(frozen=True)
class Profile:
    """What a member says of themself, and what other people may read of it."""

    name: str
    phone: str
    brings: Brings
    introduction: str
    introduction_shown: bool
    name_public: bool
    sector: str
    lived: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """Time somebody gave: when, how many minutes, for what, who paid for it, and what it cost them in pence."""

    given_on: date
    minutes: int
    what: str
    paid_by: PaidBy
    expenses_pence: int = 0
    meeting: UUID | None = None


PAID_CHOICES = [(one.value, label) for one, label in PAID_LABELS.items()]
LEVEL_CHOICES = [(one.value, label) for one, label in LEVEL_LABELS.items()]


def read_profile(form: Form) -> Profile | None:
    """What a member says of themself, or None with what has to be put right."""
    name = form.text("name", "Your name", required="Type the name you like to be called by", longest=LONGEST_NAME)
    phone = form.phone("phone")
    brings = read_brings(form)
    introduction = form.text("introduction", "Your introduction", longest=LONGEST_WORDS)
    sector = form.one_of("sector", SECTOR_CHOICES) or ""
    lived = form.many("lived", LIVED_CHOICES)
    shown, public = form.yes("introduction_shown"), form.yes("name_public")
    if not form.ok:
        return None
    return Profile(name, phone, brings, introduction, shown, public, sector, tuple(lived))


def read_given(form: Form, *, meeting: UUID | None = None) -> Given | None:
    """Time somebody gave, or None with what has to be put right."""
    today = clock.today()
    day = form.day("given", "The day", required="Say on which day", not_after=today, not_before=today - NOTED_WITHIN)
    hours = form.number("hours", "Hours", lowest=0, highest=24, places=2, required="Say how many hours, such as 1.5")
    what = form.text("what", "What you did", longest=160)
    paid = form.one_of("paid_by", PAID_CHOICES, required="Say who paid for the time")
    cost = form.number("expenses", "What it cost you", lowest=0, highest=MOST_PENCE // 100, places=2)
    minutes = int((hours or Decimal(0)) * 60)
    if hours is not None and not 1 <= minutes <= MOST_MINUTES:
        form.error("hours", "Hours must be more than 0 and no more than 24")
    if not form.ok or day is None or paid is None:
        return None
    return Given(day, minutes, what, PaidBy(paid), int((cost or Decimal(0)) * 100), meeting)


def read_pulse(form: Form) -> Pulse | None:
    """How somebody found a meeting, or None with what has to be put right."""
    said = [
        int(form.one_of(name, PULSE_SCALE, required="Choose a number from 1 to 5") or 0) for name, _ in PULSE_QUESTIONS
    ]
    level = form.one_of("level", LEVEL_CHOICES, required="Choose the sentence that comes nearest")
    words = form.text("words", "What you would add", longest=LONGEST_WORDS)
    return Pulse(said[0], said[1], said[2], level or "", words) if form.ok else None


def read_sentence(form: Form, name: str, *, required: str | None = None) -> str | None:
    """A sentence for somebody, or None with what has to be put right."""
    said = form.text(name, "The sentence", required=required, longest=LONGEST_WORDS)
    return said if form.ok else None


def read_paid_on(form: Form) -> date | None:
    """The day on which expenses were paid, or None with what has to be put right."""
    day = form.day("paid", "The day", required="Say on which day they were paid", not_after=clock.today())
    return day if form.ok else None


@dataclass(frozen=True)
class Named:
    """A sub-group: its name, what it is for, and whether it steers the project."""

    name: str
    purpose: str
    steering: bool


def read_group(form: Form) -> Named | None:
    """A sub-group, or None with what has to be put right."""
    name = form.text("name", "Its name", required="Give it a name", longest=120)
    purpose = form.text("purpose", "What it is for", longest=LONGEST_WORDS)
    steering = form.yes("steering")
    return Named(name, purpose, steering) if form.ok else None
