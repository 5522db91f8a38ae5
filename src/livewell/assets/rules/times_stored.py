"""A pattern as it is stored in versions of a listing, and back, without losing anything."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from livewell.assets.rules.times_patterns import BankHolidays, Part, Pattern, Repeats

_NUMBERS = ("weekdays", "nth", "month_days")
_DAYS = ("dates", "not_on", "also_on")


def as_json(pattern: Pattern) -> dict[str, Any]:
    """The pattern in numbers, words and ISO dates; what has its usual value is left out."""
    usual = Pattern(pattern.repeats)
    kept: dict[str, Any] = {"repeats": pattern.repeats.value}
    for name in (*_NUMBERS, "every", "opens", "closes", "term_time", "note"):
        value = getattr(pattern, name)
        if value != getattr(usual, name):
            kept[name] = list(value) if isinstance(value, tuple) else value
    for name in _DAYS:
        if getattr(pattern, name):
            kept[name] = [day.isoformat() for day in getattr(pattern, name)]
    for name in ("first_on", "last_on"):
        if getattr(pattern, name):
            kept[name] = getattr(pattern, name).isoformat()
    if pattern.bank_holidays is not BankHolidays.AS_USUAL:
        kept["bank_holidays"] = pattern.bank_holidays.value
    if pattern.parts:
        kept["parts"] = [{"label": part.label, "starts": part.starts, "ends": part.ends} for part in pattern.parts]
    return kept


def from_json(kept: Mapping[str, Any]) -> Pattern:
    """The pattern that `as_json` stored. Raises KeyError, TypeError or ValueError for what it never wrote."""
    values = dict(kept)
    repeats = Repeats(values.pop("repeats"))
    for name in _NUMBERS:
        if name in values:
            values[name] = tuple(int(number) for number in values[name])
    for name in _DAYS:
        if name in values:
            values[name] = tuple(date.fromisoformat(day) for day in values[name])
    for name in ("first_on", "last_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "bank_holidays" in values:
        values["bank_holidays"] = BankHolidays(values["bank_holidays"])
    if "parts" in values:
        values["parts"] = tuple(Part(part["label"], part["starts"], part["ends"]) for part in values["parts"])
    return Pattern(repeats, **values)
