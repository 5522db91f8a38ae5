"""What somebody types to find a person, read as a name, a date of birth, an NHS number or a reference."""

import re

from livewell.kit import form_values
from livewell.kit.form_values import UnreadableError
from livewell.kit.forms import Form
from livewell.kit.ids import tidy_reference
from livewell.kit.nhs import has_ten_digits, tidy_nhs_number
from livewell.record.rules import Wanted, name_words

# 17/5/1960, 17.05.1960, 17-5-1960 or 17 May 1960.
_DAY = re.compile(r"\b(\d{1,2})[\s./-]+(\d{1,2}|[A-Za-z]{3,9})[\s./-]+(\d{4})\b")


def read_search(form: Form) -> Wanted:
    """Whom to look for. Errors are noted on the form: nothing typed, or a number with a wrong digit."""
    words = form.text(
        "words", "What to look for", required="Type a name, a date of birth, an NHS number or a reference", longest=120
    )
    if not form.ok:
        return Wanted()
    reference = tidy_reference(words)
    if reference:
        return Wanted(reference=reference)
    number = tidy_nhs_number(words)
    if number:
        return Wanted(nhs_number=number)
    if has_ten_digits(words):
        form.error("words", "This is not a valid NHS number. Check each digit")
        return Wanted()
    return _name_and_day(form, words)


def _name_and_day(form: Form, words: str) -> Wanted:
    born_on = None
    found = _DAY.search(words)
    if found:
        try:
            born_on = form_values.read_day(*found.groups(), label="Date of birth")
        except UnreadableError as error:
            form.error("words", error.sentence)
            return Wanted()
        words = f"{words[: found.start()]} {words[found.end() :]}"
    name = " ".join(words.split())
    if not born_on and not name_words(name):
        form.error("words", "Type at least two letters of a name")
        return Wanted()
    return Wanted(name=name if name_words(name) else "", born_on=born_on)
