"""What is typed for the fund: by those who ask, by those who judge, and by those who keep it."""

from livewell.fund.rules.money import pence_from, pounds
from livewell.kit.form_values import tidy_text
from livewell.kit.forms import Form

TRAP = "company"
"""A box that people do not see. Programs that fill in every box fill it in."""


def is_trapped(form: Form) -> bool:
    """Whether it was no person who filled in the form."""
    return bool(form.typed(TRAP).strip())


def read_money(
    form: Form, field: str, label: str, *, required: str | None = None, lowest: int = 0, most: int | None = None
) -> int | None:
    """Pounds from one box in pence, exactly; None when missing or with a sentence of what is wrong."""
    typed = tidy_text(form.typed(field))
    if not typed:
        if required:
            form.error(field, required)
        return None
    pence = pence_from(typed)
    if pence is None:
        form.error(field, f"{label} must be pounds, or pounds and pence, like 250 or 1,250.50")
    elif pence < lowest:
        form.error(field, f"{label} must be {pounds(lowest)} or more")
    elif most is not None and pence > most:
        form.error(field, f"{label} must be {pounds(most)} or less")
    else:
        return pence
    return None


def money_typed(pence: int | None) -> str:
    """Pence as they stand in a box."""
    return "" if pence is None else pounds(pence).removeprefix("£")
