"""What somebody types into one box of a time: dates of the month, days one a line, and what happens when."""

import re
from datetime import date, time

from livewell.assets.rules.times import DAY, Part
from livewell.kit import form_values
from livewell.kit.form_values import UnreadableError
from livewell.kit.forms import Form

_DATE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[\s/.-]+([0-9]{1,2}|[a-z]{3,9}\.?)[\s/.-]+([0-9]{1,4})", re.IGNORECASE)
_AT = r"[0-9][0-9:.]*\s?(?:[ap]\.?m\.?)?|noon|midday|midnight"
_HOURS = rf"(?P<starts>{_AT})(?:\s*(?:to|until|-|–)\s*(?P<ends>{_AT}))?"
_PARTS = (
    re.compile(rf"(?P<label>.+?)(?:[\s,:–-]+(?:at|from))?[\s,:–-]+{_HOURS}", re.IGNORECASE),
    re.compile(rf"(?:at |from )?{_HOURS}[\s,:–-]+(?P<label>.+)", re.IGNORECASE),
)
"""Tea at 3pm, and 3pm tea."""


def month_days(form: Form, field: str) -> tuple[int, ...]:
    """Dates of the month, -1 for the last: 1, 15 and last."""
    said = [
        one for one in re.split(r"[\s,;]+|\band\b", form.text(field, "Dates of the month", longest=120).lower()) if one
    ]
    found = []
    for one in said:
        number = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", one)
        if one == "last":
            found.append(-1)
        elif number and 1 <= int(number[1]) <= 31:  # noqa: PLR2004
            found.append(int(number[1]))
        else:
            form.error(field, "Dates of the month must be numbers from 1 to 31, or last: for example 1, 15")
    return tuple(dict.fromkeys(found))


def days(form: Form, field: str, label: str) -> tuple[date, ...]:
    """Days, one a line or between commas: 3 May 2027, 10/5/2027."""
    found = []
    for said in re.split(r"[\n,;]+", form.text(field, label, longest=8000)):
        if not said.strip():
            continue
        written = _DATE.fullmatch(re.sub(r"^[a-z]+day\s+", "", said.strip(), flags=re.IGNORECASE))
        if written is None:
            form.error(
                field,
                f"{label}: write each day on its own line, such as 3 May 2027. We could not read {said.strip()[:40]}",
            )
            continue
        try:
            found.append(form_values.read_day(*written.groups(), label=f"{label}: {said.strip()[:40]}"))
        except UnreadableError as error:
            form.error(field, error.sentence)
    return tuple(sorted(set(found)))


def parts(form: Form, field: str, starts: int) -> tuple[Part, ...]:
    """What happens after what, one a line: Walk 1:30pm. What starts before the beginning is after midnight."""
    found = []
    for said in form.text(field, "What happens when", longest=1500).splitlines():
        if said.strip():
            part = _part(said.strip(), starts)
            if part is None:
                form.error(
                    field,
                    f"Write each part on its own line with its time, such as Tea 3pm. We could not read {said.strip()[:40]}",
                )
            else:
                found.append(part)
    return tuple(found)


def _part(said: str, starts: int) -> Part | None:
    for one in _PARTS:
        written = one.fullmatch(said)
        if written is None:
            continue
        try:
            began = form_values.read_time(written["starts"], label="The time")
            ended = form_values.read_time(written["ends"], label="The time") if written["ends"] else None
        except UnreadableError:
            continue
        first = _after(began, starts)
        return Part(written["label"].strip(), first, None if ended is None else _after(ended, first))
    return None


def _after(at: time, minute: int) -> int:
    """The minute of the day, or of the night after it, at which the clock shows `at` from `minute` on."""
    found = at.hour * 60 + at.minute
    return found if found >= minute else found + DAY
