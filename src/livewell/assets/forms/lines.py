"""Numbered lines of a form, such as one for each price: added and taken away by buttons, without JavaScript."""

import re
from collections.abc import Iterable, Mapping, Sequence

from livewell.kit.forms import Form

LINES = "lines"
"""The hidden field that is sent once for each line, with its number."""

DO = "do"
"""The button that was pressed, when it was not the one that saves."""

MOST_LINES = 20
_REMOVE = re.compile(r"remove-([0-9]{1,3})")
_NUMBER = re.compile(r"[0-9]{1,3}")


def numbers(form: Form) -> list[int]:
    """The numbers of the lines on the form, in their order, each once."""
    return [int(one) for one in dict.fromkeys(form.typed_all(LINES)) if _NUMBER.fullmatch(one)][:MOST_LINES]


def is_empty(form: Form, number: int, names: Iterable[str]) -> bool:
    """Whether nobody wrote anything in these boxes of a line."""
    return not any(text.strip() for name in names for text in form.typed_all(f"{name}_{number}"))


def again(form: Form, changes: Mapping[str, str | Sequence[str]]) -> Form:
    """The same form with every word as it was, except for `changes`."""
    hidden = {name: form.typed(name) for name in ("submission", "version")}
    return Form({**form.everything(), **hidden, **changes})


def arranged(form: Form) -> Form | None:
    """The form with a line more or less when such a button was pressed; None when the form is to be saved."""
    pressed = form.typed(DO)
    there = numbers(form)
    if pressed == "add":
        more = [*there, max(there, default=-1) + 1] if len(there) < MOST_LINES else there
        return again(form, {LINES: [str(one) for one in more], DO: ""})
    found = _REMOVE.fullmatch(pressed)
    if found:
        return again(form, {LINES: [str(one) for one in there if one != int(found[1])], DO: ""})
    return None


def filled(lines: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The boxes of lines, numbered; one empty line when there is none."""
    boxes: dict[str, object] = {LINES: [str(number) for number in range(max(len(lines), 1))]}
    for number, line in enumerate(lines):
        boxes |= {f"{name}_{number}": value for name, value in line.items()}
    return boxes
