"""Numbered lines of a form, such as one for each price: added and taken away by buttons, without JavaScript."""

import re
from collections.abc import Iterable, Mapping, Sequence

from livewell.kit.forms import Form

LINES = "lines"
"""The hidden field that is sent once for each line, with its number."""

DO = "do"
"""The button that was pressed, when it was not the one that saves."""

MOST_LINES = 20
_NUMBER = re.compile(r"[0-9]{1,3}")


def numbers(form: Form, of: str = LINES) -> list[int]:
    """The numbers of the lines on the form, in their order, each once; `of` where a page has lines of two sorts."""
    return [int(one) for one in dict.fromkeys(form.typed_all(of)) if _NUMBER.fullmatch(one)][:MOST_LINES]


def is_empty(form: Form, number: int, names: Iterable[str]) -> bool:
    """Whether nobody wrote anything in these boxes of a line."""
    return not any(text.strip() for name in names for text in form.typed_all(f"{name}_{number}"))


def again(form: Form, changes: Mapping[str, str | Sequence[str]]) -> Form:
    """The same form with every word as it was, except for `changes`."""
    hidden = {name: form.typed(name) for name in ("submission", "version")}
    return Form({**form.everything(), **hidden, **changes})


def arranged(form: Form, of: str = LINES) -> Form | None:
    """
    The form with a line more or less when such a button was pressed; None when it was not.

    The buttons of lines of another sort say which: add-areas, remove-areas-3.
    """
    sort = "" if of == LINES else f"-{of}"
    pressed = form.typed(DO)
    there = numbers(form, of)
    if pressed == f"add{sort}":
        more = [*there, max(there, default=-1) + 1] if len(there) < MOST_LINES else there
        return again(form, {of: [str(one) for one in more], DO: ""})
    found = re.fullmatch(rf"remove{sort}-([0-9]{{1,3}})", pressed)
    if found:
        return again(form, {of: [str(one) for one in there if one != int(found[1])], DO: ""})
    return None


def filled(lines: Sequence[Mapping[str, object]], of: str = LINES) -> dict[str, object]:
    """The boxes of lines, numbered; one empty line when there is none."""
    boxes: dict[str, object] = {of: [str(number) for number in range(max(len(lines), 1))]}
    for number, line in enumerate(lines):
        boxes |= {f"{name}_{number}": value for name, value in line.items()}
    return boxes
