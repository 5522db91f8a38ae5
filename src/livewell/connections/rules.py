"""How a person and a community asset find each other, and the words for it."""

from datetime import date
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


def check_note(note: str, *, agreed: bool) -> None:
    """Raise RuleBroken when a group would be told something the person has not agreed to."""
    if note.strip() and not agreed:
        raise RuleBroken("The group may be told only what the person has agreed to. Ask them, then tick the box.")


def check_slip(*, agreed: bool) -> None:
    """Raise RuleBroken when there is no agreed introduction to hand over."""
    if not agreed:
        raise RuleBroken("There is a slip to hand over once the person has agreed to what it says.")


def check_visit(now: ConnectionStatus, went_on: date, *, today: date, already: bool) -> None:
    """Raise RuleBroken when a visit cannot be noted: it is in the future, noted already, or the connection has ended."""
    if now is S.ENDED:
        raise RuleBroken("This connection has ended. Suggest it again if they would like to go back.")
    if went_on > today:
        raise RuleBroken("A visit is noted when it has been.")
    if already:
        raise RuleBroken("A visit on that day is noted already.")


def after_visit(now: ConnectionStatus) -> ConnectionStatus:
    """Where a connection stands once somebody has been along: the first time moves it, later ones leave it."""
    return S.ATTENDED if now in {S.SUGGESTED, S.INTRODUCED} else now


def check_end(reason: EndReason, note: str) -> None:
    """Raise RuleBroken when "another reason" comes without words."""
    if reason is EndReason.OTHER and not note.strip():
        raise RuleBroken("Say in a few words what the other reason is.")


def check_move(now: ConnectionStatus, to: ConnectionStatus) -> None:
    """Raise RuleBroken when a connection cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This connection is already “{LABELS[now][0].lower()}”, so that step is not open.")
