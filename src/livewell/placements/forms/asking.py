"""What a worker writes to ask for a befriender, who is kept apart, and how something ends."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.placements.queries import HELPED_WITH, AskPage
from livewell.placements.rules.asking import says_too_much
from livewell.placements.rules.placing import STOPPED_LABELS, Stopped
from livewell.volunteers.rules.words import LANGUAGES, TIMES

TIME_CHOICES = tuple(TIMES.items())
LANGUAGE_CHOICES = tuple(LANGUAGES.items())
ACCESS_CHOICES = tuple(HELPED_WITH.items())
STOP_CHOICES = tuple((one.value, STOPPED_LABELS[one]) for one in (Stopped.ASKED, Stopped.PAUSED, Stopped.CONCERN))


@dataclass(frozen=True)
class Said:
    """What somebody agreed to say of themself. `ward` is an ONS code or ""."""

    first_name: str
    ward: str
    times: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    access: tuple[str, ...]
    words: str
    agreed: bool


def read_ask(form: Form, page: AskPage) -> Said | None:
    """A request, or None with what has to be put right."""
    first_name = form.text("first_name", "First name", required="Say what they like to be called", longest=80)
    ward = form.one_of("ward", page.wards) or ""
    times = form.many("times", TIME_CHOICES, required="Choose when it would suit them")
    languages = form.many("languages", LANGUAGE_CHOICES)
    interests = form.many("interests", page.interests)
    access = form.many("access", ACCESS_CHOICES)
    words = form.text("words", "In their words", longest=1000)
    for field, said in (("first_name", first_name), ("words", words)):
        too_much = says_too_much(
            said, family_name=page.family_name, address_lines=page.address_lines, today=clock.today()
        )
        if too_much:
            form.error(field, too_much)
    agreed = form.yes("agreed", required="Tick the box when they have read or heard this, and agree to it")
    if not form.ok:
        return None
    return Said(first_name, ward, tuple(times), tuple(languages), tuple(interests), tuple(access), words, agreed)


@dataclass(frozen=True)
class KeptApart:
    """A volunteer who is never to be matched with somebody, and why."""

    volunteer: UUID
    why: str


def read_apart(form: Form, volunteers: tuple[tuple[str, str], ...]) -> KeptApart | None:
    """Whom to keep apart, or None with what has to be put right."""
    volunteer = form.one_of("volunteer", volunteers, required="Choose the volunteer")
    why = form.text("why", "Why", required="Say why, for the safety team", longest=2000)
    return KeptApart(UUID(volunteer), why) if form.ok and volunteer else None


@dataclass(frozen=True)
class Ended:
    """How something came to an end."""

    why: str
    thanks: str
    look_again: bool


def read_end(form: Form) -> Ended | None:
    """How it ended, or None with what has to be put right."""
    why = form.text("why", "How it came to an end", required="Say in a few words how it came to an end", longest=500)
    thanks = form.text("thanks", "A word of thanks", longest=1000)
    look_again = form.yes("look_again")
    return Ended(why, thanks, look_again) if form.ok else None


def read_stop(form: Form) -> Stopped | None:
    """Why something stops for now, or None."""
    why = form.one_of("stop_why", STOP_CHOICES, required="Choose why it stops for now")
    return Stopped(why) if form.ok and why else None
