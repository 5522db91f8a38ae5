"""The stages of a journey, the moves between them, and what is due next."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Stage(StrEnum):
    """Where a person's time with Live Well stands."""

    CONTACTING = "contacting"
    COACHING = "coaching"
    INTRODUCED = "introduced"
    LINK_WORK = "link_work"
    CLOSED = "closed"


S = Stage

MOVES: dict[Stage, frozenset[Stage]] = {
    S.CONTACTING: frozenset({S.COACHING, S.CLOSED}),
    S.COACHING: frozenset({S.INTRODUCED, S.CLOSED}),
    S.INTRODUCED: frozenset({S.LINK_WORK, S.COACHING, S.CLOSED}),
    S.LINK_WORK: frozenset({S.COACHING, S.CLOSED}),
    S.CLOSED: frozenset(),
}

LABELS: dict[Stage, tuple[str, str]] = {
    S.CONTACTING: ("Making contact", "blue"),
    S.COACHING: ("With the health coach", "purple"),
    S.INTRODUCED: ("Waiting for a link worker", "yellow"),
    S.LINK_WORK: ("With the link worker", "aqua-green"),
    S.CLOSED: ("Ended", "grey"),
}


class ContactOutcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    WRONG_NUMBER = "wrong_number"
    ASKED_TO_RING_LATER = "ring_later"
    DOES_NOT_WANT_IT = "does_not_want"


CONTACT_OUTCOMES: dict[ContactOutcome, str] = {
    ContactOutcome.REACHED: "We spoke",
    ContactOutcome.NO_ANSWER: "No answer",
    ContactOutcome.LEFT_MESSAGE: "Left a message",
    ContactOutcome.WRONG_NUMBER: "The number or address was wrong",
    ContactOutcome.ASKED_TO_RING_LATER: "Asked us to try another time",
    ContactOutcome.DOES_NOT_WANT_IT: "Does not want this now",
}


class EndReason(StrEnum):
    """Why a journey ended. The first two are planned endings."""

    GOALS_MET = "goals_met"
    MOVED_ON = "moved_on"
    UNABLE_TO_CONTACT = "unable_to_contact"
    PERSON_CHOSE = "person_chose"
    OTHER_SUPPORT = "other_support"
    MOVED_AWAY = "moved_away"
    DIED = "died"


END_REASONS: dict[EndReason, str] = {
    EndReason.GOALS_MET: "Reached what they set out to do",
    EndReason.MOVED_ON: "Ready to carry on without us",
    EndReason.UNABLE_TO_CONTACT: "We could not reach them",
    EndReason.PERSON_CHOSE: "They decided it is not for them now",
    EndReason.OTHER_SUPPORT: "Other support suits them better",
    EndReason.MOVED_AWAY: "Moved away",
    EndReason.DIED: "Died",
}


def check_move(now: Stage, to: Stage) -> None:
    """Raise RuleBroken when a journey cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This journey is already at “{LABELS[now][0].lower()}”, so that step is not open.")
