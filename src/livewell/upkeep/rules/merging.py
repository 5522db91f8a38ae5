"""Two listings made one: each field side by side, and the listing that the choices make."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from livewell.assets.rules import differences, saying
from livewell.assets.rules.listing import Listing, Venue
from livewell.assets.rules.times import all_in_words


class Side(StrEnum):
    """Whose words are taken."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class Field:
    """One thing that is chosen as a whole: the fields of a listing it stands for, and how it is said."""

    name: str
    label: str
    parts: tuple[str, ...]
    say: Callable[[Listing], str]
    listed: bool
    """Whether both sides can be kept, one after the other."""


@dataclass(frozen=True)
class Row:
    """One field of both listings in words."""

    name: str
    label: str
    left: str
    right: str
    same: bool
    choices: tuple[tuple[str, str], ...]
    suggested: str


def _venue(venue: Venue) -> str:
    when = all_in_words(venue.patterns) if venue.patterns else ""
    return ": ".join(part for part in (saying.venue(venue), when) if part)


# A place comes with what is said of it and with its times, so that both can be kept without mixing them up.
_SAID_ANEW: dict[str, tuple[str, Callable[[Listing], str]]] = {
    "venues": ("Places, and when it is there", lambda one: "\n".join(map(_venue, one.venues))),
    "times": ("Times at no place", lambda one: all_in_words(one.patterns) if one.patterns else ""),
}
_LISTED = {
    "ways", "needs", "activities", "audiences", "languages", "venues", "times", "delivery", "covers", "costs", "features",
    "contacts",
}  # fmt: skip


def _field(known: differences.Field) -> Field:
    label, say = _SAID_ANEW.get(known.name, (known.label, known.say))
    return Field(known.name, label, known.holds, say, known.name in _LISTED)


FIELDS: tuple[Field, ...] = tuple(_field(known) for known in differences.FIELDS if known.holds)
"""Everything a listing says, each part of it in exactly one field."""


def side_by_side(left: Listing, right: Listing, *, newer: Side) -> list[Row]:
    """
    Every field of which at least one listing says something.

    Suggested is the side that says anything, else the one made sure of last (`newer`).
    """
    rows = []
    for field in FIELDS:
        one, other = field.say(left), field.say(right)
        if not (one or other):
            continue
        same = _values(field, left) == _values(field, right)
        suggested = newer if one and other else Side.LEFT if one else Side.RIGHT
        both = ((Side.BOTH.value, "Both"),) if field.listed and one and other else ()
        choices = ((Side.LEFT.value, "The first"), (Side.RIGHT.value, "The second"), *both)
        rows.append(Row(field.name, field.label, one, other, same, choices, suggested.value))
    return rows


def combined(left: Listing, right: Listing, choices: Mapping[str, Side]) -> Listing:
    """The listing that takes each field from the side chosen; one that is not named is taken from the left."""
    changes: dict[str, Any] = {}
    for field in FIELDS:
        side = choices.get(field.name, Side.LEFT)
        if side is Side.BOTH and field.listed:
            changes |= {part: _joined(getattr(left, part), getattr(right, part)) for part in field.parts}
        elif side is Side.RIGHT:
            changes |= {part: getattr(right, part) for part in field.parts}
    return replace(left, **changes)


def _joined(left: tuple[Hashable, ...], right: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return (*left, *(one for one in right if one not in left))


def _values(field: Field, listing: Listing) -> list[Any]:
    return [getattr(listing, part) for part in field.parts]
