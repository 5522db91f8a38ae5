"""Training cohorts: what became of a place, and how the report of one is told outside the service."""

from dataclasses import dataclass
from enum import StrEnum

from livewell.kit.errors import RuleBroken

FEWEST_TOLD = 5
"""Outside the service no count of people from one to four is told, nor one that would give such a count away."""
HIDDEN = "Fewer than 5"
HIDDEN_SENTENCE = (
    "Small numbers, and those that would give them away, are not shown, so that nobody can be found in them."
)
TOO_CLOSE = "Not shown"


class PlaceState(StrEnum):
    """What became of somebody's place in a cohort."""

    BOOKED = "booked"
    COMPLETED = "completed"
    PART = "part"
    MISSED = "missed"


PLACE_LABELS: dict[PlaceState, str] = {
    PlaceState.BOOKED: "Has a place",
    PlaceState.COMPLETED: "Completed it",
    PlaceState.PART: "Came to part of it",
    PlaceState.MISSED: "Could not come",
}


@dataclass(frozen=True)
class Counted:
    """How a cohort did: of those with a place, how many of each."""

    people: int
    former_clients: int
    completed: int
    ready: int
    active: int


@dataclass(frozen=True)
class Line:
    """One line of the report: what is counted, and the number as it may be said."""

    label: str
    said: str


def report(counted: Counted, *, outside: bool) -> tuple[Line, ...]:
    """The lines of a cohort's report; small numbers are hidden from those outside the service."""
    each = (
        ("Were once supported by Live Well", counted.former_clients),
        ("Completed their training", counted.completed),
        ("Are ready to help", counted.ready),
        ("Help already", counted.active),
    )
    whole = Line("People in the cohort", _said(counted.people) if outside else str(counted.people))
    return (
        whole,
        *(Line(label, _said_of(number, counted.people) if outside else str(number)) for label, number in each),
    )


def _is_small(number: int) -> bool:
    return 0 < number < FEWEST_TOLD


def _said(number: int) -> str:
    return HIDDEN if _is_small(number) else str(number)


def _said_of(number: int, people: int) -> str:
    """A part of a whole: what is left over may not be small either."""
    if _is_small(people) or _is_small(people - number):
        return HIDDEN if _is_small(number) else TOO_CLOSE
    return _said(number)


def check_room(taken: int, places: int) -> None:
    """Raise RuleBroken when the last place is gone."""
    if taken >= places:
        raise RuleBroken("Every place in this cohort is taken. Make room, or choose the next one.")
