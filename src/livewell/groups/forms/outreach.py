"""Where the team went, and what became of what was promised there, as it is typed."""

from dataclasses import dataclass
from datetime import date

from livewell.groups.forms.groups import past_day
from livewell.groups.queries.outreach import OutreachSeen
from livewell.groups.rules import LONGEST_LINE, LONGEST_NAME, LONGEST_WORDS
from livewell.kit.forms import Form

MOST_PARTNERS = 20
GROUP, CAFE, GAP, LISTING, OTHER = "group", "cafe", "gap", "listing", "other"
BECAME_CHOICES = [
    (GROUP, "A new group", "It begins as an idea, with its own page and list."),
    (CAFE, "A new community café", "The same, with a programme for everybody."),
    (GAP, "Something missing", "It joins what others asked for."),
    (LISTING, "A listing in the directory", "It is there already; it stays hidden until it says enough."),
    (OTHER, "Something else, or nothing"),
]
_MOST_MET = 10_000


@dataclass(frozen=True)
class Met:
    """Somewhere the team went: with which partners, and about how many people it met."""

    name: str
    held_on: date
    place: str = ""
    partners: tuple[str, ...] = ()
    words: str = ""
    people: int | None = None


@dataclass(frozen=True)
class Promise:
    """Something that may come of it, and whom to ask."""

    words: str
    who: str = ""


@dataclass(frozen=True)
class Became:
    """What became of it: one of the codes above, its name, and words."""

    what: str
    name: str
    words: str


def filled(seen: OutreachSeen) -> Form:
    """An outreach in its boxes."""
    return Form.blank(
        {
            "name": seen.name,
            "held": seen.held_on,
            "place": seen.place,
            "partners": "\n".join(seen.partners),
            "words": seen.words,
            "people": seen.people,
        }
    )


def read_outreach(form: Form) -> Met | None:
    """Somewhere the team went, or None with what has to be put right."""
    name = form.text("name", "What it was", required="Say what it was", longest=LONGEST_LINE)
    held = past_day(form, "held", "The day", "Say on which day it was")
    place = form.text("place", "Where it was", longest=LONGEST_LINE)
    lines = form.text("partners", "Whom you went with", longest=MOST_PARTNERS * (LONGEST_LINE + 1)).splitlines()
    partners = tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if len(partners) > MOST_PARTNERS:
        form.error("partners", f"Name {MOST_PARTNERS} at most")
    if any(len(one) > LONGEST_LINE for one in partners):
        form.error("partners", f"Each name must be {LONGEST_LINE} characters or fewer, on a line of its own")
    words = form.text("words", "How it was", longest=LONGEST_WORDS)
    people = form.whole_number("people", "How many people you met", lowest=0, highest=_MOST_MET)
    return Met(name, held, place, partners, words, people) if form.ok and held is not None else None


def read_promise(form: Form) -> Promise | None:
    """What may come of it, or None with what has to be put right."""
    words = form.text("promise", "What may come of it", required="Say what may come of it", longest=LONGEST_WORDS)
    who = form.text("who", "Whom to ask", longest=LONGEST_LINE)
    return Promise(words, who) if form.ok else None


def read_became(form: Form) -> Became | None:
    """What became of it, or None with what has to be put right."""
    what = form.one_of("what", BECAME_CHOICES, required="Choose what became of it")
    name = form.text("name", "Its name", longest=LONGEST_NAME)
    words = form.text("words", "In your words", longest=LONGEST_WORDS)
    if what == OTHER and not words:
        form.error("words", "Say what came of it")
    elif what and what != OTHER and not name:
        form.error("name", "Give it a name, if only for now")
    return Became(what, name, words) if form.ok and what is not None else None
