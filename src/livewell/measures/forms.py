"""What a site chooses about its instruments, and what comes with the file of a licence pack."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.forms import Choices, Form
from livewell.measures.rules.instruments import Instrument

ATTESTED = "I have read the licence. It covers showing this wording, or using this table, in this service."


@dataclass(frozen=True)
class Choice:
    """Whether an instrument is used here, and what its safety rule needs."""

    on: bool
    pathway: str
    duty_contact: UUID | None


def read_choice(form: Form, instrument: Instrument, people: Choices) -> Choice | None:
    """The choice, or None when the form has errors."""
    on = form.yes_or_no("on", required="Say whether it is used here")
    pathway, contact = "", None
    if instrument.needs_duty_contact:
        pathway = form.text("pathway", "What you do", longest=4000)
        chosen = form.one_of("duty_contact", people)
        contact = UUID(chosen) if chosen else None
        if on and not pathway:
            form.error("pathway", "Write down what you do when an answer asks for it, before it is used")
        if on and contact is None:
            form.error("duty_contact", "Choose who is told at once, before it is used")
    return Choice(bool(on), pathway, contact) if form.ok else None


def read_attestation(form: Form) -> str | None:
    """Who says that the licence covers it, in full, or None when the form has errors."""
    form.yes("attested", required="Tick that the licence covers this")
    words = form.text(
        "attestation", "Where you have it from", longest=500, required="Say where you have the licence from"
    )
    return f"{ATTESTED} {words}" if form.ok else None


def read_why(form: Form) -> str:
    """Why a licence pack is withdrawn; look at `form.ok`."""
    return form.text("why", "Why", longest=500, required="Say why it is withdrawn")
