"""What is typed about the charter, and about what the forum was asked to approve."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Form

LONGEST_LIST = 4000
_LONGEST_WORDS = 1000


@dataclass(frozen=True)
class CharterTyped:
    """Goals and values, one on each line, and what is different."""

    goals: str
    values: str
    change: str


@dataclass(frozen=True)
class AnswerTyped:
    """What the forum answered."""

    approved: bool
    decision: UUID
    words: str


ANSWERS = [("approved", "The forum approved it"), ("changes", "The forum would like something changed")]


def read_charter(form: Form) -> CharterTyped | None:
    """A version of the charter, or None with what has to be put right."""
    goals = form.text("goals", "The goals", required="Write at least one goal", longest=LONGEST_LIST)
    values = form.text("values", "The values", required="Write at least one value", longest=LONGEST_LIST)
    change = form.text("change", "What is different", longest=_LONGEST_WORDS)
    return CharterTyped(goals, values, change) if form.ok else None


def read_answer(form: Form, decisions: list[tuple[str, str]]) -> AnswerTyped | None:
    """The answer of the forum, or None with what has to be put right."""
    answer = form.one_of("answer", ANSWERS, required="Say what the forum answered")
    decision = form.one_of("decision", decisions, required="Choose the decision of a meeting that was held")
    words = form.text(
        "words",
        "What the forum said",
        required="Say what the forum would like changed" if answer == "changes" else None,
        longest=_LONGEST_WORDS,
    )
    if not form.ok or answer is None or decision is None:
        return None
    return AnswerTyped(answer == "approved", UUID(decision), words)
