"""What is typed about milestones and risks to the project."""

from dataclasses import dataclass
from datetime import date

from livewell.kit.forms import Form
from livewell.steering.rules.plan import LIKELY_LABELS, MATTERS_LABELS, Likely, Matters

LONGEST_WORDS = 2000

LIKELY = [(one.value, label) for one, label in LIKELY_LABELS.items()]
MATTERS = [(one.value, label) for one, label in MATTERS_LABELS.items()]


@dataclass(frozen=True)
class MilestoneTyped:
    """Something that is to be there by a day, and who sees to it."""

    title: str
    words: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class RiskTyped:
    """Something that could go wrong with the project, and what is done about it."""

    title: str
    words: str
    likely: Likely
    matters: Matters
    mitigation: str
    owner: str


def read_milestone(form: Form) -> MilestoneTyped | None:
    """A milestone, or None with what has to be put right."""
    title = form.text("title", "The milestone", required="Say what is to be there", longest=160)
    words = form.text("words", "More about it", longest=LONGEST_WORDS)
    owner = form.text("owner", "Who sees to it", required="Say who sees to it", longest=120)
    due_on = form.day("due", "The day", required="Say by which day")
    return MilestoneTyped(title, words, owner, due_on) if form.ok and due_on else None


def read_milestone_words(form: Form, due_on: date) -> MilestoneTyped | None:
    """A milestone whose day stays, or None with what has to be put right."""
    title = form.text("title", "The milestone", required="Say what is to be there", longest=160)
    words = form.text("words", "More about it", longest=LONGEST_WORDS)
    owner = form.text("owner", "Who sees to it", required="Say who sees to it", longest=120)
    return MilestoneTyped(title, words, owner, due_on) if form.ok else None


def read_moved(form: Form) -> tuple[date, str] | None:
    """The other day and why, or None with what has to be put right."""
    to = form.day("to", "The new day", required="Say by which day instead")
    why = form.text("why", "Why", required="Say why it moves", longest=LONGEST_WORDS)
    return (to, why) if form.ok and to else None


def read_why(form: Form, field: str, required: str) -> str | None:
    """A sentence that has to be said, or None."""
    why = form.text(field, "The sentence", required=required, longest=LONGEST_WORDS)
    return why if form.ok else None


def read_risk(form: Form) -> RiskTyped | None:
    """A risk to the project, or None with what has to be put right."""
    title = form.text("title", "What could happen", required="Say what could happen", longest=160)
    words = form.text("words", "More about it", longest=LONGEST_WORDS)
    likely = form.one_of("likely", LIKELY, required="Say how likely it is")
    matters = form.one_of("matters", MATTERS, required="Say how much it would matter")
    mitigation = form.text("mitigation", "What is done", required="Say what is done about it", longest=LONGEST_WORDS)
    owner = form.text("owner", "Who sees to it", required="Say who sees to it", longest=120)
    if not form.ok or likely is None or matters is None:
        return None
    return RiskTyped(title, words, Likely(likely), Matters(matters), mitigation, owner)
