"""What is typed on the pages of those who run something, and by the team about them, read into dataclasses."""

from dataclasses import dataclass

from livewell.kit.forms import Form
from livewell.owners.rules import BELONGS_LABELS, Belongs, ClaimState

BELONGS_CHOICES = [(one.value, label) for one, label in BELONGS_LABELS.items()]
DECISION_CHOICES = [
    (ClaimState.APPROVED.value, "Yes: send them a link to the listing"),
    (ClaimState.REFUSED.value, "No: tell them why"),
]
LISTING, ORGANISATION = "listing", "organisation"


@dataclass(frozen=True)
class Claimed:
    """Somebody says that they run a listing."""

    name: str
    email: str
    belongs: Belongs
    words: str


@dataclass(frozen=True)
class Named:
    """Somebody who shall keep a listing."""

    name: str
    email: str


@dataclass(frozen=True)
class Invited:
    """Somebody the team asks to keep a listing, or all of its organisation's."""

    name: str
    email: str
    whole_organisation: bool


@dataclass(frozen=True)
class Decision:
    """What a link worker says to a claim."""

    to: ClaimState
    sentence: str


def _somebody(form: Form) -> Named:
    name = form.text("name", "Name", required="Enter a name", longest=120)
    email = form.email("email", required="Enter an email address").lower()
    return Named(name, email)


def read_claim(form: Form) -> Claimed | None:
    """A claim, or None with what has to be put right."""
    somebody = _somebody(form)
    belongs = form.one_of("belongs", BELONGS_CHOICES, required="Choose how you belong to it")
    words = form.text("words", "Anything else", longest=1000)
    if not form.ok or belongs is None:
        return None
    return Claimed(somebody.name, somebody.email, Belongs(belongs), words)


def read_named(form: Form) -> Named | None:
    """Somebody else who runs it, or None with what has to be put right."""
    somebody = _somebody(form)
    return somebody if form.ok else None


def read_invited(form: Form) -> Invited | None:
    """Whom to invite, or None with what has to be put right."""
    somebody = _somebody(form)
    scope = form.one_of("scope", (LISTING, ORGANISATION)) or LISTING
    return Invited(somebody.name, somebody.email, scope == ORGANISATION) if form.ok else None


def read_letter(form: Form) -> str | None:
    """The name on a printed letter, or None."""
    name = form.text("letter_name", "Name", required="Enter the name for the letter", longest=120)
    return name if form.ok else None


def read_email(form: Form) -> str | None:
    """The address somebody wants a fresh link at, in small letters, or None."""
    email = form.email("email", required="Enter your email address").lower()
    return email if form.ok else None


def read_decision(form: Form) -> Decision | None:
    """What became of a claim, or None with what has to be put right. A no needs a sentence."""
    to = form.one_of("decision", DECISION_CHOICES, required="Choose yes or no")
    why = "Say why, in a sentence they will read" if to == ClaimState.REFUSED.value else None
    sentence = form.text("sentence", "The sentence", required=why, longest=1000)
    if not form.ok or to is None:
        return None
    return Decision(ClaimState(to), sentence)


def read_alt(form: Form) -> str | None:
    """What a photograph shows, or None."""
    alt = form.text(
        "alt", "What it shows", required="Say what the photo shows, for people who cannot see it", longest=200
    )
    return alt if form.ok else None
