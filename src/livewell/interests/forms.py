"""What is typed about an interest, a step of its plan, and a talk about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.interests.rules import (
    BASIS_LABELS,
    LEADS_ON_LABELS,
    LONGEST_AREA,
    LONGEST_TRAINING,
    LONGEST_WORDS,
    Basis,
    LeadsOn,
)
from livewell.kit import clock
from livewell.kit.forms import Form

CHOOSE = {
    "bases": [(one.value, label) for one, label in BASIS_LABELS.items()],
    "parts": [(one.value, label) for one, label in LEADS_ON_LABELS.items()],
}
"""What can be chosen, by the name of its field."""


@dataclass(frozen=True)
class InterestTyped:
    """One interest. `leads_on` is None for whoever leads on no part."""

    area: str
    basis: Basis
    words: str
    leads_on: LeadsOn | None
    since_on: date


@dataclass(frozen=True)
class StepTyped:
    """One step of a development plan, with the training it takes ("" for none) and a day it is due by."""

    words: str
    training: str
    due_on: date | None


@dataclass(frozen=True)
class TalkTyped:
    """A talk in supervision. `supervisor` is None when whoever notes it supervises."""

    held_on: date
    supervisor: UUID | None
    words: str
    agreed: str
    training_agreed: bool


def read_interest(form: Form) -> InterestTyped | None:
    """An interest, or None with what has to be put right."""
    area = form.text("area", "What it is", required="Say what colleagues may ask you about", longest=LONGEST_AREA)
    basis = form.one_of("basis", CHOOSE["bases"], required="Choose where it comes from")
    words = form.text("words", "What you offer", longest=LONGEST_WORDS)
    part = form.one_of("leads_on", CHOOSE["parts"])
    since = form.day("since", "The day", required="Say since when", not_after=clock.today())
    if not form.ok or basis is None or since is None:
        return None
    return InterestTyped(area, Basis(basis), words, LeadsOn(part) if part else None, since)


def read_step(form: Form) -> StepTyped | None:
    """A step, or None with what has to be put right."""
    words = form.text("words", "The step", required="Say what you will do", longest=LONGEST_WORDS)
    training = form.text("training", "The course or person", longest=LONGEST_TRAINING)
    due = form.day("due", "The day it is due")
    return StepTyped(words, training, due) if form.ok else None


def read_talk(form: Form, supervisors: list[tuple[str, str]] | None) -> TalkTyped | None:
    """A talk, or None with what has to be put right. With `supervisors` one of them has to be chosen."""
    chosen = None
    if supervisors is not None:
        chosen = form.one_of("supervisor", supervisors, required="Choose who was there with you")
    held = form.day("held", "The day", required="Say on which day you spoke", not_after=clock.today())
    words = form.text("words", "What was said", required="Say what you spoke about", longest=LONGEST_WORDS)
    agreed = form.text("agreed", "What was agreed", longest=LONGEST_WORDS)
    training = form.yes("training_agreed")
    if not form.ok or held is None:
        return None
    return TalkTyped(held, UUID(chosen) if chosen else None, words, agreed, training)
