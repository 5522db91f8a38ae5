"""What somebody says of a listing, what is decided on it, and what is answered."""

from dataclasses import dataclass

from livewell.gatherings.rules.comments import (
    DECISIONS,
    LONGEST_FIRST_NAME,
    LONGEST_WORDS,
    REASON_LABELS,
    STARS,
    CommentState,
    Reason,
)
from livewell.kit.forms import Form

STAR_CHOICES = [str(star) for star in STARS]
DECISION_CHOICES = [(state.value, label) for state, label in DECISIONS.items()]
REASON_CHOICES = [(reason.value, label) for reason, label in REASON_LABELS.items()]


@dataclass(frozen=True)
class Comment:
    """Stars from 1 to 5 and words; None and "" where somebody had nothing to say."""

    overall: int
    welcome: int | None
    access: int | None
    words: str
    first_name: str


@dataclass(frozen=True)
class Decision:
    """Whether everybody may read it, and if not, why."""

    to: CommentState
    reason: Reason | None


def read_comment(form: Form) -> Comment | None:
    """What somebody says, or None with what has to be put right."""
    overall = form.one_of("overall", STAR_CHOICES, required="Say how it was, from 1 to 5")
    welcome = form.one_of("welcome", STAR_CHOICES)
    access = form.one_of("access", STAR_CHOICES)
    words = form.text("words", "What you say", longest=LONGEST_WORDS)
    first_name = form.text("first_name", "Your first name", longest=LONGEST_FIRST_NAME)
    if not form.ok or overall is None:
        return None
    return Comment(int(overall), int(welcome) if welcome else None, int(access) if access else None, words, first_name)


def read_decision(form: Form) -> Decision | None:
    """Whether everybody may read it, or None with what has to be put right."""
    to = form.one_of("decision", DECISION_CHOICES, required="Say whether everybody may read it")
    declined = to == CommentState.DECLINED.value
    reason = form.one_of("reason", REASON_CHOICES, required="Say why it is not shown" if declined else None)
    if not form.ok or to is None:
        return None
    return Decision(CommentState(to), Reason(reason) if reason and declined else None)


def read_answer(form: Form) -> str | None:
    """An answer, or None with what has to be put right."""
    words = form.text("answer", "The answer", required="Write the answer", longest=LONGEST_WORDS)
    return words if form.ok else None


def read_answer_decision(form: Form) -> CommentState | None:
    """Whether everybody may read the answer, or None with what has to be put right."""
    to = form.one_of("answer_decision", DECISION_CHOICES, required="Say whether everybody may read the answer")
    return CommentState(to) if to is not None else None
