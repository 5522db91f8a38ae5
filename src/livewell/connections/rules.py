"""How a person and a community asset find each other, and the words for it."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class ConnectionStatus(StrEnum):
    SUGGESTED = "suggested"
    INTRODUCED = "introduced"
    ATTENDED = "attended"
    SETTLED = "settled"
    ENDED = "ended"


S = ConnectionStatus

MOVES: dict[ConnectionStatus, frozenset[ConnectionStatus]] = {
    S.SUGGESTED: frozenset({S.INTRODUCED, S.ATTENDED, S.ENDED}),
    S.INTRODUCED: frozenset({S.ATTENDED, S.ENDED}),
    S.ATTENDED: frozenset({S.SETTLED, S.ENDED}),
    S.SETTLED: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}

LABELS: dict[ConnectionStatus, tuple[str, str]] = {
    S.SUGGESTED: ("Suggested", "blue"),
    S.INTRODUCED: ("Introduced", "purple"),
    S.ATTENDED: ("Has been along", "aqua-green"),
    S.SETTLED: ("Settled in", "green"),
    S.ENDED: ("Ended", "grey"),
}


class EndReason(StrEnum):
    NOT_FOR_ME = "not_for_me"
    COULD_NOT_GET_THERE = "could_not_get_there"
    TIMES = "times"
    COST = "cost"
    FULL = "full"
    HEALTH = "health"
    CLOSED = "closed"
    DONE = "done"
    OTHER = "other"


END_LABELS: dict[EndReason, str] = {
    EndReason.NOT_FOR_ME: "It was not for them",
    EndReason.COULD_NOT_GET_THERE: "Could not get there",
    EndReason.TIMES: "The times did not suit",
    EndReason.COST: "The cost",
    EndReason.FULL: "It was full",
    EndReason.HEALTH: "Health got in the way",
    EndReason.CLOSED: "It closed",
    EndReason.DONE: "Got from it what they wanted",
    EndReason.OTHER: "Another reason",
}


def check_move(now: ConnectionStatus, to: ConnectionStatus) -> None:
    """Raise RuleBroken when a connection cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This connection is already “{LABELS[now][0].lower()}”, so that step is not open.")
