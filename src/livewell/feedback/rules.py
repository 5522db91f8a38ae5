"""What is said to referrers, and the life of a message."""

from datetime import timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class MessageKind(StrEnum):
    RECEIPT = "receipt"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"
    SAFETY_ALERT = "safety_alert"


KIND_LABELS: dict[MessageKind, str] = {
    MessageKind.RECEIPT: "Receipt",
    MessageKind.QUESTION: "Question",
    MessageKind.ACCEPTED: "Accepted",
    MessageKind.DECLINED: "Declined",
    MessageKind.ENDED: "What came of it",
    MessageKind.SAFETY_ALERT: "Safety alert",
}


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


S = MessageStatus

MOVES: dict[MessageStatus, frozenset[MessageStatus]] = {
    S.WAITING: frozenset({S.SENT, S.GIVEN_UP}),
    S.GIVEN_UP: frozenset({S.WAITING}),
    S.SENT: frozenset(),
}

LABELS: dict[MessageStatus, tuple[str, str]] = {
    S.WAITING: ("Waiting to be sent", "blue"),
    S.SENT: ("Sent", "green"),
    S.GIVEN_UP: ("Could not be sent", "red"),
}

RETRY_AFTER: tuple[timedelta, ...] = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
)
"""Waits between tries: about four hours in all, then a person must look."""


def check_move(now: MessageStatus, to: MessageStatus) -> None:
    """Raise RuleBroken when a message cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This message is already {LABELS[now][0].lower()}.")
