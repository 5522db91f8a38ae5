"""The form about a school term."""

from livewell.kit.forms import Form
from livewell.places.rules import Term, wrong_with_term


def read_term(form: Form) -> Term | None:
    """The term as `form` has it, or None when something has to be put right."""
    name = form.text("name", "Name", required="Enter the name of the term, like Autumn 2026", longest=60)
    first_on = form.day("first_on", "First day", required="Enter the first day of the term")
    last_on = form.day("last_on", "Last day", required="Enter the last day of the term")
    if not form.ok or first_on is None or last_on is None:
        return None
    term = Term(name, first_on, last_on)
    say_what_is_wrong(form, wrong_with_term(term, ()))
    return term if form.ok else None


def say_what_is_wrong(form: Form, wrong: dict[str, str]) -> None:
    """Note each sentence beside the boxes of its day."""
    for field, sentence in wrong.items():
        form.error(field, sentence, tuple(f"{field}-{box}" for box in ("day", "month", "year")))
