"""Kinds of safety matter, their states, and how soon somebody must answer."""

from datetime import datetime, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class SafetyKind(StrEnum):
    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    SELF_HARM = "self_harm"
    ADULT_AT_RISK = "adult_at_risk"
    CHILD = "child"
    DOMESTIC_ABUSE = "domestic_abuse"
    SELF_NEGLECT = "self_neglect"
    OTHER = "other"


KIND_LABELS: dict[SafetyKind, str] = {
    SafetyKind.SUICIDAL_THOUGHTS: "Thoughts of suicide",
    SafetyKind.SELF_HARM: "Self-harm",
    SafetyKind.ADULT_AT_RISK: "An adult who may be being harmed or neglected",
    SafetyKind.CHILD: "A child who may be being harmed or neglected",
    SafetyKind.DOMESTIC_ABUSE: "Domestic abuse",
    SafetyKind.SELF_NEGLECT: "Self-neglect",
    SafetyKind.OTHER: "Something else",
}


class SafetyStatus(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


S = SafetyStatus

MOVES: dict[SafetyStatus, frozenset[SafetyStatus]] = {
    S.RAISED: frozenset({S.ACKNOWLEDGED}),
    S.ACKNOWLEDGED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}

LABELS: dict[SafetyStatus, tuple[str, str]] = {
    S.RAISED: ("Waiting for somebody to take it on", "red"),
    S.ACKNOWLEDGED: ("Being worked on", "yellow"),
    S.CLOSED: ("Closed", "green"),
}

ANSWER_WITHIN_WHEN_URGENT = timedelta(minutes=30)
ANSWER_WITHIN = timedelta(hours=24)
REMIND_EVERY = timedelta(minutes=30)


def check_move(now: SafetyStatus, to: SafetyStatus) -> None:
    """Raise RuleBroken when a matter cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This safety matter is already {LABELS[now][0].lower()}.")


def answer_due(raised_at: datetime, *, urgent: bool) -> datetime:
    """The instant by which somebody must have taken the matter on."""
    return raised_at + (ANSWER_WITHIN_WHEN_URGENT if urgent else ANSWER_WITHIN)
