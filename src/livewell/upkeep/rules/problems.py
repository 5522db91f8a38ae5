"""What may be wrong with a listing, and what becomes of a report that it is."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Topic(StrEnum):
    """What somebody found to be wrong."""

    TIMES = "times"
    PLACE = "place"
    PHONE = "phone"
    CLOSED = "closed"
    NOT_AS_DESCRIBED = "not_as_described"
    OTHER = "other"


TOPIC_LABELS: dict[Topic, str] = {
    Topic.TIMES: "The days or times",
    Topic.PLACE: "The place, or how to get in",
    Topic.PHONE: "The phone number, email or website",
    Topic.CLOSED: "It is not going on any more",
    Topic.NOT_AS_DESCRIBED: "It is not as it is described",
    Topic.OTHER: "Something else",
}


class ProblemState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


MOVES: dict[ProblemState, frozenset[ProblemState]] = {
    ProblemState.WAITING: frozenset({ProblemState.ANSWERED, ProblemState.DISMISSED}),
    ProblemState.ANSWERED: frozenset(),
    ProblemState.DISMISSED: frozenset(),
}

LABELS: dict[ProblemState, tuple[str, str]] = {
    ProblemState.WAITING: ("Waiting", "red"),
    ProblemState.ANSWERED: ("Put right", "green"),
    ProblemState.DISMISSED: ("The listing was right", "grey"),
}

DECISIONS: dict[ProblemState, str] = {
    ProblemState.ANSWERED: "The listing was wrong, and has been put right",
    ProblemState.DISMISSED: "The listing is right as it stands",
}

MOST_AN_HOUR = 6
"""Reports from one address. A whole library shares one, so it is not fewer."""


def check_move(now: ProblemState, to: ProblemState) -> None:
    """Raise RuleBroken when a report cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken("Somebody has dealt with this report already.")
