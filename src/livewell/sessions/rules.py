"""What a session is, its moves and words, and when a guide is passed."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class SessionStatus(StrEnum):
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


S = SessionStatus

MOVES: dict[SessionStatus, frozenset[SessionStatus]] = {
    S.BOOKED: frozenset({S.HELD, S.MISSED, S.CANCELLED}),
    S.HELD: frozenset(),
    S.MISSED: frozenset(),
    S.CANCELLED: frozenset(),
}

LABELS: dict[SessionStatus, tuple[str, str]] = {
    S.BOOKED: ("Booked", "blue"),
    S.HELD: ("Held", "green"),
    S.MISSED: ("Could not make it", "yellow"),
    S.CANCELLED: ("Cancelled", "grey"),
}


class SessionKind(StrEnum):
    COACH = "coach"
    LINK_WORKER = "link_worker"


KIND_LABELS: dict[SessionKind, str] = {
    SessionKind.COACH: "Health coach session",
    SessionKind.LINK_WORKER: "Link worker session",
}


class Place(StrEnum):
    PRACTICE = "practice"
    HOME = "home"
    COMMUNITY = "community"
    PHONE = "phone"
    VIDEO = "video"


PLACE_LABELS: dict[Place, str] = {
    Place.PRACTICE: "At the practice",
    Place.HOME: "At home",
    Place.COMMUNITY: "Out in the community",
    Place.PHONE: "By phone",
    Place.VIDEO: "By video",
}


class Purpose(StrEnum):
    """What the session was for."""

    GETTING_TO_KNOW = "getting_to_know"
    GOALS = "goals"
    GREEN_BOOK = "green_book"
    ACTIVATION = "activation"
    INFORMATION = "information"
    PROBLEM_SOLVING = "problem_solving"
    JOINING_GROUPS = "joining_groups"
    ACCOMPANIED = "accompanied"
    DIET = "diet"
    DAILY_ROUTINE = "daily_routine"
    EXERCISE = "exercise"
    SOCIALISING = "socialising"
    EMPLOYMENT = "employment"
    PRACTICAL = "practical"
    REVIEW = "review"


PURPOSE_LABELS: dict[Purpose, str] = {
    Purpose.GETTING_TO_KNOW: "Getting to know each other",
    Purpose.GOALS: "Setting or reviewing goals",
    Purpose.GREEN_BOOK: "Working on the Green Book",
    Purpose.ACTIVATION: "Patient activation",
    Purpose.INFORMATION: "Finding information",
    Purpose.PROBLEM_SOLVING: "Working out a way forward",
    Purpose.JOINING_GROUPS: "Finding or joining a group",
    Purpose.ACCOMPANIED: "Going along together",
    Purpose.DIET: "Food and diet",
    Purpose.DAILY_ROUTINE: "Daily routine",
    Purpose.EXERCISE: "Being active",
    Purpose.SOCIALISING: "Meeting people",
    Purpose.EMPLOYMENT: "Work and training",
    Purpose.PRACTICAL: "Practical help",
    Purpose.REVIEW: "Looking back and ahead",
}


class CancelledBy(StrEnum):
    PERSON = "person"
    WORKER = "worker"
    OTHER = "other"


CANCELLED_BY_LABELS: dict[CancelledBy, str] = {
    CancelledBy.PERSON: "The person",
    CancelledBy.WORKER: "Us",
    CancelledBy.OTHER: "Something neither could help",
}


@dataclass(frozen=True)
class Guide:
    """How many sessions are usual, and how many are allowed without saying why."""

    usual: int
    at_most: int


def check_move(now: SessionStatus, to: SessionStatus) -> None:
    """Raise RuleBroken when a session cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This session is already marked “{LABELS[now][0].lower()}”.")


def passes_guide(already: int, guide: Guide) -> bool:
    """Whether the next session (number `already` + 1) is beyond `at_most` and asks for a reason. It warns, it never blocks."""
    return already + 1 > guide.at_most


COUNTED: frozenset[SessionStatus] = frozenset({S.BOOKED, S.HELD})
"""What counts towards the guide: a session missed or cancelled does not use one up."""


def number_in_words(number: int, guide: Guide) -> str:
    """Where a session stands in its series: "Session 3 of about 5"."""
    if number > guide.at_most:
        return f"Session {number}, beyond the guide of {guide.at_most}"
    return f"Session {number} of about {max(guide.usual, number)}"


def check_is_past(planned_on: date, today: date) -> None:
    """Raise RuleBroken when a session is marked before its day has come."""
    if planned_on > today:
        raise RuleBroken("This session is still to come. Move it or cancel it, or come back on the day.")


def hash_of(token: str) -> bytes:
    """The SHA-256 of a secret address: all that is kept of it."""
    return hashlib.sha256(token.encode()).digest()
