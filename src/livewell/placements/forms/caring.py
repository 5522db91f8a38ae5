"""Talks with a supervisor, concerns, and words of thanks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.placements.rules.caring import YEARS_OF_SERVICE
from livewell.safety.rules import KIND_LABELS, SafetyKind

KIND_CHOICES = tuple((one.value, label) for one, label in KIND_LABELS.items())
SOMETHING_ELSE = "else"
_THANKS = (("thanks", "A word of thanks"), ("reference", "A reference they can take with them"))
THANKS_CHOICES = (*_THANKS, ("service", "Years of service"))
YEAR_CHOICES = tuple((str(years), f"{years} {'year' if years == 1 else 'years'}") for years in YEARS_OF_SERVICE)


@dataclass(frozen=True)
class Spoken:
    """What was spoken of. The volunteer reads `agreed`; the rest is the supervisor's own."""

    held_on: date
    going_well: str
    difficult: str
    wellbeing: str
    agreed: str


def read_talk(form: Form) -> Spoken | None:
    """A talk that was held, or None with what has to be put right."""
    held_on = form.day("held", "The day", required="Say on which day you spoke", not_after=clock.today())
    going_well = form.text("going_well", "What goes well", longest=2000)
    difficult = form.text("difficult", "What is difficult", longest=2000)
    wellbeing = form.text("wellbeing", "How they are", longest=2000)
    agreed = form.text(
        "agreed", "What you agreed", required="Say what you agreed: the volunteer reads it", longest=2000
    )
    return Spoken(held_on, going_well, difficult, wellbeing, agreed) if form.ok and held_on else None


@dataclass(frozen=True)
class Worry:
    """A volunteer is worried: about a person they visit (the placement), or about something else (None)."""

    placement: UUID | None
    kind: SafetyKind
    urgent: bool
    words: str


def read_worry(form: Form, people: tuple[tuple[str, str], ...]) -> Worry | None:
    """A worry, or None with what has to be put right."""
    about = form.one_of("about", people, required="Choose what it is about")
    kind = form.one_of("kind", KIND_CHOICES) or SafetyKind.OTHER.value
    words = form.text(
        "words", "What has happened", required="Say what has happened, so that whoever answers knows", longest=4000
    )
    urgent = form.yes_or_no("urgent", required="Say whether somebody should look today")
    if not form.ok or about is None:
        return None
    return Worry(None if about == SOMETHING_ELSE else UUID(about), SafetyKind(kind), bool(urgent), words)


@dataclass(frozen=True)
class AboutVolunteer:
    """Somebody of the team is worried about a volunteer."""

    words: str
    urgent: bool
    stop_now: bool


def read_concern(form: Form) -> AboutVolunteer | None:
    """A concern about a volunteer, or None with what has to be put right."""
    words = form.text("words", "What has happened", required="Say what has happened", longest=4000)
    urgent = form.yes_or_no("urgent", required="Say whether somebody should look today")
    return AboutVolunteer(words, bool(urgent), form.yes("stop_now")) if form.ok else None


def read_outcome(form: Form) -> str | None:
    """What came of a concern, or None."""
    outcome = form.text("outcome", "What came of it", required="Say what came of it", longest=2000)
    return outcome if form.ok else None


@dataclass(frozen=True)
class Thanked:
    """A word of thanks."""

    kind: str
    years: int | None
    words: str


def read_thanks(form: Form) -> Thanked | None:
    """A word of thanks, or None with what has to be put right."""
    kind = form.one_of("kind", THANKS_CHOICES, required="Choose what it is")
    years = form.one_of("years", YEAR_CHOICES, required="Choose the years" if kind == "service" else None)
    words = form.text("words", "In your words", required="Say something in your own words", longest=4000)
    return Thanked(kind, int(years) if years and kind == "service" else None, words) if form.ok and kind else None
