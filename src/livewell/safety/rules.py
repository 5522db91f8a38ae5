"""Kinds of safety matter, their states, and how soon somebody must answer."""

from dataclasses import dataclass
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


class RaisedFrom(StrEnum):
    """Where somebody was when it came up."""

    SESSION = "session"
    ASSESSMENT = "assessment"
    REFERRAL = "referral"
    RECORD = "record"
    MEASURE = "measure"


RAISED_FROM_LABELS: dict[RaisedFrom, str] = {
    RaisedFrom.SESSION: "In a session",
    RaisedFrom.ASSESSMENT: "In the coach's assessment",
    RaisedFrom.REFERRAL: "In a referral",
    RaisedFrom.RECORD: "Somewhere else: a call, a message, a visit",
    RaisedFrom.MEASURE: "In the answers to a questionnaire",
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

SUPPLIED_LOCALLY = "To be supplied and approved by the site's clinical safety lead."
"""Said where clinical steps belong: Live Well ships none, so that nobody follows steps nobody approved."""


@dataclass(frozen=True)
class Flag:
    """What a list of people needs to know of one person's open matters: how many, and whether one is urgent."""

    count: int
    urgent: bool
    unanswered: bool

    @property
    def label(self) -> str:
        """The words of the flag."""
        return "Safety matter waiting" if self.unanswered else "Open safety matter"


def check_move(now: SafetyStatus, to: SafetyStatus) -> None:
    """Raise RuleBroken when a matter cannot go from `now` to `to`."""
    if to in MOVES[now]:
        return
    if now is S.RAISED:
        raise RuleBroken("Somebody must take this safety matter on before it can be closed.")
    raise RuleBroken(f"This safety matter is already {LABELS[now][0].lower()}.")


def check_open(now: SafetyStatus) -> None:
    """Raise RuleBroken when nothing more can be written on a matter."""
    if now is S.CLOSED:
        raise RuleBroken("This safety matter is closed. If something new has happened, raise a new one.")


def answer_due(raised_at: datetime, *, urgent: bool) -> datetime:
    """The instant by which somebody must have taken the matter on."""
    return raised_at + (ANSWER_WITHIN_WHEN_URGENT if urgent else ANSWER_WITHIN)


def is_overdue(status: SafetyStatus, due_at: datetime, now: datetime) -> bool:
    """Whether nobody has taken the matter on in time. At the very instant it is due it is overdue."""
    return status is S.RAISED and now >= due_at


def reminder_due(status: SafetyStatus, due_at: datetime, last_reminded_at: datetime | None, now: datetime) -> bool:
    """Whether it is time to say again that nobody has taken the matter on."""
    if not is_overdue(status, due_at, now):
        return False
    return last_reminded_at is None or now - last_reminded_at >= REMIND_EVERY
