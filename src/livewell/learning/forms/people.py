"""What people type: to have a place, to wish for a course, in their plan, and after a course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _
from livewell.learning.forms.courses import CATEGORIES
from livewell.learning.rules import (
    ANSWERS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
    QUESTIONS,
    ComesAs,
)
from livewell.learning.rules.nominations import CameFrom

TRAP = "company"
"""A box that people do not see. Programs that fill in every box fill it in."""


@dataclass(frozen=True)
class Comer:
    """Who would like a place. Whoever has a record with us is named by it; everybody else by name and address."""

    comes_as: ComesAs
    name: str = ""
    email: str = ""
    phone: str = ""
    person: UUID | None = None
    staff_user: UUID | None = None
    member: UUID | None = None


@dataclass(frozen=True)
class Wish:
    """Something somebody would like people to be able to learn here."""

    title: str
    why: str = ""
    came_from: CameFrom = CameFrom.PUBLIC
    name: str = ""
    organisation_name: str = ""
    reply_to: str = ""
    people: int | None = None
    category: str = ""
    ward: str = ""


@dataclass(frozen=True)
class PlanWords:
    """What stands in a plan to learn."""

    want: str = ""
    why: str = ""
    helps: str = ""
    know_by: str = ""
    steps: str = ""
    looked_back: str = ""
    shared: bool = False


@dataclass(frozen=True)
class Said:
    """What somebody says came of a course: question -> 1 to 5, and words."""

    answers: Mapping[str, int]
    words: str = ""
    next_step: str = ""


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_resident(form: Form) -> Comer | None:
    """Somebody who lives here, or None with what has to be put right. An e-mail address or a telephone number is needed."""
    name = form.text("name", "Your name", required="Type your name", longest=LONGEST_NAME)
    email = form.email("email")
    phone = form.phone("phone")
    if form.ok and not email and not phone:
        form.error("email", "Type your email address or your phone number, so that we can tell you what changes")
    return Comer(ComesAs.RESIDENT, name=name, email=email.lower(), phone=phone) if form.ok else None


def read_needs(form: Form) -> str:
    """What makes it easier to take part."""
    return form.text("needs", _("What helps you to take part"), longest=LONGEST_WORDS)


def read_guest_of_team(form: Form) -> Comer | None:
    """Somebody the team books in by name: a partner, a volunteer, a member of the forum; or None."""
    comes_as = form.one_of(
        "comes_as",
        [one.value for one in (ComesAs.RESIDENT, ComesAs.VOLUNTEER, ComesAs.FORUM)],
        required="Say who they are",
    )
    read = read_resident(form)
    return None if read is None or comes_as is None else Comer(ComesAs(comes_as), read.name, read.email, read.phone)


def read_wish(form: Form, *, came_from: CameFrom, wards: Sequence[tuple[str, str]] = (), name: str = "") -> Wish | None:
    """What somebody would like to learn, or None with what has to be put right."""
    title = form.text(
        "title",
        _("What it is"),
        required=_("Say what you would like people to be able to learn"),
        longest=LONGEST_TITLE,
    )
    why = form.text("why", _("Why"), longest=LONGEST_WORDS)
    category = form.one_of("category", CATEGORIES)
    people = form.whole_number("people", _("How many people"), lowest=1, highest=500)
    ward = form.one_of("ward", wards)
    organisation = form.text("organisation_name", "Organisation", longest=LONGEST_LINE)
    typed_name = form.text("name", "Your name", longest=LONGEST_NAME)
    reply_to = form.email("reply_to")
    if not form.ok:
        return None
    if came_from is CameFrom.PUBLIC and organisation:
        came_from = CameFrom.ORGANISATION
    return Wish(title, why, came_from, name or typed_name, organisation, reply_to, people, category or "", ward or "")


def read_plan(form: Form) -> PlanWords | None:
    """A plan to learn, or None with what has to be put right."""
    words = {
        "want": form.text("want", _("What I would like to learn"), longest=LONGEST_WORDS),
        "why": form.text("why", _("Why"), longest=LONGEST_WORDS),
        "helps": form.text("helps", _("What helps me to learn"), longest=LONGEST_WORDS),
        "know_by": form.text("know_by", _("How I will know that it went well"), longest=LONGEST_WORDS),
        "steps": form.text("steps", _("My next steps"), longest=LONGEST_WORDS),
        "looked_back": form.text("looked_back", _("Looking back"), longest=LONGEST_WORDS),
    }
    shared = form.yes("shared")
    return PlanWords(**words, shared=shared) if form.ok else None


def read_said(form: Form) -> Said | None:
    """What came of a course, or None with what has to be put right. A question may be left out, but not all of them."""
    choices = [str(answer) for answer in ANSWERS]
    answers = {key: int(said) for key in QUESTIONS if (said := form.one_of(key, choices))}
    words = form.text("words", _("In your words"), longest=LONGEST_WORDS)
    next_step = form.text("next_step", _("What next"), longest=LONGEST_WORDS)
    if form.ok and not answers:
        form.error(next(iter(QUESTIONS)), _("Answer at least one of the questions"))
    return Said(answers, words, next_step) if form.ok else None


def answer_choices() -> list[tuple[str, str]]:
    """How far something is true, in the language of the page."""
    return [(str(number), _(words)) for number, words in ANSWERS.items()]


def questions() -> list[tuple[str, str]]:
    """The questions after a course, in the language of the page."""
    return [(key, _(words)) for key, words in QUESTIONS.items()]


def categories() -> list[tuple[str, str]]:
    """What courses are about, in the language of the page."""
    return [(code, _(label)) for code, label in CATEGORIES]
