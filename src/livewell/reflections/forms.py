"""What somebody writes when they look back at a session."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Choices, Form
from livewell.reflections.queries import Kept
from livewell.reflections.rules import ANSWER_LABELS, THEMES, Answer

ANSWERS = [(answer.value, label) for answer, label in ANSWER_LABELS.items()]
LONGEST = 8000


@dataclass(frozen=True)
class ReflectionTyped:
    """The answers that were given, and free words."""

    themes: dict[str, Answer]
    words: str


def read_reflection(form: Form) -> ReflectionTyped | None:
    """A reflection, or None when it is empty or cannot be read. No theme needs an answer."""
    chosen = {code: form.one_of(code, ANSWERS) for code in THEMES}
    words = form.text("words", "Your own words", longest=LONGEST)
    themes = {code: Answer(answer) for code, answer in chosen.items() if answer}
    if form.ok and not themes and not words:
        form.error("words", "Answer at least one, or write a line")
    return ReflectionTyped(themes, words) if form.ok else None


def reflection_as_form(found: Kept | None) -> Form:
    """The form as it was kept."""
    return Form.blank({**found.themes, "words": found.words} if found else {})


def read_share(form: Form, *, supervisors: Choices) -> UUID | None:
    """With whom to share it, or None when nobody of the list was chosen."""
    chosen = form.one_of("with", supervisors, required="Choose whom you would like to show it")
    return UUID(chosen) if form.ok and chosen else None
