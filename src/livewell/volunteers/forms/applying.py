"""Applying, in one sitting or with help; and the same details when they are changed later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.people.rules import ACCESS_LABELS, AccessNeed
from livewell.volunteers.rules.references import OWN_ADDRESS, is_own_address
from livewell.volunteers.rules.words import HEARD, LANGUAGES, TIMES, TRAVELS

TRAP = "website"
"""A box that no person sees: whoever fills it in is no person."""

CAN_HELP = tuple(
    (need.value, ACCESS_LABELS[need]) for need in AccessNeed if need not in {AccessNeed.NO_PHONE, AccessNeed.OTHER}
)
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "times": tuple(TIMES.items()),
    "travels": tuple(TRAVELS.items()),
    "languages": tuple(LANGUAGES.items()),
    "heard": tuple(HEARD.items()),
    "can_help_with": CAN_HELP,
}
LONGEST_WHY = 2000
_YOUNGEST = 16
_USUAL_MILES = 5
_OLDEST_BORN = date(1900, 1, 1)


@dataclass(frozen=True)
class Referee:
    """Somebody who may be asked about them."""

    name: str
    email: str
    knows_them: str


@dataclass(frozen=True)
class Details:
    """What a volunteer says of themself."""

    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    interests_words: str = ""
    times: tuple[str, ...] = ()
    travels: str = ""
    miles: int = 5
    can_help_with: tuple[str, ...] = ()
    adjustments: str = ""
    why: str = ""
    born_on: date | None = None
    most_people: int = 1


@dataclass(frozen=True)
class Application:
    """An application as it came in."""

    details: Details
    roles: tuple[UUID, ...] = ()
    referees: tuple[Referee, ...] = ()
    heard_how: str = ""
    help_to_apply: bool = False


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_application(
    form: Form, *, roles: Sequence[tuple[str, str]], interests: Sequence[tuple[str, str]], by_staff: bool = False
) -> Application | None:
    """An application, or None with what has to be put right. Whoever asks for help need give no more than a name and a way."""
    helped = form.yes("help_to_apply")
    details = read_details(form, interests=interests, needs_email=not helped and not by_staff)
    if not details.email and not details.phone:
        form.error("phone", "Give an email address or a phone number, so that we can reach you")
    chosen = form.many("roles", roles, required=None if helped else "Choose what you might like to do")
    heard = form.one_of("heard_how", CHOICES["heard"])
    referees = tuple(one for one in (read_referee(form, number, own=details.email) for number in (1, 2)) if one)
    form.yes("agreed", required="Say whether we may keep this")
    found = Application(
        details=details,
        roles=tuple(UUID(one) for one in chosen),
        referees=referees,
        heard_how=heard or "",
        help_to_apply=helped or by_staff,
    )
    return found if form.ok else None


def read_details(
    form: Form, *, interests: Sequence[tuple[str, str]], needs_email: bool, asks_birthday: bool = False
) -> Details:
    """The details, as far as they were given; look at `form.ok` afterwards."""
    today = clock.today()
    miles = form.whole_number("miles", "How far you would go", lowest=0, highest=50)
    return Details(
        name=form.text("name", "Your name", required="Type your name", longest=120),
        email=form.email("email", required="Type your email address" if needs_email else None).lower(),
        phone=form.phone("phone"),
        postcode=form.postcode("postcode"),
        languages=tuple(form.many("languages", CHOICES["languages"])),
        interests=tuple(form.many("interests", interests)),
        interests_words=form.text("interests_words", "What else you enjoy", longest=500),
        times=tuple(form.many("times", CHOICES["times"])),
        travels=form.one_of("travels", CHOICES["travels"]) or "",
        miles=_USUAL_MILES if miles is None else miles,
        can_help_with=tuple(form.many("can_help_with", CHOICES["can_help_with"])),
        adjustments=form.text("adjustments", "What would help you", longest=1000),
        why=form.text("why", "Why you would like to", longest=LONGEST_WHY),
        born_on=(
            form.day(
                "born_on",
                "Your date of birth",
                not_before=_OLDEST_BORN,
                not_after=today.replace(year=today.year - _YOUNGEST, day=min(today.day, 28)),
            )
            if asks_birthday
            else None
        ),
    )


def read_referee(form: Form, number: int | str, *, own: str) -> Referee | None:
    """One person who may be asked, None when nobody was named there."""
    name = form.text(f"referee-{number}-name", "Their name", longest=120)
    email = form.email(f"referee-{number}-email", "Their email address")
    knows = form.text(f"referee-{number}-knows", "How you know each other", longest=160)
    if not (name or email or knows):
        return None
    if not name:
        form.error(f"referee-{number}-name", "Type their name")
    if not email:
        form.error(f"referee-{number}-email", "Type their email address")
    elif is_own_address(email, own):
        form.error(f"referee-{number}-email", OWN_ADDRESS)
    return Referee(name, email.lower(), knows)


def as_typed(row: Mapping[str, Any]) -> dict[str, object]:
    """A volunteer's row as the boxes of the form show it."""
    names = field_names()
    return {name: row[name] for name in names}


def field_names() -> tuple[str, ...]:
    """The columns that somebody may change about themself."""
    return tuple(Details.__dataclass_fields__)


_LABELS: Mapping[str, str] = {
    "name": "Name",
    "email": "Email address",
    "phone": "Phone number",
    "postcode": "Postcode",
    "languages": "Languages",
    "interests": "Interests",
    "interests_words": "What else you enjoy",
    "times": "Times",
    "travels": "How you travel",
    "miles": "How far you would go, in miles",
    "can_help_with": "What you can help with",
    "adjustments": "What would help you",
    "why": "Why you would like to",
    "born_on": "Date of birth",
    "most_people": "How many people at most",
}


@dataclass(frozen=True)
class Shown:
    """The details of two versions, side by side."""

    labels: Mapping[str, str] = field(default_factory=lambda: _LABELS)

    def said(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Label -> what it says."""
        return {label: _said(values.get(name)) for name, label in self.labels.items()}


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one).replace("_", " ") for one in value)
    return "" if value is None else str(value)
